"""A batch as one sequence: the shared prefix once, then every sample's own tokens as a branch behind it.

Exact, not an approximation: a branch sees the prefix and itself, its positions go on where the prefix ends, and
gradients of all branches meet in the one prefix. With a 111-token prompt this saves 40 % of the tokens at batch 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.training.render import Sample


@dataclass(frozen=True)
class Batch:
    """T tokens in all, R of them predicted. `mask` is what `spans` say, for models with attention of their own."""

    ids: Tensor  # [1, T]
    positions: Tensor  # [1, T]
    mask: Tensor  # [1, 1, T, T], true where a token (row) may look
    prefix: int  # tokens before the first branch
    spans: tuple[tuple[int, int], ...]  # start and end of each branch in T
    firsts: tuple[int, ...]  # of each branch the first place that predicts; all after it do, too
    rows: Tensor  # [R], places in T whose next token is a label
    labels: Tensor  # [R]
    owners: Tensor  # [R], number of the sample that a label belongs to

    @property
    def tokens(self) -> int:
        return self.ids.shape[1]


def pack(samples: Sequence[Sample], prefix: int, device: torch.device) -> Batch:
    """`prefix` may be anything up to `shared_prefix(samples)`; 0 packs without sharing."""
    whole = [sample.ids[: sample.end] for sample in samples]
    return pack_ids(whole, [sample.start for sample in samples], prefix, device)


def pack_ids(
    sequences: Sequence[Sequence[int]], starts: Sequence[int], prefix: int, device: torch.device
) -> Batch:
    """Of each sequence everything from its start on is predicted."""
    ids, positions, branch = list(sequences[0][:prefix]), list(range(prefix)), [-1] * prefix
    spans, firsts, rows, labels, owners = [], [], [], [], []
    for number, (sequence, first) in enumerate(zip(sequences, starts, strict=True)):
        begin = len(ids)
        own = sequence[prefix:-1]  # the last label is predicted, never read
        ids += own
        positions += range(prefix, prefix + len(own))
        branch += [number] * len(own)
        spans.append((begin, len(ids)))
        firsts.append(begin + first - 1 - prefix)
        rows += range(firsts[-1], len(ids))
        labels += sequence[first:]
        owners += [number] * (len(sequence) - first)
    branch_T = torch.tensor(branch, device=device)
    order_T = torch.arange(len(ids), device=device)
    sees_TT = (branch_T[:, None] == branch_T) | (branch_T == -1)
    sees_TT &= order_T[:, None] >= order_T

    def tensor(values: list[int]) -> Tensor:
        return torch.tensor(values, device=device)

    return Batch(
        ids=tensor(ids)[None],
        positions=tensor(positions)[None],
        mask=sees_TT[None, None],
        prefix=prefix,
        spans=tuple(spans),
        firsts=tuple(firsts),
        rows=tensor(rows),
        labels=tensor(labels),
        owners=tensor(owners),
    )
