"""The durable streams: replay from `after`, live delivery, resuming, ending, cleaning up."""

import asyncio
import random
from datetime import datetime
from typing import Any

import pytest

from app.api.ids import encode
from app.config import Settings
from app.events import log
from app.models import AgentVersion, Event, RunStatus, RunTrigger, Session, TrainingRun, VersionStatus
from app.models.clock import now
from app.pairs import service as pairs
from app.sessions import service as sessions
from app.versions import service as versions
from tests.api.conftest import Api, serving
from tests.factories import make_agent, make_pairs, make_session
from tests.telling import tell

GENERATED = """
subscription ($id: ID!, $after: String) { generatedQuery(sessionId: $id, after: $after) {
  __typename cursor queryId
  ... on QueryStartedEvent { category context difficulty attempt }
  ... on QueryDeltaEvent { offset text }
  ... on QueryReadyEvent { text source }
  ... on QueryFallbackEvent { text source reason }
  ... on QuerySkippedEvent { reason }
} }
"""
UPDATED = """
subscription ($id: ID!, $after: String) { sessionUpdated(sessionId: $id, after: $after) {
  __typename cursor
  ... on SessionStartedEvent { welcome targetPairs }
  ... on PairSavedEvent { pairCount targetPairs message pair { response } }
  ... on TrainingTriggeredEvent { trigger message run { status } }
  ... on VersionLiveEvent { number version { number } }
  ... on VersionRetiredEvent { number versionId message version { status } }
} }
"""
PROGRESS = """
subscription ($id: ID!, $after: String) { trainingProgress(runId: $id, after: $after) {
  __typename cursor
  ... on RunStatusEvent { status }
  ... on RunProgressEvent { step totalSteps loss holdoutLoss }
  ... on RunSamplesEvent { step samples { pairId answer } }
  ... on RunFinishedEvent { status reason versionId number }
} }
"""


async def _session(api: Api) -> Session:
    return await make_session(api.actor, await make_agent(api.actor))


async def _run(api: Api) -> TrainingRun:
    agent = await make_agent(api.actor)
    return await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.RUNNING, queued_at=await now()
    )


def _progress(step: int) -> dict[str, Any]:
    return {"step": step, "total_steps": 60, "loss": 1.0 / (step + 1), "holdout_loss": None}


async def test_a_question_comes_word_by_word(api: Api) -> None:
    session = await _session(api)
    started = await Event.get(stream=session.id, kind="query.started")
    query_id = started.payload["query_id"]
    metadata = {key: started.payload[key] for key in ("query_id", "category", "context", "difficulty")}

    async with api.subscribed(GENERATED, id=encode("Session", session.id)) as socket:
        first = (await socket.next())["data"]["generatedQuery"]
        await tell(session.id, "query.delta", {"query_id": query_id, "offset": 0, "text": "How"})
        await tell(session.id, "query.delta", {"query_id": query_id, "offset": 3, "text": " do I…"})
        await tell(session.id, "pair.deleted", {"pair_id": query_id, "pair_count": 0})
        await tell(session.id, "query.ready", metadata | {"text": "How do I?", "source": "model"})
        rest = [(await socket.next())["data"]["generatedQuery"] for _ in range(3)]

    shared = {"queryId": encode("GeneratedQuery", query_id)}
    assert first == shared | {
        "__typename": "QueryStartedEvent",
        "cursor": "2",
        "attempt": 1,
        "context": started.payload["context"],
        "category": started.payload["category"].upper(),
        "difficulty": started.payload["difficulty"].upper(),
    }
    assert rest == [
        shared | {"__typename": "QueryDeltaEvent", "cursor": "3", "offset": 0, "text": "How"},
        shared | {"__typename": "QueryDeltaEvent", "cursor": "4", "offset": 3, "text": " do I…"},
        shared | {"__typename": "QueryReadyEvent", "cursor": "6", "text": "How do I?", "source": "MODEL"},
    ]


