"""startSession, completeSession, generateQuery, skipQuery, submitResponse, addPair, updatePair, deletePair."""

import asyncio
from typing import Any

import pytest

from app.api.ids import encode
from app.models import Event, GeneratedQuery, QueryStatus, Session, SessionStatus, TrainingPair, TrainingRun
from app.sessions import service as sessions
from tests.api.conftest import Api
from tests.factories import make_agent, make_pairs, make_session, write_question

START = """
mutation ($input: StartSessionInput!) { startSession(input: $input) {
  __typename
  ... on SessionStarted {
    session { id welcome targetPairs topics difficulty status lastEventCursor currentQuery { id } }
    query { id status firstEventCursor }
  }
  ... on Problem { code }
  ... on InvalidInput { field }
} }
"""
COMPLETE = """
mutation ($id: ID!) { completeSession(sessionId: $id) {
  __typename ... on SessionCompleted { session { status currentQuery { id } } } ... on Problem { code }
} }
"""
GENERATE = """
mutation ($id: ID!) { generateQuery(sessionId: $id) {
  __typename ... on QueryOpened { query { id status session { id } } } ... on Problem { code }
} }
"""
SKIP = """
mutation ($input: SkipQueryInput!) { skipQuery(input: $input) {
  __typename
  ... on QuerySkipped { query { status skipReason } nextQuery { id status } }
  ... on Problem { code }
} }
"""
SUBMIT = """
mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) {
  __typename
  ... on PairSaved {
    pair { id query response draft split generatedQuery { id } }
    session { pairCount targetPairs } nextQuery { id } trainingRun { id status } notices
  }
  ... on Problem { code }
  ... on InvalidInput { field }
} }
"""
ADD = """
mutation ($input: AddPairInput!) { addPair(input: $input) {
  __typename
  ... on PairSaved {
    pair { id category difficulty context } session { pairCount } nextQuery { id } trainingRun { id trigger }
  }
  ... on Problem { code }
} }
"""
UPDATE = """
mutation ($input: UpdatePairInput!) { updatePair(input: $input) {
  __typename ... on PairUpdated { pair { query response } } ... on Problem { code }
} }
"""
DELETE = """
mutation ($id: ID!) { deletePair(pairId: $id) {
  __typename ... on PairDeleted { pair { query } session { pairCount } } ... on Problem { code }
} }
"""


async def _session(api: Api) -> tuple[str, str]:
    """Ids of a session and of its open question, which is complete."""
    session = await make_session(api.actor, await make_agent(api.actor))
    query = await GeneratedQuery.get(session_id=session.id, opened_at__isnull=False)
    await write_question(query.id)
    return encode("Session", session.id), encode("GeneratedQuery", query.id)


async def _facts() -> dict[str, Any]:
    """Everything that a refused mutation must leave alone."""
    return {
        table.__name__: await table.all().order_by("id").values() for table in (Session, TrainingPair, Event)
    }


async def test_start_session(api: Api) -> None:
    agent_id = encode("Agent", (await make_agent(api.actor)).id)

    data = await api.data(START, input={"agentId": agent_id, "topics": ["invoices"], "difficulty": "HARD"})

    started = data["startSession"]
    query = await GeneratedQuery.get(opened_at__isnull=False)
    query_id = encode("GeneratedQuery", query.id)
    assert started["query"] == {"id": query_id, "status": "GENERATING", "firstEventCursor": "1"}
    assert started["session"]["currentQuery"] == {"id": query_id}
    assert started["session"]["lastEventCursor"] == "2"
    assert (started["session"]["targetPairs"], started["session"]["topics"]) == (20, ["invoices"])
    assert started["session"]["difficulty"] == "HARD"
    assert query.difficulty == "hard"
    assert len(api.bells.jobs) == 3  # this question, and two prepared ahead


@pytest.mark.parametrize("target", [0, -1, 2001])
async def test_start_session_refuses_targets(api: Api, target: int) -> None:
    agent_id = encode("Agent", (await make_agent(api.actor)).id)

    data = await api.data(START, input={"agentId": agent_id, "targetPairs": target})

    assert data["startSession"] == {
        "__typename": "InvalidInput",
        "code": "INVALID_INPUT",
        "field": "targetPairs",
    }
    assert await Session.all().count() == 0
    assert api.bells.jobs == []


