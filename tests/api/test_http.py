"""GraphQL over HTTP: media types, status codes, GET, SSE; errors that nobody planned; the other paths."""

import json
from typing import Any

import pytest
import structlog

from app.agents import service as agents
from app.api.ids import encode
from app.models import Agent
from tests.api.conftest import BEARER, Api
from tests.factories import make_agent, make_session

OLD, NEW = "application/json", "application/graphql-response+json"
VIEWER = "{ viewer { subject } }"
CREATE = 'mutation { createAgent(input: {name: "A", description: "B"}) { __typename } }'


@pytest.mark.parametrize(
    ("accept", "query", "status", "media_type"),
    [
        (None, VIEWER, 200, OLD),
        ("*/*", VIEWER, 200, OLD),
        (OLD, VIEWER, 200, OLD),
        (OLD, "{ nothing }", 200, OLD),
        (OLD, "{", 200, OLD),
        (NEW, VIEWER, 200, NEW),
        (f"{NEW}; charset=utf-8, {OLD};q=0.9", VIEWER, 200, NEW),
        (f"{OLD}, {NEW}", VIEWER, 200, OLD),
        (NEW, "{ nothing }", 400, NEW),
        (NEW, "{", 400, NEW),
        (NEW, '{ agent(id: "x") { id } }', 200, NEW),
    ],
)
async def test_media_types(api: Api, accept: str | None, query: str, status: int, media_type: str) -> None:
    headers = BEARER | ({"accept": accept} if accept else {})
    response = await api.http.post("/graphql", json={"query": query}, headers=headers)

    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (status, media_type)
    assert ("data" in response.json()) == (query not in ("{ nothing }", "{"))
    assert len(response.headers["x-request-id"]) == 12


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"[]",
        b'"x"',
        b"1",
        b"null",
        b"{}",
        b'{"query": 1}',
        b'{"query": "{a}", "variables": [1]}',
        b'{"query": "{a}", "extensions": 1}',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"query": ' + b"1" * 5000 + b"}",
    ],
)
async def test_malformed_bodies_are_the_clients_mistake(api: Api, body: bytes) -> None:
    response = await api.http.post("/graphql", content=body, headers=BEARER | {"content-type": OLD})

    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


async def test_only_json_is_taken(api: Api) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        headers = BEARER | {"content-type": media_type}
        response = await api.http.post("/graphql", content=json.dumps({"query": CREATE}), headers=headers)
        assert response.status_code == 400
    assert await Agent.all().count() == 0


async def test_a_body_above_the_limit_is_refused(api: Api) -> None:
    for path in ("/graphql", "/v1/chat/completions"):
        response = await api.http.post(
            path, content=b"x" * ((16 << 20) + 1), headers=BEARER | {"content-type": OLD}
        )
        assert response.status_code == 413


async def test_get_runs_queries_only(api: Api) -> None:
    query = await api.http.get("/graphql", params={"query": VIEWER}, headers=BEARER)
    mutation = await api.http.get("/graphql", params={"query": CREATE}, headers=BEARER)
    nothing = await api.http.get("/graphql", headers=BEARER)

    assert query.json() == {"data": {"viewer": {"subject": "local"}}}
    assert mutation.status_code == 405
    assert nothing.status_code in (400, 404)
    assert await Agent.all().count() == 0


async def test_sse(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    body = {
        "query": "subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename cursor } }",
        "variables": {"id": encode("Session", session.id)},
    }
    headers = BEARER | {"accept": "text/event-stream"}
    async with api.http.stream("POST", "/graphql", json=body, headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.aiter_lines()
        events = [await _event(lines) for _ in range(2)]

    assert [event["data"]["sessionUpdated"]["__typename"] for event in events] == [
        "SessionStartedEvent",
        "QueryStartedEvent",
    ]


KINDS = "application/graphql-response+json, application/graphql+json, application/json"
URQL = f"{KINDS}, text/event-stream, multipart/mixed"


@pytest.mark.parametrize(
    "accept", [URQL, "text/event-stream, */*", "text/event-stream;q=0.5, application/json"]
)
async def test_events_come_only_where_nothing_else_will_do(api: Api, accept: str) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    headers = BEARER | {"accept": accept}
    query = await api.http.post("/graphql", json={"query": VIEWER}, headers=headers)
    assert "json" in query.headers["content-type"]
    assert query.json() == {"data": {"viewer": {"subject": "local"}}}

    # The operation counts, not the word.
    named = {"query": "query subscription { viewer { subject } }", "operationName": "subscription"}
    assert "json" in (await api.http.post("/graphql", json=named, headers=headers)).headers["content-type"]

    body = {
        "query": "subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename } }",
        "variables": {"id": encode("Session", session.id)},
    }
    async with api.http.stream("POST", "/graphql", json=body, headers=headers) as response:
        assert response.headers["content-type"].startswith("text/event-stream")


async def test_a_query_may_be_asked_for_as_events(api: Api) -> None:
    headers = BEARER | {"accept": "text/event-stream"}
    response = await api.http.post("/graphql", json={"query": VIEWER}, headers=headers)
    assert response.content == (
        b'event: next\ndata: {"data":{"viewer":{"subject":"local"}}}\n\nevent: complete\ndata: \n\n'
    )


async def _event(lines: Any) -> dict[str, Any]:
    async for line in lines:
        if line.startswith("data:"):
            return json.loads(line.removeprefix("data:"))
    raise AssertionError("the stream ended")


async def test_an_unplanned_error_shows_a_reference_only(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(agents, "create", broken)
    with structlog.testing.capture_logs() as logs:
        response = await api.http.post("/graphql", json={"query": CREATE}, headers=BEARER)

    [error] = response.json()["errors"]
    reference = response.headers["x-request-id"]
    assert error["message"] == f"Unexpected error. Reference: {reference}"
    assert error["extensions"] == {"code": "UNEXPECTED", "requestId": reference}
    assert "hunter2" not in response.text
    [entry] = [entry for entry in logs if entry["event"] == "unexpected_error"]
    assert (entry["request_id"], str(entry["exc_info"])) == (reference, "password=hunter2")


@pytest.mark.slow
async def test_an_unplanned_error_in_a_subscription_is_masked_too(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))

    async def broken(*_args: object) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("app.api.events.subscriptions.sessions.get", broken)
    query = "subscription ($id: ID!) { sessionUpdated(sessionId: $id) { cursor } }"
    async with api.subscribed(query, id=encode("Session", session.id)) as socket:
        message = await socket.receive()

    assert "hunter2" not in json.dumps(message)
    assert "Unexpected error. Reference: " in json.dumps(message)


async def test_the_page_and_its_headers(api: Api) -> None:
    response = await api.http.get("/")

    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "http" not in response.text.replace(f"http://127.0.0.1:{api.port}", "")  # nothing from elsewhere


async def test_probes(api: Api) -> None:
    await api.data(VIEWER)

    assert (await api.http.get("/healthz")).text == "ok"
    ready = await api.http.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": True})
    metrics = await api.http.get("/metrics")
    assert 'coachable_graphql_operation_seconds_count{type="query"}' in metrics.text


async def test_metrics_are_for_this_machine_or_for_those_who_may(api: Api) -> None:
    forwarded = {"x-forwarded-for": "203.0.113.7"}

    assert (await api.http.get("/metrics", headers=forwarded)).status_code == 401
    assert (await api.http.get("/metrics", headers=forwarded | BEARER)).status_code == 200
