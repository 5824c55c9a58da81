"""Clients that go away in the middle of any operation: whatever was begun is whole or not there, nothing stays open.

The operations come from the schema, so that new ones are covered.
"""

import asyncio
import random
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
)

from app.actor import Actor
from app.api.ids import encode
from app.api.schema import schema
from app.config import Settings
from app.models import AgentVersion
from app.models.transaction import settled
from app.runs import lease
from app.runs import service as runs
from app.workspaces import service as workspaces
from tests.api.conftest import SECRET
from tests.factories import make_agent, make_pairs, make_session, unlike_text, write_question
from tests.fuzzing import attacked
from tests.junk import Junk, Request
from tests.reliability.finishing import finish
from tests.reliability.invariants import broken, look
from tests.reliability.test_database import free_again

pytestmark = pytest.mark.slow

TURNS = 400  # of the loop, at most, before the client goes; a mutation takes some hundred
RENEWED_AFTER = 50  # operations: some delete the rows that others need


class Honest(Junk):
    """What a client may well send, to rows that exist."""

    def of(self, operation: str) -> Request:
        self.operations = [
            one for one in Junk(self.schema, self.ids, self.random).operations if one[1] == operation
        ]
        return self.graphql()

    def _odd_document(self) -> Request:
        return self.graphql()

    def value(self, type_: GraphQLInputType, name: str = "", depth: int = 0) -> Any:
        if isinstance(type_, GraphQLNonNull):
            return self.value(type_.of_type, name, depth)
        if isinstance(type_, GraphQLList):
            return [self.value(type_.of_type, name, depth)]
        if isinstance(type_, GraphQLInputObjectType):
            wanted = {
                n: f for n, f in type_.fields.items() if isinstance(f.type, GraphQLNonNull) or depth == 0
            }
            return {n: self.value(f.type, n, depth + 1) for n, f in wanted.items()}
        if isinstance(type_, GraphQLEnumType):
            return self.random.choice([*type_.values])
        match type_.name:
            case "ID":
                known = [one for one in self.ids if one.lower().endswith(name.removesuffix("Id").lower())]
                return self.random.choice(self.ids[self.random.choice(known or list(self.ids))])
            case "Int":
                return self.random.randint(1, 20)
            case "Float":
                return self.random.random()
            case "Boolean":
                return self.random.random() < 0.5
            case _:
                return unlike_text(self.random.randrange(10**4))


async def rows(actor: Actor, home: Path) -> dict[str, list[str]]:
    """Global ids by type: a version that is live, a run that waits, an open question."""
    agent = await make_agent(actor)
    session = await make_session(actor, agent)
    pairs = await make_pairs(actor, session, 8)
    first = await runs.start(actor, agent.id)
    epoch = await lease.claim(first.id, "test", 3600)
    assert epoch is not None
    await finish(first.id, epoch, home, better=True)
    second = await runs.start(actor, agent.id)
    queries = [query.id for query in await session.queries.all()]
    for query_id in queries:
        await write_question(query_id)
    versions = await AgentVersion.filter(agent=agent).values_list("id", flat=True)
    found = {
        "Agent": [agent.id],
        "Session": [session.id],
        "TrainingPair": [saved.pair.id for saved in pairs],
        "TrainingRun": [second.id],
        "AgentVersion": versions,
        "GeneratedQuery": queries,
    }
    return {name: [encode(name, row) for row in ids] for name, ids in found.items()}


async def vanish(settings: Settings, rounds: int, seed: int) -> tuple[int, int]:
    """Every operation so many times. Returns how many were asked, and how many did not come to their end."""
    drawn, asked, cut = random.Random(seed), 0, 0
    names = [name for _, name, _ in Junk(schema._schema, {}, drawn).operations] * rounds
    drawn.shuffle(names)
    actor = await workspaces.local_actor()
    async with attacked(settings) as client:
        for first in range(0, len(names), RENEWED_AFTER):
            honest = Honest(schema._schema, await rows(actor, settings.home), drawn)
            for name in names[first : first + RENEWED_AFTER]:
                request = honest.of(name)
                headers = {"authorization": f"Bearer {SECRET}", **request.headers}
                task = asyncio.create_task(
                    client.request(request.method, request.path, content=request.body, headers=headers)
                )
                for _ in range(drawn.randrange(drawn.randrange(1, TURNS))):
                    await asyncio.sleep(0)
                    if task.done():
                        break
                task.cancel()
                with suppress(asyncio.CancelledError):
                    answer = await task
                    planned = answer.status_code == 200 and '"UNEXPECTED"' not in answer.text
                    assert planned, (name, request.body, answer.text)
                asked, cut = asked + 1, cut + task.cancelled()
    await settled()
    return asked, cut


async def test_operations_that_nobody_waits_for(
    db: None, settings: Settings, sql: asyncpg.Connection
) -> None:
    asked, cut = await vanish(settings, 4, seed=6)
    print(f"{cut} of {asked} operations were cut off")
    assert cut > 10, asked  # how many depends on how fast the machine answers
    await free_again(sql)
    assert broken(await look()) == []


@pytest.mark.torture
async def test_ten_thousand_operations_that_nobody_waits_for(
    db: None, settings: Settings, sql: asyncpg.Connection
) -> None:
    asked, cut = 0, 0
    while cut < 10_000:
        more = await vanish(settings, 20, seed=asked)
        asked, cut = asked + more[0], cut + more[1]
        await free_again(sql)
        assert broken(await look()) == []
    print(f"{cut} of {asked} operations were cut off")
