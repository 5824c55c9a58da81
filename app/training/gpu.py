"""Whether a GPU has room for a base model, asked before it is loaded: others may fill it."""

from pathlib import Path

import torch

from app.training.config import FOUR_BITS
from app.training.failures import OutOfMemory

# What a run needs beside the weights: 1.4 times their bytes for 8B, 3.6 times for 135M (peak, one H200, batch 4).
BESIDE = 1 << 29
GB = 1e9


def check_room(folder: Path, device: torch.device, quantization: str | None) -> None:
    """Raises OutOfMemory when the weights alone don't fit into what is free."""
    if device.type != "cuda":
        return
    free, total = torch.cuda.mem_get_info(device)
    needed = sum(file.stat().st_size for file in folder.glob("*.safetensors")) + BESIDE
    if quantization == FOUR_BITS:
        needed = needed // 3  # a quarter, and what stays as it is
    if needed > free:
        filled = (
            "other programs fill it: end them (nvidia-smi names them)"
            if needed <= total
            else "it is too small:"
        )
        raise OutOfMemory(
            f"The GPU has {free / GB:.1f} of {total / GB:.1f} GB free, and {folder.name} needs {needed / GB:.1f} GB; "
            f"{filled} or choose a smaller base model."
        )
