"""GeneratedQuery: a question that an AI customer asked."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.session import Session


class QuerySource(StrEnum):
    MODEL = "model"
    FALLBACK = "fallback"
    REAL_USE = "real_use"  # asked in use, word for word


class QueryStatus(StrEnum):
    GENERATING = "generating"
    READY = "ready"
    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    DISCARDED = "discarded"


class SkipReason(StrEnum):
    NOT_REALISTIC = "not_realistic"
    NOT_OUR_TOPIC = "not_our_topic"
    TOO_HARD = "too_hard"
    DUPLICATE = "duplicate"
    OTHER = "other"


class Category(StrEnum):
    GENERAL = "general"
    TECHNICAL = "technical"
    BILLING = "billing"
    ACCOUNT = "account"
    COMPLAINT = "complaint"
    EDGE_CASE = "edge_case"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


ENDED = (QueryStatus.ANSWERED, QueryStatus.SKIPPED, QueryStatus.DISCARDED)


class GeneratedQuery(Model):
    """`opened_at` set: the expert sees it, also while it is still GENERATING. Unset: it was prepared ahead.

    `follows` is the pair whose answer the customer reacts to, `earlier` what was said before.
    A worker that writes the text holds it by `lease_until` and `lease_epoch` (database clock).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="queries", on_delete=fields.CASCADE
    )
    agent_id: UUID
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name="queries", on_delete=fields.CASCADE
    )
    session_id: UUID
    status = fields.CharEnumField(QueryStatus, max_length=16, default=QueryStatus.GENERATING)
    source = fields.CharEnumField(QuerySource, max_length=16, default=QuerySource.MODEL)
    text = fields.TextField(default="")
    category = fields.CharField(max_length=32)
    context = fields.CharField(max_length=200)
    difficulty = fields.CharField(max_length=16)
    plan: dict[str, object] = fields.JSONField(default=dict)
    needs_topics = fields.BooleanField(
        default=False
    )  # nothing new can be asked before the agent has another topic
    rejections: list[str] = fields.JSONField(
        default=list
    )  # why texts of the writer were thrown away, as codes
    fallback_reason: str | None = fields.TextField(null=True)
    skip_reason: str | None = fields.TextField(null=True)
    skip_code = fields.CharEnumField(SkipReason, max_length=16, null=True)
    follows: UUID | None = fields.UUIDField(null=True)  # no foreign key: pairs point at questions already
    earlier: list[dict[str, str]] = fields.JSONField(default=list)
    lease_epoch = fields.IntField(default=0)
    lease_until = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    ready_at = fields.DatetimeField(null=True)
    opened_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "generated_query"
        indexes = (("session_id", "id"), ("agent_id", "id"), ("status", "lease_until"))
