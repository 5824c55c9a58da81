"""Who asks, and the agents they own."""

from typing import Annotated, Any

import strawberry
from tortoise.expressions import Q

from app import models
from app.agents import service as agents
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.ids import decode
from app.api.paging import listed
from app.errors import InvalidInput
from app.text.fields import optional

SEARCH_LENGTH = 100

Search = Annotated[
    str | None,
    strawberry.argument(description=f"Part of a name or a slug, at most {SEARCH_LENGTH} characters."),
]


@strawberry.type
class AgentQueries:
    @listed(Agent, "The agents of your workspace.")
    def agents(self, info: Info, search: Search = None) -> Any:
        rows = agents.visible(info.context.actor)
        wanted = optional(search, "search", SEARCH_LENGTH)
        return rows.filter(Q(name__icontains=wanted) | Q(slug__icontains=wanted)) if wanted else rows

    @strawberry.field(
        description="One agent, by its id or its slug; null with the error NOT_FOUND when there is none.",
        graphql_type=Agent | None,
    )
    async def agent(
        self, info: Info, id: strawberry.ID | None = None, slug: str | None = None
    ) -> models.Agent:
        if (id is None) == (slug is None):
            raise InvalidInput("Name the agent by its id or by its slug.", "id")
        if slug is not None:
            return await agents.by_slug(info.context.actor, slug)
        assert id is not None
        return await agents.get(info.context.actor, decode("Agent", id, "id"))
