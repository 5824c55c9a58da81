"""The model server behind `/v1`: a request passed on as it is, or only the words of the model."""

import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from typing import Any

import httpx
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response, StreamingResponse

from app.contracts.openai.completion import sse
from app.errors import UpstreamFailed

_COUNTED = re.compile(r"messages(\[|\.)(\d+)")


class Upstream:
    """`client` has a base URL that ends in `/v1`, and carries the key."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def ask(
        self, body: Mapping[str, Any], serving_name: str, messages: Sequence[dict[str, str]]
    ) -> AsyncGenerator[str, None]:
        """Pieces of what the model says to `messages`; all else is as the client asked. Raises UpstreamFailed."""
        asked = dict(body) | {"model": serving_name, "messages": list(messages), "stream": True}
        asked.pop("stream_options", None)
        try:
            async with self._client.stream("POST", "chat/completions", json=asked) as answer:
                if answer.is_error:
                    raise UpstreamFailed(_reason(await answer.aread()))
                async for line in answer.aiter_lines():
                    if piece := _content(line):
                        yield piece
        except httpx.HTTPError as error:
            raise _silent(error) from error

    async def forward(
        self, body: dict[str, Any], name: str, extension: Mapping[str, object], inserted: int
    ) -> Response:
        """The server's own answer to `body` in the `name` of the agent, with the field `coachable` where it ends.

        `inserted`: messages before the client's own, which errors have to leave out of their count.
        Raises UpstreamFailed.
        """
        request = self._client.build_request("POST", "chat/completions", json=body)
        try:
            answer = await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            raise _silent(error) from error
        media_type = answer.headers.get("content-type", "application/json")
        if media_type.startswith("text/event-stream"):
            # Closing the answer, also when the client has gone, stops the generation at the model server.
            return StreamingResponse(
                _events(answer, name, extension),
                media_type=media_type,
                background=BackgroundTask(answer.aclose),
            )
        try:
            data = await answer.aread()
        except httpx.HTTPError as error:
            raise _silent(error) from error
        finally:
            await answer.aclose()
        if answer.is_error:
            return _refusal(answer.status_code, data, inserted)
        message = _object(data)
        if message is None:
            raise UpstreamFailed("The model server sent something that is not an answer.")
        return JSONResponse(_renamed(message, name, extension), answer.status_code)


async def _events(answer: httpx.Response, name: str, extension: Mapping[str, object]) -> AsyncIterator[bytes]:
    rest = b""
    try:
        async for piece in answer.aiter_bytes():
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                yield _line(line, name, extension) + b"\n"
        if rest:
            yield _line(rest, name, extension)
    except httpx.HTTPError as error:
        failed = _silent(error)
        yield sse(
            {
                "error": {
                    "message": failed.message,
                    "type": "server_error",
                    "param": None,
                    "code": "upstream_failed",
                }
            }
        )
    finally:
        await answer.aclose()


def _line(line: bytes, name: str, extension: Mapping[str, object]) -> bytes:
    message = _object(line.removeprefix(b"data: ")) if line.startswith(b"data: {") else None
    if message is None:
        return line
    return b"data: " + json.dumps(_renamed(message, name, extension), ensure_ascii=False).encode()


def _renamed(message: dict[str, Any], name: str, extension: Mapping[str, object]) -> dict[str, Any]:
    if "model" in message:
        message["model"] = name
    choices = message.get("choices")
    if choices and choices[0].get("finish_reason"):
        message["coachable"] = extension
    return message


def _refusal(status: int, data: bytes, inserted: int) -> JSONResponse:
    """The server's words. That it does not take our own key, or has no such model, is not the client's mistake."""
    if status in (401, 403, 404):
        raise UpstreamFailed(f"The model server refuses Coachable's request: {_reason(data)}")
    message = _object(data) or {}
    error = message.get("error")
    if not isinstance(error, dict):
        kind = "invalid_request_error" if status < 500 else "server_error"
        error = {"message": _reason(data), "type": kind, "param": None, "code": None}
    for part in ("message", "param"):
        if isinstance(error.get(part), str):
            error[part] = _COUNTED.sub(lambda m: f"messages{m[1]}{max(int(m[2]) - inserted, 0)}", error[part])
    return JSONResponse({"error": error}, status)


def _content(line: str) -> str:
    """Of a server-sent event. Raises UpstreamFailed where it tells an error."""
    if not line.startswith("data: {"):
        return ""
    data = line.removeprefix("data: ").encode()
    event = _object(data)
    if event is None or event.get("error"):
        raise UpstreamFailed(_reason(data))
    choices = event.get("choices") or [{}]
    return (choices[0].get("delta") or {}).get("content") or ""


def _object(data: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(data)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def _reason(data: bytes) -> str:
    try:
        return str(json.loads(data)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return "The model server refused this without a reason."


def _silent(error: httpx.HTTPError) -> UpstreamFailed:
    return UpstreamFailed(f"The model server does not answer: {type(error).__name__}.")
