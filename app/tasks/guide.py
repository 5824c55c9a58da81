"""Job `guide.refine`: let a strong model say in sentences what skipped questions have in common."""

from typing import Any
from uuid import UUID

import structlog

from app.errors import UpstreamFailed
from app.queries import refinement

log = structlog.get_logger()


async def refine_guide(ctx: dict[str, Any], agent_id: str) -> None:
    customer = ctx["customer"]
    if customer.style != "instruct":
        return  # a 135M model has no rules to give
    try:
        await refinement.refine(UUID(agent_id), customer.ask)
    except UpstreamFailed as error:
        log.warning("guide_not_refined", agent_id=agent_id, reason=error.message)
