"""graphql-transport-ws, frame by frame: github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md."""

import asyncio
import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import SECRET, Api

VIEWER = "{ viewer { subject } }"
FORBIDDEN = "A string that the server must not echo into a close frame: " + "x" * 400


async def test_ping_is_answered(api: Api) -> None:
    async with api.socket() as socket:
        await socket.send(type="ping", payload={"a": 1})
        assert (await socket.receive())["type"] == "pong"


async def test_a_query_ends_with_complete(api: Api) -> None:
    async with api.socket() as socket:
        await socket.init()
        await socket.subscribe(VIEWER, id="q")
        assert await socket.next("q") == {"data": {"viewer": {"subject": "local"}}}
        assert await socket.receive() == {"id": "q", "type": "complete"}
        await socket.subscribe(VIEWER, id="q")  # the id is free again
        await socket.next("q")


async def test_a_second_init_closes(api: Api) -> None:
    async with api.socket() as socket:
        await socket.init()
        await socket.send(type="connection_init", payload={"token": SECRET})
        assert await socket.closed() == (4429, "Too many initialisation requests")


async def test_a_doubled_id_closes(api: Api) -> None:
    subscription = 'subscription { agentReply(input: {agentId: "x", messages: []}) { text } }'
    api.models.hangs = True
    async with api.socket() as socket:
        await socket.init()
        # Both frames are there before the first operation has a chance to end.
        for _ in range(2):
            await socket.subscribe(subscription, id="same")
        while (code_and_reason := await _close_or_none(socket)) is None:
            pass
        assert code_and_reason == (4409, "Subscriber for same already exists")


async def _close_or_none(socket: Any) -> tuple[int | None, str | None] | None:
    try:
        await socket.receive()
    except Exception:
        return await socket.closed()
    return None


async def test_silence_after_the_handshake_closes(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.endpoint, "connection_init_wait_timeout", timedelta(milliseconds=20))
    async with api.socket() as socket:
        assert await socket.closed() == (4408, "Connection initialisation timeout")


@pytest.mark.parametrize(
    ("_case", "frame"),
    [
        ("binary", b"\x00\x01"),
        ("no JSON", "nonsense"),
        ("array", "[]"),
        ("string", '"x"'),
        ("number", "1"),
        ("null", "null"),
        ("no type", "{}"),
        ("type is no string", '{"type": 1}'),
        ("unknown type", '{"type": "x"}'),
        ("endless type", json.dumps({"type": FORBIDDEN})),
        ("payload is a list", '{"type": "connection_init", "payload": []}'),
        ("ping with a list", '{"type": "ping", "payload": [1]}'),
        ("subscribe without id", '{"type": "subscribe", "payload": {"query": "{a}"}}'),
        ("id is a list", '{"type": "subscribe", "id": [1], "payload": {"query": "{a}"}}'),
        ("endless id", json.dumps({"type": "subscribe", "id": FORBIDDEN, "payload": {"query": "{a}"}})),
        ("no payload", '{"type": "subscribe", "id": "1"}'),
        ("query is a number", '{"type": "subscribe", "id": "1", "payload": {"query": 5}}'),
        (
            "variables are a list",
            '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": [1]}}',
        ),
        (
            "operationName is a number",
            '{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "operationName": 1}}',
        ),
        ("complete without id", '{"type": "complete"}'),
        (
            "syntax error",
            json.dumps({"type": "subscribe", "id": "1", "payload": {"query": "{ a(" + "x" * 500 + ")"}}),
        ),
        ("too many tokens", json.dumps({"type": "subscribe", "id": "1", "payload": {"query": "{a " * 3000}})),
        ("empty query", '{"type": "subscribe", "id": "1", "payload": {"query": ""}}'),
        (
            "no such operation",
            json.dumps(
                {"type": "subscribe", "id": "1", "payload": {"query": VIEWER, "operationName": "x" * 300}}
            ),
        ),
        ("lone surrogate", '{"type": "\\ud800"}'),
        ("deep JSON", "[" * 100_000),
        ("endless number", '{"type": ' + "1" * 5000 + "}"),
    ],
)
async def test_malformed_messages_close_with_a_short_reason(
    api: Api, caplog: pytest.LogCaptureFixture, _case: str, frame: str | bytes
) -> None:
    async with api.socket() as socket:
        await socket.init()
        await socket.connection.send(frame)
        outcome = await _close_or_none(socket)

    if outcome is None:  # told as the error of its operation, and the socket lives on
        assert _case in ("empty query", "too many tokens", "syntax error", "no such operation")
    else:
        assert outcome[0] == 4400
        assert len((outcome[1] or "").encode()) <= 123
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=200),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=20), inner, max_size=3),
    max_leaves=8,
)
messages = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["subscribe", "complete", "ping", "pong", "connection_init", "x"])
        | json_values,
        "id": st.text(max_size=200) | json_values,
        "payload": st.fixed_dictionaries(
            {},
            optional={
                name: st.text(max_size=50) | json_values for name in ("query", "variables", "operationName")
            },
        )
        | json_values,
    },
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=messages | json_values)
async def test_any_json_value_leaves_the_server_whole(
    api: Api, caplog: pytest.LogCaptureFixture, message: object
) -> None:
    async with api.socket() as socket:
        await socket.init()
        await socket.connection.send(json.dumps(message))
        await socket.send(type="ping")
        while True:
            try:
                received = await socket.receive()
            except Exception:
                code, reason = await socket.closed()
                assert code in (4400, 4401, 4409, 4429)
                assert len((reason or "").encode()) <= 123
                break
            if received["type"] == "pong":
                break
    assert [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR] == []


async def test_a_frame_above_256_kib_closes(api: Api) -> None:
    async with api.socket() as socket:
        await socket.connection.send("x" * (256 * 1024 + 1))
        assert (await socket.closed())[0] == 1009


async def test_only_the_new_protocol_is_spoken(api: Api) -> None:
    from websockets.asyncio.client import connect

    for protocols in (["graphql-ws"], None):
        async with connect(f"ws://127.0.0.1:{api.port}/graphql", subprotocols=protocols) as connection:
            await asyncio.wait_for(connection.wait_closed(), 10)
            assert (connection.close_code, connection.close_reason) == (4406, "Subprotocol not acceptable")


async def test_an_error_of_validation_is_told_for_its_operation_only(api: Api) -> None:
    async with api.socket() as socket:
        await socket.init()
        await socket.subscribe("{ nothing }", id="bad")
        message = await socket.receive()
        assert (message["id"], message["type"]) == ("bad", "error")
        await socket.subscribe(VIEWER, id="good")
        assert await socket.next("good") == {"data": {"viewer": {"subject": "local"}}}
