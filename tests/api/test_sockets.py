"""What a connection may cost before somebody signs in, by raw sockets: time, bytes, number, log lines."""

import asyncio
import base64
import json
import logging
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
import structlog

from app.api.socket import connection, handler, places
from app.config import Settings
from app.infra import connections
from app.limits import SOCKETS
from tests.api.conftest import BEARER, Api, serving

VIEWER = "{ viewer { subject } }"
REPLY = 'subscription { agentReply(input: {agentId: "x", messages: []}) { text } }'
HANDSHAKE = (
    "GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"
)
TEXT, CONTINUES, CLOSE, PING = 1, 0, 8, 9


class Raw:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, data: str | bytes) -> None:
        self.writer.write(data.encode() if isinstance(data, str) else data)

    async def rest(self) -> bytes:
        """Until the server has gone."""
        try:
            return await asyncio.wait_for(self.reader.read(), 10)
        except ConnectionResetError:
            return b""

    async def head(self) -> bytes:
        return await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 10)

    async def opened(self) -> None:
        self.send(HANDSHAKE)
        assert (await self.head()).startswith(b"HTTP/1.1 101 ")

    async def close_code(self) -> int:
        """Of the next frame, which has to be a close."""
        first, length = await asyncio.wait_for(self.reader.readexactly(2), 10)
        assert first == 0x80 | CLOSE
        return struct.unpack("!H", (await self.reader.readexactly(length))[:2])[0]


@asynccontextmanager
async def raw(api: Api, address: str = "127.0.0.1") -> AsyncIterator[Raw]:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port, local_addr=(address, 0))
    try:
        yield Raw(reader, writer)
    finally:
        writer.close()


