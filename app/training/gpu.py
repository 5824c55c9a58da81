"""Whether a GPU has room for a base model, asked before it is loaded: others may fill it."""

import json
from contextlib import suppress
from pathlib import Path

import torch

from app.contracts.job import FOUR_BITS
from app.errors import OutOfMemory

BESIDE = 1 << 29  # bytes that the smallest step needs beside the weights
IN_FOUR_BITS = 3  # a third is left: embeddings stay as they are
GB = 1e9


def check_room(folder: Path, device: torch.device, quantization: str | None) -> None:
    """Raises OutOfMemory when not even the weights fit into what is free."""
    if device.type != "cuda":
        return
    free, total = torch.cuda.mem_get_info(device)
    weights = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    if _stored_in(folder) == "float32":  # loaded in half the size
        weights //= 2
    needed = BESIDE + (weights // IN_FOUR_BITS if quantization == FOUR_BITS else weights)
    if needed <= free:
        return
    if needed <= total:
        has = f"{free / GB:.1f} of {total / GB:.1f} GB free"
        first = "end the programs that fill it (nvidia-smi names them)"
    else:
        has = f"{total / GB:.1f} GB"
        first = "train on another GPU" if quantization else "set COACHABLE_QUANTIZATION=4bit"
    raise OutOfMemory(
        f"The GPU has {has}, and {folder.name} needs {needed / GB:.1f} GB: {first}, or choose a smaller base model."
    )


def _stored_in(folder: Path) -> str | None:
    with suppress(OSError, ValueError):
        config = json.loads((folder / "config.json").read_text())
        dtype: str | None = config.get("dtype") or config.get("torch_dtype")
        return dtype
    return None
