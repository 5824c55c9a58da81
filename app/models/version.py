"""AgentVersion: a trained adapter of an agent."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.indexes import UniquePartialIndex
from app.models.run import TrainingRun


class VersionStatus(StrEnum):
    CANDIDATE = "candidate"
    LIVE = "live"
    RETIRED = "retired"
    REJECTED = "rejected"


class AgentVersion(Model):
    """Its folder is `<home>/adapters/<agent id>/<number>`, immutable once `files` is set.

    `files` maps a file name to {"sha256", "bytes"}; `report` is that of its run. At most one version of an agent is
    LIVE (partial unique index).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="versions", on_delete=fields.CASCADE
    )
    agent_id: UUID
    run: fields.OneToOneRelation[TrainingRun] = fields.OneToOneField(
        "models.TrainingRun", related_name="version", on_delete=fields.CASCADE
    )
    run_id: UUID
    number = fields.IntField()
    base_model = fields.CharField(
        max_length=255, default=""
    )  # of its run; its agent may have another one by now
    status = fields.CharEnumField(VersionStatus, max_length=16, default=VersionStatus.CANDIDATE)
    # Its own words held nothing invented when they were tried on the taught pairs; else it copies and declines.
    may_write = fields.BooleanField(default=False)
    report: dict[str, object] = fields.JSONField(default=dict)
    files: dict[str, dict[str, object]] = fields.JSONField(default=dict)
    created_at = fields.DatetimeField(auto_now_add=True)
    live_at = fields.DatetimeField(null=True)

    class Meta:
        table = "agent_version"
        unique_together = (("agent", "number"),)
        indexes = (
            ("agent_id", "id"),
            UniquePartialIndex(fields=("agent_id",), name="uid_agent_version_live", where="status = 'live'"),
        )
