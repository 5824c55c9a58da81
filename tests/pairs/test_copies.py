"""What a copy of an agent has, and what it does not."""

from typing import Any

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.errors import InvalidInput, NotFound
from app.models import (
    Agent,
    AgentVersion,
    AnswerVote,
    AuditAction,
    AuditEntry,
    AutoTraining,
    Event,
    Material,
    OpenQuestion,
    PreferencePair,
    ProposedPair,
    RunStatus,
    Session,
    SessionStatus,
    Topic,
    TrainingPair,
    TrainingRun,
)
from app.models.ids import new_id
from app.pairs import copies
from app.runs import auto
from tests.api.worlds import make_world
from tests.factories import make_agent, make_pairs, make_session

OWN = {"id", "agent_id", "created_at"}


def columns(row: Any, *but: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row._meta.db_fields - OWN - {*but}}


async def of(table: Any, agent: Agent) -> list[Any]:
    rows: list[Any] = await table.filter(agent_id=agent.id).order_by("id")
    return rows


async def test_a_copy_has_what_the_agent_was_taught_and_nothing_that_happened_to_it(db: None) -> None:
    world = await make_world("vermilion")
    first = await agents.by_slug(world.actor, world.slug)
    rule = {"id": "r1", "kind": "write", "text": "Write briefly.", "value": "briefly", "origin": "person"}
    house = {"off": ["closing:Next:"], "own": []}
    await Agent.filter(id=first.id).update(realism_guide=[rule], house_style=house, follow_up_rate=0.5)
    await auto.update(world.actor, first.id, hour=7, pair_threshold=2_000)
    answered = await TrainingPair.get(agent_id=first.id)
    session = await Session.filter(agent_id=first.id).first()
    assert session is not None
    second = (await make_pairs(world.actor, session, 1))[0].pair
    about = {
        "code": "duplicate",
        "severity": "warning",
        "sentence": "Again.",
        "part": "query",
        "span": [0, 3],
        "pair_id": str(answered.id),
        "dismissed": True,
    }
    await TrainingPair.filter(id=second.id).update(
        follows=answered.id, earlier=answered.conversation(), split="train", findings=[about]
    )
    await ProposedPair.filter(agent_id=first.id).update(pair_id=answered.id, status="confirmed")
    first = await agents.get(world.actor, first.id)

    copied = await copies.duplicate(world.actor, first.id)

    copy = await agents.get(world.actor, copied.agent.id)
    assert (copy.name, copy.slug) == ("The vermilion desk (copy)", "the-vermilion-desk-copy")
    differing = {"name", "slug", "realism_guide"}
    assert columns(copy, *differing) == columns(first, *differing)
    assert copy.realism_guide == [rule | {"id": copy.realism_guide[0]["id"]}] != [rule]
    settings = [columns(await AutoTraining.get(agent_id=one.id)) for one in (first, copy)]
    assert settings[0] == settings[1]
    topics = [
        [columns(row, "agreement", "measured_for") for row in await of(Topic, one)] for one in (first, copy)
    ]
    assert topics[0] == topics[1] != []
    materials = [[columns(row, "session_id") for row in await of(Material, one)] for one in (first, copy)]
    assert materials[0] == materials[1] != []

    pairs = await of(TrainingPair, copy)
    told = ("query", "response", "category", "context", "difficulty", "earlier", "draft")
    assert [[getattr(pair, name) for name in told] for pair in pairs] == [
        [getattr(pair, name) for name in told] for pair in await of(TrainingPair, first)
    ]
    assert [pair.follows for pair in pairs] == [None, pairs[0].id]
    assert pairs[1].findings == [about | {"pair_id": str(pairs[0].id)}]
    assert {
        (pair.split, pair.draft_version, pair.edited_share, pair.generated_query_id) for pair in pairs
    } == {(None, None, None, None)}
    (preference,) = await of(PreferencePair, copy)
    assert (preference.pair_id, preference.rejected) == (pairs[0].id, answered.draft)
    (proposed,) = await of(ProposedPair, copy)
    assert (proposed.material_id, proposed.pair_id) == ((await of(Material, copy))[0].id, pairs[0].id)

    (conversation,) = await of(Session, copy)
    assert (conversation.status, conversation.pair_count) == (SessionStatus.COMPLETED, 2)
    assert conversation.welcome == "Copied from The vermilion desk"
    assert await Event.filter(stream=conversation.id).order_by("seq").values_list("kind", flat=True) == [
        "session.started",
        "session.completed",
    ]
    for table in (AgentVersion, TrainingRun, AnswerVote, OpenQuestion):
        assert (await of(table, first), await of(table, copy)) == (await of(table, first), [])
        assert await of(table, first) != []
    assert copied.run is None
    assert copied.notices == [
        f"2 pairs and {len(topics[0])} topics of The vermilion desk copied, with its material and settings; "
        "no versions or runs."
    ]
    assert await AuditEntry.filter(action=AuditAction.AGENT_CREATED, agent_id=copy.id).count() == 1


async def test_a_training_starts_when_it_is_due_by_what_was_copied(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 8)
    await AutoTraining.filter(agent_id=agent.id).update(pair_threshold=8)

    copied = await copies.duplicate(actor, agent.id, "Try")

    assert copied.run is not None
    assert (copied.run.agent_id, copied.run.status) == (copied.agent.id, RunStatus.QUEUED)
    assert (copied.agent.name, copied.agent.slug) == ("Try", "try")
    assert not await TrainingRun.exists(agent_id=agent.id)


async def test_an_agent_without_pairs_has_a_copy_without_conversations(actor: Actor) -> None:
    agent = await make_agent(actor, "N" * 100)

    copied = await copies.duplicate(actor, agent.id)

    assert copied.agent.name == "N" * 93 + " (copy)"
    assert not await Session.exists(agent_id=copied.agent.id)
    assert await copies.duplicate(actor, agent.id) != copied


async def test_a_refused_copy_leaves_nothing(actor: Actor, agent: Agent) -> None:
    for error, call in (
        (InvalidInput, copies.duplicate(actor, agent.id, " ")),
        (InvalidInput, copies.duplicate(actor, agent.id, "N" * 101)),
        (NotFound, copies.duplicate(actor, new_id())),
        (NotFound, copies.duplicate(Actor(new_id(), "stranger"), agent.id)),
    ):
        with pytest.raises(error):
            await call
    assert await Agent.all().count() == 1
    assert await AuditEntry.filter(action=AuditAction.AGENT_CREATED).count() == 1