async def test_complete_session(api: Api) -> None:
    session_id, query_id = await _session(api)

    data = await api.data(COMPLETE, id=session_id)

    completed = {"__typename": "SessionCompleted", "session": {"status": "COMPLETED", "currentQuery": None}}
    assert data["completeSession"] == completed
    before = await _facts()
    refused = await api.data(SUBMIT, input={"queryId": query_id, "response": "Late."})
    assert refused["submitResponse"] == {"__typename": "Conflict", "code": "CONFLICT"}
    assert (await api.data(COMPLETE, id=session_id))["completeSession"] == completed
    assert await _facts() == before


async def test_generate_query_puts_the_open_one_aside(api: Api) -> None:
    session_id, query_id = await _session(api)

    data = await api.data(GENERATE, id=session_id)

    opened = data["generateQuery"]["query"]
    assert opened["id"] != query_id
    assert opened["session"] == {"id": session_id}
    statuses = (
        await GeneratedQuery.filter(opened_at__isnull=False).order_by("id").values_list("status", flat=True)
    )
    assert list(statuses) == [QueryStatus.DISCARDED, QueryStatus.GENERATING]


async def test_skip_query_while_the_next_is_still_being_written(api: Api) -> None:
    session_id, query_id = await _session(api)

    data = await api.data(SKIP, input={"queryId": query_id, "reason": "off topic"})
    next_id = data["skipQuery"]["nextQuery"]["id"]
    again = await api.data(SKIP, input={"queryId": next_id})

    assert data["skipQuery"]["query"] == {"status": "SKIPPED", "skipReason": "off topic"}
    assert data["skipQuery"]["nextQuery"]["status"] == "GENERATING"
    assert again["skipQuery"]["query"]["status"] == "SKIPPED"
    refused = await api.data(SKIP, input={"queryId": query_id})
    assert refused["skipQuery"] == {"__typename": "Conflict", "code": "CONFLICT"}
    assert (await Session.get()).skip_count == 2


async def test_submit_response(api: Api) -> None:
    _, query_id = await _session(api)

    data = await api.data(SUBMIT, input={"queryId": query_id, "response": " Open Settings. ", "draft": "Hm."})

    saved = data["submitResponse"]
    assert saved["pair"] | {"id": ""} == {
        "id": "",
        "query": "How do I add a colleague?",
        "response": "Open Settings.",
        "draft": "Hm.",
        "split": None,
        "generatedQuery": {"id": query_id},
    }
    assert saved["session"] == {"pairCount": 1, "targetPairs": 20}
    assert saved["nextQuery"]["id"] != query_id
    assert saved["trainingRun"] is None
    assert saved["notices"] == ["Training pair saved (1/20)"]


@pytest.mark.parametrize(("_case", "response"), [("empty", ""), ("blank", " \n "), ("too long", "x" * 4001)])
async def test_submit_response_refuses_and_writes_nothing(api: Api, _case: str, response: str) -> None:
    _, query_id = await _session(api)
    before, jobs = await _facts(), list(api.bells.jobs)

    data = await api.data(SUBMIT, input={"queryId": query_id, "response": response})

    assert data["submitResponse"] == {
        "__typename": "InvalidInput",
        "code": "INVALID_INPUT",
        "field": "response",
    }
    assert await _facts() == before
    assert api.bells.jobs == jobs


@pytest.mark.slow
async def test_submit_response_with_one_key_saves_once(api: Api) -> None:
    _, query_id = await _session(api)
    request = {"queryId": query_id, "response": "Open Settings.", "idempotencyKey": "k1"}

    answers = await asyncio.gather(*(api.data(SUBMIT, input=request) for _ in range(20)))

    assert {answer["submitResponse"]["__typename"] for answer in answers} == {"PairSaved"}
    assert len({answer["submitResponse"]["pair"]["id"] for answer in answers}) == 1
    assert {answer["submitResponse"]["session"]["pairCount"] for answer in answers} == {1}
    assert await TrainingPair.all().count() == 1
    other = await api.data(SUBMIT, input=request | {"response": "Something else."})
    assert other["submitResponse"] == {"__typename": "Conflict", "code": "CONFLICT"}


