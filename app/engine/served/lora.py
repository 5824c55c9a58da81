"""The low-rank weights of one trained adapter, checked against the base model before they are used."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open

from app.errors import InvalidInput

PREFIX = "base_model.model."

# What peft can do and this code does not: an adapter that uses it would answer wrongly and is refused.
UNSUPPORTED = (
    "use_dora",
    "use_qalora",
    "modules_to_save",
    "rank_pattern",
    "alpha_pattern",
    "fan_in_fan_out",
    "lora_bias",
    "layer_replication",
    "target_parameters",
    "trainable_token_indices",
)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Adapter:
    """`weights` by module name of the base model: down [in, r] and up [r, out], scaled by alpha / r."""

    name: str
    weights: Mapping[str, tuple[torch.Tensor, torch.Tensor]]


def read_adapter(
    name: str,
    folder: Path,
    linears: Mapping[str, tuple[int, int]],
    device: torch.device,
    dtype: torch.dtype = torch.float32,
) -> Adapter:
    """Read a checked folder. `linears`: (in, out) sizes of the base model's layers by module name.

    Raises InvalidInput for a configuration that is not plain LoRA and for weights that do not fit.
    """
    config = json.loads((folder / "adapter_config.json").read_text())
    scale = _scale(name, config)
    halves: dict[str, dict[str, torch.Tensor]] = {}
    try:
        with safe_open(folder / "adapter_model.safetensors", framework="pt") as tensors:
            for key in tensors.keys():  # noqa: SIM118 - not a mapping
                module, _, half = key.removeprefix(PREFIX).removesuffix(".weight").rpartition(".")
                halves.setdefault(module, {})[half] = tensors.get_tensor(key).to(device, dtype)
    except SafetensorError as error:
        raise InvalidInput(f"Adapter {name}: adapter_model.safetensors is damaged ({error}).") from error
    weights = {}
    for module, pair in halves.items():
        if module not in linears or set(pair) != {"lora_A", "lora_B"}:
            raise InvalidInput(f"Adapter {name} changes {module!r}, which this base model does not have.")
        down, up = pair["lora_A"], pair["lora_B"]
        fan_in, fan_out = linears[module]
        if down.shape != (config["r"], fan_in) or up.shape != (fan_out, config["r"]):
            raise InvalidInput(
                f"Adapter {name} was trained on another base model: {module!r} differs in size."
            )
        weights[module] = (down.T.contiguous(), (up.T * scale).contiguous())
    if not weights:
        raise InvalidInput(f"Adapter {name} holds no weights.")
    return Adapter(name, weights)


def _scale(name: str, config: dict[str, Any]) -> float:
    if config.get("peft_type") != "LORA" or config.get("bias", "none") != "none":
        raise InvalidInput(f"Adapter {name} is not a LoRA adapter without biases.")
    used = [option for option in UNSUPPORTED if config.get(option)]
    if config.get("init_lora_weights") not in (None, True, False, "gaussian"):
        used.append("init_lora_weights")  # PiSSA and its like were trained on changed base weights
    if used:
        raise InvalidInput(f"Adapter {name} uses {', '.join(used)}, which this server does not support.")
    rank, alpha = config.get("r"), config.get("lora_alpha")
    if not isinstance(rank, int) or rank < 1 or not isinstance(alpha, int | float):
        raise InvalidInput(f"Adapter {name}: r and lora_alpha in adapter_config.json must be numbers.")
    return float(alpha / (math.sqrt(rank) if config.get("use_rslora") else rank))
