"""The training child: a process that reads a JSON file and writes JSON lines."""

import asyncio
import json
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import structlog

from app.contracts.lines import LINE, Finished, Line
from app.text.fields import storable
from app.trainer.launch import launch
from app.trainer.spare import Spare

GRACE_S = 8.0  # between TERM and KILL; a step of the largest default takes less

log = structlog.get_logger()


class Child:
    """`async with Child(job) as child: async for line in child.lines(): …`; leaving it kills what still runs, but for a
    waiting process whose run went well."""

    def __init__(self, job: Path, log: Path, processes: int = 1, spare: Spare | None = None) -> None:
        self._job, self._log = job, log
        self._spare = spare if processes == 1 else None
        several = ("torch.distributed.run", "--standalone", "--nproc-per-node", str(processes), "-m")
        self._module = (*(several if processes > 1 else ()), "app.training")
        self._process: Process | None = None
        self._went_well = False

    async def __aenter__(self) -> "Child":
        if self._spare is not None:
            self._process = await self._spare.take(self._job, self._log)
        self._is_spare = self._process is not None
        if self._process is None:
            await self._start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._is_spare and self._went_well and self._spare and self._process:
            self._spare.give_back(self._process)
        else:
            await self.stop()

    async def _start(self) -> None:
        self._is_spare = False
        with self._log.open("ab") as errors:
            self._process = await launch(
                *self._module, str(self._job), stdin=asyncio.subprocess.DEVNULL, stderr=errors
            )

    async def lines(self) -> AsyncIterator[Line]:
        """To the end of the process, or of a run that went well."""
        raw = await self._read()
        if not raw and self._is_spare:
            log.warning("spare_died", exit_code=await self.exit_code())
            await self._start()
            raw = await self._read()
        while raw:
            line = LINE.validate_python(storable(json.loads(raw)))
            self._went_well = isinstance(line, Finished)
            yield line
            raw = b"" if self._went_well else await self._read()

    async def _read(self) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        return await self._process.stdout.readline()

    async def stop(self) -> None:
        """TERM, then KILL after the grace or when cancelled; returns when the process is gone."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(GRACE_S):
                await process.wait()
        except TimeoutError:
            pass
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def exit_code(self) -> int:
        assert self._process is not None
        return await self._process.wait()
