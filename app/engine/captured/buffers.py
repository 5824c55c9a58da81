"""Static inputs of a recorded step: every batch of a bucket is padded and copied into the same tensors."""

from dataclasses import replace

import torch
from torch.nn import functional

from app.engine.captured.buckets import Bucket
from app.engine.packed.batch import Batch


class Buffers:
    """`batch` is what the step reads, without the places of branches, which only the decoder on a CPU asks for.

    Nothing attends to padding, and its labels have the weight 0.
    """

    def __init__(self, bucket: Bucket, device: torch.device) -> None:
        tokens, labels = bucket.tokens, bucket.labels
        row = torch.zeros(1, tokens, dtype=torch.long, device=device)
        place = torch.zeros(labels, dtype=torch.long, device=device)
        self.batch = Batch(
            ids=row,
            positions=row.clone(),
            mask=torch.zeros(1, 1, tokens, tokens, dtype=torch.bool, device=device),
            prefix=0,
            branches=(),
            stems=(),
            firsts=(),
            rows=place,
            labels=place.clone(),
            owners=place.clone(),
        )
        self.weights = torch.zeros(labels, device=device)  # [R], what each label counts in the loss

    @torch.no_grad()
    def fill(self, batch: Batch) -> None:
        """`batch` on the CPU; the loss is the mean over its labels."""
        padded = _padded(batch, self.batch.tokens, len(self.weights))
        for name in ("ids", "positions", "mask", "rows", "labels", "owners"):
            getattr(self.batch, name).copy_(getattr(padded, name))
        weights = torch.zeros(len(self.weights))
        weights[: len(batch.labels)] = 1 / len(batch.labels)
        self.weights.copy_(weights)


def _padded(batch: Batch, tokens: int, labels: int) -> Batch:
    more, more_labels = tokens - batch.tokens, labels - len(batch.labels)
    mask = functional.pad(batch.mask, (0, more, 0, more))
    padding = torch.arange(batch.tokens, tokens)
    mask[:, :, padding, padding] = True  # a row without any key would be NaN
    return replace(
        batch,
        ids=functional.pad(batch.ids, (0, more)),
        positions=functional.pad(batch.positions, (0, more)),
        mask=mask,
        rows=functional.pad(batch.rows, (0, more_labels)),
        labels=functional.pad(batch.labels, (0, more_labels)),
        owners=functional.pad(batch.owners, (0, more_labels)),
    )
