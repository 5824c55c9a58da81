"""Questions of an agent's sessions that wait until there is something new to ask."""

from uuid import UUID

from app.events import doorbell
from app.models import GeneratedQuery, QueryStatus
from app.models.transaction import transactional


@transactional
async def wake(agent_id: UUID) -> None:
    """They are tried again."""
    waiting = GeneratedQuery.filter(agent_id=agent_id, status=QueryStatus.GENERATING, needs_topics=True)
    for query in await waiting:
        query.needs_topics = False
        await query.save(update_fields=["needs_topics"])
        doorbell.ring_job_after_commit(doorbell.GENERATE_QUERY, query.id)
