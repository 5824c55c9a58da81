"""Which decoder serves a model, decided by its configuration alone: no weights are read.

packed    the tokens of all replies in one forward pass (packed.py)
plain     a forward pass for each reply, with transformers' own attention and cache (plain.py)
"""

import inspect
from dataclasses import dataclass
from typing import Any, Literal

from transformers import AutoModelForCausalLM, PretrainedConfig

from app.errors import Misconfigured

ATTENTION = {"full_attention", "sliding_attention"}
EXPERTS = ("num_experts", "num_local_experts", "n_routed_experts")


@dataclass(frozen=True, slots=True)
class Service:
    decoder: Literal["packed", "plain"]
    reason: str  # a clause for the log


def served_by(config: PretrainedConfig) -> Service:
    """Raises Misconfigured for a model that neither decoder serves."""
    mapping = AutoModelForCausalLM._model_mapping
    if type(config) not in mapping:
        raise Misconfigured(
            f"Models of type {config.model_type} don't generate text; choose another base model."
        )
    model_class: Any = mapping[type(config)]
    if "past_key_values" not in inspect.signature(model_class.forward).parameters or getattr(
        config, "is_encoder_decoder", False
    ):
        raise Misconfigured(
            f"Models of type {config.model_type} have no key-value cache, without which they are not served here; "
            "choose another base model, or serve this one with vLLM."
        )
    text = config.get_text_config(decoder=True)
    others = set(layer_types(text)) - ATTENTION
    if others:
        return Service("plain", f"it has layers of the kind {', '.join(sorted(others))}")
    if any(getattr(text, name, None) for name in EXPERTS):
        return Service("plain", "each token has experts of its own")
    if getattr(text, "attn_logit_softcapping", None):
        return Service("plain", "its attention logits are capped")
    if not model_class._supports_attention_backend:
        return Service("plain", "transformers can't replace its attention")
    return Service("packed", "all of its layers are attention, full or with a sliding window")


def layer_types(config: PretrainedConfig) -> list[str]:
    """By layer, in transformers' terms; `config` is that of the text part."""
    given = getattr(config, "layer_types", None)
    if given is not None:
        return list(given)
    window = getattr(config, "sliding_window", None) if getattr(config, "use_sliding_window", True) else None
    return ["sliding_attention" if window else "full_attention"] * config.num_hidden_layers


def has_attention_alone(config: PretrainedConfig) -> bool:
    """Whether a layer keeps nothing but its own keys and values."""
    return set(layer_types(config)) <= ATTENTION and getattr(config, "kv_sharing_modes", None) is None
