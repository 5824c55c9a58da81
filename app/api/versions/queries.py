"""Read the versions of agents."""

import strawberry
from strawberry.relay import Connection

from app.api.context import Info
from app.api.ids import decode_optional
from app.api.paging import DEFAULT, After, First, Order, Ordered, page
from app.api.versions.types import AgentVersion
from app.versions import service as versions


@strawberry.type
class VersionQueries:
    @strawberry.field(description="Trained versions of your agents.")
    async def agent_versions(
        self,
        info: Info,
        agent_id: strawberry.ID | None = None,
        first: First = DEFAULT,
        after: After = None,
        order: Ordered = Order.NEWEST_FIRST,
    ) -> Connection[AgentVersion]:
        rows = versions.visible(info.context.actor)
        return await page(rows, first, after, order, agent_id=decode_optional("Agent", agent_id, "agentId"))
