"""The workspaces of the installation: listed and made by those who operate it."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

from app import models
from app.actor import Role
from app.api.access.operations import invitation_path
from app.api.access.types import Workspace
from app.api.context import Info
from app.api.paging import Order
from app.api.problems import InvalidInput
from app.api.roles import mutation, restricted_list
from app.workspaces import teams


@strawberry.input
class CreateWorkspaceInput:
    name: str = strawberry.field(description="Of the team.")
    admin: str = strawberry.field(
        default=teams.FIRST_ADMIN, description="A name or an address of the person who is its first admin."
    )


@strawberry.type
class WorkspaceCreated:
    workspace: models.Workspace = strawberry.field(graphql_type=Workspace)
    path: str = strawberry.field(
        description="To be opened once, at the address of this server: it makes the browser the first admin's. It is "
        "shown this once."
    )
    expires_at: datetime


CreateWorkspaceResult = Annotated[WorkspaceCreated | InvalidInput, strawberry.union("CreateWorkspaceResult")]


@strawberry.type
class WorkspaceQueries:
    @restricted_list(
        Workspace,
        "All workspaces of the installation for admins of the machine's own; their own for others.",
        needs=Role.ADMIN,
        order=Order.OLDEST_FIRST,
    )
    async def workspaces(self, info: Info) -> Any:
        return await teams.visible(info.context.actor)


@strawberry.type
class WorkspaceMutations:
    @mutation(
        needs=Role.ADMIN,
        description="Make a workspace and the invitation of its first admin. Only admins of the machine's own "
        "workspace may.",
    )
    async def create_workspace(self, info: Info, input: CreateWorkspaceInput) -> CreateWorkspaceResult:
        made = await teams.create(info.context.actor, input.name, input.admin)
        return WorkspaceCreated(
            workspace=made.workspace,
            path=invitation_path(made.invitation.token),
            expires_at=made.invitation.row.expires_at,
        )
