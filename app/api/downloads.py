"""`GET /agents/{agent}/export?format=openai`: the pairs of an agent as a file. `agent` is its id or its slug."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from app.actor import Actor
from app.agents import service as agents
from app.api import ids
from app.api.permissions import Gate
from app.errors import AppError, InvalidInput, NotFound, Unauthorized
from app.exchange import export, formats
from app.exchange.export import pieces
from app.models import Agent, PairSplit

_STATUS: dict[type[AppError], int] = {Unauthorized: 401, NotFound: 404, InvalidInput: 400}


class Downloads:
    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def routes(self) -> list[Route]:
        return [Route("/agents/{agent}/export", self.export, methods=["GET"])]

    async def export(self, request: Request) -> Response:
        """Parameters: `format` (default openai), `split` (train or holdout; default both)."""
        try:
            actor = await self._gate.actor(request)
            agent = await _agent(actor, request.path_params["agent"])
            format = formats.of_name(request.query_params.get("format", formats.Format.OPENAI))
            split = _split(request.query_params.get("split"))
        except AppError as error:
            return PlainTextResponse(error.message, _STATUS.get(type(error), 400))
        await export.note(actor, agent)
        side = f"-{split.value}" if split else ""
        name = f"{agent.slug}-{format.value}{side}.{format.suffix}"
        return StreamingResponse(
            _encoded(pieces(agent, format, split)),
            media_type=f"{format.media_type}; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "no-store",
            },
        )


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
        raise InvalidInput(f"{name!r} is no split; use train or holdout.", "split") from None
