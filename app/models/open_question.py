"""OpenQuestion: what someone asked an agent that it had no answer to."""

from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.pair import TrainingPair


class OpenQuestion(Model):
    """Asked `count` times, in words that differ little. `key` is its text for comparison; `pair` answers it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="open_questions", on_delete=fields.CASCADE
    )
    agent_id: UUID
    text = fields.TextField()
    key = fields.CharField(max_length=200)
    count = fields.IntField(default=1)
    is_proposed = fields.BooleanField(default=False)  # a customer has asked it in a session
    pair: fields.ForeignKeyNullableRelation[TrainingPair] = fields.ForeignKeyField(
        "models.TrainingPair", related_name="open_questions", null=True, on_delete=fields.SET_NULL
    )
    pair_id: UUID | None
    created_at = fields.DatetimeField(auto_now_add=True)
    last_asked_at = fields.DatetimeField()

    class Meta:
        table = "open_question"
        unique_together = (("agent_id", "key"),)
        indexes = (("agent_id", "last_asked_at"),)