def frame(payload: bytes, opcode: int = TEXT, *, is_last: bool = True) -> bytes:
    """Masked with zeros."""
    head = bytes([(0x80 if is_last else 0) | opcode])
    if len(payload) < 126:
        head += bytes([0x80 | len(payload)])
    elif len(payload) < 1 << 16:
        head += bytes([0x80 | 126]) + struct.pack("!H", len(payload))
    else:
        head += bytes([0x80 | 127]) + struct.pack("!Q", len(payload))
    return head + bytes(4) + payload


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds as hundredths, so that nothing but the end is waited for."""
    monkeypatch.setattr(connections, "SOON_S", 0.01)
    monkeypatch.setattr(connections, "HEAD_WITHIN_S", 0.1)
    monkeypatch.setattr(connections, "BODY_WITHIN_S", 0.2)
    monkeypatch.setattr(connection, "CLOSE_WITHIN_S", 0.02)
    monkeypatch.setattr(places, "SOON_S", 0.01)


@asynccontextmanager
async def limited(settings: Settings, **limits: int) -> AsyncIterator[Api]:
    named = {name.replace("_", "-"): limit for name, limit in limits.items()}
    async with serving(settings.model_copy(update={"socket_limits": SOCKETS | named})) as api:
        yield api


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("", b""),
        ("GET /healthz HTTP/1.1\r\nHost: localh", b"HTTP/1.1 408 "),
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n", b"HTTP/1.1 408 "),
    ],
)
async def test_a_head_that_does_not_come_ends_the_connection(
    hurried: None, api: Api, sent: str, status: bytes
) -> None:
    async with raw(api) as connection:
        connection.send(sent)
        answer = await connection.rest()
    assert answer.startswith(status)
    assert bool(answer) == bool(sent)


async def test_line_ends_after_an_answer_keep_no_connection(hurried: None, api: Api) -> None:
    async with raw(api) as connection:
        connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert (await connection.head()).startswith(b"HTTP/1.1 200 ")
        connection.send("\r\n" * 5)
        assert (await connection.rest()).startswith(b"okHTTP/1.1 408 ")


@pytest.mark.parametrize("piece", ["a", "a: b\r\n"])
async def test_a_head_without_an_end_is_too_large(api: Api, piece: str) -> None:
    async with raw(api) as connection:
        connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ")
        await connection.writer.drain()
        connection.send(piece * (connections.HEAD_BYTES // len(piece) + 1))
        assert b"HTTP/1.1 431 " in await connection.rest()


async def test_a_body_that_does_not_come_ends_the_connection(hurried: None, api: Api) -> None:
    for head in ("Content-Length: 100\r\n", "Transfer-Encoding: chunked\r\n"):
        async with raw(api) as connection:
            connection.send(
                f"POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: {BEARER['Authorization']}\r\n"
                f"Content-Type: application/json\r\n{head}\r\n5\r\n"
            )
            assert await connection.rest() == b""


async def test_a_refused_upload_does_not_go_on(hurried: None, api: Api) -> None:
    """401 comes before the body is looked at; what still drips in holds nothing open."""
    async with raw(api) as connection:
        connection.send("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16000000\r\n\r\n")
        assert (await connection.head()).startswith(b"HTTP/1.1 401 ")
        connection.send(b"x" * 10)
        await connection.rest()


async def test_slow_heads_of_one_address_are_few(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SOON_S", 0.01)
    async with (
        limited(settings, waiting_per_address=2) as api,
        raw(api) as one,
        raw(api) as two,
        raw(api) as three,
    ):
        ended = [asyncio.create_task(connection.rest()) for connection in (one, two, three)]
        done, open_ = await asyncio.wait(ended, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        assert (len(done), len(open_)) == (1, 2)
        for task in open_:
            task.cancel()
        async with raw(api, "127.0.0.2") as other:
            other.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert (await other.head()).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("limit", "address"), [("waiting-per-address", "127.0.0.1"), ("waiting", "127.0.0.2")]
)
async def test_sockets_that_wait_are_few(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, limit: str, address: str
) -> None:
    monkeypatch.setattr(places, "SOON_S", 0.01)
    async with limited(settings, **{limit: 2}) as api, raw(api) as one, raw(api) as two:
        for connection in (one, two):
            await connection.opened()
        async with raw(api, address) as third:
            await third.opened()
            firsts = [asyncio.create_task(connection.close_code()) for connection in (one, two, third)]
            done, open_ = await asyncio.wait(firsts, return_when=asyncio.FIRST_COMPLETED, timeout=10)
            assert [task.result() for task in done] == [1013]
            for task in open_:
                task.cancel()
        monkeypatch.setattr(places, "SOON_S", 60.0)
        async with api.socket() as signed_in:  # who signs in soon never counts
            await signed_in.init()
            await signed_in.subscribe(VIEWER)
            await signed_in.next()


async def test_silence_ends_the_connection_even_where_nobody_answers_the_close(
    hurried: None, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.endpoint, "connection_init_wait_timeout", timedelta(milliseconds=20))
    async with raw(api) as connection:
        await connection.opened()
        assert await connection.close_code() == 4408
        assert await connection.rest() == b""


async def test_sockets_of_a_workspace_are_counted(db: None, settings: Settings) -> None:
    async with limited(settings, per_workspace=2) as api, api.socket() as one:
        await one.init()
        async with api.socket() as two, api.socket() as three:
            await two.init()
            await three.send(type="connection_init", payload={"token": BEARER["Authorization"][7:]})
            assert await three.closed() == (
                1013,
                "Your workspace has too many open connections. Close some, then try again.",
            )
        async with api.socket() as again:
            await again.init()
        await one.subscribe(VIEWER)
        await one.next()


async def test_operations_of_a_socket_are_counted(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handler, "MOST_OPERATIONS", 0)
    async with api.socket() as socket:
        await socket.init()
        await socket.subscribe(VIEWER, id="one more")
        message = await socket.receive()
        assert (message["id"], message["type"]) == ("one more", "error")
        assert message["payload"][0]["extensions"] == {"code": "LIMIT_REACHED"}
        await socket.send(type="ping")
        assert (await socket.receive())["type"] == "pong"


async def test_a_message_in_pieces_has_the_same_limit(api: Api) -> None:
    piece = b"x" * (100 * 1024)
    async with raw(api) as connection:
        await connection.opened()
        connection.send(frame(piece, is_last=False))
        connection.send(frame(piece, CONTINUES, is_last=False))
        connection.send(frame(piece, CONTINUES)[:14])  # what its head says is enough
        assert await connection.close_code() == 1009


@pytest.mark.slow
async def test_who_reads_no_pongs_sends_no_more_pings(api: Api) -> None:
    async with raw(api) as connection:
        await connection.opened()
        connection.reader._transport.pause_reading()  # type: ignore[attr-defined]
        pings = frame(b"x" * 125, PING) * 2_000
        with suppress(ConnectionError):
            while not connection.writer.is_closing():  # the kernel's buffers take some megabytes
                connection.send(pings)
                await asyncio.wait_for(connection.writer.drain(), 10)
        assert connection.writer.is_closing()


async def test_bodies(api: Api) -> None:
    json_type = BEARER | {"content-type": "application/json"}
    for path, size in (("/v1/chat/completions", 1 << 20), ("/logout", 1024), ("/graphql", 16 << 20)):
        response = await api.http.post(path, content=b" " * (size + 1), headers=json_type)
        assert (path, response.status_code) == (path, 413)
    large = json.dumps({"query": VIEWER, "variables": {"a": "x" * (2 << 20)}})
    assert (await api.http.post("/graphql", content=large, headers=json_type)).status_code == 200


async def test_a_socket_has_one_line_in_the_log(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with structlog.testing.capture_logs() as lines:
        async with api.socket() as socket:
            await socket.init()
            await socket.subscribe(VIEWER)
            await socket.next()
        async with api.socket() as refused:
            await refused.send(type="connection_init", payload={"token": "wrong"})
            await refused.closed()
        async with raw(api) as cut:
            await cut.opened()
        for _ in range(3):
            async with raw(api) as turned_away:
                turned_away.send(HANDSHAKE.replace("localhost", "evil.example"))
                await turned_away.rest()
        while len(lines) < 3:  # noqa: ASYNC110  (the server tells nobody when it has cleaned up)
            await asyncio.sleep(0)
    assert [(line["event"], line["signed_in"]) for line in lines] == [
        ("socket_closed", True),
        ("socket_closed", False),
        ("socket_closed", False),
    ]
    assert [record.getMessage() for record in caplog.records if record.name != "asyncio"] == []


def test_frames_are_built_as_the_protocol_says() -> None:
    assert frame(b"a" * 126)[:4] == b"\x81\xfe\x00\x7e"
    assert base64.b64decode("dGhlIHNhbXBsZSBub25jZQ==") == b"the sample nonce"
