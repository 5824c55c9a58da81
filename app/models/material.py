"""Material: what a person brought along about an agent's work; and the pairs that were found in it."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.pair import TrainingPair
from app.models.session import Session


class MaterialKind(StrEnum):
    TEXT = "text"
    MARKDOWN = "markdown"
    TABLE = "table"
    RECORDS = "records"


class ProposalStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Material(Model):
    """A help page, a FAQ or a file of tickets. `questions`: what real customers asked in it, in their words.

    `session` holds the pairs that were confirmed outside a conversation; made with the first of them.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="materials", on_delete=fields.CASCADE
    )
    agent_id: UUID
    session: fields.ForeignKeyNullableRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name="materials", null=True, on_delete=fields.SET_NULL
    )
    session_id: UUID | None
    name = fields.CharField(max_length=200)
    kind = fields.CharEnumField(MaterialKind, max_length=16)
    text = fields.TextField()
    digest = fields.CharField(max_length=64)  # SHA-256 of the text: the same one is kept once
    questions: list[str] = fields.JSONField(default=list)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "material"
        unique_together = (("agent", "digest"),)
        indexes = (("agent_id", "id"),)


class ProposedPair(Model):
    """A question with an answer, found in material; it becomes a training pair when a person confirms it."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="proposed_pairs", on_delete=fields.CASCADE
    )
    agent_id: UUID
    material: fields.ForeignKeyNullableRelation[Material] = fields.ForeignKeyField(
        "models.Material", related_name="proposed_pairs", null=True, on_delete=fields.SET_NULL
    )
    material_id: UUID | None
    pair: fields.ForeignKeyNullableRelation[TrainingPair] = fields.ForeignKeyField(
        "models.TrainingPair", related_name="proposals", null=True, on_delete=fields.SET_NULL
    )
    pair_id: UUID | None
    line = fields.IntField()
    query = fields.TextField()
    response = fields.TextField()
    earlier: list[dict[str, str]] = fields.JSONField(default=list)  # as TrainingPair has it
    category = fields.CharField(max_length=32)
    context = fields.CharField(max_length=200, default="")
    difficulty = fields.CharField(max_length=16)
    status = fields.CharEnumField(ProposalStatus, max_length=16, default=ProposalStatus.PROPOSED)
    created_at = fields.DatetimeField(auto_now_add=True)
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "proposed_pair"
        indexes = (("agent_id", "status", "id"), ("material_id", "id"))
