"""Workspace (tenant), its members and its API keys."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.ids import new_id


class Role(StrEnum):
    OWNER = "owner"
    EXPERT = "expert"


class Workspace(Model):
    id = fields.UUIDField(primary_key=True, default=new_id)
    name = fields.CharField(max_length=100)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "workspace"


class Member(Model):
    """A person: `subject` is the OIDC `sub`, or `local` for whoever holds the token file of this machine."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "models.Workspace", related_name="members", on_delete=fields.CASCADE
    )
    workspace_id: UUID
    subject = fields.CharField(max_length=255)
    role = fields.CharEnumField(Role, max_length=16, default=Role.EXPERT)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "member"
        unique_together = (("workspace", "subject"),)


class ApiKey(Model):
    """A program's key. Only `prefix` (to find it) and the SHA-256 of the whole key are kept."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "models.Workspace", related_name="api_keys", on_delete=fields.CASCADE
    )
    workspace_id: UUID
    name = fields.CharField(max_length=100)
    prefix = fields.CharField(max_length=16, unique=True)
    digest = fields.CharField(max_length=64)
    created_at = fields.DatetimeField(auto_now_add=True)
    last_used_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_key"
