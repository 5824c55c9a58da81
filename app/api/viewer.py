"""Who asks."""

import strawberry

from app.actor import Role
from app.api.context import Info
from app.api.ids import encode
from app.events import log
from app.models import Workspace
from app.workspaces import teams


@strawberry.type(description="Who asks, as the server sees it.")
class Viewer:
    subject: str = strawberry.field(description="`local` for the holder of the token of this machine.")
    workspace_id: strawberry.ID
    workspace_name: str
    role: Role = strawberry.field(description="What the caller may do.")
    name: str | None = strawberry.field(
        description="As in the member's invitation, or of the API key; null otherwise."
    )
    is_operator: bool = strawberry.field(
        description="Whether the caller may make workspaces and choose the writer model of the machine: an admin of "
        "the machine's own workspace."
    )

    @strawberry.field(
        description="Place of the last event in `workspaceEvents` and `agentEvents`. Ask for it before you ask for "
        "what you show: what falls between comes as an event."
    )
    async def last_event_cursor(self, info: Info) -> str:
        return str(await log.last(info.context.actor.workspace_id))


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
            name=await info.context.loaders.subject_name.load((actor.workspace_id, actor.subject)),
            is_operator=await teams.is_operator(actor),
        )
