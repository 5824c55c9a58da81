"""The API as clients meet it: a real server on a free port, real PostgreSQL, a scripted model server."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from websockets.asyncio.client import ClientConnection, connect

from app.actor import Actor
from app.api.app import create_app
from app.api.endpoint import Endpoint
from app.config import Settings
from app.errors import UpstreamFailed
from app.events import doorbell
from app.events.hub import Hub
from app.processes.api import server
from app.serving.canaries import Canary
from app.workspaces import service as workspaces
from tests.doorbells import Recorder

SECRET = "the-token-of-this-machine"
MODELS_SECRET = "the-token-of-the-model-server"


class _Quick:
    """asyncio, for uvicorn: it looks every 0.1 s whether it is to end, and then waits as long for its connections.
    That was 0.13 s of each test."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / 20)


@pytest.fixture(scope="session", autouse=True)
def _quick_server() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("uvicorn.server.asyncio", _Quick())
        yield


@dataclass
class Models:
    """Stands for the model server: over HTTP for the proxy, as `stream_chat` for replies."""

    pieces: list[str] = field(default_factory=lambda: ["Path: ", "Settings. ", "Next: Save."])
    samples: list[list[str]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    ensured: list[str] = field(default_factory=list)
    doubt: str | None = None  # of a version that is to be put live
    fails: bool = False
    hangs: bool = False
    breaks: bool = False  # after the first piece, over HTTP
    answers: Response | None = None  # in place of the scripted one, over HTTP
    stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def stream_chat(
        self, model: str, messages: Sequence[dict[str, str]], *, seed: int | None = None
    ) -> AsyncGenerator[str, None]:
        drawn = {} if seed is None else {"seed": seed}
        self.asked.append({"model": model, "messages": list(messages)} | drawn)
        if self.fails:
            raise UpstreamFailed("The model server failed: out of memory.")
        try:
            for piece in self.pieces if seed is None else self.samples[seed]:
                yield piece
            if self.hangs:
                await asyncio.Event().wait()
        finally:
            self.stopped.set()

    async def ensure(self, name: str) -> None:
        self.ensured.append(name)
        if self.fails:
            raise UpstreamFailed("The model server failed: out of memory.")

    async def unproven(self, name: str, asked: Sequence[Canary]) -> str | None:
        return self.doubt

    async def chat(self, request: Request) -> Response:
        if self.fails:
            raise httpx.ConnectError("refused")
        body = await request.json()
        self.asked.append(body | {"authorization": request.headers["authorization"]})
        if self.answers is not None:
            return self.answers
        if not body.get("stream"):
            message = {"role": "assistant", "content": "".join(self.pieces)}
            choice = {"index": 0, "message": message, "finish_reason": "stop"}
            return JSONResponse(
                {"id": "c1", "object": "chat.completion", "model": body["model"], "choices": [choice]}
            )
        return StreamingResponse(self._chunks(body["model"]), media_type="text/event-stream")

    async def _chunks(self, model: str) -> AsyncIterator[str]:
        for number, piece in enumerate(self.pieces, 1):
            end = "stop" if number == len(self.pieces) else None
            choice = {"index": 0, "delta": {"content": piece}, "finish_reason": end}
            chunk = {"id": "c1", "object": "chat.completion.chunk", "model": model, "choices": [choice]}
            yield f"data: {json.dumps(chunk)}\n\n"
            if self.breaks:
                yield 'data: {"error": {"message": "Out of memory."}}\n\n'
                return
        yield "data: [DONE]\n\n"

    def client(self) -> httpx.AsyncClient:
        app = Starlette(routes=[Route("/v1/chat/completions", self.chat, methods=["POST"])])
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://models/v1/",
            headers={"Authorization": f"Bearer {MODELS_SECRET}"},
        )


class Socket:
    """One graphql-transport-ws connection, message by message."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, **message: object) -> None:
        await self.connection.send(json.dumps(message))

    async def receive(self) -> dict[str, Any]:
        return json.loads(await asyncio.wait_for(self.connection.recv(), 10))

    async def init(self, token: str | None = SECRET) -> None:
        await self.send(type="connection_init", payload={"token": token} if token else {})
        assert await self.receive() == {"type": "connection_ack"}

    async def subscribe(self, query: str, variables: dict[str, object] | None = None, id: str = "1") -> None:
        await self.send(id=id, type="subscribe", payload={"query": query, "variables": variables or {}})

    async def next(self, id: str = "1") -> dict[str, Any]:
        message = await self.receive()
        assert (message["type"], message["id"]) == ("next", id), message
        return message["payload"]

    async def closed(self) -> tuple[int | None, str | None]:
        await asyncio.wait_for(self.connection.wait_closed(), 10)
        return self.connection.close_code, self.connection.close_reason


@dataclass
class Api:
    port: int
    http: httpx.AsyncClient
    hub: Hub
    bells: Recorder
    models: Models
    actor: Actor
    endpoint: Endpoint
    stop: Callable[[], None]  # as SIGTERM does

    async def graphql(self, query: str, /, **variables: object) -> dict[str, Any]:
        """The whole response of an operation by the local token."""
        response = await self.http.post(
            "/graphql", json={"query": query, "variables": variables}, headers=BEARER
        )
        assert response.status_code == 200, response.text
        return response.json()

    async def data(self, query: str, /, **variables: object) -> dict[str, Any]:
        response = await self.graphql(query, **variables)
        assert "errors" not in response, response
        return response["data"]

    @asynccontextmanager
    async def socket(self, **headers: str) -> AsyncIterator[Socket]:
        url = f"ws://127.0.0.1:{self.port}/graphql"
        # An unlimited queue: with a full one the client stops reading, and its close waits ten seconds for the answer.
        async with connect(
            url,
            subprotocols=["graphql-transport-ws"],
            additional_headers=headers,
            compression=None,
            max_queue=None,
        ) as connection:
            yield Socket(connection)

    @asynccontextmanager
    async def subscribed(self, query: str, **variables: object) -> AsyncIterator[Socket]:
        async with self.socket() as socket:
            await socket.init()
            await socket.subscribe(query, variables)
            yield socket


BEARER = {"Authorization": f"Bearer {SECRET}"}


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[Api]:
    hub, models = Hub(), Models()
    bells = Recorder(hub)
    doorbell.install(bells)

    async def works() -> bool:
        return True

    async with models.client() as upstream:
        app = create_app(
            settings,
            secret=SECRET,
            hub=hub,
            model_server=models,
            upstream=upstream,
            checks={"database": works},
        )
        instance = server(app, settings, "127.0.0.1", 0)
        serving = asyncio.create_task(instance.serve())
        while not instance.started:  # noqa: ASYNC110  (uvicorn offers no event)
            await asyncio.sleep(0)
        port = instance.servers[0].sockets[0].getsockname()[1]
        endpoint = next(route.endpoint for route in app.routes if getattr(route, "path", "") == "/graphql")

        def stop() -> None:
            instance.should_exit = True

        try:
            # verify=False: reading the certificates would take 0.1 s of every test.
            async with httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", timeout=20, verify=False
            ) as http:
                yield Api(port, http, hub, bells, models, await workspaces.local_actor(), endpoint, stop)
        finally:
            stop()
            await serving
            doorbell.install(doorbell.Silent())


@pytest.fixture
async def api(db: None, settings: Settings) -> AsyncIterator[Api]:
    async with serving(settings) as api:
        yield api
