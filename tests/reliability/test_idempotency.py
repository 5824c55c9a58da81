"""A key that comes a hundred times at once, again after a restart, and for something else."""

import asyncio
from typing import Any

import pytest

from app.api.ids import encode
from app.config import Settings
from app.infra.postgres import EmbeddedPostgres
from app.models import AuditAction, AuditEntry, Event, TrainingPair, TrainingRun
from tests.api.conftest import serving
from tests.factories import make_agent, make_pairs, make_session
from tests.reliability.invariants import Snapshot, broken, look
from tests.servers import kill

pytestmark = pytest.mark.slow

ADD = """
mutation ($session: ID!, $text: String!) {
  addPair(input: {sessionId: $session, query: "Where is it?", response: $text, idempotencyKey: "a key"}) {
    __typename ... on PairSaved { pair { id } session { pairCount } trainingRun { id } }
  }
}
"""
START = """
mutation ($agent: ID!) {
  startTraining(input: {agentId: $agent, idempotencyKey: "a key"}) {
    __typename ... on TrainingStarted { run { id } } ... on Problem { message }
  }
}
"""
IMPORT = """
mutation ($agent: ID!, $content: String!) {
  importPairs(input: {agentId: $agent, file: {content: $content, name: "rows.jsonl"}, idempotencyKey: "a key"}) {
    __typename ... on PairsImported { session { id } pairCount }
  }
}
"""


def rows(answer: str) -> str:
    return "\n".join(f'{{"query": "Where is part {n}?", "response": "{answer} {n}."}}' for n in range(8))


@pytest.mark.parametrize(
    ("name", "document", "body", "other", "at_once"),
    [
        ("addPair", ADD, {"text": "Here."}, {"text": "There."}, 25),
        ("importPairs", IMPORT, {"content": rows("Here")}, {"content": rows("There")}, 25),
        ("startTraining", START, {}, None, 100),
    ],
    ids=["pair", "import", "run"],
)
async def test_a_key_stands_for_one_thing(
    db: None,
    settings: Settings,
    postgres_server: EmbeddedPostgres,
    name: str,
    document: str,
    body: dict[str, Any],
    other: dict[str, Any] | None,
    at_once: int,
) -> None:
    async with serving(settings) as api:
        agent = await make_agent(api.actor)
        session = await make_session(api.actor, agent)
        if name == "startTraining":
            await make_pairs(api.actor, session, 10)
        ids = {"agent": encode("Agent", agent.id), "session": encode("Session", session.id)}
        known = {key: value for key, value in ids.items() if f"${key}" in document}
        answers = await asyncio.gather(*(api.data(document, **known, **body) for _ in range(at_once)))
        (first,) = {str(answer): answer for answer in answers}.values()
        assert first[name]["__typename"] in ("PairSaved", "PairsImported", "TrainingStarted")
        after = await look()

    await kill(postgres_server)
    await asyncio.to_thread(postgres_server.start)
    async with serving(settings) as api:
        assert await api.data(document, **known, **body) == first
        if other is not None:
            refused = await api.data(document, **known, **other)
            assert refused[name]["__typename"] == "Conflict"
    assert _written(await look()) == _written(after)
    assert broken(after) == []
    assert (
        await AuditEntry.filter(action=AuditAction.TRAINING_STARTED).count()
        == await TrainingRun.all().count()
    )
    pairs = {"addPair": 1, "importPairs": 8, "startTraining": 10}[name]
    assert await TrainingPair.all().count() == pairs
    assert await TrainingRun.all().count() == (name == "startTraining")
    assert await Event.filter(kind="pair.saved").count() == {"importPairs": 0}.get(name, pairs)


def _written(seen: Snapshot) -> list[Any]:
    return [
        getattr(seen, table) for table in ("training_pair", "training_run", "session", "event", "audit_entry")
    ]
