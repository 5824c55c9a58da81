"""The arq queue: rings workers, and is a worker that wakes up at once.

arq is a doorbell here: a job carries the id of a row, the row says whether anything is to do.
Ringing twice is harmless, so no job ids are chosen and no results are kept.
"""

import asyncio
from collections.abc import Awaitable
from typing import Any, cast
from uuid import UUID

import structlog
from arq.connections import ArqRedis
from arq.worker import Worker
from redis.exceptions import RedisError

from app.doorbell import FETCH_BASE_MODEL, GENERATE_QUERY, PROPOSE_TOPICS, REFINE_GUIDE, TRAIN

DEFAULT_QUEUE = "coachable:jobs:default"
TRAINING_QUEUE = "coachable:jobs:training"
QUEUE_OF = {
    GENERATE_QUERY: DEFAULT_QUEUE,
    REFINE_GUIDE: DEFAULT_QUEUE,
    PROPOSE_TOPICS: DEFAULT_QUEUE,
    FETCH_BASE_MODEL: DEFAULT_QUEUE,
    TRAIN: TRAINING_QUEUE,
}
LOOK_AGAIN_S = 1  # for deferred and cron jobs, which ring no bell

log = structlog.get_logger()


def _bell(queue: str) -> str:
    return f"{queue}:bell"


async def ring(redis: ArqRedis, name: str, row: UUID) -> None:
    queue = QUEUE_OF[name]
    await redis.enqueue_job(name, str(row), _queue_name=queue)
    async with redis.pipeline(transaction=False) as pipe:
        pipe.rpush(_bell(queue), 1)
        pipe.ltrim(_bell(queue), -16, -1)  # nobody listens: the bell stays short
        await pipe.execute()


class AwakenedWorker(Worker):
    """arq polls twice a second; this one waits at the bell and starts a job within a millisecond or two.

    It also outlives an outage of Redis, where arq's own loop ends at the first error (arq issue 498).
    """

    async def _poll_iteration(self) -> None:
        try:
            await super()._poll_iteration()
            await cast("Awaitable[Any]", self.pool.blpop([_bell(self.queue_name)], timeout=LOOK_AGAIN_S))
        except RedisError as error:
            log.warning("redis_unreachable", reason=str(error))
            await asyncio.sleep(1)
