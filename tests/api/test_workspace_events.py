"""What changes in a workspace, followed by dashboards: rows as they are now, nothing lost, nothing of others."""

import asyncio
import random
from datetime import datetime
from typing import Any

import pytest

from app.agents import service as agents
from app.agents.erasure import AFTER, erase_deleted
from app.api.ids import encode
from app.customers import service as queries
from app.events import log
from app.models import (
    Agent,
    AgentVersion,
    Event,
    GeneratedQuery,
    RunStatus,
    RunTrigger,
    TrainingRun,
    VersionStatus,
)
from app.models.clock import now
from app.runs import record
from app.versions import service as versions
from tests.api.conftest import Api, Socket
from tests.api.worlds import make_world
from tests.factories import make_agent, make_pairs, make_session, write_question

FIELDS = """
  __typename cursor agentId agent { name }
  ... on SessionChangedEvent { sessionId session { status } }
  ... on QueryChangedEvent { queryId sessionId query { status } }
  ... on PairChangedEvent { pairId pair { response } session { pairCount } }
  ... on RunChangedEvent { runId run { status step } }
  ... on VersionChangedEvent { versionId version { status } }
"""
WORKSPACE = f"subscription ($after: String) {{ workspaceEvents(after: $after) {{ {FIELDS} }} }}"
AGENT = (
    f"subscription ($id: ID!, $after: String) {{ agentEvents(agentId: $id, after: $after) {{ {FIELDS} }} }}"
)
CURSOR = "{ viewer { lastEventCursor } }"


async def cursor(api: Api) -> str:
    return (await api.data(CURSOR))["viewer"]["lastEventCursor"]


async def events_of(socket: Socket, count: int) -> list[dict[str, Any]]:
    return [next(iter((await socket.next())["data"].values())) for _ in range(count)]


async def running(agent: Agent) -> TrainingRun:
    return await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.RUNNING, lease_epoch=1, queued_at=await now()
    )


async def test_a_dashboard_hears_of_everything_as_it_is_now(api: Api) -> None:
    """Without ever asking again: what each event shows is what a query would."""
    start = await cursor(api)
    assert start == "0"
    async with api.subscribed(WORKSPACE, after=start) as socket:
        agent = await make_agent(api.actor, "Desk")
        created = await events_of(socket, 3)
        assert {event["__typename"] for event in created} == {"AgentChangedEvent"}
        of_agent = {"agentId": encode("Agent", agent.id), "agent": {"name": "Desk"}}

        session = await make_session(api.actor, agent)
        begun, asked = await events_of(socket, 2)
        query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
        [saved] = await make_pairs(api.actor, session, 1)
        (pair,) = await events_of(socket, 1)
        run = await running(agent)
        await record.loading(run.id, 1)
        (loading,) = await events_of(socket, 1)
        await record.failed(run.id, 1, "NO_ROOM", "There was no room.")
        (failed,) = await events_of(socket, 1)
        live = await AgentVersion.create(agent=agent, run=run, number=1, status=VersionStatus.LIVE)
        await versions.retire(api.actor, agent.id)
        (retired,) = await events_of(socket, 1)

    shown = [
        {
            "__typename": "SessionChangedEvent",
            "sessionId": encode("Session", session.id),
            "session": {"status": "ACTIVE"},
        },
        {
            "__typename": "QueryChangedEvent",
            "queryId": encode("GeneratedQuery", query.id),
            "sessionId": encode("Session", session.id),
            "query": {"status": query.status.upper()},
        },
        {
            "__typename": "PairChangedEvent",
            "pairId": encode("TrainingPair", saved.pair.id),
            "pair": {"response": "Answer 0."},
            "session": {"pairCount": 1},
        },
        {
            "__typename": "RunChangedEvent",
            "runId": encode("TrainingRun", run.id),
            "run": {"status": "RUNNING", "step": 0},
        },
        {
            "__typename": "RunChangedEvent",
            "runId": encode("TrainingRun", run.id),
            "run": {"status": "FAILED", "step": 0},
        },
        {
            "__typename": "VersionChangedEvent",
            "versionId": encode("AgentVersion", live.id),
            "version": {"status": "RETIRED"},
        },
    ]
    came = [begun, asked, pair, loading, failed, retired]
    assert [int(event.pop("cursor")) for event in came] == list(range(4, 10))
    assert came == [of_agent | one for one in shown]


async def test_an_agent_is_followed_alone_and_to_its_end(api: Api) -> None:
    agent, other = [await make_agent(api.actor, name) for name in ("Desk", "Shop")]
    start = await cursor(api)
    async with api.subscribed(AGENT, id=encode("Agent", agent.id), after=start) as socket:
        await agents.update(api.actor, agent.id, name="Help desk")
        (renamed,) = await events_of(socket, 1)
        await agents.update(api.actor, other.id, name="Store")
        await agents.delete(api.actor, agent.id)
        (deleted,) = await events_of(socket, 1)
        assert await socket.receive() == {"id": "1", "type": "complete"}
    at, id = int(start), encode("Agent", agent.id)
    assert renamed == {
        "__typename": "AgentChangedEvent",
        "cursor": str(at + 1),
        "agentId": id,
        "agent": {"name": "Help desk"},
    }
    assert deleted == {
        "__typename": "AgentDeletedEvent",
        "cursor": str(at + 3),
        "agentId": id,
        "agent": None,
    }
    assert await cursor(api) == str(at + 3)


