"""PostgreSQL goes away, cuts connections in the middle or swallows what is sent: callers are told, nothing is done by
halves, and afterwards all is as before."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest
from arq.connections import ArqRedis
from asyncpg.exceptions import ConnectionDoesNotExistError
from tortoise import connections
from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.transactions import in_transaction

from app.actor import Actor
from app.config import Settings
from app.errors import Unavailable
from app.events import doorbell
from app.infra.event_bus import RedisDoorbell
from app.infra.postgres import EmbeddedPostgres
from app.models import Agent, Event, GeneratedQuery, QueryStatus, Session, TrainingPair, orm
from app.models.client import Client
from app.models.transaction import settled
from app.pairs import service as pairs
from app.processes import upkeep
from tests.factories import make_session, unlike_text
from tests.reliability.invariants import broken, look
from tests.reliability.network import Network
from tests.reliability.test_redis import Worker
from tests.servers import kill

pytestmark = pytest.mark.slow

OTHERS = (
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)
POOL = 20  # of the suite


async def free_again(sql: asyncpg.Connection) -> None:
    """No transaction is left open, and the pool gives out as many connections as ever."""
    assert await sql.fetchval(f"SELECT count(*) {OTHERS} AND state LIKE 'idle in transaction%'") == 0
    client = connections.get("default")
    async with asyncio.timeout(60), AsyncExitStack() as held:
        every = [await held.enter_async_context(client.acquire_connection()) for _ in range(POOL)]
        assert [await one.fetchval("SELECT 1") for one in every] == [1] * POOL
    assert (client._pool.get_size(), client._pool.get_idle_size()) == (POOL, POOL)


@pytest.mark.parametrize("failure", [ConnectionDoesNotExistError("was closed"), asyncio.CancelledError()])
async def test_a_transaction_that_does_not_begin_takes_no_connection(
    db: None, sql: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    """Tortoise 1.1.9 leaves it taken, and later statements of the task would go to it."""

    async def begin(self: object) -> None:
        raise failure

    with monkeypatch.context() as broken_begin:
        broken_begin.setattr(TransactionWrapper, "begin", begin)
        for _ in range(2 * POOL):
            with pytest.raises((Unavailable, asyncio.CancelledError)):
                async with in_transaction():
                    pytest.fail("It did not begin.")
    assert type(connections.get("default")) is Client
    await free_again(sql)


async def test_connections_that_are_cut_in_the_middle(
    actor: Actor, agent: Agent, sql: asyncpg.Connection
) -> None:
    """A hundred pairs by twenty experts, while all connections are ended ten times."""
    session = await make_session(actor, agent)
    await settled()
    done: list[bool] = []

    async def save(number: int) -> None:
        text = unlike_text(number)
        try:
            await pairs.add(actor, session.id, query=text, response="Press it.", idempotency_key=text)
            done.append(True)
        except Unavailable:
            done.append(False)

    async def cut() -> None:
        for _ in range(10):
            await sql.execute(f"SELECT pg_terminate_backend(pid) {OTHERS}")
            await asyncio.sleep(0.03)

    cutting = asyncio.create_task(cut())
    async with asyncio.timeout(120):
        for first in range(0, 100, 20):
            await asyncio.gather(*(save(number) for number in range(first, first + 20)))
        await cutting
    await settled()
    assert done.count(False) > 0
    await free_again(sql)

    # Those who were told to try again do, with the key that says what they mean.
    for number in range(100):
        await pairs.add(
            actor,
            session.id,
            query=unlike_text(number),
            response="Press it.",
            idempotency_key=unlike_text(number),
        )
    assert await TrainingPair.filter(agent=agent).count() == 100
    assert (await Session.get(id=session.id)).pair_count == 100
    assert await Event.filter(stream=session.id, kind="pair.saved").count() == 100
    assert broken(await look()) == []


@pytest.fixture
async def ringing(redis: ArqRedis) -> AsyncIterator[None]:
    doorbell.install(RedisDoorbell(redis))
    yield
    await settled()
    doorbell.install(doorbell.Silent())


async def test_jobs_that_met_no_database_are_done_later(
    actor: Actor,
    agent: Agent,
    settings: Settings,
    ringing: None,
    redis_url: str,
    redis: ArqRedis,
    postgres_server: EmbeddedPostgres,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twelve questions whose jobs all fail; the worker lives, and rings for them again."""
    monkeypatch.setattr(upkeep, "FORGOTTEN_S", 0.0)
    for _ in range(4):
        await make_session(actor, agent)
    await settled()
    worker = Worker(redis, settings)
    async with worker.at_work(), asyncio.timeout(90):
        await worker.busy.wait()
        await kill(postgres_server)
        worker.go_on.set()
        while len(worker.started) < 12:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        await asyncio.to_thread(postgres_server.start)
        while await GeneratedQuery.filter(status=QueryStatus.GENERATING, needs_topics=False).exists():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert await GeneratedQuery.all().count() == 12
    assert broken(await look()) == []


ASK = """
import asyncio, sys
from functools import partial
from tortoise import connections
from app.errors import Unavailable
from app.models import orm

orm.tortoise_config = partial(orm.tortoise_config, answer_within_s=0.5)

async def ask(number):
    try:
        return (await connections.get("default").execute_query_dict(f"SELECT {number} AS n"))[0]["n"]
    except Unavailable:
        return "unavailable"

async def main():
    async with orm.database(sys.argv[1]):
        for number in (1, 2, 3):
            print(await ask(number), flush=True)
            await asyncio.to_thread(sys.stdin.readline)

asyncio.run(main())
"""


async def test_an_answer_that_the_network_swallows_is_not_awaited_for_ever(
    db: None, postgres_server: EmbeddedPostgres
) -> None:
    """As in an outage that nobody is told of. In a process of its own: this one's pool has other limits."""
    assert orm.ANSWER_WITHIN_S == 60.0
    async with Network(postgres_server.sockets / ".s.PGSQL.5432").running() as network:
        url = f"postgresql://coachable@127.0.0.1:{network.port}/postgres?sslmode=disable"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", ASK, url, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdin is not None
        assert process.stdout is not None
        found = []
        for change in (network.swallow, network.carry_on, lambda: None):
            async with asyncio.timeout(60):
                found.append((await process.stdout.readline()).decode().strip())
            change()
            process.stdin.write(b"\n")
        assert await process.wait() == 0
    assert found == ["1", "unavailable", "3"]
