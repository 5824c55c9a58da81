"""Somebody else's server that hears webhooks: keeps what it was sent, and answers as it is told."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heard:
    line: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    answers: list[bytes] = field(default_factory=list)  # for the next requests; then 204
    heard: list[Heard] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def will_say(self, status: int, *headers: str) -> None:
        head = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status} Said", *headers, "content-length: 0"))
        self.answers.append(f"{head}\r\n".encode())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        self.heard.append(Heard(head[0], headers, body))
        answer = self.answers.pop(0) if self.answers else b"HTTP/1.1 204 No Content\r\n\r\n"
        with suppress(ConnectionError):
            writer.write(answer)
            await writer.drain()
            if not answer:
                await reader.read()  # silent until the other side has had enough
            writer.close()
            await writer.wait_closed()


@asynccontextmanager
async def receiving(tls: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver._serve, address, 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()