async def test_what_was_deleted_is_told_without_what_it_was(api: Api, settings: Any) -> None:
    """Until its rows are erased as well as after that, when nothing but the numbers is left."""
    agent = await make_agent(api.actor)
    await make_pairs(api.actor, await make_session(api.actor, agent), 1)
    await agents.delete(api.actor, agent.id)
    last = int(await cursor(api))
    async with api.subscribed(WORKSPACE) as socket:
        told = await events_of(socket, last)
    assert {event.get(name) for event in told for name in ("agent", "session", "query", "pair")} == {None}

    await Agent.filter(id=agent.id).update(deleted_at=await now() - AFTER - AFTER)
    await erase_deleted({"settings": settings})
    kept = await make_agent(api.actor)
    async with api.subscribed(WORKSPACE) as socket:
        (first,) = await events_of(socket, 1)
    # Number `last + 1` is of the erasure.
    assert (first["cursor"], first["agentId"]) == (str(last + 2), encode("Agent", kept.id))


@pytest.mark.slow
async def test_200_disconnects_while_many_write_lose_and_double_nothing(api: Api) -> None:
    agent, chance = await make_agent(api.actor), random.Random(7)
    sessions = [await make_session(api.actor, agent) for _ in range(4)]
    start = int(await cursor(api))
    pairs = 25

    async def coach(number: int) -> None:
        await make_pairs(api.actor, sessions[number], pairs, start=number * pairs)

    coaching = asyncio.gather(*(coach(number) for number in range(len(sessions))))
    received: list[int] = []
    for _ in range(200):
        after = received[-1] if received else start
        async with api.subscribed(WORKSPACE, after=str(after)) as socket:
            for event in await events_of(socket, 0 if coaching.done() else chance.randint(0, 2)):
                received.append(int(event["cursor"]))
            if chance.random() < 0.5:
                socket.connection.transport.abort()
    await coaching
    total = await log.last(api.actor.workspace_id)
    assert received
    async with api.subscribed(WORKSPACE, after=str(received[-1])) as socket:
        received += [int(event["cursor"]) for event in await events_of(socket, total - received[-1])]
    assert received == list(range(start + 1, total + 1))
    assert total - start >= len(sessions) * pairs


async def test_those_who_ask_the_same_share_one_execution(api: Api) -> None:
    agent = await make_agent(api.actor)
    start = await cursor(api)
    async with api.subscribed(WORKSPACE, after=start) as one, api.subscribed(WORKSPACE, after=start) as two:
        await agents.update(api.actor, agent.id, name="Help desk")
        first = [await events_of(socket, 1) for socket in (one, two)]
        await agents.update(api.actor, agent.id, name="Desk")
        second = [await events_of(socket, 1) for socket in (one, two)]
        assert len(api.endpoint.channels) == 1
        assert api.endpoint.channels.subscribers == 2
    assert [first[0], second[0]] == [first[1], second[1]]
    assert [event[0]["agent"]["name"] for event in (first[0], second[0])] == ["Help desk", "Desk"]


async def test_a_cursor_beyond_the_end_is_refused(api: Api) -> None:
    agent = await make_agent(api.actor)
    beyond = str(int(await cursor(api)) + 1)
    for document, variables in ((WORKSPACE, {}), (AGENT, {"id": encode("Agent", agent.id)})):
        async with api.subscribed(document, after=beyond, **variables) as socket:
            errors = (await socket.receive())["payload"]["errors"]
        assert errors[0]["extensions"]["code"] == "INVALID_INPUT"
        assert errors[0]["message"] == (
            f"There is no event {beyond} yet; take `cursor` of the last event that you saw."
        )


async def test_another_workspace_is_not_heard(api: Api) -> None:
    await make_world("vermilion")
    assert await cursor(api) == "0"
    async with api.subscribed(WORKSPACE) as socket:
        own = await make_agent(api.actor)
        told = await events_of(socket, 1)
    assert [event["agentId"] for event in told] == [encode("Agent", own.id)]


async def test_an_event_has_the_time_of_its_row(api: Api) -> None:
    await make_agent(api.actor)
    async with api.subscribed("subscription { workspaceEvents { at } }") as socket:
        (event,) = await events_of(socket, 1)
    row = await Event.get(stream=api.actor.workspace_id, seq=1)
    assert datetime.fromisoformat(event["at"]) == row.created_at


async def test_a_question_is_told_from_its_opening_to_its_end(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
    await write_question(query.id)
    start = await cursor(api)
    async with api.subscribed(WORKSPACE, after=start) as socket:
        await queries.skip(api.actor, query.id)
        skipped, opened = await events_of(socket, 2)
    assert (skipped["queryId"], skipped["query"]) == (
        encode("GeneratedQuery", query.id),
        {"status": "SKIPPED"},
    )
    assert opened["query"]["status"] in ("OPEN", "GENERATING")
