"""Every mutation takes one `input`; what took loose arguments before takes them still."""

from typing import Any

import pytest

from app.api.ids import encode
from app.api.schema import schema
from app.models import Session, SessionStatus
from tests.api.conftest import Api
from tests.factories import make_agent, make_session

MUTATIONS = schema._schema.mutation_type.fields  # type: ignore[union-attr]
COMPLETE = "{ __typename ... on SessionCompleted { session { status } } ... on Problem { message } }"


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_takes_one_input(name: str) -> None:
    arguments = MUTATIONS[name].args
    assert list(arguments)[:1] in ([], ["input"])
    assert {argument.deprecation_reason for loose, argument in arguments.items() if loose != "input"} <= {
        "Give it in `input`."
    }
    if "input" in arguments:
        assert str(arguments["input"].type).rstrip("!") == f"{name[0].upper()}{name[1:]}Input"


@pytest.mark.parametrize(
    ("declared", "passed"),
    [
        ("$id: ID!", "input: {sessionId: $id}"),
        ("$id: ID!", "sessionId: $id"),  # as documents were written before
        ("$id: ID!", "input: null, sessionId: $id"),
        ("$id: ID!", "input: {sessionId: $id}, sessionId: null"),
    ],
)
async def test_both_ways_lead_there(api: Api, declared: str, passed: str) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    document = f"mutation ({declared}) {{ completeSession({passed}) {COMPLETE} }}"
    data = await api.data(document, id=encode("Session", session.id))
    assert data["completeSession"] == {"__typename": "SessionCompleted", "session": {"status": "COMPLETED"}}


@pytest.mark.parametrize(
    ("passed", "message"),
    [
        ("", "Nothing says what this is about: fill in `input`."),
        ("(sessionId: null)", "Nothing says what this is about: fill in `input`."),
        (
            "(input: {sessionId: $id}, sessionId: $id)",
            "Give all arguments in `input`; those beside it are deprecated.",
        ),
    ],
)
async def test_neither_and_both_are_refused(api: Api, passed: str, message: str) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    head = "($id: ID!)" if "$id" in passed else ""
    variables: dict[str, Any] = {"id": encode("Session", session.id)} if head else {}
    data = await api.data(f"mutation {head} {{ completeSession{passed} {COMPLETE} }}", **variables)
    assert data["completeSession"] == {"__typename": "InvalidInput", "message": message}
    assert (await Session.get(id=session.id)).status is SessionStatus.ACTIVE


async def test_what_has_a_default_keeps_it(api: Api) -> None:
    agent = await make_agent(api.actor)
    missing = encode("AgentVersion", agent.id)
    document = "mutation ($id: ID!) {{ promoteVersion({}) {{ __typename }} }}"
    for passed in (
        "input: {versionId: $id}",
        "input: {versionId: $id, confirm: true}",
        "versionId: $id, confirm: true",
    ):
        data = await api.data(document.format(passed), id=missing)
        assert data["promoteVersion"] == {"__typename": "NotFound"}
    data = await api.data(document.format("input: {versionId: $id}, confirm: true"), id=missing)
    assert data["promoteVersion"] == {"__typename": "InvalidInput"}
