"""Every error has a code, and every code is in the enum ErrorCode."""

import ast
from pathlib import Path
from typing import Any

import pytest

from app.api import enums
from app.api.ids import encode
from app.errors import AppError, ErrorCode, RunFailure
from app.models import RunStatus, RunTrigger, TrainingRun
from app.models.clock import now
from tests.api.conftest import BEARER, Api
from tests.factories import make_agent

API = Path(enums.__file__).parent
# What a run ends with or a process, and what OpenAI's dialect says in words of its own.
ELSEWHERE = {
    "ERROR",
    "TRAINING_FAILED",
    "LEASE_LOST",
    "MISCONFIGURED",
    "REFUSED",
    "UNSUPPORTED_PARAMETER",
    "UNKNOWN_URL",
    *RunFailure,
}


def _all(kind: type[AppError]) -> set[type[AppError]]:
    return {kind}.union(*map(_all, kind.__subclasses__()))


def test_what_is_raised_on_purpose_is_in_the_enum() -> None:
    codes = {kind.code for kind in _all(AppError)}
    assert codes - ELSEWHERE <= set(ErrorCode)
    assert set(ErrorCode) - codes == {
        "BAD_REQUEST",
        "TOO_LARGE",
        "UNEXPECTED",
    }  # which nobody raises by a class


@pytest.mark.parametrize("path", sorted(API.rglob("*.py")), ids=lambda path: str(path.relative_to(API)))
def test_no_code_is_written_out(path: Path) -> None:
    if "openai" in path.parts:
        return
    written = [
        value.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "code" and isinstance(value, ast.Constant)
    ]
    assert written == []


OPERATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "BAD_REQUEST": ("{ viewer { ", {}),
    "BAD_REQUEST of a wrong field": ("{ nothing }", {}),
    "BAD_REQUEST of an empty document": ("", {}),
    "BAD_REQUEST of a wrong variable": ("query ($n: Int) { agents(first: $n) { totalCount } }", {"n": "x"}),
    "BAD_REQUEST of a missing variable": ("query ($id: ID!) { session(id: $id) { id } }", {}),
    "BAD_REQUEST of an enum": ("{ sessions(status: GONE) { totalCount } }", {}),
    "TOO_LARGE": ("{ " + " ".join(f"a{n}: viewer {{ subject }}" for n in range(31)) + " }", {}),
    "TOO_LARGE of variables": ("query ($n: Int) { agents(first: $n) { totalCount } }", {"n": [0] * 1_000}),
    "NOT_FOUND": ("query ($id: ID!) { session(id: $id) { id } }", {"id": encode("Session", "0" * 32)}),
    "INVALID_INPUT": ('{ session(id: "x") { id } }', {}),
}


@pytest.mark.parametrize("name", OPERATIONS)
async def test_every_error_of_an_operation_has_a_code(api: Api, name: str) -> None:
    query, variables = OPERATIONS[name]
    response = await api.http.post("/graphql", json={"query": query, "variables": variables}, headers=BEARER)
    codes = [error["extensions"]["code"] for error in response.json()["errors"]]
    assert codes[0] == name.partition(" ")[0]
    assert set(codes) <= set(ErrorCode)

    async with api.socket() as socket:
        await socket.init()
        await socket.subscribe(query, variables)
        message = await socket.receive()
        errors = message["payload"] if message["type"] == "error" else message["payload"]["errors"]
    assert [error["extensions"]["code"] for error in errors] == codes


REQUESTS: dict[str, dict[str, Any]] = {
    "no credentials": {"json": {"query": "{ viewer { subject } }"}},
    "wrong credentials": {"json": {}, "headers": {"Authorization": "Bearer x"}},
    "no JSON": {"content": "{", "headers": BEARER | {"content-type": "application/json"}},
    "a list": {"json": [], "headers": BEARER},
    "no query": {"json": {}, "headers": BEARER},
    "a number": {"json": {"query": 1}, "headers": BEARER},
    "another media type": {"content": "x", "headers": BEARER | {"content-type": "text/plain"}},
    "a mutation by GET": {
        "method": "GET",
        "params": {"query": 'mutation { deletePair(pairId: "x") { __typename } }'},
        "headers": BEARER,
    },
    "another method": {"method": "PATCH", "headers": BEARER},
    "no such stream": {"method": "DELETE", "headers": BEARER | {"x-graphql-event-stream-token": "x"}},
}


@pytest.mark.parametrize("name", REQUESTS)
async def test_every_refused_request_has_a_code(api: Api, name: str) -> None:
    response = await api.http.request(**{"method": "POST", "url": "/graphql"} | REQUESTS[name])
    assert response.status_code >= 400
    expected = ErrorCode.UNAUTHORIZED if "credentials" in name else ErrorCode.BAD_REQUEST
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == [expected]


@pytest.mark.parametrize(
    ("stored", "failure"),
    [(None, None), ("NAN_LOSS", "NAN_LOSS"), ("CRASHED", "CRASHED"), ("of an earlier release", "INTERNAL")],
)
async def test_why_a_run_failed(api: Api, stored: str | None, failure: str | None) -> None:

    agent = await make_agent(api.actor)
    await TrainingRun.create(
        agent=agent,
        trigger=RunTrigger.MANUAL,
        status=RunStatus.FAILED,
        queued_at=await now(),
        failure_code=stored,
    )
    runs = (await api.data("{ trainingRuns { nodes { failure failureCode } } }"))["trainingRuns"]["nodes"]
    assert runs == [{"failure": failure, "failureCode": stored}]
