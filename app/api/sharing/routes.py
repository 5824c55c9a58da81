"""What a share link opens: its page `/chat/{prefix}`, and the questions that the page asks at `/share/{prefix}/chat`.

The secret comes in the header `Authorization`. In the page's address it stands behind `#`, which no browser sends, so
that it is in no log. It opens nothing else; the gate of the API does not know it.
"""

from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from app.agents import share_links
from app.agents.language import language_of_agent
from app.api import jsontext
from app.api.context import ModelServer
from app.api.handling import Handler, told
from app.api.headers import framed_by
from app.api.openai.answers import Pieces, begun, whole
from app.api.pages import DIST, NO_CACHE
from app.api.permissions import from_own_page
from app.api.rates import SHARED, VISITOR, Rates, address_of
from app.contracts.openai.chat import parse
from app.contracts.openai.completion import sse
from app.contracts.openai.errors import error_body
from app.errors import AppError, Forbidden, Unauthorized, UpstreamFailed
from app.models import Agent, ShareLink
from app.replies import service as replies
from app.replies.conversation import checked
from app.replies.prompt import Message
from app.replies.reply import Reply
from app.versions import service as versions

MOST_BYTES = 256 << 10  # of a question with what was said before: 16,000 characters, all of them escaped
# What the model server said of itself is not for visitors.
AWAY = "The agent can't answer just now. Please try again in a minute."
OTHER_PAGE = "This request comes from another site's page: show the conversation in a frame instead."
NO_STORE = {"Cache-Control": "no-store"}


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")
    role: Literal["user", "assistant"]  # who visits has no say in the prompt
    content: str


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")
    messages: list[_Said]
    stream: bool = False


class SharedConversations:
    def __init__(self, model_server: ModelServer, rates: Rates, dist: Path = DIST) -> None:
        self._model_server, self._rates, self._dist = model_server, rates, dist

    def routes(self) -> list[Route]:
        return [
            Route("/share/{prefix}/chat", _told(self.about), methods=["GET"]),
            Route("/share/{prefix}/chat", _told(self.chat), methods=["POST"], max_body_size=MOST_BYTES),
            Route("/chat/{prefix}", self.page, methods=["GET"]),
            Route("/embed.js", self.embed, methods=["GET"]),
        ]

    async def about(self, request: Request) -> Response:
        """Whom the visitor is about to talk to."""
        _, agent = await _opened(request)
        return JSONResponse({"name": agent.name, "language": language_of_agent(agent)}, headers=NO_STORE)

    async def chat(self, request: Request) -> Response:
        await self._rates.count(VISITOR, address_of(request.scope))
        link, agent = await _opened(request)
        await self._rates.count(SHARED, str(link.id))
        question = parse(_Question, jsontext.loads(await request.body()))
        conversation = checked([said.model_dump() for said in question.messages])
        await share_links.note_use(link)
        pieces = await self._pieces(agent, conversation)
        if not question.stream:
            return JSONResponse({"text": (await whole(pieces)).text}, headers=NO_STORE)
        return StreamingResponse(
            _events(await begun(pieces)), media_type="text/event-stream", headers=NO_STORE
        )

    async def page(self, request: Request) -> Response:
        """The same for every link, so that it tells nothing; only who may frame it differs."""
        file = self._dist / "chat.html"
        if not file.is_file():
            return PlainTextResponse("The page is not part of this installation.", 404)
        sites = await share_links.origins_of(request.path_params["prefix"])
        return FileResponse(file, headers=NO_CACHE | {"X-Robots-Tag": "noindex"} | framed_by(sites))

    async def embed(self, _request: Request) -> Response:
        """Other sites load it as a script of theirs."""
        file = self._dist / "embed.js"
        if not file.is_file():
            return PlainTextResponse("The page is not part of this installation.", 404)
        return FileResponse(file, headers=NO_CACHE | {"Cross-Origin-Resource-Policy": "cross-origin"})

    async def _pieces(self, agent: Agent, conversation: list[Message]) -> Pieces:
        answering = await versions.answering(agent, None)
        name = answering.serving_name
        return replies.reply(
            answering.agent,
            conversation,
            may_write=answering.may_write,
            ask=lambda messages: self._model_server.stream_chat(name, messages),
            is_in_use=True,
        )


async def _opened(request: Request) -> tuple[ShareLink, Agent]:
    """Raises Unauthorized, and Forbidden for a page that is not ours: it has no business with the secret."""
    if not from_own_page(request):
        raise Forbidden(OTHER_PAGE)
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthorized(share_links.NO_LONGER)
    return await share_links.opened(request.path_params["prefix"], secret.strip())


async def _events(pieces: Pieces) -> AsyncIterator[bytes]:
    """The words as they come, and in the end that they are all; nothing of what they stand on."""
    try:
        async with aclosing(pieces):
            async for piece in pieces:
                yield sse({"done": True} if isinstance(piece, Reply) else {"text": piece})
    except AppError as error:  # the status is sent already
        yield sse(_error(error)[1])


def _told(handler: Handler) -> Handler:
    """Errors as the page reads them."""

    def as_response(error: AppError) -> Response:
        status, body = _error(error)
        return JSONResponse(body, status, NO_STORE)

    return told(handler, as_response)


def _error(error: AppError) -> tuple[int, dict[str, object]]:
    message = AWAY if isinstance(error, UpstreamFailed) else error.message
    return error_body(error)[0], {"error": {"code": error.code, "message": message}}
