"""Members, invitations, API keys, workspaces and the audit log, as admins see them."""

from datetime import UTC, datetime
from uuid import UUID

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.actor import Role
from app.api.context import Info
from app.api.enums import AuditAction, InvitationState
from app.api.ids import encode
from app.api.nodes import RowNode
from app.workspaces import audit, invitations, members, teams
from app.workspaces import service as workspaces


@strawberry.type(description="A person of your workspace.")
class Member(RowNode, Node):
    table = models.Member
    service_get = staticmethod(members.get)
    needs = Role.ADMIN

    subject: str = strawberry.field(
        description="By which the audit log calls them; `local` for the holder of the token of this machine."
    )
    name: str = strawberry.field(description="As in their invitation, or as the sign-on provider tells it.")
    role: Role
    created_at: datetime


@strawberry.type(description="A link for one person to become a member; it was shown once.")
class Invitation(RowNode, Node):
    table = models.Invitation
    service_get = staticmethod(invitations.get)
    needs = Role.ADMIN

    name: str
    role: Role
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None

    @strawberry.field(description="What became of it.")
    def state(root: Parent[models.Invitation]) -> InvitationState:
        return invitations.state_of(root, datetime.now(UTC))


@strawberry.type(description="A team of this installation, whose agents, people and keys no other sees.")
class Workspace(RowNode, Node):
    table = models.Workspace
    service_get = staticmethod(teams.get)
    needs = Role.ADMIN

    name: str
    created_at: datetime

    @strawberry.field
    async def member_count(root: Parent[models.Workspace], info: Info) -> int:
        return await info.context.loaders.member_count.load(root.id) or 0


@strawberry.type(description="A program's key; its secret was shown once.")
class ApiKey(RowNode, Node):
    table = models.ApiKey
    service_get = staticmethod(workspaces.get_key)
    needs = Role.ADMIN

    name: str
    role: Role
    created_at: datetime
    last_used_at: datetime | None = strawberry.field(description="To the minute.")
    expires_at: datetime | None = strawberry.field(description="null: valid until it is revoked.")
    revoked_at: datetime | None

    @strawberry.field(
        description="What its secret begins with; the audit log calls it `key:` and what follows `ck_`."
    )
    def prefix(root: Parent[models.ApiKey]) -> str:
        return f"ck_{root.prefix}"


@strawberry.type(description="Who did what when. No texts: what was deleted is not kept here.")
class AuditEntry(RowNode, Node):
    table = models.AuditEntry
    service_get = staticmethod(audit.get)
    needs = Role.ADMIN

    actor: str = strawberry.field(
        description="`subject` of a member, `key:` and the prefix of a key, or `automatic` for what was due by itself."
    )
    action: AuditAction

    @strawberry.field(
        description="Name of the member or key that `actor` is; null for a member who was removed, and for others."
    )
    async def actor_name(root: Parent[models.AuditEntry], info: Info) -> str | None:
        return await info.context.loaders.subject_name.load((root.workspace_id, root.actor))

    @strawberry.field(description="When.")
    def at(root: Parent[models.AuditEntry]) -> datetime:
        return root.created_at

    @strawberry.field(
        description="The agent that it was about, which may be deleted; null where it was none."
    )
    def agent_id(root: Parent[models.AuditEntry]) -> strawberry.ID | None:
        return encode("Agent", root.agent_id) if root.agent_id else None

    @strawberry.field(description="UUID of the pair, run, version, session, material, member or key.")
    def target_id(root: Parent[models.AuditEntry]) -> UUID | None:
        return root.target_id
