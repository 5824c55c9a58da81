"""uvicorn's side of a WebSocket, up to the moment when the endpoint takes the accepted socket over.

An ASGI application has to stay in a task for as long as its socket lives, beneath all middlewares and beside a queue,
an event and two timers. The handshake needs them, the hours after it do not.
"""

import asyncio
import logging
from typing import TYPE_CHECKING, Any, cast

from starlette.types import Scope
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from websockets.http11 import Request

_EXTENSION = "coachable.handshake"


_quiet = logging.getLogger("app.api.handshake")
_quiet.setLevel(
    logging.WARNING
)  # uvicorn and websockets write three lines for each socket; app.api.socket.places one
# And an error for every handshake that was answered with a status, as one from a foreign Host is.
_quiet.addFilter(lambda record: record.msg != "ASGI callable returned without completing handshake.")


class Handshake(WebSocketsSansIOProtocol):
    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.logger = self.conn.logger = _quiet

    def handle_connect(self, event: "Request") -> None:
        super().handle_connect(event)
        if not self.transport.is_closing():
            # What comes before the endpoint listens stays in the kernel, so nothing of it lies here half read.
            self.transport.pause_reading()

    async def run_asgi(self) -> None:
        cast(dict[str, Any], self.scope["extensions"])[_EXTENSION] = self
        await super().run_asgi()

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.close" and not self.transport.is_closing():
            self.transport.resume_reading()  # for the client's goodbye

    def take_over(self, protocol: asyncio.Protocol) -> asyncio.Transport:
        transport, self.transport = self.transport, _Gone()
        self.connections.discard(self)
        self.connections.add(cast(Any, protocol))
        transport.set_protocol(protocol)
        return transport


class _Gone(asyncio.Transport):
    """What uvicorn closes when the application returns."""

    def close(self) -> None: ...


def handshake_of(scope: Scope) -> Handshake:
    """Raises LookupError under another server, or without `ws=Handshake`."""
    found: Handshake = scope["extensions"][_EXTENSION]
    return found
