"""The training child: a process that reads one JSON file and writes JSON lines."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil

from app.text import storable

NICENESS = 10
GRACE_S = 8.0  # between TERM and KILL; a step of the largest default takes less
LINE_BYTES = 1 << 22  # a report with all answers is one line
# The child needs no secret: neither database nor keys. Thread settings and locale pass.
PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "CUDA_VISIBLE_DEVICES",
          "LD_LIBRARY_PATH", "VIRTUAL_ENV", "PYTHONPATH", "SYSTEMROOT")  # fmt: skip

# Big pages for what a step allocates, and no giving back in between: 2.5 s a step instead of 2.9 (SmolLM2-135M, two
# cores). glibc reads this as a process starts; elsewhere nobody does. 33,554,432 is the most that it takes.
MEMORY = (
    "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=100000000000"
)


class Child:
    """`async with Child(job) as child: async for line in child.lines(): …`; leaving it kills what still runs."""

    def __init__(self, job: Path, log: Path, processes: int = 1) -> None:
        self._job, self._log = job, log
        several = ("torch.distributed.run", "--standalone", "--nproc-per-node", str(processes), "-m")
        self._module = (*(several if processes > 1 else ()), "app.training")
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> "Child":
        environment = {name: os.environ[name] for name in PASSED if name in os.environ}
        environment |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false",
                        "GLIBC_TUNABLES": MEMORY}  # fmt: skip
        with self._log.open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", *self._module, str(self._job),
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=errors,
                env=environment, limit=LINE_BYTES,
            )  # fmt: skip
        # People wait for questions and answers, nobody for a step: on a small machine those go first.
        psutil.Process(self._process.pid).nice(NICENESS)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def lines(self) -> AsyncIterator[dict[str, Any]]:
        assert self._process is not None
        assert self._process.stdout is not None
        while raw := await self._process.stdout.readline():
            line: dict[str, Any] = storable(json.loads(raw))
            yield line

    async def stop(self) -> None:
        """TERM, then KILL after the grace; returns when the process is gone."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(asyncio.shield(process.wait()), GRACE_S)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def exit_code(self) -> int:
        assert self._process is not None
        return await self._process.wait()
