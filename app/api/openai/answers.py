"""Replies that the API puts together itself, in the shapes of chat completions and of responses."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from starlette.responses import JSONResponse, Response, StreamingResponse

from app.api.reply_types import extension
from app.contracts.openai.chat import ChatRequest
from app.contracts.openai.completion import DONE, Completion, sse
from app.contracts.openai.errors import error_body
from app.contracts.openai.responses import Response as Responses
from app.errors import AppError
from app.replies.reply import Reply

# A taught answer takes no tokens of a model, and a checked one more than it shows.
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}

Pieces = AsyncGenerator[str | Reply, None]


async def completed(chat: ChatRequest, name: str, pieces: Pieces) -> Response:
    """Raises AppError where the first piece does, in time for an HTTP status."""
    completion = Completion(name)
    if not chat.stream:
        reply = await whole(pieces)
        return JSONResponse(completion.whole(reply.text, "stop", _USAGE) | {"coachable": extension(reply)})
    events = _chunks(completion, await begun(pieces), with_usage=chat.wants_usage)
    return _streamed(events)


async def responded(response: Responses, pieces: Pieces, *, stream: bool) -> Response:
    """As `completed`."""
    if not stream:
        reply = await whole(pieces)
        return JSONResponse(response.whole(reply.text, extension(reply)))
    return _streamed(_events(response, await begun(pieces)))


def _streamed(events: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})


async def _chunks(completion: Completion, pieces: Pieces, *, with_usage: bool) -> AsyncIterator[bytes]:
    role: dict[str, str] = {"role": "assistant"}
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                if isinstance(piece, Reply):
                    yield sse(completion.chunk({}, "stop") | {"coachable": extension(piece)})
                else:
                    yield sse(completion.chunk({**role, "content": piece}))
                    role = {}
    except AppError as error:  # the status is sent already: clients look for `error` in the stream
        yield sse(error_body(error)[1])
        return
    if with_usage:
        yield sse(completion.usage_chunk(_USAGE))
    yield DONE


async def _events(response: Responses, pieces: Pieces) -> AsyncIterator[bytes]:
    for event in response.opening():
        yield event
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                if isinstance(piece, str):
                    yield response.delta(piece)
                    continue
                for event in response.closing(piece.text, extension(piece)):
                    yield event
    except AppError as error:
        yield response.failed(error_body(error)[1]["error"])


async def whole(pieces: Pieces) -> Reply:
    async with aclosing(pieces):
        async for piece in pieces:
            if isinstance(piece, Reply):
                return piece
    raise AssertionError("a reply ends with the whole of it")


async def begun(pieces: Pieces) -> Pieces:
    """The same pieces, the first of which has come."""
    first = await anext(pieces)

    async def all_pieces() -> Pieces:
        async with aclosing(pieces):
            yield first
            async for piece in pieces:
                yield piece

    return all_pieces()
