"""`/v1`: any OpenAI client talks to the agents. The model is `agent-slug` (what is live) or `agent-slug@3`."""

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Any
from uuid import UUID

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.actor import Actor
from app.agents import service as agents
from app.api import jsontext
from app.api.handling import Handler
from app.api.handling import told as handled
from app.api.openai.answers import Pieces, completed, responded
from app.api.openai.conversation import FREELY, read_freely, spoken, told
from app.api.openai.upstream import Upstream
from app.api.permissions import Gate
from app.api.rates import REPLIES, Rates, key_of
from app.api.reply_types import extension
from app.contracts.openai.chat import ChatRequest, parse, parse_chat
from app.contracts.openai.errors import error_body
from app.contracts.openai.responses import Response as Responses
from app.contracts.openai.responses import parse_responses
from app.errors import AppError, InvalidInput, NotFound, Unavailable, UnknownUrl, UpstreamFailed
from app.models import AgentVersion
from app.replies import service as replies
from app.replies.reply import Basis, Reply
from app.versions import service as versions
from app.versions.service import Answering

_MODEL = re.compile(r"(?P<slug>[^@]{1,64})(?:@(?P<number>\d{1,9}))?")
MOST_BYTES = 1 << 20  # of a request; a context of 32,768 tokens is about 130 KB of text
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_RETRY_AFTER_S = 2


class AgentsAsModels:
    def __init__(self, gate: Gate, client: httpx.AsyncClient, rates: Rates) -> None:
        """`client`: of the model server, with a base URL that ends in `/v1` and its key."""
        self._gate, self._rates = gate, rates
        self._upstream = Upstream(client)

    def routes(self) -> list[Route]:
        return [
            Route("/v1/models", _told(self.models), methods=["GET"]),
            Route("/v1/models/{name}", _told(self.model), methods=["GET"]),
            Route("/v1/chat/completions", _told(self.chat), methods=["POST"], max_body_size=MOST_BYTES),
            Route("/v1/responses", _told(self.responses), methods=["POST"], max_body_size=MOST_BYTES),
            Route("/v1", _told(self.nowhere), methods=_METHODS),
            Route("/v1/{path:path}", _told(self.nowhere), methods=_METHODS),
        ]

    async def models(self, request: Request) -> Response:
        actor = await self._admitted(request)
        rows = await agents.visible(actor).order_by("id")
        numbers = versions.visible(actor).exclude(files={}).order_by("agent_id", "number")
        by_agent: dict[UUID, list[AgentVersion]] = {}
        for version in await numbers:
            by_agent.setdefault(version.agent_id, []).append(version)
        entries = [_entry(agent.slug, agent.created_at) for agent in rows]
        for agent in rows:
            entries += [_entry(f"{agent.slug}@{v.number}", v.created_at) for v in by_agent.get(agent.id, ())]
        return JSONResponse({"object": "list", "data": entries})

    async def model(self, request: Request) -> Response:
        name = request.path_params["name"]
        answering, _ = await self._resolve(await self._admitted(request), name)
        return JSONResponse(_entry(name, answering.agent.created_at))

    async def chat(self, request: Request) -> Response:
        actor, body = await self._admitted(request), _object(await request.body())
        answering, asked = await self._resolve(actor, body.get("model"))
        if _unchecked(body.pop("coachable", None)) or answering.agent.writes_freely:
            messages, shown = await read_freely(body.get("messages"), answering.agent)
            inserted = len(messages) - len(body["messages"])
            body |= {"model": answering.serving_name, "messages": messages}
            reply = Reply("", Basis.WRITTEN, tuple(shown))
            return await self._upstream.forward(body, _name(answering), extension(reply), inserted)
        chat = parse_chat(body, FREELY)
        return await completed(chat, _name(answering), self._pieces(answering, asked, chat, body))

    async def responses(self, request: Request) -> Response:
        actor, body = await self._admitted(request), _object(await request.body())
        answering, asked = await self._resolve(actor, body.get("model"))
        asked_for = parse_responses(body)
        as_chat = asked_for.as_chat()
        chat = parse(ChatRequest, as_chat)
        pieces = self._pieces(answering, asked, chat, as_chat)
        if _unchecked(body.get("coachable")) or answering.agent.writes_freely:
            pieces = self._as_written(answering, as_chat)
        return await responded(Responses(_name(answering), asked_for), pieces, stream=chat.stream)

    async def nowhere(self, request: Request) -> Response:
        raise UnknownUrl(
            f"There is no {request.method} {request.url.path[:200]}. Coachable has GET /v1/models, "
            "POST /v1/chat/completions and POST /v1/responses."
        )

    async def _admitted(self, request: Request) -> Actor:
        actor = await self._gate.actor(request)
        await self._rates.count(REPLIES, key_of(actor))
        return actor

    async def _resolve(self, actor: Actor, model: object) -> tuple[Answering, int | None]:
        """What answers, and the number that was asked for."""
        match = _MODEL.fullmatch(model) if isinstance(model, str) else None
        if match is None:
            raise NotFound("model must be the slug of an agent, or `slug@number`; /v1/models lists them.")
        agent = await agents.by_slug(actor, match["slug"])
        asked = int(match["number"]) if match["number"] else None
        return await versions.answering(agent, asked), asked

    def _pieces(
        self, answering: Answering, asked: int | None, chat: ChatRequest, body: dict[str, Any]
    ) -> Pieces:
        return replies.reply(
            answering.agent,
            spoken(chat),
            may_write=answering.may_write,
            ask=partial(self._upstream.ask, body, answering.serving_name),
            told=told(chat),
            is_in_use=asked is None,
        )

    async def _as_written(
        self, answering: Answering, body: dict[str, Any]
    ) -> AsyncGenerator[str | Reply, None]:
        """The model's words as they are."""
        messages, shown = await read_freely(body["messages"], answering.agent)
        text = ""
        async with aclosing(self._upstream.ask(body, answering.serving_name, messages)) as pieces:
            async for piece in pieces:
                text += piece
                yield piece
        yield Reply(text, Basis.WRITTEN, tuple(shown))


def _told(handler: Handler) -> Handler:
    """Errors in OpenAI's shape."""

    def as_response(error: AppError) -> Response:
        status, body = error_body(error)
        again = isinstance(error, UpstreamFailed | Unavailable)
        return JSONResponse(body, status, {"Retry-After": str(_RETRY_AFTER_S)} if again else None)

    return handled(handler, as_response)


def _object(data: bytes) -> dict[str, Any]:
    body = jsontext.loads(data)
    if not isinstance(body, dict):
        raise InvalidInput("The body must be a JSON object.")
    return body


def _unchecked(wishes: object) -> bool:
    """Whether the model's words are wanted as they are, as for comparing them with those of an exported model."""
    return isinstance(wishes, dict) and wishes.get("unchecked") is True


def _name(answering: Answering) -> str:
    """What answers, as a client may ask for it again."""
    return f"{answering.agent.slug}@{answering.number}"


def _entry(name: str, created: Any) -> dict[str, object]:
    return {"id": name, "object": "model", "created": int(created.timestamp()), "owned_by": "coachable"}
