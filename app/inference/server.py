"""The HTTP face of the engines: OpenAI's chat completions and vLLM's adapter endpoints on Starlette.

Free of torch, so that the process answers /healthz while torch is still being imported.
"""

import asyncio
import hmac
import logging
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.contracts.openai.chat import parse, parse_chat
from app.contracts.openai.completion import DONE, Completion, sse
from app.contracts.openai.errors import error_body
from app.errors import AppError, InvalidInput, Unauthorized, UpstreamFailed
from app.inference.generation import Generation
from app.inference.protocol import (
    LoadAdapter,
    UnloadAdapter,
    generation_of,
    loads,
    models_page,
    ratings,
    usage_of,
    wants_rating,
)

if TYPE_CHECKING:
    from app.inference.engines import Engines

log = logging.getLogger(__name__)

OPEN_PATHS = ("/healthz", "/readyz")
OWN_WORDS = "x-coachable-error"
"""Header by which our API knows that the message is for people as it is (app/infra/refusals.py)."""
STOP_S = 3.0
"""Longest wait for a load that is under way when the process is told to stop."""

T = TypeVar("T")


class ModelServer:
    """`load` runs in a thread of its own after start-up; `on_failure` hears the error if it raises."""

    def __init__(
        self,
        load: "Callable[[], Engines]",
        token: str,
        *,
        max_body_bytes: int,
        on_failure: Callable[[Exception], None],
    ) -> None:
        self._load_engines = load
        self._on_failure = on_failure
        self._max_body_bytes = max_body_bytes
        self._engines: Engines | None = None
        self._created = int(time.time())
        self.app = Starlette(
            routes=[
                Route("/healthz", self.healthz),
                Route("/readyz", self.readyz),
                Route("/v1/models", self.models),
                Route("/v1/chat/completions", self.chat_completions, methods=["POST"]),
                Route("/v1/load_lora_adapter", self.load_adapter, methods=["POST"]),
                Route("/v1/unload_lora_adapter", self.unload_adapter, methods=["POST"]),
            ],
            middleware=[Middleware(BearerToken, token=token)],
            exception_handlers={AppError: render_error},
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        loading = threading.Thread(target=self._load, name="load", daemon=True)
        loading.start()
        yield
        await asyncio.to_thread(loading.join, STOP_S)
        if self._engines is not None:
            await asyncio.to_thread(self._engines.stop)

    def _load(self) -> None:
        try:
            self._engines = self._load_engines()
        except Exception as error:
            self._on_failure(error)

    def end_replies(self) -> None:
        """Replies that are being written end with an error that says so; more are refused."""
        if self._engines is not None:
            self._engines.end_replies()

    @property
    def engines(self) -> "Engines":
        if self._engines is None:
            raise UpstreamFailed("The base model is still being loaded; try again in a few seconds.")
        return self._engines

    async def healthz(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(self, _request: Request) -> Response:
        ready = self._engines is not None
        return PlainTextResponse("ready" if ready else "loading", status_code=200 if ready else 503)

    async def models(self, _request: Request) -> Response:
        return JSONResponse(models_page(self.engines.names, self._created))

    async def load_adapter(self, request: Request) -> Response:
        order = parse(LoadAdapter, loads(await self._body(request)))
        await self.engines.load_adapter(order.lora_name, order.lora_path)
        return PlainTextResponse(f"Success: LoRA adapter '{order.lora_name}' added successfully.")

    async def unload_adapter(self, request: Request) -> Response:
        order = parse(UnloadAdapter, loads(await self._body(request)))
        self.engines.unload_adapter(order.lora_name)
        return PlainTextResponse(f"Success: LoRA adapter '{order.lora_name}' removed successfully.")

    async def chat_completions(self, request: Request) -> Response:
        body = loads(await self._body(request))
        chat = parse_chat(body)
        rates = wants_rating(body, chat)
        generation = await self.engines.generate(generation_of(chat, rate_last=rates))
        completion = Completion(chat.model)
        try:
            # Errors of the request arrive with the first piece, in time for an HTTP status.
            first = await _unless_gone(request, anext(generation, ""))
            if chat.stream:
                events = _events(completion, generation, first, with_usage=chat.wants_usage)
                return _ReplyStream(events, generation)
            text = first + await _unless_gone(request, _collect(generation))
            answer = completion.whole(text, generation.finish_reason, usage_of(generation))
            return JSONResponse(answer | ({"prompt_logprobs": ratings(generation)} if rates else {}))
        except ClientDisconnect:
            generation.cancel()
            return Response(status_code=499)
        except BaseException:
            generation.cancel()
            raise

    async def _body(self, request: Request) -> bytes:
        return await read_body(request, self._max_body_bytes)


async def read_body(request: Request, most: int) -> bytes:
    """Raises InvalidInput for more than `most` bytes, as soon as those are there."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise InvalidInput(f"The request is larger than {most} bytes.")
    return bytes(body)


async def _events(
    completion: Completion, generation: Generation, first: str, *, with_usage: bool
) -> AsyncIterator[bytes]:
    try:
        yield sse(completion.chunk({"role": "assistant", "content": first}))
        async for piece in generation:
            yield sse(completion.chunk({"content": piece}))
        yield sse(completion.chunk({}, generation.finish_reason))
        if with_usage:
            yield sse(completion.usage_chunk(usage_of(generation)))
        yield DONE
    except AppError as error:  # the status is sent already: clients look for `error` in the stream
        yield sse(error_body(error)[1])


class _ReplyStream(StreamingResponse):
    """Cancels the reply however the response ends, also before the first byte of it was sent."""

    def __init__(self, events: AsyncIterator[bytes], generation: Generation) -> None:
        super().__init__(events, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})
        self._generation = generation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._generation.cancel()


async def _collect(generation: Generation) -> str:
    return "".join([piece async for piece in generation])


async def _unless_gone(request: Request, work: Awaitable[T]) -> T:
    """The result of `work`; ClientDisconnect as soon as the client has gone."""
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        gone.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def render_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    status, body = error_body(error)
    headers = {OWN_WORDS: error.code} | ({"Retry-After": "2"} if status in (429, 503) else {})
    return JSONResponse(body, status_code=status, headers=headers)


class BearerToken:
    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = b"Bearer " + token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] not in OPEN_PATHS:
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, self._expected):
                refusal = Unauthorized(
                    "Send 'Authorization: Bearer' with COACHABLE_MODELS_API_KEY, or the content of models.token."
                )
                await (await render_error(Request(scope), refusal))(scope, receive, send)
                return
        await self._app(scope, receive, send)