async def test_a_session_tells_what_happens_but_no_words(api: Api) -> None:
    session = await _session(api)
    await tell(session.id, "query.delta", {"query_id": str(session.id), "offset": 0, "text": "How"})

    async with api.subscribed(UPDATED, id=encode("Session", session.id)) as socket:
        replayed = [(await socket.next())["data"]["sessionUpdated"] for _ in range(2)]
        await make_pairs(api.actor, session, 1)
        saved = (await socket.next())["data"]["sessionUpdated"]

    assert [event["__typename"] for event in replayed] == ["SessionStartedEvent", "QueryStartedEvent"]
    assert saved == {
        "__typename": "PairSavedEvent",
        "cursor": "4",
        "pairCount": 1,
        "targetPairs": 20,
        "message": "Training pair saved (1/20)",
        "pair": {"response": "Answer 0."},
    }


async def test_what_an_event_shows_is_read_anew(api: Api) -> None:
    session = await _session(api)
    [saved] = await make_pairs(api.actor, session, 1)

    async with api.subscribed(UPDATED, id=encode("Session", session.id), after="2") as socket:
        first = (await socket.next())["data"]["sessionUpdated"]
        saved.pair.response = "Changed."
        await saved.pair.save()
        await tell(
            session.id,
            "pair.saved",
            {"pair_id": str(saved.pair.id), "pair_count": 1, "target_pairs": 20, "message": "again"},
        )
        second = (await socket.next())["data"]["sessionUpdated"]

    assert [event["pair"]["response"] for event in (first, second)] == ["Answer 0.", "Changed."]


async def test_a_conversation_hears_that_the_live_version_was_taken_off(api: Api) -> None:
    session = await _session(api)
    run = await TrainingRun.create(
        agent_id=session.agent_id,
        trigger=RunTrigger.MANUAL,
        status=RunStatus.SUCCEEDED,
        queued_at=await now(),
    )
    live = await AgentVersion.create(agent_id=session.agent_id, run=run, number=3, status=VersionStatus.LIVE)

    async with api.subscribed(UPDATED, id=encode("Session", session.id), after="2") as socket:
        await versions.retire(api.actor, session.agent_id)
        event = (await socket.next())["data"]["sessionUpdated"]

    assert event == {
        "__typename": "VersionRetiredEvent",
        "cursor": "3",
        "number": 3,
        "versionId": encode("AgentVersion", live.id),
        "message": "Version 3 is off: you took it off.",
        "version": {"status": "RETIRED"},
    }


async def test_a_run_is_followed_to_its_end(api: Api) -> None:
    run = await _run(api)
    version_id = "01a20504-b3f7-77a0-ab37-eb732f8db344"
    sample = {"pair_id": version_id, "query": "q", "expected": "e", "answer": "a"}
    await tell(run.id, "run.status", {"status": "running", "message": "Training has begun."})
    await tell(run.id, "run.progress", _progress(0))
    await tell(run.id, "run.samples", {"step": 0, "samples": [sample]})
    finished = {"status": "succeeded", "reason": "Better.", "version_id": version_id, "number": 1}
    await tell(run.id, "run.finished", finished)

    async with api.subscribed(PROGRESS, id=encode("TrainingRun", run.id), after="1") as socket:
        events = [(await socket.next())["data"]["trainingProgress"] for _ in range(3)]
        end = await socket.receive()

    # fmt: off
    assert events == [
        {
            "__typename": "RunProgressEvent", "cursor": "2", "step": 0, "totalSteps": 60, "loss": 1.0,
            "holdoutLoss": None,
        },
        {
            "__typename": "RunSamplesEvent", "cursor": "3", "step": 0,
            "samples": [{"pairId": encode("TrainingPair", version_id), "answer": "a"}],
        },
        {
            "__typename": "RunFinishedEvent", "cursor": "4", "status": "SUCCEEDED", "reason": "Better.",
            "versionId": encode("AgentVersion", version_id), "number": 1,
        },
    ]
    # fmt: on
    assert end == {"id": "1", "type": "complete"}
    assert api.endpoint.channels.subscribers == 0


