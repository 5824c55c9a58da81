"""Session: one coaching conversation of an agent."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id


class SessionStatus(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class Session(Model):
    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="sessions", on_delete=fields.CASCADE
    )
    agent_id: UUID
    status = fields.CharEnumField(SessionStatus, max_length=16, default=SessionStatus.ACTIVE)
    target_pairs = fields.IntField(default=20)
    topics: list[str] = fields.JSONField(default=list)
    difficulty = fields.CharField(max_length=16, null=True)
    title = fields.CharField(max_length=100, null=True)  # as a person named it
    welcome = fields.TextField(default="")
    pair_count = fields.IntField(default=0)
    skip_count = fields.IntField(default=0)
    created_at = fields.DatetimeField(auto_now_add=True)
    completed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"
        indexes = (("agent_id", "id"),)
