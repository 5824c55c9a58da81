"""Jobs about customers: write a question, conclude what they are like, measure how sure agents are of their topics."""

from functools import partial
from typing import Any
from uuid import UUID

import structlog

from app.customers import confidence, lease, proposing, refinement
from app.customers.generation import generate
from app.errors import UpstreamFailed

TOKENS = 1500  # fourteen topics with examples, as JSON
# About six seconds each on two cores; the next minute goes on.
TOPICS_A_MINUTE = 6
WORDS_KEPT_S = 3600.0
WORDS_AT_ONCE = 10_000

log = structlog.get_logger()


async def generate_query(ctx: dict[str, Any], query_id: str) -> None:
    """Job `query.generate`."""
    await generate(UUID(query_id), ctx["writers"])


async def refine_guide(ctx: dict[str, Any], agent_id: str) -> None:
    """Job `guide.refine`, for the strongest writer."""
    for writer in _strongest(ctx):
        try:
            await refinement.refine(UUID(agent_id), writer.ask)
        except UpstreamFailed as error:
            log.warning("guide_not_refined", agent_id=agent_id, reason=error.message)


async def propose_topics(ctx: dict[str, Any], agent_id: str) -> None:
    """Job `topics.propose`, for the strongest writer."""
    for writer in _strongest(ctx):
        try:
            found = await proposing.propose(UUID(agent_id), partial(writer.ask, json=True, max_tokens=TOKENS))
            log.info("topics_proposed", agent_id=agent_id, new=found)
        except UpstreamFailed as error:
            log.warning("topics_not_proposed", agent_id=agent_id, reason=error.message)


async def propose_wanted(ctx: dict[str, Any]) -> None:
    """Cron job: for agents whose topics no bell was heard for."""
    if _strongest(ctx):
        for agent_id in await proposing.wanted():
            await propose_topics(ctx, str(agent_id))


async def measure_confidence(ctx: dict[str, Any]) -> None:
    """Cron job."""
    try:
        await confidence.measure_due(ctx["agents"].sample, at_most=TOPICS_A_MINUTE)
    except UpstreamFailed as error:
        log.warning("confidence_not_measured", reason=error.message)


async def forget_words(ctx: dict[str, Any]) -> None:
    """Cron job: streamed words are of no more use once the question is there."""
    while await lease.forget_words(WORDS_KEPT_S, WORDS_AT_ONCE) == WORDS_AT_ONCE:
        pass


def _strongest(ctx: dict[str, Any]) -> list[Any]:
    """The writer to ask, or nothing where there is none."""
    return [writer for writer in ctx["writers"] if writer.is_there][:1]
