"""Saving pairs: at once, idempotently, and with exactly one run at the threshold."""

import asyncio
import logging

import pytest

from app.actor import Actor
from app.customers import service as queries
from app.customers import topics
from app.customers.topics import Edited
from app.errors import Conflict, InvalidInput, NotFound
from app.events import doorbell
from app.models import Agent, Category, Event, GeneratedQuery, QueryStatus, Session, TrainingPair, TrainingRun
from app.models.pair import RESPONSE_LENGTH
from app.pairs import deletion
from app.pairs import service as pairs
from app.runs import auto
from app.sessions import service as sessions
from tests.doorbells import Recorder
from tests.factories import make_agent, make_pairs, make_session, write_question


async def test_submit_saves_the_pair_and_opens_the_prepared_question(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    await write_question(started.query.id)
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    await write_question(prepared.id, "Where is my invoice?")

    saved = await pairs.submit(actor, started.query.id, "  Invite her\x00 under Team. ")

    assert saved.pair.query == "How do I add a colleague?"
    assert saved.pair.response == "Invite her under Team."
    assert saved.session.pair_count == 1
    assert saved.next_query is not None
    assert saved.next_query.id == prepared.id
    assert (await GeneratedQuery.get(id=prepared.id)).status is QueryStatus.OPEN
    assert (await GeneratedQuery.get(id=started.query.id)).status is QueryStatus.ANSWERED
    assert saved.notices == ["Training pair saved (1/20)"]
    assert await GeneratedQuery.filter(session=started.session, opened_at=None).count() == 2


async def test_an_answer_is_saved_in_few_statements(
    actor: Actor, agent: Agent, caplog: pytest.LogCaptureFixture
) -> None:
    """The expert waits for each of them: there were 36 once."""
    started = await sessions.start(actor, agent.id)
    for query in await GeneratedQuery.filter(session=started.session):
        await write_question(query.id)
    caplog.set_level(logging.DEBUG, "tortoise.db_client")

    await pairs.submit(actor, started.query.id, "Invite her under Team.")

    assert len([record for record in caplog.records if record.name == "tortoise.db_client"]) == 28


@pytest.mark.slow
async def test_a_repeated_key_returns_the_first_pair_and_another_answer_conflicts(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    call = {"query": "Is it free?", "response": "Yes.", "idempotency_key": "k1"}

    saved = await asyncio.gather(*(pairs.add(actor, session.id, **call) for _ in range(20)))

    assert {s.pair.id for s in saved} == {saved[0].pair.id}
    assert await TrainingPair.all().count() == 1
    assert (await Session.get(id=session.id)).pair_count == 1
    with pytest.raises(Conflict, match="another pair"):
        await pairs.add(actor, session.id, **(call | {"response": "No."}))
    assert await TrainingPair.all().count() == 1


async def test_an_own_question_without_a_category_is_filed_by_its_topic(actor: Actor, agent: Agent) -> None:
    await topics.update(actor, agent.id, [Edited(None, "card charges", Category.BILLING)])
    session = await make_session(actor, agent)
    for query, given, category in (
        ("Why was my card charged twice?", None, "billing"),
        ("Why was my card charged twice a month?", "general", "general"),
        ("Are you open today?", None, "general"),
    ):
        saved = await pairs.add(actor, session.id, query=query, response="Well.", category=given)
        assert saved.pair.category == category


@pytest.mark.parametrize("response", ["", "   ", "\x00 ", "x" * (RESPONSE_LENGTH + 1)])
async def test_a_refused_response_writes_nothing(
    actor: Actor, agent: Agent, bells: Recorder, response: str
) -> None:
    started = await sessions.start(actor, agent.id)
    await write_question(started.query.id)
    rung, events = len(bells.jobs), await Event.all().count()

    with pytest.raises(InvalidInput) as refused:
        await pairs.submit(actor, started.query.id, response)

    assert refused.value.field == "response"
    assert await TrainingPair.all().count() == 0
    assert await Event.all().count() == events
    assert len(bells.jobs) == rung
    assert (await GeneratedQuery.get(id=started.query.id)).status is QueryStatus.OPEN


async def test_wrong_states_are_conflicts(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    with pytest.raises(Conflict, match="still being written"):
        await pairs.submit(actor, started.query.id, "Too early.")
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    with pytest.raises(Conflict, match="not open yet"):
        await pairs.submit(actor, prepared.id, "Too early.")
    await write_question(started.query.id)
    await pairs.submit(actor, started.query.id, "Now.")
    with pytest.raises(Conflict, match="answered already"):
        await pairs.submit(actor, started.query.id, "Again.")
    await sessions.complete(actor, started.session.id)
    with pytest.raises(Conflict, match="completed"):
        await pairs.add(actor, started.session.id, query="q", response="r")
    assert await TrainingPair.all().count() == 1


@pytest.mark.slow
async def test_fifty_answers_at_once_start_exactly_one_run(
    actor: Actor, agent: Agent, bells: Recorder
) -> None:
    await auto.update(actor, agent.id, pair_threshold=20, cooldown_minutes=0)
    session = await make_session(actor, agent)

    saved = await asyncio.gather(
        *(
            pairs.add(actor, session.id, query=f"Question number {n}?", response=f"Answer {n}.")
            for n in range(50)
        )
    )

    runs = await TrainingRun.filter(agent=agent)
    assert len(runs) == 1
    assert runs[0].pair_count == 20
    assert bells.rung(doorbell.TRAIN) == [runs[0].id]
    assert [s.run.id for s in saved if s.run] == [runs[0].id]
    assert (await Session.get(id=session.id)).pair_count == 50
    kinds = await Event.filter(stream=session.id).order_by("seq").values_list("kind", flat=True)
    assert kinds.count("training.triggered") == 1
    assert kinds.count("pair.saved") == 50


async def test_editing_and_deleting(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    first, second = (saved.pair for saved in await make_pairs(actor, session, 2))

    edited = await pairs.update(actor, first.id, response="Better.")
    deleted = await deletion.delete(actor, second.id)

    assert edited.response == "Better."
    assert edited.changed_at > edited.created_at
    assert deleted.sessions[0].pair_count == 1
    assert await TrainingPair.all().values_list("id", flat=True) == [first.id]


async def test_another_workspace_sees_nothing(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    pair = (await make_pairs(actor, session, 1))[0].pair
    query = (await queries.current_of([session.id]))[session.id]
    stranger = Actor(actor.workspace_id.__class__(int=1), "stranger")

    for call in (
        pairs.get(stranger, pair.id),
        pairs.update(stranger, pair.id, response="mine"),
        deletion.delete(stranger, pair.id),
        pairs.add(stranger, session.id, query="q", response="r"),
        pairs.submit(stranger, query.id, "mine"),
        queries.skip(stranger, query.id),
        sessions.complete(stranger, session.id),
    ):
        with pytest.raises(NotFound):
            await call
    assert (await TrainingPair.get(id=pair.id)).response == pair.response


async def test_a_pair_of_a_deleted_agent_is_gone_from_sight(actor: Actor) -> None:
    agent = await make_agent(actor, "Second")
    session = await make_session(actor, agent)
    pair = (await make_pairs(actor, session, 1))[0].pair
    from app.agents import service as agents

    await agents.delete(actor, agent.id)
    with pytest.raises(NotFound):
        await pairs.get(actor, pair.id)
    assert await TrainingPair.filter(id=pair.id).exists()
