"""Cron job: measure how sure agents are of their topics."""

from typing import Any

import structlog

from app.customers import confidence
from app.errors import UpstreamFailed

# About six seconds each on two cores; the next minute goes on.
TOPICS_A_MINUTE = 6

log = structlog.get_logger()


async def measure_confidence(ctx: dict[str, Any]) -> None:
    try:
        await confidence.measure_due(ctx["agents"].sample, at_most=TOPICS_A_MINUTE)
    except UpstreamFailed as error:
        log.warning("confidence_not_measured", reason=error.message)