@pytest.mark.slow
async def test_200_disconnects_during_a_live_run_lose_and_double_nothing(api: Api) -> None:
    run, chance = await _run(api), random.Random(7)
    steps, disconnects = 600, 200
    run_id = encode("TrainingRun", run.id)

    async def train() -> None:
        for step in range(steps):
            await tell(run.id, "run.progress", _progress(step))
        reason = {"status": "succeeded", "reason": "Better.", "version_id": None, "number": None}
        await tell(run.id, "run.finished", reason)

    received: list[tuple[str, str]] = []
    training = asyncio.create_task(train())
    for left in range(disconnects, -1, -1):
        after = received[-1][0] if received else None
        async with api.subscribed(PROGRESS, id=run_id, after=after) as socket:
            wanted = chance.randint(0, 5) if left else steps + 1
            while wanted and (not received or received[-1][1] != "RunFinishedEvent"):
                event = (await socket.next())["data"]["trainingProgress"]
                received.append((event["cursor"], event["__typename"]))
                wanted -= 1
            if chance.random() < 0.5:
                socket.connection.transport.abort()  # as when a laptop is closed, without a close frame
        if received and received[-1][1] == "RunFinishedEvent":
            break
    await training

    table = await Event.filter(stream=run.id).order_by("seq").values_list("seq", flat=True)
    assert [int(cursor) for cursor, _ in received] == list(table) == list(range(1, steps + 2))
    assert left == 0


@pytest.mark.slow
async def test_state_and_cursor_are_one_snapshot(api: Api) -> None:
    session = await _session(api)
    session_id = encode("Session", session.id)
    state = "query ($id: ID!) { session(id: $id) { pairCount lastEventCursor } }"

    async def coach() -> None:
        await make_pairs(api.actor, session, 15)

    coaching = asyncio.create_task(coach())
    while not coaching.done():
        read = (await api.data(state, id=session_id))["session"]
        saved = await Event.filter(
            stream=session.id, kind="pair.saved", seq__lte=int(read["lastEventCursor"])
        ).count()
        assert saved == read["pairCount"]
    await coaching


async def test_going_away_ends_the_subscription(api: Api) -> None:
    session = await _session(api)
    async with api.subscribed(UPDATED, id=encode("Session", session.id)) as socket:
        await socket.next()
        assert api.endpoint.channels.subscribers == 1
        socket.connection.transport.abort()
    await _until(lambda: api.endpoint.channels.subscribers == 0)


async def test_complete_ends_one_subscription_of_a_socket(api: Api) -> None:
    session_id = encode("Session", (await _session(api)).id)
    async with api.socket() as socket:
        await socket.init()
        for id in ("a", "b"):
            await socket.subscribe(UPDATED, {"id": session_id, "after": "1"}, id=id)
            await socket.next(id)
        await socket.send(id="a", type="complete")
        await _until(lambda: api.endpoint.channels.subscribers == 1)


async def _until(condition: Any) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  (the server tells nobody when it has cleaned up)
            await asyncio.sleep(0)


@pytest.mark.parametrize("after", ["x", "", "-1", "1.5", "9" * 19, "٣"])
async def test_a_wrong_cursor_is_refused(api: Api, after: str) -> None:
    session = await _session(api)
    async with api.subscribed(UPDATED, id=encode("Session", session.id), after=after) as socket:
        assert await _code_of_refusal(socket) == "INVALID_INPUT"
    assert api.endpoint.channels.subscribers == 0


async def test_other_streams_are_not_found(api: Api) -> None:
    session = await _session(api)
    missing = "01a20504-b3f7-77a0-ab37-eb732f8db344"
    for query, id in (
        (UPDATED, encode("Session", missing)),
        (GENERATED, encode("Session", missing)),
        (PROGRESS, encode("TrainingRun", missing)),
        (PROGRESS, encode("TrainingRun", session.id)),
    ):
        async with api.subscribed(query, id=id) as socket:
            assert await _code_of_refusal(socket) == "NOT_FOUND"


async def _code_of_refusal(socket: Any) -> str:
    message = await socket.receive()
    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    return errors[0]["extensions"]["code"]


async def test_the_server_going_down_closes_sockets_with_1012(api: Api) -> None:
    session = await _session(api)
    async with api.subscribed(UPDATED, id=encode("Session", session.id)) as socket:
        await socket.next()
        api.stop()
        assert (await socket.closed())[0] == 1012


