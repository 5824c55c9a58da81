"""Workspace (tenant), its members, their invitations, and its API keys."""

from uuid import UUID

from tortoise import Model, fields

from app.actor import Role
from app.models.ids import new_id


class Workspace(Model):
    id = fields.UUIDField(primary_key=True, default=new_id)
    name = fields.CharField(max_length=100)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "workspace"


class Member(Model):
    """A person. `subject` is `local` for the holder of the token file of this machine, `member:` and the row's id for
    who accepted an invitation."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "models.Workspace", related_name="members", on_delete=fields.CASCADE
    )
    workspace_id: UUID
    subject = fields.CharField(max_length=255)
    name = fields.CharField(max_length=100, default="")
    role = fields.CharEnumField(Role, max_length=16, default=Role.VIEWER)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "member"
        unique_together = (("workspace", "subject"),)
        indexes = (("subject",),)  # who signs in is looked for in all workspaces


class ApiKey(Model):
    """A program's key. Only `prefix` (to find it) and the SHA-256 of the whole key are kept."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "models.Workspace", related_name="api_keys", on_delete=fields.CASCADE
    )
    workspace_id: UUID
    name = fields.CharField(max_length=100)
    role = fields.CharEnumField(Role, max_length=16, default=Role.VIEWER)
    prefix = fields.CharField(max_length=16, unique=True)
    digest = fields.CharField(max_length=64)
    created_at = fields.DatetimeField(auto_now_add=True)
    last_used_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_key"


class Invitation(Model):
    """Makes whoever opens its link first a member, `member_id`. Only the SHA-256 of the link's token is kept."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "models.Workspace", related_name="invitations", on_delete=fields.CASCADE
    )
    workspace_id: UUID
    name = fields.CharField(max_length=100)
    role = fields.CharEnumField(Role, max_length=16)
    digest = fields.CharField(max_length=64, unique=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    withdrawn_at = fields.DatetimeField(null=True)
    member_id: UUID | None = fields.UUIDField(null=True)  # no foreign key: older rows don't know theirs

    class Meta:
        table = "invitation"


class UsedLink(Model):
    """A sign-in link of this machine that was opened; it opens nothing again."""

    digest = fields.CharField(primary_key=True, max_length=64)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "used_link"
