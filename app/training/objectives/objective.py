"""What the steps of a run ask an objective for."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from torch import Tensor
from transformers import PreTrainedModel

Item = TypeVar("Item", contravariant=True)  # what a batch is made of


class Objective(Protocol[Item]):
    def share(
        self, model: PreTrainedModel, part: Sequence[Item], batch: Sequence[Item], prefix: int
    ) -> tuple[Tensor, int]:
        """What `part` adds to the loss of the whole `batch`, and the tokens that went through the model.

        The shares of all parts of a batch add up to its loss, and so do their gradients: a batch may be split among
        processes, and once more where memory is short.
        """
        ...
