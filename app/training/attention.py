"""Attention over a packed batch, branch by branch, so that nothing is computed only to be masked away.

At batch 4 a dense mask would cost four times the scores that are used. Registered with transformers under the name
`branches`; a model class that does not hand the batch through falls back to the dense mask, with the same numbers.
"""

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from app.training.packing import Batch

NAME = "branches"


def register() -> None:
    """Makes `attn_implementation=NAME` known. Idempotent."""
    AttentionInterface.register(NAME, branch_attention)
    AttentionMaskInterface.register(NAME, sdpa_mask)


def branch_attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    batch: Batch | None = None,
    **options: object,
) -> tuple[Tensor, None]:
    """query [1, heads, T, D], key and value [1, kv heads, T, D]; returns [1, T, heads, D].

    Without a `batch` (generation), with more than one sequence, a soft cap or a window: plain SDPA with the mask.
    """
    special = options.get("softcap") or options.get("sliding_window") or options.get("s_aux") is not None
    if batch is None or special or dropout or query.shape[0] != 1 or query.device.type != "cpu":
        return sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, dropout=dropout, **options
        )
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    prefix, kv_heads = batch.prefix, key.shape[1]
    q_hgtd = query[0].unflatten(0, (kv_heads, -1)) * scale
    k_htd, v_htd = key[0], value[0]
    parts = []
    if prefix:
        parts.append(_attend(q_hgtd[:, :, :prefix], k_htd[:, :prefix], v_htd[:, :prefix]))
    for start, end in batch.spans:
        keys = torch.cat((k_htd[:, :prefix], k_htd[:, start:end]), 1)
        values = torch.cat((v_htd[:, :prefix], v_htd[:, start:end]), 1)
        parts.append(_attend(q_hgtd[:, :, start:end], keys, values))
    return torch.cat(parts, 2).flatten(0, 1).transpose(0, 1)[None].contiguous(), None


def _attend(q_hgnd: Tensor, k_hmd: Tensor, v_hmd: Tensor) -> Tensor:
    """The last n of m tokens look at themselves and at all before; the g heads of a group share keys."""
    h, g, n, d = q_hgnd.shape
    m = k_hmd.shape[1]
    later = torch.full((n, m), -torch.inf, dtype=q_hgnd.dtype, device=q_hgnd.device).triu_(m - n + 1)
    scores = torch.baddbmm(later.repeat(g, 1), q_hgnd.reshape(h, g * n, d), k_hmd.transpose(1, 2))
    return torch.bmm(scores.softmax(-1), v_hmd).view(h, g, n, d)
