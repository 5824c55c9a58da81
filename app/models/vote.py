"""AnswerVote: which of two versions answered the same question better, by a person's judgement."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id


class Vote(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    TIE = "tie"


class AnswerVote(Model):
    """Versions are numbers of the agent's versions; 0 is the base model, which has no row to point to."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="votes", on_delete=fields.CASCADE
    )
    agent_id: UUID
    subject = fields.CharField(max_length=255)  # who voted: `Actor.subject`
    question = fields.TextField()
    left_version = fields.IntField()
    right_version = fields.IntField()
    left_answer = fields.TextField(null=True)
    right_answer = fields.TextField(null=True)
    vote = fields.CharEnumField(Vote, max_length=8)
    idempotency_key = fields.CharField(max_length=100, null=True)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "answer_vote"
        unique_together = (("agent", "idempotency_key"),)
        indexes = (("agent_id", "left_version", "right_version"),)
