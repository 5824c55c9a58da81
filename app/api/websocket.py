"""The WebSocket side of GraphQL: only well-formed graphql-transport-ws messages reach Strawberry.

Without it a frame such as `[]` ends in a traceback and a cut connection, and a close reason above 123 bytes
becomes a broken frame, on which clients reconnect for ever.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocketDisconnect, WebSocketState
from strawberry.asgi import ASGIWebSocketAdapter

from app.api import jsontext
from app.api.context import Context
from app.errors import InvalidInput

REASON_BYTES = 123  # RFC 6455, 5.5: a control frame holds 125, two of them are the code
ID_LENGTH = 100
INVALID = 4400
FORBIDDEN = 4403  # as for a connection_init with a wrong token


class CheckedWebSocket(ASGIWebSocketAdapter):
    async def iter_json(self, *, ignore_parsing_errors: bool = False) -> AsyncGenerator[object, None]:
        try:
            async for message in self._messages():
                yield message
        finally:
            if (caller := self._context.caller) is not None:
                self._context.standing.closed(caller, self._end)

    async def _messages(self) -> AsyncGenerator[dict[str, Any], None]:
        while self.ws.application_state is WebSocketState.CONNECTED:
            try:
                text = await self.ws.receive_text()
            except WebSocketDisconnect:
                return
            except KeyError:  # Starlette's way to say that the frame is a binary one
                await self.close(INVALID, "WebSocket message type must be text")
                return
            try:
                message: Any = jsontext.loads(text)
            except InvalidInput:
                await self.close(INVALID, "WebSocket message must be valid JSON")
                return
            if (problem := _problem(message)) is not None:
                await self.close(INVALID, problem)
                return
            if message["type"] == "subscribe" and not await self._is_signed_in():
                await self._end()
                return
            yield message

    async def send_json(self, message: Mapping[str, object]) -> None:
        if self.ws.application_state is not WebSocketState.CONNECTED:
            return
        if message["type"] == "connection_ack" and (caller := self._context.caller) is not None:
            self._context.standing.opened(caller, self._end)
        if message["type"] == "next" and not await self._is_signed_in():
            await self._end()
        if self.ws.application_state is WebSocketState.CONNECTED:  # also after the look at the key
            await super().send_json(message)

    async def _is_signed_in(self) -> bool:
        """A socket lives for hours, its API key may be revoked meanwhile."""
        caller = self._context.caller
        return caller is None or await self._context.standing.holds(caller)

    async def _end(self) -> None:
        await self.close(FORBIDDEN, "Forbidden")

    @property
    def _context(self) -> Context:
        context: Context = self.ws.state.context
        return context

    async def close(self, code: int, reason: str) -> None:
        if self.ws.application_state is WebSocketState.CONNECTED:
            with suppress(WebSocketDisconnect):  # it went away first
                await super().close(code, _short(reason))


def _short(reason: str) -> str:
    # Cut between characters; lone surrogates can't be sent at all.
    return reason.encode("utf-8", "replace")[:REASON_BYTES].decode("utf-8", "ignore")


def _problem(message: object) -> str | None:
    """What is wrong with a message, by the protocol: github.com/enisdenjo/graphql-ws PROTOCOL.md."""
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
