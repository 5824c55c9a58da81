"""Real GraphQL clients, as they come from npm and PyPI, against a real server."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.api.ids import encode
from app.pairs import service as pairs
from tests.api.conftest import SECRET, Api
from tests.factories import make_agent, make_session, unlike_text

pytestmark = pytest.mark.clients

FIRST = "SessionStartedEvent 1"


@pytest.fixture
async def arguments(api: Api) -> list[str]:
    """Origin, token, session."""
    session = await make_session(api.actor, await make_agent(api.actor))
    return [f"http://127.0.0.1:{api.port}", SECRET, encode("Session", session.id)]


async def test_clients_of_javascript(printed: Callable[..., Awaitable[Any]], arguments: list[str]) -> None:
    said = await printed("graphql.mjs", *arguments)
    assert said == {
        "fetch": {"query": "local"},
        "urql": {"query": "local", "events": FIRST, "socket": FIRST},
        "apollo": {"query": "local", "socket": FIRST},
        "graphql-ws": {"socket": FIRST},
        "graphql-sse": {"query": "local", "events": FIRST},
        "graphql-sse single": {"query": "local", "events": FIRST},
    }


async def test_gql(printed: Callable[..., Awaitable[Any]], arguments: list[str]) -> None:
    assert await printed("gql_client.py", *arguments) == {"query": "local", "socket": FIRST}


async def test_all_audits_of_graphql_over_http(
    printed: Callable[..., Awaitable[Any]], arguments: list[str]
) -> None:
    assert await printed("audit.mjs", *arguments) == {"audits": 61, "failed": []}


async def test_relay(printed: Callable[..., Awaitable[Any]], api: Api) -> None:
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    for number in range(5):
        await pairs.add(api.actor, session.id, query=unlike_text(number), response=f"Answer {number}.")

    said = await printed("relay.js", f"http://127.0.0.1:{api.port}", SECRET, agent.slug)
    answers = [f"Answer {number}." for number in range(5)]
    assert said == {
        "viewer": "local",
        "first": answers[:2],
        "next": answers[:4],
        "last": answers[3:],
        "previous": answers[1:],
        "refused": {
            "updatePair": {
                "code": "INVALID_INPUT",
                "message": "The response is empty; write at least one word.",
            }
        },
        # The store finds the pair again by its id, and the list by its edges.
        "updated": ["Better.", *answers[2:]],
        "appended": ["Better.", *answers[2:], "Yes."],
        "deleted": [*answers[2:], "Yes."],
        "events": [
            {"cursor": "1", "__typename": "SessionStartedEvent"},
            {"cursor": "2", "__typename": "QueryStartedEvent"},
            {"cursor": "3", "__typename": "PairSavedEvent", "pair": {"response": "Answer 0."}},
        ],
        "asked": ["relayAgentQuery", "relayPairsQuery", "relayEndQuery", "relayPairsQuery"]
        + ["relayUpdateMutation", "relayUpdateMutation", "relayAddMutation", "relayDeleteMutation"],
        "warnings": [],
    }
