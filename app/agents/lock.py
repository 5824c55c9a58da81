"""The lock of an agent: one row orders all that may start a run of it or change its pairs or its versions."""

from uuid import UUID

from tortoise.exceptions import DoesNotExist

from app.errors import NotFound
from app.models import AutoTraining


async def lock(agent_id: UUID) -> AutoTraining:
    """Take it, and its settings of automatic training. Only inside a transaction. Raises NotFound."""
    try:
        return await AutoTraining.select_for_update().get(agent_id=agent_id)
    except DoesNotExist as error:
        raise NotFound(f"There is no agent {agent_id}.") from error
