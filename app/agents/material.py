"""What was brought along for an agent, as those read it who work with it: its pages, and what real customers asked."""

from uuid import UUID

from tortoise import connections

from app.models import Material, MaterialKind

PAGE_LENGTH = 20_000  # characters
MOST_PAGES = 10


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
