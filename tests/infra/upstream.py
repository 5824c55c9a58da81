"""A model server in this process that does what a test tells it, down to the bytes."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Act = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Request:
    method: str
    path: str
    authorization: str
    body: dict[str, Any]


@dataclass
class Upstream:
    acts: list[Act] = field(default_factory=list)  # one for each request; the last one for all that follow
    requests: list[Request] = field(default_factory=list)
    dropped: asyncio.Event = field(default_factory=asyncio.Event)  # by the client, amid an act
    url: str = ""

    def will(self, *acts: Act) -> None:
        self.acts = list(acts)

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [request.body for request in self.requests]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            method, path = head.split(" ")[:2]
            headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:-2])
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            authorization = next(
                line.split(": ", 1)[1]
                for line in head.split("\r\n")
                if line.lower().startswith("authorization:")
            )
            self.requests.append(Request(method, path, authorization, json.loads(body or b"{}")))
            act = self.acts[0] if len(self.acts) == 1 else self.acts.pop(0)
            acting = asyncio.ensure_future(act(writer))
            leaving = asyncio.ensure_future(reader.read())
            await asyncio.wait({acting, leaving}, return_when=asyncio.FIRST_COMPLETED)
            left = not acting.done()
            acting.cancel()
            leaving.cancel()
            how, _ = await asyncio.gather(acting, leaving, return_exceptions=True)
            if left or isinstance(how, ConnectionError):
                self.dropped.set()
        finally:
            writer.close()


@asynccontextmanager
async def serving() -> AsyncIterator[Upstream]:
    upstream = Upstream()
    server = await asyncio.start_server(upstream.serve, "127.0.0.1", 0)
    upstream.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield upstream
    finally:
        server.close()


def status(code: int, body: object = None, **headers: str) -> Act:
    """An answer that is no stream; `body` as it is when it is text, as JSON otherwise."""

    async def act(writer: asyncio.StreamWriter) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        kind = "text/html" if isinstance(body, str) else "application/json"
        extra = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        writer.write(
            f"HTTP/1.1 {code} Whatever\r\ncontent-type: {kind}\r\n{extra}"
            f"content-length: {len(text.encode())}\r\nconnection: close\r\n\r\n{text}".encode()
        )
        await writer.drain()

    return act


def error(number: int, message: str, **more: Any) -> Act:
    headers = {name: more.pop(name) for name in ("retry_after",) if name in more}
    return status(number, {"error": {"message": message, "type": "some_error", **more}}, **headers)


def streams(*parts: str | dict[str, Any] | Act, done: bool = True) -> Act:
    """One after the other: text, deltas, and what else happens on the way."""

    async def act(writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        )
        for part in parts:
            if callable(part):
                await part(writer)
            else:
                _send(writer, {"content": part} if isinstance(part, str) else part)
                await writer.drain()
        if done:
            raw("data: [DONE]\n\n", writer)
            writer.write(b"0\r\n\r\n")
        await writer.drain()

    return act


def raw(line: str, writer: asyncio.StreamWriter) -> None:
    writer.write(f"{len(line.encode()):x}\r\n{line}\r\n".encode())


def line(text: str) -> Act:
    """A part of a stream that is no chunk of an answer."""

    async def act(writer: asyncio.StreamWriter) -> None:
        raw(f"{text}\n\n", writer)
        await writer.drain()

    return act


async def silence(_writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def drop(writer: asyncio.StreamWriter) -> None:
    await writer.drain()
    writer.transport.abort()
    await asyncio.Event().wait()


def _send(writer: asyncio.StreamWriter, delta: dict[str, Any]) -> None:
    chunk = {"id": "c", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta}]}
    raw(f"data: {json.dumps(chunk)}\n\n", writer)
