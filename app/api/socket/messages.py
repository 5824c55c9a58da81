"""Messages of graphql-transport-ws (github.com/enisdenjo/graphql-ws PROTOCOL.md): what is well-formed, and as bytes.

Without a look at what comes a frame such as `[]` would end in a traceback and a cut connection.
"""

import json
from collections.abc import Mapping
from typing import Any

from strawberry.types import ExecutionResult

from app.api import jsontext
from app.errors import InvalidInput, Unavailable

ID_LENGTH = 100


def read(text: str) -> dict[str, Any]:
    """Raises InvalidInput, whose message says what is wrong."""
    try:
        message: Any = jsontext.loads(text)
    except InvalidInput as error:
        raise InvalidInput("WebSocket message must be valid JSON") from error
    if (problem := _problem(message)) is not None:
        raise InvalidInput(problem)
    checked: dict[str, Any] = message
    return checked


def encoded(message: Mapping[str, object] | str) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def payload_of(result: ExecutionResult) -> dict[str, object]:
    payload: dict[str, object] = {"data": result.data}
    if result.errors:
        payload["errors"] = [error.formatted for error in result.errors]
    if result.extensions:
        payload["extensions"] = result.extensions
    return payload


def is_unavailable(result: object) -> bool:
    errors = getattr(result, "errors", None) or ()
    return any((error.extensions or {}).get("code") == Unavailable.code for error in errors)


def head_of(id: str) -> bytes:
    """What stands before `body_of` in a `next` of the operation."""
    return b'{"id":%b,' % encoded(id)


def body_of(result: ExecutionResult) -> bytes:
    """The same for all who asked the same."""
    return b'"type":"next","payload":%b}' % encoded(payload_of(result))


def _problem(message: object) -> str | None:
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return "Invalid message: an object with a type was expected"
    payload = message.get("payload")
    if message["type"] in ("subscribe", "complete"):
        if not isinstance(message.get("id"), str) or not 1 <= len(message["id"]) <= ID_LENGTH:
            return f"Invalid message: id must be a string of 1 to {ID_LENGTH} characters"
        if message["type"] == "complete":
            return None
        return _subscribe_problem(payload)
    if payload is not None and not isinstance(payload, dict):
        return "Invalid message: payload must be an object"
    return None


def _subscribe_problem(payload: object) -> str | None:
    if not isinstance(payload, dict):
        return "Invalid message: payload must be an object"
    if not isinstance(payload.get("query"), str):
        return "Invalid message: payload.query must be a string"
    if not isinstance(payload.get("operationName"), str | None):
        return "Invalid message: payload.operationName must be a string"
    for name in ("variables", "extensions"):
        if not isinstance(payload.get(name), dict | None):
            return f"Invalid message: payload.{name} must be an object"
    return None
