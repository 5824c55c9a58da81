"""Clients that go away in the middle of a mutation: whatever was begun is whole or not there, nothing stays open."""

import asyncio
import random

import asyncpg
import pytest

from app.api.ids import encode
from app.models import Event, Session, TrainingPair, transaction
from tests.api.conftest import BEARER, Api
from tests.factories import make_agent, make_session, unlike_text

pytestmark = pytest.mark.slow

ADD = """
mutation ($input: AddPairInput!) { addPair(input: $input) { __typename ... on PairSaved { session { pairCount } } } }
"""
CLIENTS = 100


async def test_clients_that_vanish_leave_whole_pairs_and_free_connections(
    api: Api, sql: asyncpg.Connection
) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    chance = random.Random(3)

    async def client(number: int) -> None:
        pair = {
            "sessionId": encode("Session", session.id),
            "query": unlike_text(number),
            "response": f"Answer {number}.",
        }
        async with api.socket() as socket:
            await socket.init()
            await socket.subscribe(ADD, {"input": pair})
            for _ in range(chance.randint(0, 30)):
                await asyncio.sleep(0)  # let the server come to one of its waits
            if number % 2:
                await socket.send(id="1", type="complete")
            else:
                socket.connection.transport.abort()

    for first in range(0, CLIENTS, 10):
        await asyncio.gather(*(client(number) for number in range(first, first + 10)))
    body = {"query": "{ viewer { subject } }"}
    answers = await asyncio.gather(*(api.http.post("/graphql", json=body, headers=BEARER) for _ in range(30)))

    await asyncio.gather(*transaction._running)  # those whose client has gone are brought to their end

    assert {answer.status_code for answer in answers} == {200}
    pairs = await TrainingPair.all().count()
    assert (await Session.get()).pair_count == pairs == await Event.filter(kind="pair.saved").count()
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
    assert await sql.fetchval(waiting) == 0
