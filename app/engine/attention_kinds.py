"""Which kinds of attention the layers of a model have, and from that what may share one sequence with others.

With full, sliding and chunked attention every token says by a mask what it looks at, so samples may stand as branches
behind one prefix. A convolution or a recurrent state runs through whatever stands before: there each sample is a row.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transformers import PretrainedConfig

FULL, SLIDING, CHUNKED, CONVOLUTION, RECURRENT = "full", "sliding", "chunked", "convolution", "recurrent"

# transformers' names (configuration_utils.py: ALLOWED_ATTN_LAYER_TYPES). Layers that look at no other token are none.
_BY_LAYER_TYPE = {
    "full_attention": FULL,
    "sliding_attention": SLIDING,
    "chunked_attention": CHUNKED,
    "conv": CONVOLUTION,
    "linear_attention": RECURRENT,
    "hybrid": RECURRENT,
    "hybrid_sliding": RECURRENT,
}
_NO_ATTENTION = ("moe", "mlp")
_RECURRENT_ALONE = ("mamba", "mamba2", "falcon_mamba", "rwkv", "xlstm", "recurrent_gemma", "zamba", "zamba2")


def layer_kinds(config: "PretrainedConfig") -> list[str]:
    """A kind for every layer. One that is not known here stands under transformers' own name."""
    config = config.get_text_config()
    if config.model_type in _RECURRENT_ALONE:
        return [RECURRENT] * config.num_hidden_layers
    types: Sequence[str] | None = getattr(config, "layer_types", None)
    if types:
        return [_BY_LAYER_TYPE.get(name, name) for name in types if name not in _NO_ATTENTION]
    kind = SLIDING if getattr(config, "sliding_window", None) else FULL
    return [kind] * config.num_hidden_layers


def unknown_kinds(config: "PretrainedConfig") -> list[str]:
    """Names of what nothing here has learned to train."""
    strange = sorted(set(layer_kinds(config)) - {FULL, SLIDING, CHUNKED, CONVOLUTION, RECURRENT})
    if getattr(config.get_text_config(), "use_bidirectional_attention", None):
        strange.append("bidirectional attention")
    return strange


def shares_sequences(config: "PretrainedConfig") -> bool:
    """Whether samples may stand as branches behind one prefix."""
    return not {CONVOLUTION, RECURRENT} & set(layer_kinds(config))


def reach(config: "PretrainedConfig", kind: str) -> int | None:
    """Tokens of a window or a chunk; None where attention is full."""
    config = config.get_text_config()
    return {
        SLIDING: getattr(config, "sliding_window", None),
        CHUNKED: getattr(config, "attention_chunk_size", None),
    }.get(kind)
