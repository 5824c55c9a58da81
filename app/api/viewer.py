"""Who asks."""

import strawberry

from app.actor import Role
from app.api.context import Info
from app.api.ids import encode
from app.models import Workspace


@strawberry.type(description="Who asks, as the server sees it.")
class Viewer:
    subject: str = strawberry.field(description="`local` for whoever holds the token of this machine.")
    workspace_id: strawberry.ID
    workspace_name: str
    role: Role = strawberry.field(description="What the caller may do.")


@strawberry.type
class ViewerQueries:
    @strawberry.field(description="Who asks.")
    async def viewer(self, info: Info) -> Viewer:
        actor = info.context.actor
        workspace = await Workspace.get(id=actor.workspace_id)
        return Viewer(
            subject=actor.subject,
            workspace_id=encode("Workspace", workspace.id),
            workspace_name=workspace.name,
            role=actor.role,
        )
