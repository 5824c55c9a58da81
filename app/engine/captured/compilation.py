"""Decoder layers through torch.compile, while a step is being recorded, and when that is worth its time."""

import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import nn
from transformers import PreTrainedModel

# Seconds that a recorded step takes less with compiled layers, by parameters of the base model (one H200, batch 4, 500
# tokens: SmolLM2-135M 0.0257 to 0.0136, Qwen3-0.6B 0.0356 to 0.0179, Llama-3.1-8B 0.0868 to 0.0523). They grow with
# tokens; below and above the table its ends hold.
SAVED_S = ((135e6, 0.0121), (596e6, 0.0177), (8.03e9, 0.0345))
COLD_S = 16.5  # 15 to 18 s for one shape with an empty cache; one layer is compiled and serves as all others
WARM_S = 3.0  # with a filled one: tracing is left. Not measured
RECOMPILATIONS = 64  # of one function: shapes times kinds of layers; torch gives up after 8


def saved_s(parameters: float) -> float:
    """By a step of a base model with so many parameters."""
    (small, least), *_, (large, most) = SAVED_S
    if parameters <= small:
        return least
    for (below, saved_below), (above, saved_above) in zip(SAVED_S, SAVED_S[1:], strict=False):
        if parameters <= above:
            share = math.log(parameters / below) / math.log(above / below)
            return saved_below + share * (saved_above - saved_below)
    return most


def is_worth_it(parameters: float, steps: int, cold: int, warm: int) -> bool:
    """Whether `steps` steps save more than compiling `cold` new shapes and `warm` known ones takes."""
    return steps * saved_s(parameters) > cold * COLD_S + warm * WARM_S


@contextmanager
def compiled(model: PreTrainedModel, backend: str = "inductor") -> Iterator[None]:
    """Meanwhile the decoder layers are compiled, for one shape each time. Evaluation and generation, whose shapes vary,
    never see them: a recorded step holds the kernels, and asks for no Python any more."""
    layers = decoder_layers(model)
    for layer in layers:
        layer.__dict__["forward"] = torch.compile(layer.forward, dynamic=False, backend=backend)
    try:
        with torch._dynamo.config.patch(recompile_limit=RECOMPILATIONS):
            yield
    finally:
        for layer in layers:
            del layer.__dict__["forward"]


def decoder_layers(model: PreTrainedModel) -> nn.ModuleList:
    """Raises LookupError where the model has no plain list of them."""
    count = model.config.get_text_config().num_hidden_layers
    for module in model.base_model.modules():
        if isinstance(module, nn.ModuleList) and len(module) == count:
            return module
    raise LookupError(f"no list of {count} decoder layers")


class Compiled:
    """Which shapes the cache folder of torch.compile holds code for: an empty file for each."""

    def __init__(self, folder: Path | None, model: PreTrainedModel, rank: int) -> None:
        config = model.config.to_json_string(use_diff=False)
        machine = torch.cuda.get_device_name() if torch.cuda.is_available() else "cpu"
        self._folder = folder
        self._about = f"{torch.__version__} {machine} {config} {model.dtype} {rank}"

    def knows(self, shape: object) -> bool:
        file = self._file(shape)
        return file is not None and file.exists()

    def remember(self, shape: object) -> None:
        if file := self._file(shape):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()

    def _file(self, shape: object) -> Path | None:
        name = hashlib.sha256(f"{self._about} {shape}".encode()).hexdigest()
        return self._folder / "shapes" / name if self._folder else None
