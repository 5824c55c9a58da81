"""One WebSocket after its handshake: frames in and out by callbacks, so that an idle one has no task."""

import asyncio
import logging
from collections.abc import Coroutine
from functools import lru_cache
from typing import Any, Protocol

from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN, SERVER
from websockets.protocol import Protocol as Frames

FRAME_BYTES = 256 * 1024  # largest message; it is read before anybody is asked who they are
REASON_BYTES = 123  # RFC 6455, 5.5: a control frame holds 125, two of them are the code
UNREAD_BYTES = 32 * 1024  # above it a client counts as slow; what the kernel buffers comes on top
CLOSE_WITHIN_S = 10.0
BEAT_S = 18.0
MOST_SILENT_BEATS = 2  # a client that neither reads nor answers is dropped at the third, after at most 54 s
SLICES = 20
GOING_DOWN = 1012
NO_TEXT = 1007

_log = logging.getLogger("app.api.socket")
_log.setLevel(logging.WARNING)  # websockets would write a line for every socket that ends


class Receiver(Protocol):
    def text(self, text: str) -> None: ...

    def binary(self) -> None: ...

    def lost(self) -> None:
        """The socket is gone, whoever closed it."""


class Connection(asyncio.Protocol):
    __slots__ = (
        "_beats",
        "_connections",
        "_drained",
        "_fragments",
        "_frames",
        "_is_held",
        "_receiver",
        "_silent",
        "_tasks",
        "_transport",
        "_unread",
        "is_slow",
    )

    def __init__(self, receiver: Receiver, beats: "Heartbeat", server: "Server") -> None:
        self._receiver: Receiver | None = receiver
        self._beats, self._connections, self._tasks = beats, server.connections, server.tasks
        self._frames = Frames(SERVER, max_size=FRAME_BYTES, logger=_log)
        self._fragments: list[bytes] | None = None
        self._drained: asyncio.Event | None = None
        self._silent = 0
        self._unread = 0
        self._is_held = False
        self.is_slow = False
        self._transport = server.take_over(self)
        self._transport.set_write_buffer_limits(UNREAD_BYTES)
        beats.add(self)
        self._transport.resume_reading()

    @property
    def is_open(self) -> bool:
        return self._frames.state is OPEN

    def write(self, frame: bytes) -> None:
        """A frame of `text_frame`; nothing where the socket is closed. Callers that heed `is_slow` bound what waits."""
        if self._frames.state is OPEN:
            self._transport.write(frame)

    async def drained(self) -> None:
        """Returns when the client has read enough, or is gone."""
        while self.is_slow and self.is_open:
            if self._drained is None:
                self._drained = asyncio.Event()
            await self._drained.wait()

    async def close(self, code: int, reason: str) -> None:
        if self.is_open:
            self._frames.send_close(code, _short(reason))
            self._flush()
            asyncio.get_running_loop().call_later(CLOSE_WITHIN_S, self._transport.abort)

    def hold(self) -> None:
        """Read no further until `go_on`."""
        if not self._is_held and not self._transport.is_closing():
            self._is_held = True
            self._transport.pause_reading()

    def go_on(self) -> None:
        if self._is_held and not self._transport.is_closing():
            self._is_held = False
            self._transport.resume_reading()

    def keep(self, task: asyncio.Task[Any]) -> None:
        """The server waits for it when it goes down."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self.keep(task)
        return task

    def beat(self) -> None:
        """Ask whether someone is there; who was not for long is taken for gone."""
        unread = self._transport.get_write_buffer_size()
        if self.is_slow and unread < self._unread:
            self._silent = 0
        self._unread = unread
        if self._silent >= MOST_SILENT_BEATS:
            # Without a close frame: after 1011 the client graphql-ws would not come back.
            self._transport.abort()
            return
        self._silent += 1
        if self.is_open and not self.is_slow:
            self._frames.send_ping(b"")
            self._flush()

    def shutdown(self) -> None:
        """What uvicorn calls when it goes down."""
        if self.is_open:
            self._frames.send_close(GOING_DOWN)
            self._flush()
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        if not self.is_slow:
            self._silent = 0
        self._frames.receive_data(data)
        for event in self._frames.events_received():
            if isinstance(event, Frame) and self.is_open:
                self._take(event)
        self._flush()
        if self.is_slow and self._transport.get_write_buffer_size() > 4 * UNREAD_BYTES:
            self._transport.abort()  # it has us answer pings and does not read

    def pause_writing(self) -> None:
        self.is_slow = True

    def resume_writing(self) -> None:
        self.is_slow = False
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._frames.receive_eof()
        self._beats.discard(self)
        self._connections.discard(self)
        self.is_slow = False
        self._wake()
        if self._receiver is not None:
            self._receiver.lost()
            self._receiver = None

    def _wake(self) -> None:
        if self._drained is not None:
            self._drained.set()
            self._drained = None

    def _take(self, frame: Frame) -> None:
        if self._receiver is None:
            return
        if frame.opcode is Opcode.BINARY:
            self._receiver.binary()
            return
        if frame.opcode is Opcode.TEXT:
            self._fragments = [bytes(frame.data)]
        elif frame.opcode is Opcode.CONT and self._fragments is not None:
            self._fragments.append(bytes(frame.data))
        else:
            return
        if frame.fin:
            whole, self._fragments = b"".join(self._fragments), None
            try:
                text = whole.decode()
            except UnicodeDecodeError:
                self._frames.fail(NO_TEXT)
                return
            self._receiver.text(text)

    def _flush(self) -> None:
        for piece in self._frames.data_to_send():
            if piece:
                self._transport.write(piece)
            else:  # both have taken leave, or the client broke the rules
                self._transport.close()


class Server(Protocol):
    """Of uvicorn: what it waits for and ends when it goes down."""

    connections: Any
    tasks: set[asyncio.Task[Any]]

    def take_over(self, protocol: asyncio.Protocol) -> asyncio.Transport: ...


class Heartbeat:
    """Pings sockets by one timer, a slice of them at a time: ten thousand pings at once would hold all others."""

    def __init__(self) -> None:
        self._slices: list[set[Connection]] = [set() for _ in range(SLICES)]
        self.count = 0
        self._next = 0
        self._timer: asyncio.TimerHandle | None = None

    def add(self, connection: Connection) -> None:
        self._slices[self.count % SLICES].add(connection)
        self.count += 1
        if self._timer is None:
            self._wait()

    def discard(self, connection: Connection) -> None:
        for part in self._slices:
            if connection in part:
                part.discard(connection)
                self.count -= 1
                break
        if self.count == 0 and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(BEAT_S / SLICES, self._beat)

    def _beat(self) -> None:
        self._next = (self._next + 1) % SLICES
        for connection in list(self._slices[self._next]):
            connection.beat()
        self._wait()


def text_frame(payload: bytes) -> bytes:
    return _header(len(payload)) + payload


@lru_cache(1024)
def _header(size: int) -> bytes:
    return Frame(Opcode.TEXT, bytes(size)).serialize(mask=False)[: -size or None]


def _short(reason: str) -> str:
    # Cut between characters; lone surrogates can't be sent at all.
    return reason.encode("utf-8", "replace")[:REASON_BYTES].decode("utf-8", "ignore")
