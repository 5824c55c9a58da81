"""The end of a child, whatever comes in between."""

import asyncio
import signal
from pathlib import Path

from app.trainer.child import Child
from tests.trainer.processes import children


async def test_who_is_cancelled_while_stopping_leaves_no_process(tmp_path: Path) -> None:
    """So it goes when a run has ended and its child takes longer to leave than the next heartbeat."""
    async with Child(tmp_path / "run.json", tmp_path / "log") as child:
        (process,) = children()
        process.suspend()
        stopping = asyncio.create_task(child.stop())
        await asyncio.sleep(0)
        stopping.cancel()
        assert isinstance((await asyncio.gather(stopping, return_exceptions=True))[0], asyncio.CancelledError)
        assert await child.exit_code() == -signal.SIGKILL
