"""TrainingPair: a question and the ideal response of the expert."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields
from tortoise.expressions import Q

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.query import GeneratedQuery
from app.models.session import Session

QUERY_LENGTH = 2_000
RESPONSE_LENGTH = 4_000

# A finding that keeps a pair out of trainings until it is gone or dismissed.
BLOCKING = [{"severity": "blocking", "dismissed": False}]
BLOCKED = Q(findings__contains=BLOCKING)

FOUND = Q(findings__contains=[{"dismissed": False}])


class PairSplit(StrEnum):
    TRAIN = "train"
    HOLDOUT = "holdout"


class TrainingPair(Model):
    """`split` is unset until the first run that sees the pair; after that it never changes (invariant 6)."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="pairs", on_delete=fields.CASCADE
    )
    agent_id: UUID
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name="pairs", on_delete=fields.CASCADE
    )
    session_id: UUID
    generated_query: fields.ForeignKeyNullableRelation[GeneratedQuery] = fields.ForeignKeyField(
        "models.GeneratedQuery", related_name="pairs", null=True, on_delete=fields.SET_NULL
    )
    generated_query_id: UUID | None
    follows: UUID | None = fields.UUIDField(null=True)  # the pair before it in the same conversation
    query = fields.TextField()
    response = fields.TextField()
    category = fields.CharField(max_length=32)
    context = fields.CharField(max_length=200, default="")
    difficulty = fields.CharField(max_length=16)
    # What was said before the query: [{"role": "user" | "assistant", "content"}], oldest first.
    earlier: list[dict[str, str]] = fields.JSONField(default=list)
    draft: str | None = fields.TextField(null=True)
    draft_version: int | None = fields.IntField(null=True)  # that wrote the draft; 0 is the base model
    edited_share: float | None = fields.FloatField(null=True)  # of the draft's words, see app.pairs.drafts
    findings: list[dict[str, object]] = fields.JSONField(default=list)
    split = fields.CharEnumField(PairSplit, max_length=8, null=True)
    idempotency_key = fields.CharField(max_length=100, null=True)
    request_digest = fields.CharField(max_length=64, null=True)
    training_run_id = fields.UUIDField(null=True)  # the run that this pair triggered, for a replayed answer
    created_at = fields.DatetimeField()
    changed_at = fields.DatetimeField()  # created or edited; runs count what changed since the last one

    class Meta:
        table = "training_pair"
        unique_together = (("agent", "idempotency_key"),)
        indexes = (("agent_id", "id"), ("session_id", "id"), ("agent_id", "changed_at"))

    def conversation(self) -> list[dict[str, str]]:
        """What was said up to the response, as `earlier` of the pair that follows has it."""
        said = [("user", self.query), ("assistant", self.response)]
        return [*self.earlier, *({"role": role, "content": content} for role, content in said)]
