"""Brings the checkpoints of a run to the store while it is trained, so that another host can go on from them.

The store being away never harms a run: what is lost then is time, should the host be lost too.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import structlog

from app.errors import AppError
from app.serving.checkpoints import Checkpoints

LOOK_S = 2.0
EVERY_S = 30.0  # one of a 135M model is 80 MB, one of an 8B model 700 MB
LAST_WITHIN_S = 20.0  # less than the lease lasts, which nobody renews meanwhile
REST = 10  # times as long as the last one took: it must not take the network or the disk from others

log = structlog.get_logger()


@asynccontextmanager
async def cancelled_after(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """`work` goes on beside the block, and no longer."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Safekeeping:
    """`folder`: where the training child writes its checkpoints. `kept` None: there is no store."""

    def __init__(self, kept: Checkpoints | None, epoch: int, folder: Path) -> None:
        self._kept, self._epoch, self._folder = kept, epoch, folder
        self._step: str | None = None

    async def bring(self) -> None:
        """What earlier leases left, before the child looks."""
        if self._kept is None or self._epoch == 1:
            return
        try:
            if await asyncio.to_thread(self._kept.fetch, self._epoch, self._folder):
                log.info("checkpoint_fetched", run_id=str(self._kept.run_id))
        except (AppError, OSError) as error:
            log.warning("checkpoint_not_fetched", run_id=str(self._kept.run_id), reason=str(error))

    async def follow(self) -> None:
        """Until cancelled."""
        while self._kept is not None:
            began = time.monotonic()
            kept = await self.keep()
            took = time.monotonic() - began
            await asyncio.sleep(max(EVERY_S, REST * took) if kept else LOOK_S)

    async def keep(self) -> bool:
        """Whether there was a new one."""
        if self._kept is None:
            return False
        newest = max(self._folder.glob("step-*"), default=None)
        if newest is None or newest.name == self._step:
            return False
        try:
            await asyncio.to_thread(self._kept.put, self._epoch, newest)
        except FileNotFoundError:  # a newer one has taken its place
            return False
        except (AppError, OSError) as error:
            log.warning("checkpoint_not_kept", run_id=str(self._kept.run_id), reason=str(error))
        self._step = newest.name
        return True

    async def keep_last(self) -> None:
        """Before the run is given back, since the next trainer looks at that moment."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WITHIN_S):
                await self.keep()

    async def forget(self) -> None:
        """The run is over."""
        if self._kept is None:
            return
        try:
            await asyncio.to_thread(self._kept.forget)
        except (AppError, OSError) as error:
            log.warning("checkpoint_not_removed", run_id=str(self._kept.run_id), reason=str(error))
