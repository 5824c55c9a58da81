"""The client of OpenAI-compatible servers, against a real one on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from app.errors import UpstreamFailed
from app.infra.chat_client import stream_chat


class Upstream:
    def __init__(self) -> None:
        self.behaviour = "answer"
        self.asked: dict[str, Any] = {}
        self.dropped = asyncio.Event()
        self.url = ""

    async def chat(self, request: Request) -> Response:
        self.asked = await request.json() | {"authorization": request.headers["authorization"]}
        if self.behaviour == "refuse":
            return JSONResponse({"error": {"message": "no such model", "type": "x", "code": "y"}}, 404)
        return StreamingResponse(self._pieces(), media_type="text/event-stream")

    async def _pieces(self) -> AsyncIterator[str]:
        try:
            for delta in ({"role": "assistant", "content": ""}, {"content": "Hel"}, {"content": "lo"}):
                chunk = {
                    "id": "c",
                    "object": "chat.completion.chunk",
                    "choices": [{"index": 0, "delta": delta}],
                }
                yield f"data: {json.dumps(chunk)}\n\n"
            if self.behaviour == "hang":
                await asyncio.Event().wait()
            yield 'data: {"id": "c", "choices": [], "usage": {"total_tokens": 3}}\n\n'
            yield "data: [DONE]\n\n"
        finally:
            self.dropped.set()


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    upstream = Upstream()
    app = Starlette(routes=[Route("/v1/chat/completions", upstream.chat, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn offers no event)
        await asyncio.sleep(0)
    upstream.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
    yield upstream
    server.should_exit = True
    server.force_exit = True
    await serving


def _ask(url: str, timeout_s: float = 10.0) -> Any:
    messages = [{"role": "user", "content": "Hi"}]
    return stream_chat(
        url, "secret", "base", messages, temperature=0.3, max_tokens=7, timeout_s=timeout_s, seed=5
    )


async def test_pieces_come_as_they_are_and_never_empty(upstream: Upstream) -> None:
    assert [piece async for piece in _ask(upstream.url)] == ["Hel", "lo"]
    assert upstream.asked == {
        "authorization": "Bearer secret",
        "model": "base",
        "messages": [{"role": "user", "content": "Hi"}],
        "temperature": 0.3,
        "max_tokens": 7,
        "seed": 5,
        "stream": True,
    }


async def test_closing_it_drops_the_connection(upstream: Upstream) -> None:
    upstream.behaviour = "hang"
    async with aclosing(_ask(upstream.url)) as pieces:
        assert await anext(pieces) == "Hel"
    await asyncio.wait_for(upstream.dropped.wait(), 10)


async def test_an_answer_that_does_not_end(upstream: Upstream) -> None:
    upstream.behaviour = "hang"
    with pytest.raises(UpstreamFailed, match="no whole answer"):
        [piece async for piece in _ask(upstream.url, timeout_s=0.5)]
    await asyncio.wait_for(upstream.dropped.wait(), 10)


async def test_a_refusal_is_told_in_the_servers_words(upstream: Upstream) -> None:
    upstream.behaviour = "refuse"
    with pytest.raises(UpstreamFailed, match="no such model"):
        [piece async for piece in _ask(upstream.url)]


async def test_nobody_there() -> None:
    with pytest.raises(UpstreamFailed):
        [piece async for piece in _ask("http://127.0.0.1:1/v1")]
