"""TrainingRun, as clients see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.api.context import Info
from app.api.enums import RunFailure, RunStatus, RunTrigger
from app.api.ids import encode
from app.api.nodes import RowNode
from app.api.runs.receipt import Receipt
from app.api.runs.report import Report
from app.contracts import report as proof
from app.runs import service as runs

if TYPE_CHECKING:
    from app.api.agents.types import Agent
    from app.api.versions.types import AgentVersion

_Agent = Annotated["Agent", strawberry.lazy("app.api.agents.types")]
_Version = Annotated["AgentVersion", strawberry.lazy("app.api.versions.types")]


@strawberry.type(description="A point of the loss curve.")
class CurvePoint:
    step: int
    loss: float | None = strawberry.field(description="Training loss in nats per token; null at step 0.")
    holdout_loss: float | None = strawberry.field(
        description="Measured at the start and four times, evenly; null between."
    )


@strawberry.type(description="What the model in training answers to a held-out question.")
class Sample:
    pair_id: strawberry.ID
    query: str
    expected: str = strawberry.field(description="The expert's response.")
    answer: str

    @classmethod
    def of(cls, sample: dict[str, Any]) -> Self:
        return cls(
            pair_id=encode("TrainingPair", sample["pair_id"]),
            query=sample["query"],
            expected=sample["expected"],
            answer=sample["answer"],
        )


@strawberry.type(description="Sample answers at one step; step 0 is the base model.")
class SampleSet:
    step: int
    samples: list[Sample]

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Self:
        return cls(step=entry["step"], samples=[Sample.of(sample) for sample in entry["samples"]])


@strawberry.type(description="One fine-tuning job.")
class TrainingRun(RowNode, Node):
    table = models.TrainingRun
    service_get = staticmethod(runs.get)

    trigger: RunTrigger
    status: RunStatus
    pair_count: int = strawberry.field(description="Pairs of the agent when the run was queued.")
    new_pair_count: int = strawberry.field(description="Of these, new or changed since the run before.")
    step: int
    total_steps: int = strawberry.field(description="0 until the trainer has begun.")
    loss: float | None = strawberry.field(description="Training loss of the newest step, in nats per token.")
    holdout_loss: float | None = strawberry.field(description="Newest held-out loss, in nats per token.")
    tokens_per_second: float | None
    seconds_left: float | None = strawberry.field(description="Estimate to the end of the steps.")
    base_model: str = strawberry.field(
        description="Model that it trains; empty until the trainer has begun. Later runs may train another one."
    )
    reason: str | None = strawberry.field(description="Of the end, in words.")
    failure_code: str | None = strawberry.field(
        description="For status FAILED.", deprecation_reason="`failure` has it as an enum."
    )
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @strawberry.field(description="For status FAILED: why.")
    def failure(root: Parent[models.TrainingRun]) -> RunFailure | None:
        if root.failure_code is None:
            return None
        return RunFailure(root.failure_code) if root.failure_code in list(RunFailure) else RunFailure.INTERNAL

    @strawberry.field(
        description="Pairs that it did not use because of blocking findings; 0 until the trainer has begun."
    )
    def left_out_pairs(root: Parent[models.TrainingRun]) -> int:
        return len((root.dataset or {}).get("left_out", ()))

    @strawberry.field(description="Loss by step; thinned out in long runs.")
    def curve(root: Parent[models.TrainingRun]) -> list[CurvePoint]:
        points: list[dict[str, Any]] = root.curve
        return [
            CurvePoint(step=p["step"], loss=p.get("loss"), holdout_loss=p.get("holdout_loss")) for p in points
        ]

    @strawberry.field(
        description="Answers to held-out questions at the start and the end; of 40 steps and more also at half time."
    )
    def samples(root: Parent[models.TrainingRun]) -> list[SampleSet]:
        return [SampleSet.of(entry) for entry in root.samples]

    @strawberry.field(description="The proof; null before the end of a run that came to one.")
    def report(root: Parent[models.TrainingRun]) -> Report | None:
        return Report.of(proof.Report.of(root.report))

    @strawberry.field(
        description="What it taught, pair by pair; null before the end of a run that came to a proof."
    )
    def receipt(root: Parent[models.TrainingRun]) -> Receipt | None:
        return Receipt.of(proof.Report.of(root.report))

    @strawberry.field(graphql_type=_Agent)
    async def agent(root: Parent[models.TrainingRun], info: Info) -> models.Agent | None:
        return await info.context.loaders.row(models.Agent).load(root.agent_id)

    @strawberry.field(description="The version that it made.", graphql_type=_Version | None)
    async def version(root: Parent[models.TrainingRun], info: Info) -> models.AgentVersion | None:
        return await info.context.loaders.version_of_run.load(root.id)

    @strawberry.field(
        description="Load the run, then subscribe to `trainingProgress` with `after` set to it to miss nothing."
    )
    async def last_event_cursor(root: Parent[models.TrainingRun], info: Info) -> str:
        seq = getattr(root, "last_seq", None)
        if seq is None:
            seq = await info.context.loaders.last_seq.load(root.id)
        return str(seq or 0)
