"""Which passes compute a model: those by hand or transformers' own, by family and device, and why.

On a CPU a step is bound by memory and by what Python adds, which the passes by hand save (tests/benchmarks/RESULTS.md).
They know the decoders listed here; every other one, and every other device, takes transformers' path. Even a listed
model is compared with transformers before its first use (packed/guard.py).
"""

from dataclasses import dataclass

import torch
from transformers import PretrainedConfig

from app.engine.attention_kinds import FULL, layer_kinds

# By model type: what its layers have beside those of Llama. Scaled rotary embeddings (Llama 3.1) are none of it: their
# angles come from the model's own module.
FAMILIES = {
    "llama": "",
    "mistral": "",
    "qwen2": "biases of queries, keys and values",
    "qwen3": "norms of each head's queries and keys",
    "smollm3": "some layers without rotary embedding",
    "granite": "multipliers of embeddings, scores, residuals and logits",
}


@dataclass(frozen=True)
class Path:
    """Its text is a clause for the log and the probe: "computed by transformers: ..."."""

    by_hand: bool
    reason: str

    def __str__(self) -> str:
        return f"computed by {'hand' if self.by_hand else 'transformers'}: {self.reason}"


def path_of(config: PretrainedConfig, device: torch.device, dtype: torch.dtype = torch.float32) -> Path:
    """`dtype` of the weights as they are loaded. Reads the configuration alone, so no weights are needed."""
    kind = config.model_type
    if kind not in FAMILIES:
        return Path(False, f"{kind} is not among the families computed by hand")
    if device.type != "cpu":
        return Path(False, f"passes by hand are for a CPU, not for {device.type}")
    if dtype != torch.float32 or getattr(config, "quantization_config", None):
        return Path(False, "passes by hand need weights in float32")
    if others := sorted(set(layer_kinds(config)) - {FULL}):
        return Path(False, f"passes by hand have no {others[0]} attention")
    if config.hidden_act not in ("silu", "swish"):
        return Path(False, f"passes by hand have no {config.hidden_act} activation")
    return Path(True, f"{kind}, with {FAMILIES[kind]}" if FAMILIES[kind] else kind)
