"""ShareLink, as admins see it."""

from datetime import datetime

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.actor import Role
from app.agents import share_links
from app.api.context import Info
from app.api.ids import encode
from app.api.nodes import RowNode


@strawberry.type(
    description="A link to a conversation with one agent, for people without an account; its secret was shown once."
)
class ShareLink(RowNode, Node):
    table = models.ShareLink
    service_get = staticmethod(share_links.get)
    needs = Role.ADMIN

    name: str
    prefix: str = strawberry.field(description="What its address `/chat/…` begins with.")
    origins: list[str] = strawberry.field(
        description="Sites that may show the conversation in a frame; empty: none may."
    )
    created_by: str = strawberry.field(description="As `actor` of the audit log.")
    created_at: datetime
    last_used_at: datetime | None = strawberry.field(description="When it was last asked, to the minute.")
    expires_at: datetime | None = strawberry.field(description="null: valid until it is revoked.")
    revoked_at: datetime | None

    @strawberry.field
    def agent_id(root: Parent[models.ShareLink]) -> strawberry.ID:
        return encode("Agent", root.agent_id)

    @strawberry.field(description="Name of the member or key that made it, where there still is one.")
    async def created_by_name(root: Parent[models.ShareLink], info: Info) -> str | None:
        # Who sees the link belongs to the workspace that it was made in.
        maker = (info.context.actor.workspace_id, root.created_by)
        return await info.context.loaders.subject_name.load(maker)
