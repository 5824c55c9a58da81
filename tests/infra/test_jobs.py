"""The queue: rung at once, JSON only, and alive after an outage of Redis."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from arq.connections import ArqRedis
from arq.worker import func
from redis.exceptions import ConnectionError, NoPermissionError

from app.events import doorbell
from app.events.doorbell import GENERATE_QUERY
from app.events.hub import Announcement, Hub
from app.infra import jobs
from app.infra.event_bus import STREAM, RedisDoorbell, feed
from app.infra.jobs import DEFAULT_QUEUE, QUEUE_OF, AwakenedWorker, ring
from app.infra.redis import connect
from app.infra.valkey import EmbeddedValkey
from app.models.ids import new_id


class Desk:
    """Where the jobs arrive."""

    def __init__(self) -> None:
        self.rows: asyncio.Queue[str] = asyncio.Queue()

    async def take(self, ctx: dict[Any, Any], row: str) -> None:
        self.rows.put_nowait(row)


@asynccontextmanager
async def working(redis: ArqRedis, desk: Desk) -> AsyncIterator[AwakenedWorker]:
    worker = AwakenedWorker(
        [func(desk.take, name=GENERATE_QUERY)],
        queue_name=DEFAULT_QUEUE,
        redis_pool=redis,
        poll_delay=0,
        keep_result=0,
        max_tries=1,
        retry_jobs=False,
        handle_signals=False,
        job_serializer=redis.job_serializer,
        job_deserializer=redis.job_deserializer,
    )
    task = asyncio.create_task(worker.async_run())
    try:
        yield worker
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await asyncio.gather(*worker.tasks.values())


async def test_a_ring_wakes_the_worker_long_before_it_would_look(
    redis: ArqRedis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LOOK_AGAIN_S", 8)  # a worker that polls would make the test run into its limit
    desk, ringer = Desk(), connect(redis_url)
    async with working(redis, desk), asyncio.timeout(6):
        for _ in range(3):
            row = new_id()
            await ring(ringer, GENERATE_QUERY, row)
            assert await desk.rows.get() == str(row)
    await ringer.aclose(close_connection_pool=True)


async def test_a_job_is_json(redis: ArqRedis) -> None:
    row = new_id()
    await ring(redis, GENERATE_QUERY, row)
    (key,) = await redis.keys("arq:job:*")
    payload = await redis.get(key)
    assert payload.startswith(b"{")
    assert str(row).encode() in payload


async def test_worker_and_readers_outlive_a_restart_of_redis(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path, durable=False)
    client, other = connect(server.start()), connect(server.url)
    desk, hub = Desk(), Hub()
    heard: list[Announcement] = []
    arrived = asyncio.Event()

    def announce(announcement: Announcement) -> None:
        heard.append(announcement)
        arrived.set()

    hub.announce = announce  # type: ignore[method-assign]
    reader = asyncio.create_task(feed(hub, other))
    bell = RedisDoorbell(connect(server.url))
    try:
        async with working(client, desk), asyncio.timeout(60):
            await ring(client, GENERATE_QUERY, UUID(int=1))
            assert await desk.rows.get() == str(UUID(int=1))
            server.stop()
            server.start()
            while True:  # the first calls after the restart may meet a dead connection
                with suppress(ConnectionError):
                    await bell.job(GENERATE_QUERY, UUID(int=2))
                    break
            assert await desk.rows.get() == str(UUID(int=2))
            while not heard:
                await bell.event(UUID(int=3), 1, "test", {"number": 1})
                with suppress(TimeoutError):
                    await asyncio.wait_for(arrived.wait(), 1)
            assert heard[0] == Announcement(UUID(int=3), 1, "test", {"number": 1})
    finally:
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader
        for redis in (client, other, bell._redis):
            await redis.aclose(close_connection_pool=True)
        server.stop()


async def test_one_bell_hangs_for_a_row_until_it_is_taken(redis: ArqRedis) -> None:
    """A reconciler that rang for hours leaves nothing that keeps the next row waiting."""
    desk = Desk()
    for _ in range(100):
        await ring(redis, GENERATE_QUERY, UUID(int=1))
    assert await redis.zcard(DEFAULT_QUEUE) == 1
    async with working(redis, desk), asyncio.timeout(20):
        assert await desk.rows.get() == str(UUID(int=1))
        await ring(redis, GENERATE_QUERY, UUID(int=1))
        assert await desk.rows.get() == str(UUID(int=1))
    assert desk.rows.empty()


async def test_what_a_job_is_rung_for_while_it_runs_is_not_lost(redis: ArqRedis) -> None:
    desk = Desk()
    take, again = desk.take, asyncio.Event()

    async def slow(ctx: dict[Any, Any], row: str) -> None:
        if not again.is_set():
            again.set()
            await ring(redis, GENERATE_QUERY, UUID(row))
        await take(ctx, row)

    desk.take = slow  # type: ignore[method-assign]
    await ring(redis, GENERATE_QUERY, UUID(int=1))
    async with working(redis, desk), asyncio.timeout(20):
        assert [await desk.rows.get(), await desk.rows.get()] == [str(UUID(int=1))] * 2


async def test_a_user_without_dangerous_rights_is_enough(redis: ArqRedis, redis_url: str) -> None:
    """No `INFO` and nothing else that is dangerous; user and password in the URL."""
    await redis.execute_command(
        "ACL",
        "SETUSER",
        "coach",
        "on",
        ">s3cret",
        "resetkeys",
        "~coachable:*",
        "~arq:*",
        "+@all",
        "-@dangerous",
    )
    limited = connect(redis_url.replace("unix://", "unix://coach:s3cret@"))
    desk = Desk()
    try:
        with pytest.raises(NoPermissionError):
            await limited.info()
        async with working(limited, desk), asyncio.timeout(20):
            await ring(limited, GENERATE_QUERY, UUID(int=1))
            assert await desk.rows.get() == str(UUID(int=1))
        await RedisDoorbell(limited).event(UUID(int=3), 1, "test", {})
        assert await limited.xlen(STREAM) == 1
    finally:
        await limited.aclose(close_connection_pool=True)
        await redis.execute_command("ACL", "DELUSER", "coach")


def test_every_job_has_a_queue() -> None:
    jobs_by_name = {value for name, value in vars(doorbell).items() if name.isupper() and value != UUID}
    assert jobs_by_name == set(QUEUE_OF)
