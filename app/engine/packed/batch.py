"""A batch as one sequence: the shared prefix once, then every sample's own tokens as a branch behind it.

Exact, not an approximation: a branch attends to the prefix and itself, its positions continue where the prefix ends,
and the gradients of all branches add up in the one prefix. With a 111-token prompt this saves 40 % of the tokens at
batch 4. Neighbours that continue alike behind the prefix (several answers to one question) share that part as a stem.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

LEAST_SHARED = 8  # tokens; a stem is one more piece of attention in every layer


@dataclass(frozen=True)
class Batch:
    """T tokens in all, R of them predict a label. `mask` says what `branches` and `stems` do, for transformers."""

    ids: Tensor  # [1, T]
    positions: Tensor  # [1, T]
    mask: Tensor  # [1, 1, T, T], true where a token (row) may attend
    prefix: int  # tokens before the first branch
    branches: tuple[tuple[int, int], ...]  # start and end of each branch in T
    stems: tuple[
        tuple[int, int], ...
    ]  # of each branch the stem that it continues; all lie before the first branch
    firsts: tuple[int, ...]  # of each branch the first token that predicts a label; all after it do, too
    rows: Tensor  # [R], tokens of T whose next token is a label
    labels: Tensor  # [R]
    owners: Tensor  # [R], number of the sample that a label belongs to

    @property
    def tokens(self) -> int:
        return self.ids.numel()


def pack_ids(
    sequences: Sequence[Sequence[int]], starts: Sequence[int], prefix: int, device: torch.device
) -> Batch:
    """Of each sequence, everything from its start on is a label."""
    ids, positions = list(sequences[0][:prefix]), list(range(prefix))
    groups = _groups(sequences, starts, prefix)
    branches: list[tuple[int, int]] = []
    stems: list[tuple[int, int]] = []
    firsts: list[int] = []
    rows: list[int] = []
    labels: list[int] = []
    owners: list[int] = []
    for end, members in groups:
        stem = len(ids), len(ids) + end - prefix
        ids += sequences[members[0]][prefix:end]
        positions += range(prefix, end)
        stems += [stem] * len(members)
    for number, (sequence, first) in enumerate(zip(sequences, starts, strict=True)):
        begin, end = stems[number]
        shared = prefix + end - begin
        start = len(ids)
        ids += sequence[shared:-1]  # the last label is never an input
        positions += range(shared, len(sequence) - 1)
        branches.append((start, len(ids)))
        firsts.append(start + first - 1 - shared)
        rows += range(firsts[-1], len(ids))
        labels += sequence[first:]
        owners += [number] * (len(sequence) - first)
    mask_tt = torch.zeros(len(ids), len(ids), dtype=torch.bool, device=device)
    mask_tt[:, :prefix] = True
    for (begin, end), (start, stop) in zip(stems, branches, strict=True):
        mask_tt[begin:end, begin:end] = True
        mask_tt[start:stop, begin:end] = True
        mask_tt[start:stop, start:stop] = True
    mask_tt.tril_()

    def tensor(values: list[int]) -> Tensor:
        return torch.tensor(values, device=device)

    return Batch(
        ids=tensor(ids)[None],
        positions=tensor(positions)[None],
        mask=mask_tt[None, None],
        prefix=prefix,
        branches=tuple(branches),
        stems=tuple(stems),
        firsts=tuple(firsts),
        rows=tensor(rows),
        labels=tensor(labels),
        owners=tensor(owners),
    )


def _groups(
    sequences: Sequence[Sequence[int]], starts: Sequence[int], prefix: int
) -> list[tuple[int, list[int]]]:
    """Neighbours that share more than the prefix: up to which token, and their numbers. Labels are never shared."""
    groups: list[tuple[int, list[int]]] = []
    for number, sequence in enumerate(sequences):
        if groups:
            end, members = groups[-1]
            first = sequences[members[0]]
            most = min(starts[number], starts[members[0]]) - 1
            alike = next((i for i in range(prefix, most) if sequence[i] != first[i]), most)
            if len(members) == 1 and alike >= prefix + LEAST_SHARED:
                groups[-1] = alike, [*members, number]
                continue
            if len(members) > 1 and alike >= end:
                members.append(number)
                continue
        groups.append((prefix, [number]))
    return groups
