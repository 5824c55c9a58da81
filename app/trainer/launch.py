"""How a training process is started: offline, without secrets, with the memory settings of training, and last in line
for the processor."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from typing import IO

import psutil

NICENESS = 10
LINE_BYTES = 1 << 22  # a report with all answers is one line
# The child needs no secret: neither database nor keys. Thread settings and locale pass.
PASSED = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "CUDA_VISIBLE_DEVICES",
    "LD_LIBRARY_PATH",
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "SYSTEMROOT",
)

# Memory that a step freed is kept for the next one; fresh memory costs a page fault every 4 KiB. Asking for big pages
# (glibc.malloc.hugetlb) gains nothing: two Zen 5 cores lost 1.3 s in their first step to it and won nothing after that.
# glibc reads this as a process starts; elsewhere it has no effect. 33,554,432 is the most that it takes.
MEMORY = "glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=100000000000:glibc.malloc.top_pad=67108864"


def environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in PASSED if name in os.environ}
    return passed | {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "GLIBC_TUNABLES": MEMORY,
    }


async def launch(*module: str, stdin: int, stderr: IO[bytes] | None = None) -> Process:
    """`python -m module…`. Its standard output is a pipe; standard error is ours where none is given."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *module,
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=stderr,
        env=environment(),
        limit=LINE_BYTES,
    )
    # People wait for questions and answers, nobody for a step: on a small machine those go first.
    psutil.Process(process.pid).nice(NICENESS)
    return process
