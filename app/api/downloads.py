"""`GET /agents/{agent}/export?format=openai`: the pairs of an agent as a file; `agent` is its id or its slug.
`GET /audit/export?format=csv`: the audit log of the caller's workspace."""

from collections.abc import AsyncIterator
from enum import StrEnum
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from app.actor import Actor, Role
from app.agents import service as agents
from app.api import ids
from app.api.permissions import Gate
from app.api.rates import DOWNLOADS, Rates, key_of
from app.errors import AppError, Forbidden, InvalidInput, NotFound, Unauthorized, Unavailable
from app.exchange import export, formats
from app.exchange.export import pieces
from app.exchange.readers import openai
from app.models import Agent, AuditAction, PairSplit
from app.workspaces import audit

Kind = TypeVar("Kind", bound=StrEnum)

_STATUS: dict[type[AppError], int] = {
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    InvalidInput: 400,
    Unavailable: 503,
}
_AUDIT_MEDIA = {audit.ExportFormat.CSV: "text/csv", audit.ExportFormat.JSONL: "application/jsonl"}


class Downloads:
    def __init__(self, gate: Gate, rates: Rates) -> None:
        self._gate = gate
        self._rates = rates

    def routes(self) -> list[Route]:
        return [
            Route("/agents/{agent}/export", self.export, methods=["GET"]),
            Route("/audit/export", self.export_audit, methods=["GET"]),
        ]

    async def export(self, request: Request) -> Response:
        """Parameters: `format` (default openai), `split` (train or holdout; default both)."""
        try:
            actor = await self._gate.actor(request)
            # A viewer reads pairs on a screen; all of them as a file are another thing.
            actor.need(Role.COACH)
            agent = await _agent(actor, request.path_params["agent"])
            format = formats.of_name(request.query_params.get("format", openai.FORMAT.name), written=True)
            split = _split(request.query_params.get("split"))
        except AppError as error:
            return PlainTextResponse(error.message, _STATUS.get(type(error), 400))
        await self._rates.count(DOWNLOADS, key_of(actor))
        await export.note(actor, agent)
        side = f"-{split.value}" if split else ""
        name = f"{agent.slug}-{format.name}{side}.{format.written_suffix}"
        return _file(pieces(agent, format, split), name, format.media_type)

    async def export_audit(self, request: Request) -> Response:
        """Parameters: `format` (jsonl or csv; default jsonl), `actor`, `action`."""
        try:
            actor = await self._gate.actor(request)
            actor.need(Role.ADMIN)
            format = _named(audit.ExportFormat, request.query_params.get("format", "jsonl"), "format")
            action = request.query_params.get("action")
            conditions = {
                "actor": request.query_params.get("actor"),
                "action": _named(AuditAction, action, "action") if action else None,
            }
        except AppError as error:
            return PlainTextResponse(error.message, _STATUS.get(type(error), 400))
        await self._rates.count(DOWNLOADS, key_of(actor))
        await audit.note_export(actor)
        return _file(audit.lines(actor, format, **conditions), f"audit-log.{format}", _AUDIT_MEDIA[format])


def _file(texts: AsyncIterator[str], name: str, media_type: str) -> Response:
    return StreamingResponse(
        _encoded(texts),
        media_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _named(kind: type[Kind], name: str, parameter: str) -> Kind:
    """Raises InvalidInput."""
    try:
        return kind(name)
    except ValueError:
        raise InvalidInput(f"{parameter} is {name[:80]!r}; use {', '.join(kind)}.", parameter) from None


async def _encoded(texts: AsyncIterator[str]) -> AsyncIterator[bytes]:
    async for text in texts:
        yield text.encode()


async def _agent(actor: Actor, name: str) -> Agent:
    """By slug, as OpenAI clients call it; by id, as GraphQL does."""
    try:
        return await agents.by_slug(actor, name)
    except NotFound:
        try:
            return await agents.get(actor, ids.decode("Agent", name, "agent"))
        except InvalidInput:
            raise NotFound(f"There is no agent {name[:80]!r}.") from None


def _split(name: str | None) -> PairSplit | None:
    try:
        return PairSplit(name) if name else None
    except ValueError:
        raise InvalidInput(f"{name!r} is not a split; use train or holdout.", "split") from None
