"""ShareLink: opens a conversation with one agent to whoever has it, without an account."""

from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id


class ShareLink(Model):
    """Only `prefix` (to find it) and the SHA-256 of its secret are kept.

    `origins`: of the sites that may show the conversation in a frame. `created_by` is an Actor's subject.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="share_links", on_delete=fields.CASCADE
    )
    agent_id: UUID
    name = fields.CharField(max_length=100)
    prefix = fields.CharField(max_length=16, unique=True)
    digest = fields.CharField(max_length=64)
    origins: list[str] = fields.JSONField(default=list)
    created_by = fields.CharField(max_length=255)
    created_at = fields.DatetimeField(auto_now_add=True)
    last_used_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "share_link"
        indexes = (("agent_id", "id"),)