async def test_a_restart_of_the_server_loses_no_event(db: None, settings: Settings) -> None:
    """Nor one that was written while there was no server."""
    async with serving(settings) as api:
        session = await _session(api)
        actor, stream = api.actor, encode("Session", session.id)
        async with api.subscribed(UPDATED, id=stream) as socket:
            seen = [(await socket.next())["data"]["sessionUpdated"]["cursor"] for _ in range(2)]
            api.stop()
            assert (await socket.closed())[0] == 1012
    await make_pairs(actor, session, 1)
    async with serving(settings) as api, api.subscribed(UPDATED, id=stream, after=seen[-1]) as socket:
        missed = (await socket.next())["data"]["sessionUpdated"]
        await make_pairs(actor, session, 1, start=1)
        live = (await socket.next())["data"]["sessionUpdated"]
    assert [*seen, missed["cursor"], live["cursor"]] == ["1", "2", "3", "4"]
    assert [event["pairCount"] for event in (missed, live)] == [1, 2]


async def test_what_is_over_ends_for_those_who_come_late(api: Api) -> None:
    """From wherever they go on, also behind the last event; corrections that came after the end included."""
    session = await make_session(api.actor, await make_agent(api.actor))
    (saved,) = await make_pairs(api.actor, session, 1)
    await sessions.complete(api.actor, session.id)
    await pairs.update(api.actor, saved.pair.id, response="By card.")
    end = await log.last(session.id)
    query = """subscription ($id: ID!, $after: String) {
      sessionUpdated(sessionId: $id, after: $after) { __typename cursor at } }"""
    id = encode("Session", session.id)
    for after, kinds in ((end - 2, ["SessionCompletedEvent", "PairUpdatedEvent"]), (end, [])):
        async with api.subscribed(query, id=id, after=str(after)) as socket:
            events = [(await socket.next())["data"]["sessionUpdated"] for _ in kinds]
            assert [event["__typename"] for event in events] == kinds
            assert await socket.receive() == {"type": "complete", "id": "1"}
        rows = await Event.filter(stream=session.id, seq__gt=after).order_by("seq")
        assert [datetime.fromisoformat(event["at"]) for event in events] == [row.created_at for row in rows]


async def test_a_conversation_that_is_completed_ends_its_subscriptions(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    id, last = encode("Session", session.id), str(await log.last(session.id))
    for field in ("sessionUpdated", "generatedQuery"):
        query = f"subscription ($id: ID!, $after: String) {{ {field}(sessionId: $id, after: $after) {{ __typename }} }}"
        async with (
            api.subscribed(query, id=id, after=last) as socket,
            api.subscribed(query, id=id, after=last) as two,
        ):
            if field == "sessionUpdated":
                await sessions.complete(api.actor, session.id)
                assert (await socket.next())["data"]["sessionUpdated"][
                    "__typename"
                ] == "SessionCompletedEvent"
                await two.next()
            assert await socket.receive() == await two.receive() == {"type": "complete", "id": "1"}
        last = str(await log.last(session.id))


async def test_a_finished_run_ends_at_once_behind_its_last_event(api: Api) -> None:
    agent = await make_agent(api.actor)
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.SUCCEEDED, queued_at=await now()
    )
    query = "subscription ($id: ID!) { trainingProgress(runId: $id) { __typename } }"
    async with api.subscribed(query, id=encode("TrainingRun", run.id)) as socket:
        assert await socket.receive() == {"type": "complete", "id": "1"}


async def test_nobody_goes_on_from_an_event_that_did_not_happen(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    beyond = str(await log.last(session.id) + 1)
    query = """subscription ($id: ID!, $after: String) {
      sessionUpdated(sessionId: $id, after: $after) { __typename } }"""
    async with api.subscribed(query, id=encode("Session", session.id), after=beyond) as socket:
        (error,) = (await socket.next())["errors"]
        assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", "after")
        assert await socket.receive() == {"type": "complete", "id": "1"}


@pytest.mark.parametrize(
    "payload", [{"query": "{"}, {"query": "query A { viewer { subject } }", "operationName": "B"}]
)
async def test_a_bad_operation_leaves_the_others_of_its_socket_alone(
    api: Api, payload: dict[str, str]
) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    query = "subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename } }"
    async with api.subscribed(query, id=encode("Session", session.id)) as socket:
        await socket.next()
        await socket.next()
        await socket.send(id="bad", type="subscribe", payload=payload)
        answer = await socket.receive()
        assert (answer["type"], answer["id"]) == ("error", "bad")
        assert answer["payload"][0]["extensions"]["code"] == "BAD_REQUEST"
        await make_pairs(api.actor, session, 1)
        assert (await socket.next())["data"]["sessionUpdated"]["__typename"] == "PairSavedEvent"