@pytest.mark.slow
async def test_add_pair_that_crosses_the_threshold_starts_one_run(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    await make_pairs(api.actor, session, 19)
    session_id = encode("Session", session.id)

    data = await api.data(
        ADD,
        input={
            "sessionId": session_id,
            "query": "Can I pay by invoice?",
            "response": "Yes.",
            "category": "BILLING",
            "difficulty": "EASY",
            "context": "Shop owner",
        },
    )

    saved = data["addPair"]
    assert saved["pair"] | {"id": ""} == {
        "id": "",
        "category": "BILLING",
        "difficulty": "EASY",
        "context": "Shop owner",
    }
    run = await TrainingRun.get()
    assert saved["trainingRun"] == {"id": encode("TrainingRun", run.id), "trigger": "THRESHOLD"}
    assert saved["session"] == {"pairCount": 20}


async def test_add_pair_refuses_an_empty_question(api: Api) -> None:
    session_id, _ = await _session(api)
    before = await _facts()

    data = await api.data(ADD, input={"sessionId": session_id, "query": "", "response": "Yes."})

    assert data["addPair"] == {"__typename": "InvalidInput", "code": "INVALID_INPUT"}
    assert await _facts() == before


async def test_update_and_delete_pair(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    [saved] = await make_pairs(api.actor, session, 1)
    pair_id = encode("TrainingPair", saved.pair.id)

    updated = await api.data(UPDATE, input={"pairId": pair_id, "response": "Better."})
    refused = await api.data(UPDATE, input={"pairId": pair_id, "response": ""})
    deleted = await api.data(DELETE, id=pair_id)
    gone = await api.data(DELETE, id=pair_id)

    assert updated["updatePair"]["pair"] == {"query": saved.pair.query, "response": "Better."}
    assert refused["updatePair"] == {"__typename": "InvalidInput", "code": "INVALID_INPUT"}
    assert deleted["deletePair"] == {
        "__typename": "PairDeleted",
        "pair": {"query": saved.pair.query},
        "session": {"pairCount": 0},
    }
    assert gone["deletePair"] == {"__typename": "NotFound", "code": "NOT_FOUND"}
    assert (await Session.get()).status is SessionStatus.ACTIVE


async def test_a_pair_is_filed_otherwise_without_being_new_again(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    [saved] = await make_pairs(api.actor, session, 1)
    pair_id = encode("TrainingPair", saved.pair.id)
    filed = {"category": "BILLING", "difficulty": "HARD", "context": "A caterer"}
    done = await api.data(UPDATE, input={"pairId": pair_id} | filed)
    assert done["updatePair"]["__typename"] == "PairUpdated"
    pair = await TrainingPair.get(id=saved.pair.id)
    assert (pair.category, pair.difficulty, pair.context) == ("billing", "hard", "A caterer")
    assert (pair.query, pair.changed_at) == (saved.pair.query, saved.pair.changed_at)

    too_long = await api.data(UPDATE, input={"pairId": pair_id, "category": "GENERAL", "context": "x" * 201})
    assert too_long["updatePair"] == {"__typename": "InvalidInput", "code": "INVALID_INPUT"}
    assert (await TrainingPair.get(id=saved.pair.id)).category == "billing"

    await api.data(UPDATE, input={"pairId": pair_id, "response": "Other words."})
    assert (await TrainingPair.get(id=saved.pair.id)).changed_at > pair.changed_at


ARCHIVE = """
mutation ($id: ID!) { archiveSession(sessionId: $id) {
  __typename ... on SessionArchived { session { status pairCount completedAt currentQuery { id } } }
  ... on Problem { code }
} }
"""


@pytest.mark.parametrize("is_completed", [False, True])
async def test_a_conversation_is_put_aside(api: Api, is_completed: bool) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    await make_pairs(api.actor, session, 1)
    id = encode("Session", session.id)
    if is_completed:
        await sessions.complete(api.actor, session.id)
    events = await Event.filter(stream=session.id).count()
    first, again = [(await api.data(ARCHIVE, id=id))["archiveSession"]["session"] for _ in range(2)]
    assert first == again
    assert (first["status"], first["pairCount"], first["currentQuery"]) == ("ARCHIVED", 1, None)
    assert first["completedAt"]
    assert await Event.filter(stream=session.id).count() == events + (not is_completed)
    found = await api.data("{ sessions(status: ARCHIVED) { totalCount } }")
    assert found["sessions"]["totalCount"] == 1
    unknown = await api.data(ARCHIVE, id=encode("Session", session.agent_id))
    assert unknown["archiveSession"] == {"__typename": "NotFound", "code": "NOT_FOUND"}
