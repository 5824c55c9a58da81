"""Preference: the expert's answer becomes likelier than the one it took the place of.

Losses and names are those of TRL's DPOTrainer (https://huggingface.co/docs/trl/dpo_trainer):
`sigmoid` is DPO (https://arxiv.org/abs/2305.18290), `apo_zero` APO-zero (https://arxiv.org/abs/2408.06266), and
`rpo_alpha` weighs an SFT term on the chosen answers (https://arxiv.org/abs/2404.19733), without which both answers
of a pair may become less likely. The reference is the adapter as SFT left it: its log-probabilities are numbers by
then, and no second model is held.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid
from transformers import PreTrainedModel

from app.training.evaluate import batches
from app.training.loss import token_losses
from app.training.objectives.sft import labels
from app.training.packing import batch_for
from app.training.policy import APO_ZERO, DPO
from app.training.render import Sample


@dataclass(frozen=True)
class Comparison:
    """Two answers to one question, with their log-probabilities under the reference."""

    chosen: Sample
    rejected: Sample
    reference: tuple[float, float]


@dataclass(frozen=True)
class Preference:
    """Mean of the pairs' losses, and `rpo_alpha` times the mean nats per token of the chosen answers."""

    loss_type: str
    beta: float
    rpo_alpha: float

    def share(
        self, model: PreTrainedModel, part: Sequence[Comparison], batch: Sequence[Comparison], prefix: int
    ) -> tuple[Tensor, int]:
        packed = batch_for(model, both(part), prefix)
        nats = token_losses(model, packed).nats
        nats_n2 = nats.new_zeros(2 * len(part)).index_add(0, packed.owners, nats).view(-1, 2)
        reference_n2 = nats.new_tensor([pair.reference for pair in part])
        chosen, rejected = (-nats_n2 - reference_n2).unbind(1)
        preference = losses(chosen, rejected, self.loss_type, self.beta).sum() / len(batch)
        sft = nats_n2[:, 0].sum() / labels([pair.chosen for pair in batch])
        return preference + self.rpo_alpha * sft, packed.tokens


def losses(chosen_logratio: Tensor, rejected_logratio: Tensor, loss_type: str, beta: float) -> Tensor:
    """Of each pair. A logratio says how much likelier an answer has become than under the reference."""
    if loss_type == APO_ZERO:
        # Each answer on its own: the chosen one up, the rejected one down, neither at the cost of the other.
        return (1 - torch.sigmoid(beta * chosen_logratio)) + torch.sigmoid(beta * rejected_logratio)
    if loss_type == DPO:
        return -logsigmoid(beta * (chosen_logratio - rejected_logratio))
    raise ValueError(f"unknown loss_type {loss_type}")


def both(comparisons: Sequence[Comparison]) -> list[Sample]:
    """Side by side, so that a batch holds their common question once (packing.py)."""
    return [sample for pair in comparisons for sample in (pair.chosen, pair.rejected)]


@torch.inference_mode()
def log_probabilities(
    model: PreTrainedModel, samples: Sequence[Sample], prefix: int, check_stop: Callable[[], None]
) -> list[float]:
    """Of each whole answer, as the model is now."""
    sums: list[float] = []
    for group, batch, measured in batches(model, samples, prefix, check_stop):
        nats = torch.zeros(len(group), dtype=torch.float64, device=model.device)
        sums += (-nats.index_add_(0, batch.owners, measured.nats.double())).tolist()
    return sums


def margin(
    model: PreTrainedModel,
    comparisons: Sequence[Comparison],
    prefix: int,
    beta: float,
    check_stop: Callable[[], None],
) -> float:
    """TRL's rewards/margins: by how much the chosen answers gained more than the rejected ones, mean, times beta."""
    now = log_probabilities(model, both(comparisons), prefix, check_stop)
    gains = [
        (chosen - pair.reference[0]) - (rejected - pair.reference[1])
        for chosen, rejected, pair in zip(now[::2], now[1::2], comparisons, strict=True)
    ]
    return beta * sum(gains) / len(gains)
