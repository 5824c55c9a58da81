"""The arq queue: rings workers, and is a worker that wakes up at once.

arq is a doorbell here: a job carries the id of a row, the row says whether anything is to do. One bell hangs for a row,
however often it is rung, until a worker takes it: from then on the next ring is a new one. A worker that dies leaves
nothing behind that would keep a bell from ringing.
"""

import asyncio
from collections.abc import Awaitable
from typing import Any, cast
from uuid import UUID

import structlog
from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix, job_key_prefix, retry_key_prefix
from arq.utils import poll
from arq.worker import Worker
from redis.exceptions import RedisError

from app.events.doorbell import (
    DELIVER_WEBHOOK,
    FETCH_BASE_MODEL,
    GENERATE_QUERY,
    PROPOSE_TOPICS,
    REFINE_GUIDE,
    TRAIN,
)

DEFAULT_QUEUE = "coachable:jobs:default"
TRAINING_QUEUE = "coachable:jobs:training"
QUEUE_OF = {
    GENERATE_QUERY: DEFAULT_QUEUE,
    REFINE_GUIDE: DEFAULT_QUEUE,
    PROPOSE_TOPICS: DEFAULT_QUEUE,
    FETCH_BASE_MODEL: DEFAULT_QUEUE,
    DELIVER_WEBHOOK: DEFAULT_QUEUE,
    TRAIN: TRAINING_QUEUE,
}
TAKEN_WITHIN_S = 10.0  # of a bell that a worker reached for; it died if the bell still hangs then
_KEYS = (job_key_prefix, in_progress_key_prefix, retry_key_prefix)
LOOK_AGAIN_S = 1  # for deferred and cron jobs, which ring no bell

log = structlog.get_logger()


def _bell(queue: str) -> str:
    return f"{queue}:bell"


async def ring(redis: ArqRedis, name: str, row: UUID) -> None:
    queue = QUEUE_OF[name]
    if await redis.enqueue_job(name, str(row), _job_id=f"{name}:{row}", _queue_name=queue) is None:
        return  # it hangs already
    async with redis.pipeline(transaction=False) as pipe:
        pipe.rpush(_bell(queue), 1)
        pipe.ltrim(_bell(queue), -16, -1)  # without a listener the bell stays short
        await pipe.execute()


class AwakenedWorker(Worker):
    """arq polls twice a second; this one waits at the bell and starts a job within a millisecond or two.

    It also outlives an outage of Redis, where arq's own loop ends at the first error (arq issue 498), and needs no
    right to `INFO`, which arq asks for to log a line.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, on_job_start=self._take, **named)
        self.in_progress_timeout_s = TAKEN_WITHIN_S
        self._crons = {cron.name for cron in self.cron_jobs or ()}

    async def main(self) -> None:
        self.ctx["redis"] = self.pool
        if self.on_startup:
            await self.on_startup(self.ctx)
        task = asyncio.current_task()
        assert task is not None
        async for _ in poll(self.poll_delay_s):
            await self._poll_iteration()
            # A cancellation that comes together with an answer of Redis may be swallowed on the way
            # (https://github.com/python/cpython/issues/86296), and the worker would never end.
            if task.cancelling():
                raise asyncio.CancelledError

    async def _poll_iteration(self) -> None:
        try:
            await super()._poll_iteration()
            await cast("Awaitable[Any]", self.pool.blpop([_bell(self.queue_name)], timeout=LOOK_AGAIN_S))
        except RedisError as error:
            log.warning("redis_unreachable", reason=str(error))
            await asyncio.sleep(1)

    async def _take(self, ctx: dict[Any, Any]) -> None:
        """The bell is answered, and the job is not started again. A cron job's key stays to its end: the other workers
        plan the same one by the same key."""
        job = ctx["job_id"]
        keys = [] if self._is_cron(job) else [prefix + job for prefix in _KEYS]
        async with self.pool.pipeline(transaction=True) as pipe:
            pipe.zrem(self.queue_name, job)
            if keys:
                pipe.delete(*keys)
            await pipe.execute()

    async def finish_job(self, job_id: str, *args: Any) -> None:
        if self._is_cron(job_id):  # any other was taken, and may have been rung again meanwhile
            await super().finish_job(job_id, *args)

    def _is_cron(self, job_id: str) -> bool:
        return job_id.rpartition(":")[0] in self._crons
