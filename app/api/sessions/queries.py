"""Read coaching conversations."""

import strawberry
from strawberry.relay import Connection

from app import models
from app.api.context import Info
from app.api.enums import SessionStatus
from app.api.events.cursors import with_last_seq
from app.api.ids import decode, decode_optional
from app.api.paging import DEFAULT, After, First, Order, Ordered, page
from app.api.sessions.types import Session
from app.errors import NotFound
from app.sessions import service as sessions


@strawberry.type
class SessionQueries:
    @strawberry.field(description="Coaching conversations of your workspace.")
    async def sessions(
        self,
        info: Info,
        agent_id: strawberry.ID | None = None,
        status: SessionStatus | None = None,
        first: First = DEFAULT,
        after: After = None,
        order: Ordered = Order.NEWEST_FIRST,
    ) -> Connection[Session]:
        rows = with_last_seq(sessions.visible(info.context.actor))
        of_agent = decode_optional("Agent", agent_id, "agentId")
        return await page(rows, first, after, order, agent_id=of_agent, status=status)

    @strawberry.field(
        description="One conversation; error NOT_FOUND when there is none.", graphql_type=Session
    )
    async def session(self, info: Info, id: strawberry.ID) -> models.Session:
        rows = with_last_seq(sessions.visible(info.context.actor))
        row = await rows.get_or_none(id=decode("Session", id, "id"))
        if row is None:
            raise NotFound(f"There is no session {id}.")
        return row
