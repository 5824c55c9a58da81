"""What the model server asks of a decoder: many replies at once, each with its own adapter and its own cache."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import torch
from torch import Tensor

from app.engine.served.lora import Adapter


class Cache(Protocol):
    """What the model keeps of the tokens of one reply."""

    length: int

    def reusable(self, length: int) -> int:
        """How many of the first `length` tokens a fork can start with."""
        ...

    def fork(self, length: int) -> Self:
        """A copy of the first `length` tokens that grows on its own; `length` is one that `reusable` returned."""
        ...

    def frozen(self) -> Self:
        """The cache as it is now, whatever is appended to it later."""
        ...


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens that follow those in `cache`."""

    tokens: list[int]
    cache: Any  # made by the decoder that gets it
    adapter: Adapter | None


class Decoder(Protocol):
    context_length: int
    adapter_dtype: torch.dtype

    @property
    def linears(self) -> Mapping[str, tuple[int, int]]:
        """(in, out) sizes of the linear layers that an adapter may change, by module name."""
        ...

    def new_cache(self) -> Cache: ...

    def step(self, segments: Sequence[Segment]) -> Tensor:
        """Append each segment to its cache; logits [segments, vocabulary] after the last token of each."""
        ...
