"""Material of an agent, for whoever reads it; it is added in the room `proposals`, which finds pairs in it."""

from uuid import UUID

from tortoise.queryset import QuerySet

from app.actor import Actor
from app.errors import NotFound
from app.models import Material


def visible(actor: Actor) -> QuerySet[Material]:
    return Material.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, material_id: UUID) -> Material:
    material = await visible(actor).get_or_none(id=material_id)
    if material is None:
        raise NotFound(f"There is no material {material_id}.")
    return material


async def of_agent(agent_id: UUID) -> list[Material]:
    """Oldest first; with their texts, at most `proposals.service.MOST_MATERIALS` of them."""
    return await Material.filter(agent_id=agent_id).order_by("id")


async def questions_of_agent(agent_id: UUID) -> list[str]:
    """What real customers asked, in their words; read without the texts."""
    lists = await Material.filter(agent_id=agent_id).order_by("id").values_list("questions", flat=True)
    return [question for questions in lists for question in questions]
