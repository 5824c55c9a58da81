"""Trainer processes that are killed, stopped and restarted, and a reconciler beside them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

from app.processes.parent import ready_file
from app.runs import lease

PATIENCE_S = 300.0
ROOT = Path(__file__).parents[2]


class TrainerProcess:
    """`coachable trainer` on a data folder; starts anew under the same name."""

    def __init__(
        self,
        home: Path,
        base_model: Path,
        hyperparameters: Mapping[str, float],
        lease_s: int,
        **services: str,
    ) -> None:
        self.home, self._log = home, home / "trainer.log"
        self._arguments = [str(base_model), json.dumps(dict(hyperparameters)), str(lease_s)]
        self._environment = {
            **os.environ,
            **services,
            "COACHABLE_HOME": str(home),
            "COACHABLE_WARM_TRAINER": "false",
            "OMP_NUM_THREADS": "1",
        }
        home.mkdir(parents=True, exist_ok=True)

    async def start(self) -> None:
        """Returns once it takes jobs."""
        ready_file(self.home, "trainer").unlink(missing_ok=True)
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: ASYNC220 - its pipes are files
                [sys.executable, "-m", "tests.reliability.trainer_main", *self._arguments],
                cwd=ROOT,
                env=self._environment,
                stderr=log,
                start_new_session=True,
            )
        await until(self._is_ready)

    async def _is_ready(self) -> bool:
        assert self.process.poll() is None, self._log.read_text()[-2_000:]
        return ready_file(self.home, "trainer").exists()

    def children(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    async def kill(self) -> None:
        """The trainer alone; its child notices by its pipe, or is ended by the next attempt's lease."""
        self.process.kill()
        await asyncio.to_thread(self.process.wait)

    async def stop(self) -> float:
        """As a deployment does. Returns the seconds that it took."""
        began = time.monotonic()
        self.send(signal.SIGTERM)
        assert await asyncio.to_thread(self.process.wait, PATIENCE_S) == 0, self._log.read_text()[-2_000:]
        return time.monotonic() - began

    def end(self) -> None:
        """Whatever state it is in."""
        left = self.children()
        self.process.kill()
        self.process.wait()
        for child in left:
            with suppress(psutil.NoSuchProcess):
                child.kill()


async def until(holds: Callable[[], Awaitable[bool]], within_s: float = PATIENCE_S) -> None:
    """Looks again and again at what another process changes."""
    async with asyncio.timeout(within_s):
        while not await holds():  # noqa: ASYNC110 - no event comes from another process
            await asyncio.sleep(0.02)


@asynccontextmanager
async def reconciler(max_crashes: int = 3) -> AsyncIterator[None]:
    """Takes the leases of those that are gone, and rings."""

    async def look() -> None:
        while True:
            await lease.requeue_lost(max_crashes)
            await asyncio.sleep(0.2)

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
