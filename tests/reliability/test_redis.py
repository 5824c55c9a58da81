"""Redis loses everything, or is reached by TLS as a user with few rights: nothing is lost, nothing is done twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from arq import cron
from arq.connections import ArqRedis
from arq.worker import func

from app.actor import Actor
from app.config import Settings
from app.customers.jobs import generate_query
from app.events import doorbell
from app.events.doorbell import GENERATE_QUERY
from app.events.hub import Announcement, Hub
from app.infra.embedded import valkey_socket
from app.infra.event_bus import RedisDoorbell, feed
from app.infra.jobs import DEFAULT_QUEUE, AwakenedWorker, ring
from app.infra.reachable import redis_problem
from app.infra.redis import connect
from app.infra.valkey import EmbeddedValkey
from app.models import Agent, Event, GeneratedQuery, QueryStatus
from app.models.ids import new_id
from app.models.transaction import settled
from app.processes import upkeep
from tests.factories import make_session
from tests.infra.test_jobs import Desk, working
from tests.reliability.network import Network
from tests.servers import kill
from tests.tls import make_certificate

pytestmark = pytest.mark.slow

SESSIONS = 17  # of three questions each
RUNNING = 8


class Worker:
    """Writes questions, eight at once; the first ones wait for `go_on`. Rings every second for what was forgotten."""

    def __init__(self, redis: ArqRedis, settings: Settings) -> None:
        self.started: Counter[str] = Counter()
        self.busy, self.go_on = asyncio.Event(), asyncio.Event()
        self._worker = AwakenedWorker(
            [func(self._write, name=GENERATE_QUERY)],
            cron_jobs=[cron(upkeep.reconcile, second=set(range(60)), unique=True, timeout=60, keep_result=0)],
            queue_name=DEFAULT_QUEUE,
            redis_pool=redis,
            ctx={"settings": settings, "writers": []},
            max_jobs=RUNNING + 1,  # and the reconciler
            poll_delay=0,
            keep_result=0,
            max_tries=1,
            retry_jobs=False,
            handle_signals=False,
            job_serializer=redis.job_serializer,
            job_deserializer=redis.job_deserializer,
        )

    async def _write(self, ctx: dict[str, Any], query_id: str) -> None:
        self.started[query_id] += 1
        if len(self.started) >= RUNNING:
            self.busy.set()
        await self.go_on.wait()
        await generate_query(ctx, query_id)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._worker.async_run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await asyncio.gather(*self._worker.tasks.values(), return_exceptions=True)


@pytest.fixture
async def valkey(tmp_path: Path) -> AsyncIterator[EmbeddedValkey]:
    server = EmbeddedValkey(tmp_path / "home", durable=False)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("loss", ["flushed", "killed"])
async def test_what_waited_and_what_ran_when_redis_lost_everything(
    actor: Actor,
    agent: Agent,
    settings: Settings,
    valkey: EmbeddedValkey,
    monkeypatch: pytest.MonkeyPatch,
    loss: str,
) -> None:
    """51 jobs, eight of which are under way: each is done, and none twice."""
    monkeypatch.setattr(upkeep, "FORGOTTEN_S", 0.0)
    redis, ringer = connect(valkey.url), connect(valkey.url)
    doorbell.install(RedisDoorbell(ringer))
    worker = Worker(redis, settings)
    try:
        for _ in range(SESSIONS):
            await make_session(actor, agent)
        await settled()
        async with worker.at_work(), asyncio.timeout(90):
            await worker.busy.wait()
            if loss == "flushed":
                await ringer.flushall()
            else:
                await kill(valkey)
                await asyncio.to_thread(valkey.start)
            worker.go_on.set()
            while await GeneratedQuery.filter(status=QueryStatus.GENERATING, needs_topics=False).exists():  # noqa: ASYNC110
                await asyncio.sleep(0.05)
    finally:
        await settled()
        doorbell.install(doorbell.Silent())
        for one in (redis, ringer):
            await one.aclose(close_connection_pool=True)

    rows = await GeneratedQuery.all()
    assert len(rows) == 3 * SESSIONS
    assert {row.lease_epoch for row in rows} == {1}
    told = Counter(
        event.payload["query_id"]
        for event in await Event.filter(kind__in=["query.ready", "query.fallback", "query.prepared"])
    )
    assert told == Counter(str(row.id) for row in rows if not row.needs_topics)


async def test_tls_and_a_user_with_few_rights(valkey: EmbeddedValkey, tmp_path: Path) -> None:
    admin = connect(valkey.url)
    rights = ("~coachable:*", "~arq:*", "&*", "+@all", "-@dangerous")
    await admin.execute_command("ACL", "SETUSER", "coach", "on", ">s3cret", "resetkeys", *rights)
    await admin.execute_command("ACL", "SETUSER", "default", "off")
    certificate, key = make_certificate(tmp_path, "127.0.0.1")
    async with Network(valkey_socket(valkey.home), (certificate, key)).running() as network:
        server = f"127.0.0.1:{network.port}"
        secured = f"rediss://coach:s3cret@{server}/0?ssl_ca_certs={certificate}"
        assert await redis_problem(secured) is None
        for wrong in (
            secured.replace("s3cret", "guessed"),
            f"rediss://coach:s3cret@{server}/0",  # nobody vouches for the certificate
            f"redis://coach:s3cret@{server}/0",
        ):
            problem = str(await redis_problem(wrong))
            assert problem != "None"
            assert "s3cret" not in problem

        redis, desk, hub, heard = connect(secured), Desk(), Hub(), asyncio.Queue[Announcement]()
        hub.announce = heard.put_nowait  # type: ignore[method-assign]
        reader = asyncio.create_task(feed(hub, redis))
        bell, row = RedisDoorbell(redis), new_id()
        try:
            async with working(redis, desk), asyncio.timeout(30):
                await ring(redis, GENERATE_QUERY, row)
                assert await desk.rows.get() == str(row)
                await bell.event(UUID(int=3), 1, "test", {"number": 1})
                assert await heard.get() == Announcement(UUID(int=3), 1, "test", {"number": 1})
        finally:
            reader.cancel()
            with suppress(asyncio.CancelledError):
                await reader
            await redis.aclose(close_connection_pool=True)
    await admin.aclose(close_connection_pool=True)
