"""Several processes on one run, as torchrun starts them: each takes its share of a batch, gradients are added up.

Every process holds the whole base model (frozen, so there is nothing to shard but activations) and the same adapter;
the first one alone reports and writes. One process is the same code with nothing to wait for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, distributed

T = TypeVar("T")


@dataclass(frozen=True)
class Ranks:
    number: int = 0
    count: int = 1

    @classmethod
    def join(cls) -> "Ranks":
        """Meets the others whom torchrun has started; alone when there are none."""
        if not distributed.is_torchelastic_launched():
            return cls()
        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
        number = distributed.get_rank()
        if torch.cuda.is_available():
            torch.cuda.set_device(number % torch.cuda.device_count())
        return cls(number, distributed.get_world_size())

    def leave(self) -> None:
        if self.count > 1:
            distributed.destroy_process_group()

    @property
    def is_first(self) -> bool:
        return self.number == 0

    def share(self, batch: Sequence[T]) -> Sequence[T]:
        """May be empty, when a batch has fewer samples than there are processes."""
        return batch[self.number :: self.count]

    def add(self, tensors: Iterable[Tensor]) -> None:
        """Every tensor becomes its sum over all processes, in one message."""
        if self.count == 1:
            return
        held = list(tensors)
        flat = torch.cat([tensor.reshape(-1) for tensor in held])
        distributed.all_reduce(flat)
        for tensor, part in zip(held, flat.split([tensor.numel() for tensor in held]), strict=True):
            tensor.copy_(part.view_as(tensor))

    def any(self, flag: bool, device: torch.device) -> bool:
        """Whether it is so in one of them. All have to ask."""
        count = torch.tensor([float(flag)], device=device)
        self.add([count])
        return bool(count.item())
