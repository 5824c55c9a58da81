"""graphql-sse's "single connection mode": one stream of events for all operations of a client, reserved first.

PUT reserves, GET opens, POST starts an operation, DELETE ends one; each says the token of the reservation. It is for
browsers over HTTP/1, which keep no more than six connections to a host. A reservation lives in one process: behind a
balancer a client has to come back to the same one (sticky sessions).
https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#single-connection-mode
"""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from cross_web import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from app.actor import Actor
from app.api.socket.handler import MOST_OPERATIONS

TOKEN = "x-graphql-event-stream-token"
HEARTBEAT_S = 15.0
OPEN_WITHIN_S = 10.0
BEHIND = 64  # events that a slow client may be behind before its operations wait for it
MOST_PER_ACTOR = 20
HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}

Payloads = AsyncGenerator[dict[str, Any], None]


@dataclass
class _Stream:
    actor: Actor
    events: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(BEHIND))
    operations: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    is_open: bool = False

    def end(self) -> None:
        for operation in self.operations.values():
            operation.cancel()


class SingleConnections:
    def __init__(self) -> None:
        self._streams: dict[str, _Stream] = {}

    @staticmethod
    def concerns(request: Request) -> bool:
        return request.method in ("PUT", "DELETE") or _token(request) is not None

    def reserve(self, actor: Actor) -> Response:
        if sum(stream.actor.subject == actor.subject for stream in self._streams.values()) >= MOST_PER_ACTOR:
            raise HTTPException(429, f"You have {MOST_PER_ACTOR} event streams; close one first.")
        token = secrets.token_urlsafe(24)
        self._streams[token] = _Stream(actor)
        asyncio.get_running_loop().call_later(OPEN_WITHIN_S, self._forget_unopened, token)
        return PlainTextResponse(token, 201)

    def open(self, request: Request, actor: Actor) -> Response:
        token, stream = self._of(request, actor)
        if stream.is_open:
            raise HTTPException(409, "This event stream is open already.")
        stream.is_open = True
        return StreamingResponse(self._events(token, stream), media_type="text/event-stream", headers=HEADERS)

    def start(self, request: Request, actor: Actor, operation_id: object, payloads: Payloads) -> Response:
        _, stream = self._of(request, actor)
        self.check(request, actor, operation_id)
        assert isinstance(operation_id, str)
        stream.operations[operation_id] = asyncio.create_task(_deliver(stream, operation_id, payloads))
        return Response(status_code=202)

    def check(self, request: Request, actor: Actor, operation_id: object) -> None:
        """Raises HTTPException where an operation of this id can't be started."""
        _, stream = self._of(request, actor)
        if not isinstance(operation_id, str) or not operation_id:
            raise HTTPException(400, "extensions.operationId must be a string, and new for each operation.")
        if operation_id in stream.operations:
            raise HTTPException(409, "An operation with this operationId is running already.")
        if len(stream.operations) >= MOST_OPERATIONS:
            raise HTTPException(429, f"No more than {MOST_OPERATIONS} operations run on one event stream.")

    def stop(self, request: Request, actor: Actor) -> Response:
        _, stream = self._of(request, actor)
        if operation := stream.operations.pop(request.query_params.get("operationId", ""), None):
            operation.cancel()
        return Response(status_code=200)

    def _of(self, request: Request, actor: Actor) -> tuple[str, _Stream]:
        token = _token(request) or ""
        stream = self._streams.get(token)
        # Of a sign-on, each token ends at a time of its own.
        if stream is None or (stream.actor.workspace_id, stream.actor.subject) != (
            actor.workspace_id,
            actor.subject,
        ):
            raise HTTPException(404, "There is no such event stream; reserve one with PUT.")
        return token, stream

    def _forget_unopened(self, token: str) -> None:
        if (stream := self._streams.get(token)) is not None and not stream.is_open:
            stream.end()
            del self._streams[token]

    async def _events(self, token: str, stream: _Stream) -> AsyncIterator[str]:
        try:
            yield ":\n\n"  # so that the client sees the stream open
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT_S):
                        event = await stream.events.get()
                except TimeoutError:
                    event = ": ping\n\n"
                yield event
        finally:
            stream.end()
            self._streams.pop(token, None)


async def _deliver(stream: _Stream, operation_id: str, payloads: Payloads) -> None:
    try:
        async for payload in payloads:
            await stream.events.put(_event("next", {"id": operation_id, "payload": payload}))
        await stream.events.put(_event("complete", {"id": operation_id}))
    finally:
        await payloads.aclose()
        stream.operations.pop(operation_id, None)


def _token(request: Request) -> str | None:
    return request.headers.get(TOKEN)


def _event(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
