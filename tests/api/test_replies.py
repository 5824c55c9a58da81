"""agentReply: talk to an agent, token by token."""

import asyncio

import pytest

from app.api.ids import encode
from tests.api.conftest import Api
from tests.factories import make_agent

REPLY = """
subscription ($input: AgentReplyInput!) { agentReply(input: $input) {
  __typename text ... on ReplyFinishedEvent { version }
} }
"""
USER = {"role": "USER", "content": "How do I pay?"}


async def test_a_reply_comes_piece_by_piece(api: Api) -> None:
    agent = await make_agent(api.actor)
    conversation = [USER, {"role": "ASSISTANT", "content": "By card."}, USER]
    request = {"agentId": encode("Agent", agent.id), "messages": conversation}

    async with api.subscribed(REPLY, input=request) as socket:
        events = [(await socket.next())["data"]["agentReply"] for _ in range(4)]
        end = await socket.receive()

    assert events == [
        {"__typename": "ReplyDeltaEvent", "text": "Path: "},
        {"__typename": "ReplyDeltaEvent", "text": "Settings. "},
        {"__typename": "ReplyDeltaEvent", "text": "Next: Save."},
        {"__typename": "ReplyFinishedEvent", "text": "Path: Settings. Next: Save.", "version": 0},
    ]
    assert end["type"] == "complete"
    messages = [
        {"role": "system", "content": agent.system_prompt},
        {"role": "user", "content": "How do I pay?"},
        {"role": "assistant", "content": "By card."},
        {"role": "user", "content": "How do I pay?"},
    ]
    assert api.models.asked == [{"model": "base", "messages": messages}]


@pytest.mark.parametrize("gone", ["complete", "abort"])
async def test_going_away_stops_the_generation(api: Api, gone: str) -> None:
    agent = await make_agent(api.actor)
    api.models.hangs = True
    request = {"agentId": encode("Agent", agent.id), "messages": [USER]}

    async with api.subscribed(REPLY, input=request) as socket:
        await socket.next()
        assert not api.models.stopped.is_set()
        if gone == "complete":
            await socket.send(id="1", type="complete")
        else:
            socket.connection.transport.abort()
        await asyncio.wait_for(api.models.stopped.wait(), 10)


async def test_a_model_server_that_fails_is_named(api: Api) -> None:
    agent = await make_agent(api.actor)
    api.models.fails = True
    request = {"agentId": encode("Agent", agent.id), "messages": [USER]}

    async with api.subscribed(REPLY, input=request) as socket:
        message = await socket.receive()

    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert errors[0]["message"] == "The model server failed: out of memory."
    assert errors[0]["extensions"] == {"code": "UPSTREAM_FAILED"}


@pytest.mark.parametrize(
    ("_case", "change", "code"),
    [
        ("no message", {"messages": []}, "INVALID_INPUT"),
        ("too many", {"messages": [USER] * 101}, "INVALID_INPUT"),
        ("too long", {"messages": [{"role": "USER", "content": "x" * 16_001}]}, "INVALID_INPUT"),
        (
            "last word is not the user's",
            {"messages": [{"role": "ASSISTANT", "content": "x"}]},
            "INVALID_INPUT",
        ),
        ("blank", {"messages": [{"role": "USER", "content": " "}]}, "INVALID_INPUT"),
        ("no such version", {"version": 7}, "NOT_FOUND"),
    ],
)
async def test_refused(api: Api, _case: str, change: dict[str, object], code: str) -> None:
    agent = await make_agent(api.actor)
    request = {"agentId": encode("Agent", agent.id), "messages": [USER]} | change

    async with api.subscribed(REPLY, input=request) as socket:
        message = await socket.receive()

    errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert errors[0]["extensions"]["code"] == code
    assert api.models.asked == []
