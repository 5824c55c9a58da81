"""uvicorn's HTTP connections with bounds: it waits for a request for ever, and keeps headers of any size.

Bounded elsewhere: bodies in bytes (Starlette), frames and what a client has not read (app/api/socket/connection.py).
"""

from asyncio import TimerHandle
from asyncio.transports import BaseTransport
from collections import Counter
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN_S = 10.0
HEAD_BYTES = 64 * 1024  # Node takes 16 KiB, nginx 32
BODY_WITHIN_S = 20.0
BODY_BYTES_PER_S = 4 * 1024  # each 4 KiB of a body that came give it a second more
SOON_S = 1.0  # what is there by then never counts as waiting, however many come at once


def network_of(host: str) -> str:
    """What counts as one address: of IPv6 the first 64 bits, which are all one customer's (RFC 6177)."""
    try:
        address = ip_address(host)
    except ValueError:  # a Unix socket, or a proxy's own word
        return host[:100]
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or f"{IPv6Address(int(address) >> 64 << 64)}/64")


class Waiting:
    """Counts connections that keep us waiting, in all and by address."""

    def __init__(self, most: int | None, most_per_address: int | None) -> None:
        self._most = most
        self._most_per_address = most_per_address
        self._by_address: Counter[str] = Counter()
        self.count = 0

    def enter(self, address: str) -> bool:
        """False where there are too many; such a one is not counted."""
        if self._most is not None and self.count >= self._most:
            return False
        if self._most_per_address is not None and self._by_address[address] >= self._most_per_address:
            return False
        self.count += 1
        self._by_address[address] += 1
        return True

    def leave(self, address: str) -> None:
        self.count -= 1
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]


class BoundedHttp(HttpToolsProtocol):
    """Heads come within ten seconds, bodies at a least speed. Slow heads count as waiting."""

    def __init__(self, *arguments: Any, waiting: Waiting, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._waiting = waiting
        self._address = ""
        self._head_timer: TimerHandle | None = None
        self._head_bytes = 0
        self._counts = False
        self._body_timer: TimerHandle | None = None
        self._body_bytes = 0

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self._address = network_of(self.client[0]) if self.client else ""
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_ended()
        self._body_ended()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._body_timer is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()  # also for line ends, which the parser takes for nothing
        super().data_received(data)
        if self._head_timer is not None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        self._await_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head_ended()
        self._body_bytes = 0
        self._body_timer = self.loop.call_later(BODY_WITHIN_S, self._look_at_body, BODY_WITHIN_S)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._body_ended()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._head_ended()
        self._body_ended()
        super().handle_websocket_upgrade()

    def _await_head(self) -> None:
        if self._head_timer is None:
            self._head_bytes = 0
            self._head_timer = self.loop.call_later(SOON_S, self._head_is_slow)

    def _head_is_slow(self) -> None:
        self._counts = self._waiting.enter(self._address)
        if not self._counts:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
            return
        self._head_timer = self.loop.call_later(HEAD_WITHIN_S - SOON_S, self._head_is_late)

    def _head_is_late(self) -> None:
        if self.flow.read_paused:  # by us: an earlier request of this connection is not done
            self._head_timer = self.loop.call_later(SOON_S, self._head_is_late)
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _head_ended(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None
        if self._counts:
            self._counts = False
            self._waiting.leave(self._address)

    def _look_at_body(self, allowed_s: float) -> None:
        """`allowed_s`: what the body had until now."""
        more = BODY_WITHIN_S + self._body_bytes / BODY_BYTES_PER_S - allowed_s
        if self.flow.read_paused or self.cycle.waiting_for_100_continue:
            more = max(more, SOON_S)  # it is we who are not reading
        if more > 0:
            self._body_timer = self.loop.call_later(more, self._look_at_body, allowed_s + more)
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _body_ended(self) -> None:
        if self._body_timer is not None:
            self._body_timer.cancel()
            self._body_timer = None

    def _refuse(self, status: HTTPStatus) -> None:
        answers = self.cycle is not None and not self.cycle.response_complete
        if not self.transport.is_closing() and self._head_bytes and not answers:
            self.transport.write(
                f"HTTP/1.1 {status.value} {status.phrase}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".encode()
            )
        self.transport.close()
