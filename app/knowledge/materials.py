"""Material of an agent: pages and tickets that were added for it."""

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
