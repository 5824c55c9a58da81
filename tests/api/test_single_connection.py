"""graphql-sse with one stream for all operations; the real client runs in `make clients`."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from app.api import single_connection
from app.api.ids import encode
from tests.api.conftest import BEARER, Api
from tests.factories import make_agent, make_session

VIEWER = "{ viewer { subject } }"
SESSION = "subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename } }"


async def _reserve(api: Api) -> dict[str, str]:
    """Headers that name the reserved stream."""
    reserved = await api.http.put("/graphql", headers=BEARER)
    assert reserved.status_code == 201
    return BEARER | {single_connection.TOKEN: reserved.text}


@asynccontextmanager
async def _opened(api: Api, headers: dict[str, str]) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
    async with api.http.stream("GET", "/graphql", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield _events(response)


async def _events(response: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    kind = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield kind, json.loads(line.removeprefix("data: "))


async def _start(
    api: Api, headers: dict[str, str], query: str, id: object, /, **variables: object
) -> httpx.Response:
    body = {"query": query, "variables": variables, "extensions": {"operationId": id}}
    return await api.http.post("/graphql", json=body, headers=headers)


async def test_operations_share_one_stream(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    headers = await _reserve(api)
    async with _opened(api, headers) as events:
        assert (await _start(api, headers, VIEWER, "q")).status_code == 202
        answer = {"data": {"viewer": {"subject": "local"}}}
        assert await anext(events) == ("next", {"id": "q", "payload": answer})
        assert await anext(events) == ("complete", {"id": "q"})

        await _start(api, headers, SESSION, "s", id=encode("Session", session.id))
        kind, data = await anext(events)
        assert (kind, data["id"]) == ("next", "s")
        assert (await _start(api, headers, VIEWER, "s")).status_code == 409
        assert api.hub.subscribers == 1

        ended = await api.http.delete("/graphql", params={"operationId": "s"}, headers=headers)
        assert ended.status_code == 200
        await _no_subscriber(api)


async def test_what_runs_ends_with_the_stream(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    headers = await _reserve(api)
    async with _opened(api, headers) as events:
        await _start(api, headers, SESSION, "s", id=encode("Session", session.id))
        await anext(events)
    await _no_subscriber(api)
    assert (await _start(api, headers, VIEWER, "q")).status_code == 404


async def test_a_stream_is_opened_once(api: Api) -> None:
    headers = await _reserve(api)
    async with _opened(api, headers):
        assert (await api.http.get("/graphql", headers=headers)).status_code == 409


async def test_a_reservation_that_is_not_used_goes(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_connection, "OPEN_WITHIN_S", 0.0)
    headers = await _reserve(api)
    assert (await api.http.get("/graphql", headers=headers)).status_code == 404


@pytest.mark.parametrize("id", [None, "", 5, {}])
async def test_an_operation_needs_an_id(api: Api, id: object) -> None:
    headers = await _reserve(api)
    refused = await _start(api, headers, VIEWER, id)
    assert refused.status_code == 400
    assert "operationId" in refused.json()["errors"][0]["message"]


async def test_a_document_that_is_wrong_is_told_on_the_stream(api: Api) -> None:
    headers = await _reserve(api)
    async with _opened(api, headers) as events:
        await _start(api, headers, "{ nothing }", "q")
        kind, data = await anext(events)
        assert (kind, data["id"], list(data["payload"])) == ("next", "q", ["errors"])


async def test_streams_are_limited_and_need_a_sign_in(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_connection, "MOST_PER_ACTOR", 1)
    assert (await api.http.put("/graphql")).status_code == 401
    headers = await _reserve(api)
    assert (await api.http.put("/graphql", headers=BEARER)).status_code == 429
    assert (
        await api.http.get("/graphql", headers=headers | {"Authorization": "Bearer x"})
    ).status_code == 401
    assert (
        await api.http.get("/graphql", headers=headers | {single_connection.TOKEN: "x"})
    ).status_code == 404


async def _no_subscriber(api: Api) -> None:
    async with asyncio.timeout(10):
        while api.hub.subscribers:  # noqa: ASYNC110  (the server does not tell when it has cleaned up)
            await asyncio.sleep(0.01)
