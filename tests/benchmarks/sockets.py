"""A client of graphql-transport-ws that costs next to nothing: raw frames on bare protocols, thousands a process."""

import asyncio
import json
import os
import struct
import time
from collections.abc import Callable
from typing import cast

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
FIN = 0x80
MASKED = 0x80
NO_MASK = bytes(4)  # a client has to mask; with zeros the payload stays as it is


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", FIN | opcode, MASKED | size) + NO_MASK + payload
    return struct.pack("!BBH", FIN | opcode, MASKED | 126, size) + NO_MASK + payload


def message(**parts: object) -> bytes:
    return frame(json.dumps(parts).encode())


class Subscriber(asyncio.Protocol):
    """One socket with one subscription under an id of its own, as graphql-ws gives them.

    `heard` is called with the subscriber and the text of every `next`, and the time when its bytes came.
    """

    __slots__ = ("_buffer", "_first", "_heard", "_ready", "closed", "id", "transport")

    def __init__(
        self, first: bytes, heard: Callable[["Subscriber", bytes, float], None], ready: asyncio.Future[None]
    ) -> None:
        self._first, self._heard = first, heard
        self._buffer = b""
        self.id = b""
        self._ready: asyncio.Future[None] | None = ready
        self.closed: bytes | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(
            b"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
        )

    def data_received(self, data: bytes) -> None:
        moment = time.perf_counter()
        data = self._buffer + data
        if self._ready is not None and data.startswith(b"HTTP/"):
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._buffer = head
                return
            if b" 101 " not in head[:20]:
                self._fail(ConnectionError(head[:80].decode()))
                return
            assert self.transport is not None
            self.transport.write(self._first)
        while len(data) >= 2:
            size, start = data[1], 2
            if size == 126:
                size, start = int.from_bytes(data[2:4]), 4
            elif size == 127:
                size, start = int.from_bytes(data[2:10]), 10
            if len(data) < start + size:
                break
            self._frame(data[0] & 0xF, data[start : start + size], moment)
            data = data[start + size :]
        self._buffer = data

    def _frame(self, opcode: int, payload: bytes, moment: float) -> None:
        assert self.transport is not None
        if opcode == TEXT:
            if b'"connection_ack"' in payload[:40]:
                if self._ready is not None:
                    self._ready.set_result(None)
                    self._ready = None
            else:
                self._heard(self, payload, moment)
        elif opcode == PING:
            self.transport.write(frame(payload, PONG))
        elif opcode == CLOSE:
            self.closed = payload

    def connection_lost(self, exc: Exception | None) -> None:
        if self.closed is None:
            self.closed = b""
        self._fail(exc or ConnectionError("closed"))

    def _fail(self, error: Exception) -> None:
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(error)

    def subscribe(self, query: str, variables: dict[str, object]) -> None:
        assert self.transport is not None
        id = os.urandom(16).hex()
        self.id = id.encode()
        payload = {"query": query, "variables": variables}
        self.transport.write(message(id=id, type="subscribe", payload=payload))

    def complete(self) -> None:
        assert self.transport is not None
        self.transport.write(message(id=self.id.decode(), type="complete"))


async def connect(port: int, token: str, heard: Callable[[Subscriber, bytes, float], None]) -> Subscriber:
    """Returns when the connection is acknowledged."""
    first = message(type="connection_init", payload={"token": token})
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    _, subscriber = await loop.create_connection(lambda: Subscriber(first, heard, ready), "127.0.0.1", port)
    await ready
    return subscriber
