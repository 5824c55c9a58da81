"""Who asks, and the agents they own."""

import strawberry
from strawberry.relay import Connection

from app import models
from app.agents import service as agents
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.ids import decode
from app.api.paging import DEFAULT, After, First, Order, Ordered, page


@strawberry.type
class AgentQueries:
    @strawberry.field(description="The agents of your workspace.")
    async def agents(
        self, info: Info, first: First = DEFAULT, after: After = None, order: Ordered = Order.NEWEST_FIRST
    ) -> Connection[Agent]:
        return await page(agents.visible(info.context.actor), first, after, order)

    @strawberry.field(description="One agent; error NOT_FOUND when there is none.", graphql_type=Agent)
    async def agent(self, info: Info, id: strawberry.ID) -> models.Agent:
        return await agents.get(info.context.actor, decode("Agent", id, "id"))
