"""Rendered pairs as one batch: branches behind a shared prefix (engine/packed/batch.py), or a row for each."""

from collections.abc import Sequence

import torch
from torch import Tensor
from transformers import PreTrainedModel

from app.engine.attention_kinds import shares_sequences
from app.engine.packed.batch import Batch, pack_ids
from app.training.render import Sample


def pack(samples: Sequence[Sample], prefix: int, device: torch.device) -> Batch:
    """Branches. `prefix` may be anything up to `shared_prefix(samples)`; 0 packs without sharing."""
    return pack_ids(*_texts(samples), prefix, device)


def batch_for(model: PreTrainedModel, samples: Sequence[Sample], prefix: int) -> Batch:
    """As `pack`, or rows, which share nothing, where the layers of the model want them."""
    return pack_texts(*_texts(samples), prefix, model)


def pack_texts(
    texts: Sequence[Sequence[int]], starts: Sequence[int], prefix: int, model: PreTrainedModel
) -> Batch:
    """Of each text, everything from its start on is a label."""
    if not shares_sequences(model.config):
        return _rows(texts, starts, model.device)
    return pack_ids(texts, starts, prefix, model.device)


def _texts(samples: Sequence[Sample]) -> tuple[list[tuple[int, ...]], list[int]]:
    """Without what a template adds behind the end of a turn, and where each answer starts."""
    return [sample.ids[: sample.end] for sample in samples], [sample.start for sample in samples]


def _rows(sequences: Sequence[Sequence[int]], starts: Sequence[int], device: torch.device) -> Batch:
    """ids and mask [B, T], filled up on the right, where no token looks. `rows` count through all of B x T."""
    width = max(map(len, sequences)) - 1  # the last label is predicted, never read
    ids, mask = [], []
    rows: list[int] = []
    labels: list[int] = []
    owners: list[int] = []
    for number, (sequence, first) in enumerate(zip(sequences, starts, strict=True)):
        read = len(sequence) - 1
        ids.append([*sequence[:-1], *[sequence[0]] * (width - read)])
        mask.append([True] * read + [False] * (width - read))
        rows += range(number * width + first - 1, number * width + read)
        labels += sequence[first:]
        owners += [number] * (len(sequence) - first)

    def tensor(values: list[int]) -> Tensor:
        return torch.tensor(values, device=device)

    return Batch(
        ids=torch.tensor(ids, device=device),
        positions=torch.arange(width, device=device).expand(len(ids), width),
        mask=torch.tensor(mask, device=device),
        prefix=0,
        branches=(),
        stems=(),
        firsts=(),
        rows=tensor(rows),
        labels=tensor(labels),
        owners=tensor(owners),
    )
