"""pgbouncer in transaction mode, where every transaction may run on another connection."""

import json
from collections.abc import Iterator

import asyncpg
import pytest

from app.infra.postgres import EmbeddedPostgres
from app.models import Event
from app.models.client import POOLED
from tests.models.test_migrations import MIGRATE, run
from tests.pooler import pooler

pytestmark = pytest.mark.slow

# In a process of its own: Tortoise has one global state, and this suite's is in use.
ASK_AT_ONCE = """
import asyncio, json, sys
from app.events import log
from app.models import Event
from app.models.ids import new_id
from app.models.orm import database
from app.models.transaction import transactional
from tests.telling import Told

@transactional
async def write(stream, number):
    return await log.append(stream, Told("test", {"number": number}))

async def ask(stream, number):
    try:
        seq = await write(stream, number)
        return (await Event.get(stream=stream, seq=seq)).payload["number"]
    except Exception as error:
        return str(error)

async def main():
    stream = new_id()
    async with database(sys.argv[1]):
        print(json.dumps(await asyncio.gather(*(ask(stream, number) for number in range(48)))))

asyncio.run(main())
"""


@pytest.fixture
def url(postgres_server: EmbeddedPostgres, db: None) -> Iterator[str]:
    with pooler(postgres_server) as (url, _):
        yield url


@pytest.mark.parametrize("option", ["statement_cache_size=0", "pgbouncer=true"])
async def test_without_prepared_statements_every_request_works(url: str, option: str) -> None:
    """Also the numbers of a stream: their advisory lock belongs to the transaction."""
    assert json.loads(await run(ASK_AT_ONCE, f"{url}?{option}")) == list(range(48))
    assert await Event.all().order_by("seq").values_list("seq", flat=True) == list(range(1, 49))
    assert await run(MIGRATE, f"{url}?{option}") == "0"


async def test_with_them_the_way_out_is_named(url: str) -> None:
    found = json.loads(await run(ASK_AT_ONCE, url))
    assert {one for one in found if isinstance(one, str)} == {POOLED}


async def test_migrations_leave_no_lock(url: str, sql: asyncpg.Connection) -> None:
    await run(MIGRATE, f"{url}?pgbouncer=true")
    assert await sql.fetchval("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0
