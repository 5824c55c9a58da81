"""A stretch of network between a client and a server of the tests."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path


class Network:
    """Carries bytes from 127.0.0.1:`port` to a Unix socket. With a certificate clients come by TLS, which the servers
    of the wheels are built without."""

    def __init__(self, target: Path, certificate: tuple[Path, Path] | None = None) -> None:
        self._target, self._certificate = target, certificate
        self._open = asyncio.Event()
        self._open.set()
        self._carriers: set[asyncio.Task[None]] = set()
        self.port = 0

    def swallow(self) -> None:
        """From now on nothing arrives, and nobody is told."""
        self._open.clear()

    def carry_on(self) -> None:
        self._open.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Network"]:
        context = None
        if self._certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self._certificate)
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in self._carriers:
                task.cancel()
            await asyncio.gather(*self._carriers, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carriers.add(task)
        try:
            inner, outer = await asyncio.open_unix_connection(self._target)
            try:
                done = {
                    asyncio.create_task(self._carry(*ends)) for ends in ((reader, outer), (inner, writer))
                }
                _, left = await asyncio.wait(done, return_when=asyncio.FIRST_COMPLETED)
                for one in left:
                    one.cancel()
                await asyncio.gather(*done, return_exceptions=True)
            finally:
                outer.close()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            self._carriers.discard(task)

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(65_536):
                await self._open.wait()
                target.write(piece)
                await target.drain()
