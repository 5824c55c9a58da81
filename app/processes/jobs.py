"""What the worker and the trainer have in common: open the database and the queue, work, close."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog
from arq.cron import CronJob
from arq.worker import Function

from app.config import Settings
from app.events import doorbell
from app.infra.event_bus import RedisDoorbell
from app.infra.jobs import AwakenedWorker
from app.infra.redis import connect
from app.models.orm import database
from app.models.transaction import settled
from app.processes.parent import announce_ready, beat

DAY_S = 24 * 3600
HOUR_S = 3600.0

log = structlog.get_logger()


async def work(
    settings: Settings,
    name: str,
    queue: str,
    functions: Sequence[Function],
    *,
    context: dict[str, Any],
    cron_jobs: Sequence[CronJob] = (),
    at_once: int,
    hourly: Sequence[Callable[[], Awaitable[None]]] = (),
) -> None:
    """Take jobs of `queue` until SIGTERM; a job that is under way then is cancelled and cleans up after itself.

    `hourly` is done by this process itself, beside its jobs: a cron job is done by one process of all hosts.
    """
    assert settings.database_url is not None
    assert settings.redis_url is not None
    redis = connect(settings.redis_url)
    doorbell.install(RedisDoorbell(redis))

    async def ready(ctx: dict[Any, Any]) -> None:
        announce_ready(settings.home, name)

    async with database(settings.database_url, settings.database_pool):
        worker = AwakenedWorker(
            functions,
            queue_name=queue,
            cron_jobs=cron_jobs,
            redis_pool=redis,
            on_startup=ready,
            ctx=context,
            max_jobs=at_once,
            poll_delay=0,  # AwakenedWorker waits at the bell itself
            job_timeout=DAY_S,
            keep_result=0,
            max_tries=1,  # the row says what has to be tried again, and how often
            retry_jobs=False,
            job_serializer=redis.job_serializer,
            job_deserializer=redis.job_deserializer,
            log_results=False,
        )
        beside = [
            asyncio.create_task(beat(settings.home, name)),
            asyncio.create_task(_every_hour(hourly)),
        ]
        # Cancelling is arq's way to stop after a signal, first its loop and then the jobs.
        with suppress(asyncio.CancelledError):
            await worker.async_run()
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await settled()
        with suppress(asyncio.CancelledError):
            await worker.close()


async def _every_hour(works: Sequence[Callable[[], Awaitable[None]]]) -> None:
    while works:
        for work in works:
            try:
                await work()
            except Exception:  # the next hour goes on where this one stopped
                log.exception("hourly_work_failed")
        await asyncio.sleep(HOUR_S)
