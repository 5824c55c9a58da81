"""Topic: what the customers of an agent write about."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.query import Category


class TopicSource(StrEnum):
    PERSON = "person"  # typed, or named by the description
    MODEL = "model"
    PAGES = "pages"
    TICKETS = "tickets"
    REAL_USE = "real_use"
    PACK = "pack"


class Topic(Model):
    """`name` is in the agent's language, as a heading would say it. `agreement` is how sure version `measured_for` was
    of the topic, 0 to 1; null until it was measured."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="topics", on_delete=fields.CASCADE
    )
    agent_id: UUID
    name = fields.CharField(max_length=120)
    category = fields.CharEnumField(Category, max_length=16, default=Category.GENERAL)
    weight = fields.FloatField(default=1.0)
    source = fields.CharEnumField(TopicSource, max_length=16)
    questions: list[str] = fields.JSONField(default=list)  # examples, asked word for word
    is_on = fields.BooleanField(default=True)
    agreement: float | None = fields.FloatField(null=True)
    measured_for: int | None = fields.IntField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "topic"
        unique_together = (("agent_id", "name"),)
