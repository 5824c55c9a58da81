import subprocess
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from app.basemodels import hardware as module
from app.basemodels.hardware import Memory, hardware, has_bfloat16, memory

GIB = 1 << 30


@pytest.fixture(autouse=True)
def _machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """16 GiB, 12 of them available, 4 cores, no GPU, no container."""
    found = SimpleNamespace(total=16 * GIB, available=12 * GIB)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: found)
    monkeypatch.setattr(module, "_CGROUP", tmp_path / "cgroup")
    monkeypatch.setattr(module, "_CPUINFO", tmp_path / "cpuinfo")
    monkeypatch.setattr(module.os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(module, "version", lambda _: "2.13.0")
    (tmp_path / "cgroup").mkdir()


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(module.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=text))


def test_the_memory_of_the_machine() -> None:
    assert memory() == Memory(16 * GIB, 12 * GIB)


def test_the_memory_of_a_container(tmp_path: Path) -> None:
    (tmp_path / "cgroup" / "memory.max").write_text(f"{8 * GIB}\n")
    (tmp_path / "cgroup" / "memory.current").write_text(f"{5 * GIB}\n")
    (tmp_path / "cgroup" / "memory.stat").write_text(f"anon 3\ninactive_file {GIB}\n")
    assert memory() == Memory(8 * GIB, 4 * GIB)


def test_a_container_without_a_limit_is_the_machine(tmp_path: Path) -> None:
    (tmp_path / "cgroup" / "memory.max").write_text("max\n")
    (tmp_path / "cgroup" / "memory.current").write_text(f"{5 * GIB}\n")
    assert memory() == Memory(16 * GIB, 12 * GIB)


@pytest.mark.parametrize(("limit", "cores"), [("max 100000", 4), ("250000 100000", 2), ("50000 100000", 1)])
def test_the_cores_of_a_container(limit: str, cores: int, tmp_path: Path) -> None:
    (tmp_path / "cgroup" / "cpu.max").write_text(limit)
    assert hardware(tmp_path).cores == cores


@pytest.mark.parametrize(
    ("flags", "expected"), [("fpu avx512f avx512_bf16", True), ("fpu amx_bf16", True), ("fpu avx2", False)]
)
def test_bfloat16_by_the_processors_flags(flags: str, expected: bool, tmp_path: Path) -> None:
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\n")
    assert has_bfloat16() is expected


def test_no_cpuinfo_is_no_bfloat16() -> None:
    assert has_bfloat16() is False


@pytest.mark.parametrize(("text", "size"), [("8188\n24564\n", 24564 << 20), ("", 0), ("[N/A]\n", 0)])
def test_the_largest_gpu(text: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, text)
    assert hardware(tmp_path).gpu_bytes == size


def test_without_a_driver_there_is_no_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError("nvidia-smi")

    monkeypatch.setattr(module.subprocess, "run", missing)
    assert hardware(tmp_path).gpu_bytes == 0


def test_a_driver_that_hangs_is_no_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("nvidia-smi", 5)

    monkeypatch.setattr(module.subprocess, "run", hangs)
    assert hardware(tmp_path).gpu_bytes == 0


def test_a_torch_that_knows_no_gpu_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "24564\n")
    monkeypatch.setattr(module, "version", lambda _: "2.13.0+cpu")
    assert hardware(tmp_path / "not" / "made" / "yet").gpu_bytes == 0
