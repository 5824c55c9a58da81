"""Which version of an agent a client talks to."""

from uuid import UUID

from app.versions import service as versions


async def answering_number(agent_id: UUID, asked: int | None) -> int:
    """Nothing asked is what is live; 0 is the base model. Raises NotFound."""
    if asked is None:
        live = (await versions.live_of([agent_id])).get(agent_id)
        return live.number if live else 0
    return (await versions.by_number(agent_id, asked)).number if asked else 0
