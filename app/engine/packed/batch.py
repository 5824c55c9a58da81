"""A batch as one sequence: the shared prefix once, then every sample's own tokens as a branch behind it.

Exact, not an approximation: a branch sees the prefix and itself, its positions go on where the prefix ends, and
gradients of all branches meet in the one prefix. With a 111-token prompt this saves 40 % of the tokens at batch 4.
Neighbours that go on alike behind the prefix (several answers to one question) share that part as a stem.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

LEAST_SHARED = 8  # tokens; a stem is one more piece of attention in every layer


@dataclass(frozen=True)
class Batch:
    """T tokens in all, R of them predicted. `mask` is what `spans` say, for models with attention of their own."""

    ids: Tensor  # [1, T]
    positions: Tensor  # [1, T]
    mask: Tensor  # [1, 1, T, T], true where a token (row) may look
    prefix: int  # tokens before the first branch
    spans: tuple[tuple[int, int], ...]  # start and end of each branch in T
    stems: tuple[
        tuple[int, int], ...
    ]  # of each branch the stem that it stands behind, all before the first branch
    firsts: tuple[int, ...]  # of each branch the first place that predicts; all after it do, too
    rows: Tensor  # [R], places in T whose next token is a label
    labels: Tensor  # [R]
    owners: Tensor  # [R], number of the sample that a label belongs to

    @property
    def tokens(self) -> int:
        return self.ids.shape[1]


def pack_ids(
    sequences: Sequence[Sequence[int]], starts: Sequence[int], prefix: int, device: torch.device
) -> Batch:
    """Of each sequence everything from its start on is predicted."""
    ids, positions = list(sequences[0][:prefix]), list(range(prefix))
    groups = _groups(sequences, starts, prefix)
    spans, stems, firsts, rows, labels, owners = [], [], [], [], [], []
    for end, members in groups:
        stem = len(ids), len(ids) + end - prefix
        ids += sequences[members[0]][prefix:end]
        positions += range(prefix, end)
        stems += [stem] * len(members)
    for number, (sequence, first) in enumerate(zip(sequences, starts, strict=True)):
        begin, end = stems[number]
        said = prefix + end - begin
        start = len(ids)
        ids += sequence[said:-1]  # the last label is predicted, never read
        positions += range(said, len(sequence) - 1)
        spans.append((start, len(ids)))
        firsts.append(start + first - 1 - said)
        rows += range(firsts[-1], len(ids))
        labels += sequence[first:]
        owners += [number] * (len(sequence) - first)
    sees_TT = torch.zeros(len(ids), len(ids), dtype=torch.bool, device=device)
    sees_TT[:, :prefix] = True
    for (begin, end), (start, stop) in zip(stems, spans, strict=True):
        sees_TT[begin:end, begin:end] = True
        sees_TT[start:stop, begin:end] = True
        sees_TT[start:stop, start:stop] = True
    sees_TT.tril_()

    def tensor(values: list[int]) -> Tensor:
        return torch.tensor(values, device=device)

    return Batch(
        ids=tensor(ids)[None],
        positions=tensor(positions)[None],
        mask=sees_TT[None, None],
        prefix=prefix,
        spans=tuple(spans),
        stems=tuple(stems),
        firsts=tuple(firsts),
        rows=tensor(rows),
        labels=tensor(labels),
        owners=tensor(owners),
    )


def _groups(
    sequences: Sequence[Sequence[int]], starts: Sequence[int], prefix: int
) -> list[tuple[int, list[int]]]:
    """Neighbours that share more than the prefix: how far they do, and their numbers. No stem is ever predicted."""
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
