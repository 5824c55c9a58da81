"""`/v1`: any OpenAI client talks to the agents. The model is `agent-slug` (what is live) or `agent-slug@3`."""

import json
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from functools import partial
from typing import Any

import httpx
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from app.actor import Actor
from app.agents import service as agents
from app.api import jsontext
from app.api.completions import Completion, with_extension
from app.api.permissions import Gate
from app.errors import AppError, InvalidInput, NotFound, Unauthorized, UpstreamFailed
from app.models import Agent, AgentVersion
from app.replies import service as replies
from app.replies.reply import Basis, Passage, Reply
from app.versions import service as versions
from app.versions.service import Answering

_MODEL = re.compile(r"(?P<slug>[^@]{1,64})(?:@(?P<number>\d{1,9}))?")
_STATUS: dict[type[AppError], tuple[int, str]] = {
    Unauthorized: (401, "invalid_api_key"),
    NotFound: (404, "model_not_found"),
    InvalidInput: (400, "invalid_request_error"),
    UpstreamFailed: (502, "upstream_failed"),
}


class OpenAIProxy:
    """`upstream` is a client of the model server whose base URL ends in `/v1` and that carries its secret."""

    def __init__(self, gate: Gate, upstream: httpx.AsyncClient) -> None:
        self._gate = gate
        self._upstream = upstream

    def routes(self) -> list[Route]:
        return [
            Route("/v1/models", self.models, methods=["GET"]),
            Route("/v1/models/{name}", self.model, methods=["GET"]),
            Route("/v1/chat/completions", self.chat, methods=["POST"]),
        ]

    async def models(self, request: Request) -> Response:
        try:
            actor = await self._gate.actor(request)
        except AppError as error:
            return _error(error)
        rows = await agents.visible(actor).order_by("id")
        numbers = versions.visible(actor).exclude(files={}).order_by("agent_id", "number")
        by_agent: dict[Any, list[AgentVersion]] = {}
        for version in await numbers:
            by_agent.setdefault(version.agent_id, []).append(version)
        entries = [_entry(agent.slug, agent.created_at) for agent in rows]
        for agent in rows:
            entries += [_entry(f"{agent.slug}@{v.number}", v.created_at) for v in by_agent.get(agent.id, ())]
        return JSONResponse({"object": "list", "data": entries})

    async def model(self, request: Request) -> Response:
        name = request.path_params["name"]
        try:
            answering, _ = await self._resolve(await self._gate.actor(request), name)
        except AppError as error:
            return _error(error)
        return JSONResponse(_entry(name, answering.agent.created_at))

    async def chat(self, request: Request) -> Response:
        try:
            actor = await self._gate.actor(request)
            body = _body(await request.body())
            answering, asked = await self._resolve(actor, body.get("model"))
            agent, serving_name = answering.agent, answering.serving_name
            if _unchecked(body.pop("coachable", None)) or agent.writes_freely:
                return await self._forward(*await _as_written(body, agent, serving_name))
            stream = replies.reply(
                agent,
                spoken(body.get("messages")),
                may_write=answering.may_write,
                ask=partial(self._ask, body, serving_name),
                told=told(body.get("messages")),
                is_in_use=asked is None,
            )
            return await _answered(body, stream)
        except AppError as error:
            return _error(error)

    async def _resolve(self, actor: Actor, model: object) -> tuple[Answering, int | None]:
        """What answers, and the number that was asked for."""
        match = _MODEL.fullmatch(model) if isinstance(model, str) else None
        if match is None:
            raise NotFound("model has to be the slug of an agent, or `slug@number`; /v1/models lists them.")
        agent = await agents.by_slug(actor, match["slug"])
        asked = int(match["number"]) if match["number"] else None
        return await versions.answering(agent, asked), asked

    async def _forward(self, body: dict[str, Any], reply: Reply) -> Response:
        """The model server's own answer, with the field `coachable` where it ends."""
        request = self._upstream.build_request("POST", "chat/completions", json=body)
        try:
            answer = await self._upstream.send(request, stream=True)
        except httpx.HTTPError as error:
            raise UpstreamFailed(f"The model server does not answer: {type(error).__name__}.") from error
        # Closing the answer, also when the client has gone, stops the generation at the model server.
        return StreamingResponse(
            _lines_of(answer, reply),
            answer.status_code,
            media_type=answer.headers.get("content-type", "application/json"),
            background=BackgroundTask(answer.aclose),
        )

    async def _ask(
        self, body: dict[str, Any], serving_name: str, messages: list[dict[str, str]]
    ) -> AsyncGenerator[str, None]:
        """Pieces of what the model says to `messages`; everything else is as the client asked for it."""
        asked = body | {"model": serving_name, "messages": messages, "stream": True}
        asked.pop("stream_options", None)
        try:
            async with self._upstream.stream("POST", "chat/completions", json=asked) as answer:
                if answer.is_error:
                    raise UpstreamFailed(_reason(await answer.aread()))
                async for line in answer.aiter_lines():
                    if piece := _content(line):
                        yield piece
        except httpx.HTTPError as error:
            raise UpstreamFailed(f"The model server does not answer: {type(error).__name__}.") from error


