"""What this machine has, found without torch: memory, cores, a GPU, a processor that is made for bfloat16."""

import os
import platform
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import psutil

from app import extras

_CGROUP = Path("/sys/fs/cgroup")
_CPUINFO = Path("/proc/cpuinfo")
_NVIDIA_ANSWERS_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Memory:
    total: int
    available: int  # what programs can have without anything being swapped out


@dataclass(frozen=True, slots=True)
class Hardware:
    memory_bytes: int
    cores: int
    gpu_bytes: int  # of the largest GPU; 0 without one
    disk_bytes: int  # free where the models are kept
    bfloat16: bool  # the processor is made for it
    unified: bool = False  # Apple silicon, whose GPU has the same memory; nothing here uses that GPU
    four_bits: bool = False  # the library for weights in 4 bits is installed


def hardware(home: Path) -> Hardware:
    folder = next(path for path in (home.absolute(), *home.absolute().parents) if path.exists())
    return Hardware(
        memory().total,
        _cores(),
        _gpu_bytes(),
        shutil.disk_usage(folder).free,
        has_bfloat16(),
        unified=(platform.system(), platform.machine()) == ("Darwin", "arm64"),
        four_bits=find_spec("bitsandbytes") is not None,
    )


@lru_cache(maxsize=4)
def this_machine(home: Path) -> Hardware:
    """What `hardware` found once in this process: asking for a GPU may take a second."""
    return hardware(home)


def memory() -> Memory:
    """Of the machine, or of the container where that has a limit."""
    found = psutil.virtual_memory()
    limit = _number(_CGROUP / "memory.max")
    used = _number(_CGROUP / "memory.current")
    if limit is None or used is None or limit >= found.total:
        return Memory(found.total, found.available)
    # Files that were read lately count as used there, but make room when someone needs it.
    free = limit - used + _inactive_files()
    return Memory(limit, max(0, min(found.available, free)))


def has_bfloat16() -> bool:
    with suppress(OSError):
        for line in _CPUINFO.read_text(errors="replace").splitlines():
            if line.startswith("flags"):
                return not {"avx512_bf16", "amx_bf16"}.isdisjoint(line.split())
    return False


def _cores() -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = (_CGROUP / "cpu.max").read_text().split()
        if quota != "max":
            return max(1, min(usable, int(quota) // int(period)))
    return usable


def _gpu_bytes() -> int:
    if not extras.is_installed("train") or version("torch").endswith("+cpu"):  # none that could use one
        return 0
    command = ["nvidia-smi", "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=_NVIDIA_ANSWERS_WITHIN_S)
        return max((int(line) << 20 for line in answer.stdout.split()), default=0)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _inactive_files() -> int:
    with suppress(OSError, ValueError):
        for line in (_CGROUP / "memory.stat").read_text().splitlines():
            name, _, value = line.partition(" ")
            if name == "inactive_file":
                return int(value)
    return 0


def _number(path: Path) -> int | None:
    with suppress(OSError, ValueError):  # "max" is not a number
        return int(path.read_text())
    return None
