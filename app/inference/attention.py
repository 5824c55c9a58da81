"""Attention of packed replies: each segment attends to its own cache and to nothing else."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface

from app.inference.kv_cache import KvCache

NAME = "coachable_segments"

Part = tuple[KvCache, int, int]
"""Tokens `first` to `end` of a step, and what was said before them."""


def attend(
    layer: int, query: Tensor, key: Tensor, value: Tensor, segments: Sequence[Part], scaling: float
) -> Tensor:
    """Query [1, heads, tokens, head size], key and value [1, kv heads, …] to [1, tokens, heads, head size]."""
    outputs = []
    for cache, start, end in segments:
        keys, values = cache.extend(layer, key[:, :, start:end], value[:, :, start:end])
        rows = query[:, :, start:end]
        count, total = end - start, keys.shape[2]
        if count == 1:
            # The query heads that share a key head become its rows: no copy of the keys, no mask.
            grouped = rows.reshape(1, keys.shape[1], -1, rows.shape[3])
            attended = scaled_dot_product_attention(grouped, keys, values, scale=scaling)
            attended = attended.reshape(rows.shape)
        else:
            mask = torch.ones(count, total, dtype=torch.bool, device=rows.device).tril_(total - count)
            attended = scaled_dot_product_attention(rows, keys, values, mask, scale=scaling, enable_gqa=True)
        outputs.append(attended)
    return torch.cat(outputs, dim=2).transpose(1, 2)


def _for_transformers(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    scaling: float,
    segments: Sequence[Part],
    **_: Any,
) -> tuple[Tensor, None]:
    return attend(module.layer_idx, query, key, value, segments, scaling), None


AttentionInterface.register(NAME, _for_transformers)
