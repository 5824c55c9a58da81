"""Rendered pairs as one packed batch (engine/packed/batch.py)."""

from collections.abc import Sequence

import torch

from app.engine.packed.batch import Batch, pack_ids
from app.training.render import Sample


def pack(samples: Sequence[Sample], prefix: int, device: torch.device) -> Batch:
    """`prefix` may be anything up to `shared_prefix(samples)`; 0 packs without sharing."""
    whole = [sample.ids[: sample.end] for sample in samples]
    return pack_ids(whole, [sample.start for sample in samples], prefix, device)
