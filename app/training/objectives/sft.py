"""Supervised fine-tuning: the expert's answers become likely."""

from collections.abc import Sequence

from torch import Tensor
from transformers import PreTrainedModel

from app.training.loss import token_losses
from app.training.packing import batch_for
from app.training.render import Sample


class Sft:
    """Mean nats per response token."""

    def share(
        self, model: PreTrainedModel, part: Sequence[Sample], batch: Sequence[Sample], prefix: int
    ) -> tuple[Tensor, int]:
        packed = batch_for(model, part, prefix)
        return token_losses(model, packed).nats.sum() / labels(batch), packed.tokens


def labels(batch: Sequence[Sample]) -> int:
    """Tokens that are learned."""
    return sum(sample.end - sample.start for sample in batch)
