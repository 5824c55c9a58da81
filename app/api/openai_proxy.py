"""`/v1`: any OpenAI client talks to the agents. The model is `agent-slug` (what is live) or `agent-slug@3`."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from app.actor import Actor
from app.agents import service as agents
from app.api.permissions import Gate
from app.errors import AppError, InvalidInput, NotFound, Unauthorized, UpstreamFailed
from app.models import Agent, AgentVersion
from app.replies import service as replies
from app.versions import service as versions

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
            agent, _ = await self._resolve(await self._gate.actor(request), name)
        except AppError as error:
            return _error(error)
        return JSONResponse(_entry(name, agent.created_at))

    async def chat(self, request: Request) -> Response:
        try:
            actor = await self._gate.actor(request)
            body = _body(await request.body())
            agent, serving_name = await self._resolve(actor, body.get("model"))
            body["model"] = serving_name
            body["messages"] = await _with_prompt(body.get("messages"), agent)
            return await self._forward(body)
        except AppError as error:
            return _error(error)

    async def _resolve(self, actor: Actor, model: object) -> tuple[Agent, str]:
        match = _MODEL.fullmatch(model) if isinstance(model, str) else None
        if match is None:
            raise NotFound("model has to be the slug of an agent, or `slug@number`; /v1/models lists them.")
        agent = await agents.by_slug(actor, match["slug"])
        number = await versions.answering_number(agent.id, int(match["number"]) if match["number"] else None)
        return agent, versions.serving_name(agent.id, number)

    async def _forward(self, body: dict[str, Any]) -> Response:
        request = self._upstream.build_request("POST", "chat/completions", json=body)
        try:
            answer = await self._upstream.send(request, stream=True)
        except httpx.HTTPError as error:
            raise UpstreamFailed(f"The model server does not answer: {type(error).__name__}.") from error
        # Closing the answer, also when the client has gone, stops the generation at the model server.
        return StreamingResponse(
            _bytes_of(answer),
            answer.status_code,
            media_type=answer.headers.get("content-type", "application/json"),
            background=BackgroundTask(answer.aclose),
        )


async def _bytes_of(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.aiter_bytes():
            yield piece
    finally:
        await answer.aclose()


def _body(data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InvalidInput("The body is no JSON.") from error
    if not isinstance(body, dict):
        raise InvalidInput("The body is no JSON object.")
    return body


async def _with_prompt(messages: object, agent: Agent) -> list[object]:
    """Whoever brings a system message of their own is in charge of all that the agent reads."""
    if not isinstance(messages, list) or not messages:
        raise InvalidInput("messages has to be a list with at least one message.", "messages")
    if not all(_is_plain(message) for message in messages):
        system = any(isinstance(m, dict) and m.get("role") in ("system", "developer") for m in messages)
        return messages if system else [{"role": "system", "content": agent.system_prompt}, *messages]
    return [*await replies.messages(agent, messages)]


def _is_plain(message: object) -> bool:
    """Text of the customer or the agent: no system message, no tool, no picture."""
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
