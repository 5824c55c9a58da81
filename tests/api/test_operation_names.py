"""operationName: which operation of a document runs, the same over HTTP, SSE and WebSocket.

https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters
"""

import json
from typing import Any

import httpx
import pytest

from tests.api.conftest import BEARER, Api

ONE = "query A { viewer { subject } }"
ANONYMOUS = "{ viewer { subject } }"
TWO = "query A { viewer { subject } } query B { viewer { role } } mutation M { declineWriterModel { kind } }"
A, B = {"viewer": {"subject": "local"}}, {"viewer": {"role": "ADMIN"}}
SEVERAL = "The document has several operations: choose one by operationName."


def unknown(name: str) -> str:
    return f"The document has no operation named {name!r}; operationName is the name of one, or null."


CASES: dict[str, tuple[dict[str, Any], Any]] = {
    "one, absent": ({"query": ONE}, A),
    "one, null": ({"query": ONE, "operationName": None}, A),
    "one, its name": ({"query": ONE, "operationName": "A"}, A),
    "one, unknown": ({"query": ONE, "operationName": "B"}, unknown("B")),
    "one, empty": ({"query": ONE, "operationName": ""}, unknown("")),
    "anonymous, null": ({"query": ANONYMOUS, "operationName": None}, A),
    "anonymous, unknown": ({"query": ANONYMOUS, "operationName": "A"}, unknown("A")),
    "anonymous, empty": ({"query": ANONYMOUS, "operationName": ""}, unknown("")),
    "several, absent": ({"query": TWO}, SEVERAL),
    "several, null": ({"query": TWO, "operationName": None}, SEVERAL),
    "several, empty": ({"query": TWO, "operationName": ""}, unknown("")),
    "several, the second": ({"query": TWO, "operationName": "B"}, B),
    "several, unknown": ({"query": TWO, "operationName": "C"}, unknown("C")),
    "several, another case": ({"query": TWO, "operationName": "b"}, unknown("b")),
}


def said(payload: dict[str, Any]) -> Any:
    """The data, or the message of the one error."""
    if "errors" not in payload:
        return payload["data"]
    assert "data" not in payload
    return _message(payload["errors"])


def _message(errors: list[dict[str, Any]]) -> str:
    (error,) = errors
    assert error["extensions"]["code"] == "BAD_REQUEST"
    return str(error["message"])


async def post(api: Api, body: dict[str, Any], accept: str) -> httpx.Response:
    return await api.http.post("/graphql", json=body, headers=BEARER | {"accept": accept})


@pytest.mark.parametrize("case", CASES)
async def test_over_http(api: Api, case: str) -> None:
    body, expected = CASES[case]
    response = await post(api, body, "application/graphql-response+json")
    assert said(response.json()) == expected
    assert response.status_code == (400 if isinstance(expected, str) else 200)
    legacy = await post(api, body, "application/json")
    assert (legacy.status_code, said(legacy.json())) == (200, expected)


@pytest.mark.parametrize("case", CASES)
async def test_over_sse(api: Api, case: str) -> None:
    body, expected = CASES[case]
    response = await post(api, body, "text/event-stream")
    events = [
        line.removeprefix("data:").strip() for line in response.text.splitlines() if line.startswith("data:")
    ]
    assert said(json.loads(events[0])) == expected


@pytest.mark.parametrize("case", CASES)
async def test_over_websocket(api: Api, case: str) -> None:
    body, expected = CASES[case]
    async with api.socket() as socket:
        await socket.init()
        await socket.send(id="1", type="subscribe", payload=body)
        message = await socket.receive()
        payload = message["payload"]
        assert (message["type"] == "error") == isinstance(expected, str)
        assert (_message(payload) if message["type"] == "error" else said(payload)) == expected
        # The socket goes on.
        await socket.subscribe(ANONYMOUS, id="2")
        while (message := await socket.receive())["id"] != "2":
            pass
        assert message["payload"] == {"data": A}


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        (ONE, "", A),
        (ONE, "B", unknown("B")),
        (TWO, "", SEVERAL),
        (TWO, "B", B),
        (ONE, "null", unknown("null")),
    ],
)
async def test_in_a_url(api: Api, query: str, name: str, expected: Any) -> None:
    """There "" is nothing, and null is a name."""
    response = await api.http.get("/graphql", params={"query": query, "operationName": name}, headers=BEARER)
    assert said(response.json()) == expected


async def test_a_mutation_among_others_is_none_for_a_url(api: Api) -> None:
    response = await api.http.get("/graphql", params={"query": TWO, "operationName": "M"}, headers=BEARER)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("name", [1, True, [], {}])
async def test_a_name_is_a_string(api: Api, name: object) -> None:
    response = await post(api, {"query": ONE, "operationName": name}, "application/json")
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
