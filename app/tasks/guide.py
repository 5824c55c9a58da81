"""Jobs `guide.refine` and `topics.propose`: what the strongest writer concludes about an agent's customers."""

from functools import partial
from typing import Any
from uuid import UUID

import structlog

from app.customers import proposing, refinement
from app.errors import UpstreamFailed

TOKENS = 1500  # fourteen topics with examples, as JSON

log = structlog.get_logger()


async def refine_guide(ctx: dict[str, Any], agent_id: str) -> None:
    for writer in _strongest(ctx):
        try:
            await refinement.refine(UUID(agent_id), writer.ask)
        except UpstreamFailed as error:
            log.warning("guide_not_refined", agent_id=agent_id, reason=error.message)


async def propose_wanted(ctx: dict[str, Any]) -> None:
    """Cron job."""
    if _strongest(ctx):
        for agent_id in await proposing.wanted():
            await propose_topics(ctx, str(agent_id))


async def propose_topics(ctx: dict[str, Any], agent_id: str) -> None:
    for writer in _strongest(ctx):
        try:
            found = await proposing.propose(UUID(agent_id), partial(writer.ask, json=True, max_tokens=TOKENS))
            log.info("topics_proposed", agent_id=agent_id, new=found)
        except UpstreamFailed as error:
            log.warning("topics_not_proposed", agent_id=agent_id, reason=error.message)


def _strongest(ctx: dict[str, Any]) -> list[Any]:
    """The writer to ask; none where there is none."""
    return [writer for writer in ctx["writers"] if writer.is_there][:1]
