"""Confidence: how much an agent agrees with itself about a topic."""

from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id


class Confidence(Model):
    """`agreement` between 0 and 1: how alike several answers of version `number` to the same question are."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="confidences", on_delete=fields.CASCADE
    )
    agent_id: UUID
    category = fields.CharField(max_length=32)
    topic = fields.CharField(max_length=200)
    agreement = fields.FloatField()
    number = fields.IntField()
    measured_at = fields.DatetimeField()

    class Meta:
        table = "confidence"
        unique_together = (("agent", "category", "topic"),)
