"""A Starlette application on a port of this machine."""

import asyncio
import socket

import uvicorn
from starlette.applications import Starlette


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


class Running:
    """The server on a port of the kernel's choice, in this process and on this loop."""

    def __init__(self, app: Starlette) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self._server = _Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=3))

    async def __aenter__(self) -> "Running":
        self._serving = asyncio.create_task(self._server.serve([self.socket]))
        await self._server.listens.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.should_exit = True
        await self._serving
