"""Read coaching conversations."""

from typing import Any

import strawberry

from app import models
from app.api.context import Info
from app.api.enums import SessionStatus
from app.api.events.cursors import with_last_seq
from app.api.ids import decode, decode_optional
from app.api.paging import listed, where
from app.api.sessions.types import Session
from app.errors import NotFound
from app.sessions import service as sessions


@strawberry.type
class SessionQueries:
    @listed(Session, "Coaching conversations of your workspace.")
    def sessions(
        self, info: Info, agent_id: strawberry.ID | None = None, status: SessionStatus | None = None
    ) -> Any:
        of_agent = decode_optional("Agent", agent_id, "agentId")
        rows = where(sessions.visible(info.context.actor), agent_id=of_agent, status=status)
        return with_last_seq(rows)

    @strawberry.field(
        description="One conversation; null with the error NOT_FOUND when there is none.",
        graphql_type=Session | None,
    )
    async def session(self, info: Info, id: strawberry.ID) -> models.Session:
        rows = with_last_seq(sessions.visible(info.context.actor))
        row = await rows.get_or_none(id=decode("Session", id, "id"))
        if row is None:
            raise NotFound(f"There is no session {id}.")
        return row
