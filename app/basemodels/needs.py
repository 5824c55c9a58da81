"""What a base model needs of a machine: bytes to train and to serve it, and seconds of a first training. Pure.

| Part | Bytes | Source |
|---|---|---|
| weights | 4 a parameter on a CPU, 2 on a GPU | training/lora.py |
| weights in 4 bits | 0.75 a parameter, as embeddings and scales keep more | not measured |
| activations, adapters, their optimizer: 4 pairs, 500 tokens | 60,000 a layer and unit of its width | with the weights,
  measured (and so): on an H200 12.6 GiB (12.6) for 4B, 20.7 (22.3) for 8B, 2.9 (2.7) for 0.6B, 1.1 (1.2) for 135M |
| a process: libraries, the GPU's context | 0.5 GiB | a run of 135M on a CPU: 2.0 GiB (2.0), RESULTS.md |
| serving | a tenth more than the weights, keys and values of 2,048 tokens | four conversations on a CPU: 3.7 GiB (4.2)
  for 1.7B in bfloat16, 2.6 (3.4) for 0.6B in float32; on a GPU not measured |
| the other processes | 0.5 GiB | `coachable doctor` |

Seconds: 25 for 20 pairs with SmolLM2-135M on two cores (Zen 5) with bfloat16; twice that without, as a step takes
2.04 s on Zen 4 in float32 and 1.02 there. That they go with the weights and against the cores is not measured.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal, NamedTuple

from app.basemodels.catalogue import BaseModel
from app.basemodels.hardware import Hardware

Device = Literal["cpu", "cpu with bfloat16", "cuda", "mps"]
"""Training and the own server use no "mps"; what it would take there is not measured."""

GIB = 1 << 30
PROCESS = GIB // 2
OTHER_PROCESSES = GIB // 2
GPU_PROCESS = 3 * GIB
"""Of the machine's own memory, for a process that works on the GPU: its libraries; weights are only read through it."""
OTHERS_SHARE = 4
"""A quarter of the memory stays with what else runs on the machine."""
GPU_SHARE = 0.95  # of a card's memory; the rest is its driver's and the screen's
_ACTIVATION = 60_000
_SERVED_TOKENS = 2048
_SECONDS, _SECONDS_CORES, _SECONDS_PARAMETERS = 25, 2, 134_515_008
_MOST_CORES = 16  # whose help small products show; not measured


class Fit(Enum):
    """Whether a machine trains and serves a model."""

    NOW = "now"
    FOUR_BITS = "four_bits"  # when its weights are kept in 4 bits while it trains
    NO = "no"


class Fitting(NamedTuple):
    fit: Fit
    reason: str  # a sentence


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of the machine's memory and of its GPU's."""

    memory: int
    gpu: int


def training_bytes(model: BaseModel, device: Device) -> int:
    return _width(device) * model.parameters + _steps(model)


def four_bit_training_bytes(model: BaseModel) -> int:
    return model.parameters * 3 // 4 + _steps(model)


def serving_bytes(model: BaseModel, device: Device) -> int:
    """With "cpu with bfloat16" all of the model is bfloat16, as the writer's; agents are served in float32 on a CPU."""
    width = 2 if device == "cpu with bfloat16" else _width(device)
    cache = 2 * model.layers * model.kv_width * width * _SERVED_TOKENS
    return width * model.parameters * 11 // 10 + cache + (2 * PROCESS if device == "cuda" else PROCESS)


def training_seconds(model: BaseModel, machine: Hardware) -> float:
    """Of the first training on a CPU: 20 pairs, from the last answer on."""
    cores = min(machine.cores, _MOST_CORES)
    slower = 1 if machine.bfloat16 else 2
    return _SECONDS * slower * model.parameters / _SECONDS_PARAMETERS * _SECONDS_CORES / cores


def taken(model: BaseModel, machine: Hardware, *, four_bits: bool = False) -> Room:
    """By Coachable while it trains and serves the model."""
    device: Device = "cuda" if machine.gpu_bytes else "cpu"
    training = four_bit_training_bytes(model) if four_bits else training_bytes(model, device)
    both = training + serving_bytes(model, device)
    if machine.gpu_bytes:
        return Room(2 * GPU_PROCESS + OTHER_PROCESSES, both)
    return Room(both + OTHER_PROCESSES, 0)


def room(machine: Hardware) -> Room:
    return Room(
        machine.memory_bytes - machine.memory_bytes // OTHERS_SHARE, int(machine.gpu_bytes * GPU_SHARE)
    )


def fit(model: BaseModel, machine: Hardware) -> Fitting:
    """Does the machine train and serve the model? Where there is a GPU everything is done on it."""
    found, whole = room(machine), taken(model, machine)
    small = taken(model, machine, four_bits=True)
    kind = "GPU memory" if machine.gpu_bytes else "memory"
    have = found.gpu if machine.gpu_bytes else found.memory
    if machine.gpu_bytes and found.memory < whole.memory:
        return Fitting(
            Fit.NO,
            f"Needs {gib(whole.memory)} of memory beside the GPU's; {gib(found.memory)} of this machine's "
            f"{gib(machine.memory_bytes)} can be had.",
        )
    if not model.parameters:
        return Fitting(Fit.NOW, "Nothing is known of its size.")
    needs, needs_small = (whole.gpu, small.gpu) if machine.gpu_bytes else (whole.memory, small.memory)
    if needs <= have:
        return Fitting(Fit.NOW, f"Trains and is served with {gib(needs)} of the {gib(have)} of {kind} here.")
    if needs_small <= have:
        way = "" if machine.four_bits else ", after pip install 'coachable[quantized]'"
        return Fitting(
            Fit.FOUR_BITS,
            f"Needs {gib(needs)} of {kind}, {gib(needs_small)} with its weights in 4 bits while it trains{way}; "
            f"{gib(have)} can be had.",
        )
    return Fitting(
        Fit.NO, f"Needs {gib(needs)} of {kind} to train and to serve; {gib(have)} can be had here."
    )


def gib(size: int) -> str:
    return f"{size / GIB:.1f} GiB" if size < 10 * GIB else f"{size / GIB:.0f} GiB"


def _steps(model: BaseModel) -> int:
    return _ACTIVATION * model.layers * model.hidden_size + PROCESS


def _width(device: Device) -> int:
    """Bytes of a weight while it trains."""
    return 4 if device.startswith("cpu") else 2
