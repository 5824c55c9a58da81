"""Which decoder serves a model, decided by its configuration alone: no weights are read.

packed    the tokens of all replies in one forward pass (packed.py)
plain     a forward pass for each reply, with transformers' own attention and cache (plain.py)
"""

import inspect
from dataclasses import dataclass
from typing import Literal

from transformers import PretrainedConfig

from app.engine.attention_kinds import FULL, SLIDING, layer_kinds
from app.engine.pretrained import model_class
from app.errors import Misconfigured

# Of these transformers 5.23 loses the state between passes, or wants a cache of their own: a prompt that is read in
# pieces gets other logits than at once. Falcon-H1, Granite 4 H, LFM2, Nemotron-H, Qwen3-Next and Qwen 3.5 keep it.
FORGETFUL = ("bamba", "jamba", "kimi_linear", "minimax", "recurrent_gemma")
EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts")


@dataclass(frozen=True, slots=True)
class Service:
    decoder: Literal["packed", "plain"]
    reason: str  # a clause for the log


def served_by(config: PretrainedConfig) -> Service:
    """Raises Misconfigured for a model that neither decoder serves."""
    found = model_class(config)
    if found is None or getattr(config, "is_encoder_decoder", False):
        raise Misconfigured(
            f"Models of type {config.model_type} do not continue a text; choose another base model."
        )
    if "past_key_values" not in inspect.signature(found.forward).parameters:
        raise Misconfigured(
            f"Models of type {config.model_type} have no key-value cache that transformers shares, and are not served; "
            "choose another base model."
        )
    text = config.get_text_config()
    if text.model_type in FORGETFUL:
        raise Misconfigured(
            f"Models of type {text.model_type} can't go on from what they have read and are not served; choose another "
            "base model."
        )
    others = sorted(set(layer_kinds(config)) - {FULL, SLIDING})
    if others:
        return Service("plain", f"it has {' and '.join(others)} layers")
    if any(getattr(text, name, None) for name in EXPERTS):
        return Service("plain", "each token has experts of its own")
    if getattr(text, "attn_logit_softcapping", None):
        return Service("plain", "its attention logits are capped")
    if not found._supports_attention_backend:
        return Service("plain", "transformers does not let its attention be replaced")
    return Service("packed", "all of its layers are attention, full or with a sliding window")


def has_attention_alone(config: PretrainedConfig) -> bool:
    """Whether every layer keeps its own keys and values and nothing else."""
    shares = getattr(config.get_text_config(), "kv_sharing_modes", None) is not None
    return not shares and set(layer_kinds(config)) <= {FULL, SLIDING}
