"""Members, API keys and the audit log, as admins see them."""

from datetime import datetime
from uuid import UUID

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.actor import Role
from app.api.enums import AuditAction
from app.api.ids import encode
from app.api.nodes import RowNode
from app.audit import service as audit
from app.workspaces import members
from app.workspaces import service as workspaces


@strawberry.type(description="A person of your workspace.")
class Member(RowNode, Node):
    table = models.Member
    service_get = staticmethod(members.get)
    needs = Role.ADMIN

    subject: str = strawberry.field(
        description="By which the audit log calls them; `local` for whoever holds the token of this machine."
    )
    name: str = strawberry.field(description="As in their invitation.")
    role: Role
    created_at: datetime


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
