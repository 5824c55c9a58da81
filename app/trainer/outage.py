"""Waits while the database is away: a run costs minutes to hours, and none of it is lost by waiting.

There is no limit: without the database nothing else could be trained either. The child goes on meanwhile, until the
pipe is full of its lines; who shuts the trainer down ends the wait.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

import structlog

from app.agents.lock import lock
from app.errors import Unavailable
from app.models import Event, TrainingRun
from app.models.transaction import transactional

R = TypeVar("R")

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0

log = structlog.get_logger()


async def patiently(read: Callable[[], Awaitable[R]]) -> R:
    """For what may be done twice."""
    pause = FIRST_PAUSE_S
    while True:
        try:
            return await read()
        except Unavailable:
            log.warning("database_away", again_in_s=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_S)


async def once(write: Callable[..., Awaitable[R]], run_id: UUID, *args: Any, **named: Any) -> R:
    """Call a transaction of the run (`runs/record.py`) until it is committed, and no more often.

    Where the connection broke during the commit, its outcome is unknown. Then the event that the transaction
    appended says it; one that appends none may be done twice.
    """
    told: UUID | None = None
    result: R

    @transactional
    async def attempt() -> R:
        nonlocal told, result
        if told is not None:
            # The broken transaction may still be at work: in the order of all others, wait for its end first.
            await lock((await TrainingRun.get(id=run_id)).agent_id)
            await TrainingRun.select_for_update().get(id=run_id)
            if await Event.exists(id=told):
                return result
        before = await _newest(run_id)
        result = await write(run_id, *args, **named)
        after = await _newest(run_id)
        told = after if after != before else None
        return result

    return await patiently(attempt)


async def _newest(stream: UUID) -> UUID | None:
    found = await Event.filter(stream=stream).order_by("-seq").first().values_list("id", flat=True)
    return found if isinstance(found, UUID) else None
