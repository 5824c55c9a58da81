"""What changes in a workspace is told in one order to all who follow it, and nothing that did not happen."""

import asyncio

import pytest

from app.actor import Actor
from app.customers import service as queries
from app.events import changes, log
from app.events.changes import Changed
from app.models import Agent, Event, GeneratedQuery, RunStatus, RunTrigger, Session, TrainingRun, Workspace
from app.models.clock import now
from app.models.transaction import transactional
from app.runs import record
from app.runs import service as runs
from app.sessions import service as sessions
from tests.factories import make_agent, make_pairs, make_session, write_question
from tests.telling import Told, tell


async def told(actor: Actor, after: int = 0) -> list[tuple[str, str]]:
    """Kind and row of each, of a stream whose numbers leave no gap."""
    rows = await Event.filter(stream=actor.workspace_id).order_by("seq")
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    return [(row.kind, str(row.payload["id"])) for row in rows if row.seq > after]


async def run_of(agent: Agent) -> TrainingRun:
    return await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.RUNNING, lease_epoch=1, queued_at=await now()
    )


async def test_each_row_that_a_transaction_changed_is_told_once(actor: Actor) -> None:
    agent = await make_agent(actor)
    session = await make_session(actor, agent)
    before = await log.last(actor.workspace_id)
    [saved] = await make_pairs(actor, session, 1)
    assert await told(actor, before) == [("pair.changed", str(saved.pair.id))]

    skipped = await GeneratedQuery.get(session_id=session.id, opened_at__isnull=False)
    await write_question(skipped.id)
    following = (await queries.skip(actor, skipped.id)).query
    next_ = await GeneratedQuery.exclude(id=skipped.id).get(session_id=session.id, opened_at__isnull=False)
    assert await told(actor, before + 1) == [("query.changed", str(one.id)) for one in (following, next_)]

    pair = await Event.get(stream=actor.workspace_id, seq=before + 1)
    assert pair.payload == {
        "agent_id": str(agent.id),
        "id": str(saved.pair.id),
        "session_id": str(session.id),
    }


async def test_what_was_rolled_back_is_not_told(actor: Actor) -> None:
    agent = await make_agent(actor)
    before = await told(actor)

    @transactional
    async def fail() -> None:
        changes.note(agent.id, Changed.AGENT, agent.id)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fail()
    assert await told(actor) == before


async def test_a_number_is_given_in_the_order_of_commits(actor: Actor) -> None:
    """A transaction that noted a change first and ends last comes last, and holds up nobody."""
    slow, quick = await make_agent(actor), await make_agent(actor)
    before, goes_on, has_noted = await log.last(actor.workspace_id), asyncio.Event(), asyncio.Event()

    @transactional
    async def first() -> None:
        changes.note(slow.id, Changed.AGENT, slow.id)
        has_noted.set()
        await goes_on.wait()

    @transactional
    async def second() -> None:
        changes.note(quick.id, Changed.AGENT, quick.id)

    waiting = asyncio.create_task(first())
    await has_noted.wait()
    await second()
    assert await told(actor, before) == [("agent.changed", str(quick.id))]
    goes_on.set()
    await waiting
    assert await told(actor, before) == [("agent.changed", str(one.id)) for one in (quick, slow)]


@pytest.mark.slow
async def test_transactions_that_meet_in_two_conversations_wait_in_no_circle(actor: Actor) -> None:
    """Each holds the stream of a conversation when it takes that of the workspace, and goes on to another."""
    agent = await make_agent(actor)
    one, two = [await make_session(actor, agent) for _ in range(2)]
    before = await log.last(actor.workspace_id)

    @transactional
    async def tell(*told: Session) -> None:
        for session in told:
            await log.append(session.id, Told("session.completed", {}))

    # Of the conversations themselves the order is one: by their ids.
    async with asyncio.timeout(60):
        await asyncio.gather(*(tell(*pair) for _ in range(40) for pair in ([one], [two], [one, two])))
    rows = await told(actor, before)
    assert len(rows) == 40 + 40 + 2 * 40
    assert {row for _, row in rows} == {str(one.id), str(two.id)}


async def test_of_steps_one_in_a_second_is_told(actor: Actor) -> None:
    run = await run_of(await make_agent(actor))
    before, start = await log.last(actor.workspace_id), (await now()).replace(microsecond=0)
    for step in range(50):
        await tell(run.id, "run.progress", {"step": step, "total_steps": 99})
    seconds = {row.created_at.replace(microsecond=0) for row in await Event.filter(stream=run.id)}
    assert min(seconds) >= start
    assert await told(actor, before) == [("run.changed", str(run.id))] * len(seconds)


async def test_the_words_of_questions_are_not_told(actor: Actor) -> None:
    session = await make_session(actor, await make_agent(actor))
    before = await told(actor)
    await tell(session.id, "query.delta", {"query_id": str(session.id), "offset": 0, "text": "How"})
    assert await told(actor) == before


async def test_a_run_is_told_from_its_start_to_its_end(actor: Actor) -> None:
    agent = await make_agent(actor)
    await make_pairs(actor, await make_session(actor, agent), 8)
    before = await log.last(actor.workspace_id)
    run = await runs.start(actor, agent.id)
    await runs.cancel(actor, run.id)
    assert await told(actor, before) == [("run.changed", str(run.id))] * 2


async def test_archiving_is_told(actor: Actor) -> None:
    session = await make_session(actor, await make_agent(actor))
    await sessions.complete(actor, session.id)
    before = await log.last(actor.workspace_id)
    await sessions.archive(actor, session.id)
    await sessions.archive(actor, session.id)
    assert await told(actor, before) == [("session.changed", str(session.id))]


async def test_one_workspace_hears_nothing_of_another(actor: Actor) -> None:
    other_actor = Actor((await Workspace.create(name="Other")).id, "local")
    await make_pairs(actor, await make_session(actor, await make_agent(actor)), 1)
    before = await told(actor)
    foreign = await make_agent(other_actor)
    run = await run_of(foreign)
    await record.loading(run.id, 1)
    assert await told(actor) == before
    assert {row for _, row in await told(other_actor)} == {str(foreign.id), str(run.id)}
