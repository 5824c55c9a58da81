"""What training and inference both know of the decoders of the Llama family, whose layers each computes by hand.

Llama, Mistral, SmolLM and Qwen 2 are made of such layers. Whatever another model class adds (norms of heads, soft caps,
other activations) shows when both ways are compared on a few tokens.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

# The linear layers of a decoder layer, in the order in which they are used.
LINEARS = (
    "self_attn.q_proj",
    "self_attn.k_proj",
    "self_attn.v_proj",
    "self_attn.o_proj",
    "mlp.gate_proj",
    "mlp.up_proj",
    "mlp.down_proj",
)
# Linear layers with the same input are one projection: qkv, out, gate_up, down.
PROJECTIONS = (slice(0, 3), slice(3, 4), slice(4, 6), slice(6, 7))

AGREEMENT = 1e-4  # of the largest number, how much the two may differ; 1e-6 was measured


def side_by_side(weights: Sequence[Tensor], biases: Sequence[Tensor | None]) -> tuple[Tensor, Tensor | None]:
    """Linear layers [out, in] with the same input as one layer: its weight and bias."""
    weight = torch.cat(list(weights))
    if all(bias is None for bias in biases):
        return weight, None
    pairs = zip(weights, biases, strict=True)
    return weight, torch.cat([w.new_zeros(len(w)) if b is None else b.to(w.dtype) for w, b in pairs])
