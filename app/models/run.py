"""TrainingRun: one fine-tuning job, and the changes of state that it may go through."""

from enum import StrEnum
from uuid import UUID

from tortoise import Model, fields

from app.models.agent import Agent
from app.models.ids import new_id
from app.models.indexes import UniquePartialIndex


class RunTrigger(StrEnum):
    THRESHOLD = "threshold"
    SCHEDULE = "schedule"
    MANUAL = "manual"


class RunStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    EVALUATING = "evaluating"
    SUCCEEDED = "succeeded"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.EVALUATING)

# A run whose trainer died goes back to QUEUED; a final state is final.
ALLOWED: dict[RunStatus, frozenset[RunStatus]] = {
    RunStatus.QUEUED: frozenset({RunStatus.RUNNING, RunStatus.FAILED, RunStatus.CANCELLED}),
    RunStatus.RUNNING: frozenset(
        {RunStatus.EVALUATING, RunStatus.QUEUED, RunStatus.FAILED, RunStatus.CANCELLED}
    ),
    RunStatus.EVALUATING: frozenset(
        {RunStatus.SUCCEEDED, RunStatus.REJECTED, RunStatus.QUEUED, RunStatus.FAILED, RunStatus.CANCELLED}
    ),
    RunStatus.SUCCEEDED: frozenset(),
    RunStatus.REJECTED: frozenset(),
    RunStatus.FAILED: frozenset(),
    RunStatus.CANCELLED: frozenset(),
}
FINAL = tuple(status for status, following in ALLOWED.items() if not following)


class TrainingRun(Model):
    """Written by the owner of its lease alone (`lease_epoch`), but for `cancel_requested_at`.

    `dataset` fixes the pairs ({"train": [ids], "holdout": [ids], "left_out": [ids]}) at the first start, so that every
    attempt sees the same ones. "twins" are held-out pairs that neither judge nor train, as they have been edited into
    near-duplicates of trained ones. A run that goes on from a version has two more: "continues" with its number, and
    "shown" with those of "train" that it trains on itself. `report` is the child's report with the gate's verdict
    (app/contracts/report.py).
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    agent: fields.ForeignKeyRelation[Agent] = fields.ForeignKeyField(
        "models.Agent", related_name="runs", on_delete=fields.CASCADE
    )
    agent_id: UUID
    trigger = fields.CharEnumField(RunTrigger, max_length=16)
    status = fields.CharEnumField(RunStatus, max_length=16, default=RunStatus.QUEUED)
    idempotency_key = fields.CharField(max_length=100, null=True)
    pair_count = fields.IntField(default=0)
    new_pair_count = fields.IntField(default=0)
    base_model = fields.CharField(max_length=255, default="")  # fixed with `dataset`; empty until then
    dataset: dict[str, list[str]] | None = fields.JSONField(null=True)
    step = fields.IntField(default=0)
    total_steps = fields.IntField(default=0)
    loss = fields.FloatField(null=True)
    holdout_loss = fields.FloatField(null=True)
    tokens_per_second = fields.FloatField(null=True)
    seconds_left = fields.FloatField(null=True)
    curve: list[dict[str, object]] = fields.JSONField(default=list)
    samples: list[dict[str, object]] = fields.JSONField(default=list)
    phases: dict[str, float] = fields.JSONField(default=dict)
    report: dict[str, object] | None = fields.JSONField(null=True)
    reason = fields.TextField(null=True)  # of the end, in words
    failure_code = fields.CharField(max_length=32, null=True)
    crashes = fields.IntField(default=0)
    lease_owner = fields.CharField(max_length=100, null=True)
    lease_epoch = fields.IntField(default=0)
    lease_until = fields.DatetimeField(null=True)
    cancel_requested_at = fields.DatetimeField(null=True)
    queued_at = fields.DatetimeField()
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "training_run"
        unique_together = (("agent", "idempotency_key"),)
        indexes = (
            ("agent_id", "id"),
            ("status", "lease_until"),
            UniquePartialIndex(
                fields=("agent_id",),
                name="uid_training_run_active",
                where="status IN ('queued', 'running', 'evaluating')",
            ),
        )