async def _answered(body: Mapping[str, Any], stream: AsyncGenerator[str | Reply, None]) -> Response:
    """What is wrong comes with the first piece, in time for an HTTP status."""
    first = await anext(stream)

    async def all_pieces() -> AsyncGenerator[str | Reply, None]:
        async with aclosing(stream):
            yield first
            async for piece in stream:
                yield piece

    completion, pieces = Completion(str(body["model"])), all_pieces()
    if body.get("stream") is not True:
        return StreamingResponse(completion.body(pieces), media_type="application/json")
    options = body.get("stream_options")
    with_usage = isinstance(options, dict) and options.get("include_usage") is True
    return StreamingResponse(
        completion.events(pieces, with_usage=with_usage),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-cache"},
    )


async def _lines_of(answer: httpx.Response, reply: Reply) -> AsyncIterator[bytes]:
    rest = b""
    try:
        async for piece in answer.aiter_bytes():
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                yield with_extension(line, reply) + b"\n"
        if rest:
            yield with_extension(rest, reply)
    finally:
        await answer.aclose()


def _content(line: str) -> str:
    """Of a server-sent event. Raises UpstreamFailed where it tells an error."""
    if not line.startswith("data: {"):
        return ""
    event = json.loads(line[len("data: ") :])
    if event.get("error"):
        raise UpstreamFailed(_reason(line[len("data: ") :].encode()))
    choices = event.get("choices") or [{}]
    return (choices[0].get("delta") or {}).get("content") or ""


def _reason(data: bytes) -> str:
    try:
        return str(json.loads(data)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return "The model server refused this without a reason."


def _body(data: bytes) -> dict[str, Any]:
    body = jsontext.loads(data)
    if not isinstance(body, dict):
        raise InvalidInput("The body is no JSON object.")
    return body


async def _as_written(body: dict[str, Any], agent: Agent, serving_name: str) -> tuple[dict[str, Any], Reply]:
    """For an agent that writes freely. Whoever brings a system message is in charge of all that it reads."""
    messages: list[Any] = _listed(body.get("messages"))
    shown: list[Passage] = []
    if not told(messages):
        if all(_is_plain(message) for message in messages):
            messages, shown = await replies.read_freely(agent, spoken(messages))
        else:
            messages = [{"role": "system", "content": agent.system_prompt}, *messages]
    return body | {"model": serving_name, "messages": messages}, Reply("", Basis.WRITTEN, tuple(shown))


def _unchecked(wishes: object) -> bool:
    """Whether the model's words are wanted as they are, as for comparing them with those of an exported model."""
    return isinstance(wishes, dict) and wishes.get("unchecked") is True


def spoken(messages: object) -> list[dict[str, str]]:
    """What customer and agent said, as text. Raises InvalidInput where the customer's message does not come last."""
    turns = [
        {"role": str(message["role"]), "content": _text(message.get("content"))}
        for message in _listed(messages)
        if isinstance(message, dict) and message.get("role") not in ("system", "developer")
    ]
    if not turns or turns[-1]["role"] != "user" or not all(t["role"] in ("user", "assistant") for t in turns):
        raise InvalidInput(
            "messages has to be a conversation of user and assistant that ends with the user. For tools and other "
            "roles let the agent write freely (updateAgent, writesFreely).",
            "messages",
        )
    return turns


def told(messages: object) -> str:
    """System messages of the client."""
    return "\n\n".join(
        _text(message.get("content"))
        for message in _listed(messages)
        if isinstance(message, dict) and message.get("role") in ("system", "developer")
    )


def _listed(messages: object) -> list[Any]:
    if not isinstance(messages, list) or not messages:
        raise InvalidInput("messages has to be a list with at least one message.", "messages")
    return messages


def _text(content: object) -> str:
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        return "\n".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _is_plain(message: object) -> bool:
    """Text of the customer or the agent: no tool, no picture."""
    if not isinstance(message, dict) or message.get("role") not in ("user", "assistant"):
        return False
    return isinstance(message.get("content"), str)


def _entry(name: str, created: Any) -> dict[str, object]:
    return {"id": name, "object": "model", "created": int(created.timestamp()), "owned_by": "coachable"}


def _error(error: AppError) -> JSONResponse:
    status, code = _STATUS.get(type(error), (400, "invalid_request_error"))
    kind = "invalid_request_error" if status < 500 else "server_error"
    return JSONResponse(
        {"error": {"message": error.message, "type": kind, "code": code, "param": None}}, status
    )
