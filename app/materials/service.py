"""Material of an agent, for whoever reads it; it is added in the room `proposals`, which finds pairs in it."""

from uuid import UUID

from tortoise import connections
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.errors import NotFound
from app.models import Material, MaterialKind

PAGE_LENGTH = 20_000  # characters
MOST_PAGES = 10


def visible(actor: Actor) -> QuerySet[Material]:
    return Material.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, material_id: UUID) -> Material:
    material = await visible(actor).get_or_none(id=material_id)
    if material is None:
        raise NotFound(f"There is no material {material_id}.")
    return material


async def pages_of_agent(agent_id: UUID) -> list[str]:
    """The beginnings of the newest help pages, without tables of tickets."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT left(text, $2) AS text FROM material WHERE agent_id = $1 AND kind = ANY($3) ORDER BY id DESC LIMIT $4",
        [agent_id, PAGE_LENGTH, [MaterialKind.TEXT, MaterialKind.MARKDOWN], MOST_PAGES],
    )
    return [str(row["text"]) for row in rows]


async def questions_of_agent(agent_id: UUID) -> list[str]:
    """What real customers asked, in their words; read without the texts."""
    lists = await Material.filter(agent_id=agent_id).order_by("id").values_list("questions", flat=True)
    return [question for questions in lists for question in questions]
