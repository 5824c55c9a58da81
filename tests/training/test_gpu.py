"""A GPU that others fill is said in one sentence, before anything is loaded."""

from pathlib import Path

import pytest
import torch

from app.errors import OutOfMemory
from app.training import gpu

CUDA = torch.device("cuda")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """16 GB of weights, as far as the system is asked."""
    with (tmp_path / "model.safetensors").open("wb") as file:
        file.truncate(16_000_000_000)
    return tmp_path


def with_free(monkeypatch: pytest.MonkeyPatch, free: float, total: float) -> None:
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (int(free * 1e9), int(total * 1e9)))


def test_others_fill_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 3.2, 80)
    with pytest.raises(OutOfMemory) as caught:
        gpu.check_room(folder, CUDA, None)
    assert caught.value.message == (
        f"The GPU has 3.2 of 80.0 GB free, and {folder.name} needs 16.5 GB: end the programs that fill it (nvidia-smi "
        "names them), or choose a smaller base model."
    )


def test_it_is_too_small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 11.5, 12)
    with pytest.raises(OutOfMemory) as caught:
        gpu.check_room(folder, CUDA, None)
    assert caught.value.message == (
        f"The GPU has 12.0 GB, and {folder.name} needs 16.5 GB: set COACHABLE_QUANTIZATION=4bit, or choose a smaller "
        "base model."
    )
    gpu.check_room(folder, CUDA, "4bit")


def test_there_is_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_free(monkeypatch, 17, 24)
    gpu.check_room(folder, CUDA, None)
    gpu.check_room(folder, torch.device("cpu"), None)
    with_free(monkeypatch, 9, 24)
    (folder / "config.json").write_text('{"torch_dtype": "float32"}')
    gpu.check_room(folder, CUDA, None)  # half of that, once it is bfloat16
