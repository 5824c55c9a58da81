"""What stands before vLLM: our key, the store, and a look at every adapter before vLLM reads it.

Questions and replies go through as they are, piece by piece. Free of torch.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from app.contracts.openai.chat import parse
from app.engine.weights import differ, digest_of
from app.errors import AppError, Conflict, InvalidInput, UpstreamFailed
from app.inference.folders import BASE, Fetch, check_folder, folder_of, inside
from app.inference.protocol import LoadAdapter, loads
from app.inference.server import BearerToken, read_body, render_error

_ALREADY = "already been loaded"
HEADERS = ("content-type", "cache-control", "retry-after")
LOOKS_WITHIN_S = 3.0


@dataclass
class Behind:
    """The vLLM that is started, or will be. `base`: the folder of its base model."""

    url: str
    key: str = field(repr=False)
    base: Path | None = None

    @cached_property
    def weights(self) -> str:
        assert self.base is not None
        return digest_of(self.base)


class Gateway:
    """`root`: where adapters lie on this host. `fetch` brings those that other hosts made."""

    def __init__(self, behind: Behind, token: str, root: Path, fetch: Fetch, *, max_body_bytes: int) -> None:
        self._behind, self._root, self._fetch = behind, root, fetch
        self._max_body_bytes = max_body_bytes
        self._folders: dict[str, Path] = {}
        self.was_ready = False
        self.app = Starlette(
            routes=[
                Route("/healthz", self.healthz),
                Route("/readyz", self.readyz),
                Route("/v1/load_lora_adapter", self.load_adapter, methods=["POST"]),
                Route("/v1/models", self.forward),
                Route("/v1/chat/completions", self.forward, methods=["POST"]),
                Route("/v1/unload_lora_adapter", self.forward, methods=["POST"]),
            ],
            middleware=[Middleware(BearerToken, token=token)],
            exception_handlers={AppError: render_error},
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        headers = {"Authorization": f"Bearer {self._behind.key}"}
        # Long prompts are read in silence; the client has a limit of its own.
        timeout = httpx.Timeout(None, connect=5.0)
        async with httpx.AsyncClient(
            base_url=self._behind.url, headers=headers, timeout=timeout, trust_env=False
        ) as self._client:
            yield

    async def healthz(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(self, _request: Request) -> Response:
        ready = await self.is_ready()
        return PlainTextResponse("ready" if ready else "loading", status_code=200 if ready else 503)

    async def is_ready(self) -> bool:
        if self._behind.base is None:
            return False
        try:
            ready = (await self._client.get("/health", timeout=LOOKS_WITHIN_S)).is_success
        except httpx.HTTPError:
            return False
        self.was_ready |= ready
        return ready

    async def load_adapter(self, request: Request) -> Response:
        order = parse(LoadAdapter, loads(await read_body(request, self._max_body_bytes)))
        folder = await asyncio.to_thread(self._checked, order.lora_name, order.lora_path)
        body = {"lora_name": order.lora_name, "lora_path": str(folder)}
        answer = await self._sent(self._client.build_request("POST", "/v1/load_lora_adapter", json=body))
        await answer.aread()
        if answer.is_error and _ALREADY not in answer.text:
            return Response(answer.content, answer.status_code, headers=_kept(answer))
        self._folders[order.lora_name] = folder
        return PlainTextResponse(f"Success: LoRA adapter '{order.lora_name}' added successfully.")

    def _checked(self, name: str, path: str) -> Path:
        """A version's name says where it lies, whatever host sent the path. Raises InvalidInput and Conflict."""
        base = self._behind.base
        if base is None:
            raise _loading()
        names = frozenset({BASE, base.name})
        if name in names:
            raise InvalidInput(f"{name!r} can't be an adapter's name.")
        folder = folder_of(self._root, name, self._fetch) or inside(self._root, path)
        if self._folders.get(name, folder) != folder:
            raise Conflict(f"Adapter {name} is already loaded from another folder; give it another name.")
        try:
            check_folder(name, folder, names)
            if differ(folder, self._behind.weights):
                raise InvalidInput(
                    f"Adapter {name} was trained on other weights of {base.name}: put those back, or train again."
                )
        except OSError as error:
            raise InvalidInput(
                f"Adapter {name} can't be read: {error.strerror or error}.", "lora_path"
            ) from error
        return folder

    async def forward(self, request: Request) -> Response:
        body = await read_body(request, self._max_body_bytes)
        headers = {name: request.headers[name] for name in HEADERS if name in request.headers}
        asked = self._client.build_request(request.method, request.url.path, content=body, headers=headers)
        answer = await self._sent(asked)
        return StreamingResponse(_pieces(answer), status_code=answer.status_code, headers=_kept(answer))

    async def _sent(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            if not await self.is_ready():
                raise _loading() from error
            raise UpstreamFailed(f"vLLM did not answer: {str(error) or type(error).__name__}.") from error


async def _pieces(answer: httpx.Response) -> AsyncIterator[bytes]:
    """Closing it, as when the client has left, ends the reply in vLLM too."""
    try:
        async for piece in answer.aiter_raw():
            yield piece
    finally:
        await answer.aclose()


def _kept(answer: httpx.Response) -> dict[str, str]:
    return {name: answer.headers[name] for name in (*HEADERS, "content-encoding") if name in answer.headers}


def _loading() -> UpstreamFailed:
    return UpstreamFailed("The base model is still being loaded; try again in a few seconds.")
