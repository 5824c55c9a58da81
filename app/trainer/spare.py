"""A training process that waits for runs, with its libraries loaded and, after the first run, the base model too."""

import asyncio
import json
from asyncio.subprocess import Process
from pathlib import Path

import structlog

from app.contracts.lines import LINE, Line, Waiting
from app.trainer.launch import environment, launch

# After a run people try the new version: loading the libraries at once took a third of the speed from their replies.
REST_S = 30.0
PUT_AWAY_S = 10.0  # a process that takes longer is as good as gone
CODE = Path(__file__).parents[1] / "training"

log = structlog.get_logger()


class Spare:
    """`async with Spare() as spare` has one process ready, 270 MB of its own (torch 2.13), and leaves none behind.

    A run takes it, and one that went well gives it back: then it holds the base model as it came from the disk, and
    nothing else of the run. It goes by itself when it holds more than `keep_bytes` (None: by the machine) or others
    need the memory. Until `renew` there is no other one, so that it takes neither processor nor memory from a run.
    """

    def __init__(self, keep_bytes: int | None = None) -> None:
        self._keep_bytes = keep_bytes
        self._process: Process | None = None
        self._made_of: object = None
        self._rest: asyncio.TimerHandle | None = None
        self._renewal: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Spare":
        await self.renew()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._settle()
        await self._end()

    def renew_later(self) -> None:
        """`renew` after a rest, unless a run comes before."""
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(REST_S, self._begin_to_renew)

    def _begin_to_renew(self) -> None:
        self._renewal = asyncio.create_task(self.renew())

    async def _settle(self) -> None:
        """No renewal is to come, and no process on its way."""
        if self._rest is not None:
            self._rest.cancel()
        if self._renewal is not None:
            await asyncio.wait(
                {self._renewal}
            )  # a run needs no spare: one that could not be started stops none

    async def renew(self) -> None:
        """Start one, unless one is there that would do as a fresh one does."""
        if not self._is_fresh():
            await self._end()
            self._made_of = _ingredients()
            self._process = await launch("app.training", "-", stdin=asyncio.subprocess.PIPE)

    async def take(self, job: Path, log: Path) -> Process | None:
        """The waiting process, now with this job, its standard error going to `log`; None where there is none to
        rely on. It may still die before it reads the job: then its standard output ends without a line."""
        await self._settle()
        if not self._is_fresh():
            await self._end()
            return None
        process, self._process = self._process, None
        assert process is not None
        assert process.stdin is not None
        told = {"job": str(job), "log": str(log), "keep_bytes": self._keep_bytes}
        process.stdin.write(json.dumps(told).encode() + b"\n")
        return process

    def give_back(self, process: Process) -> None:
        """After the last line of a run that went well: the process puts away what is left of it, and waits or ends."""
        self._process = process
        self._renewal = asyncio.create_task(self._readmit(process))

    async def _readmit(self, process: Process) -> None:
        assert process.stdout is not None
        line: Line | None
        try:
            async with asyncio.timeout(PUT_AWAY_S):
                line = LINE.validate_json(await process.stdout.readline())
        except (TimeoutError, ValueError):  # pydantic's errors are ValueErrors; an empty line is one
            line = None
        if isinstance(line, Waiting):
            log.info("trainer_waits", bytes=line.bytes)
        else:
            await self._end()

    def _is_fresh(self) -> bool:
        process = self._process
        return process is not None and process.returncode is None and self._made_of == _ingredients()

    async def _end(self) -> None:
        if self._process is not None:
            if self._process.returncode is None:
                self._process.kill()
            await self._process.wait()
            self._process = None


def _ingredients() -> object:
    """What a process read as it started: settings and code."""
    return environment(), {file.name: file.stat().st_mtime_ns for file in CODE.rglob("*.py")}
