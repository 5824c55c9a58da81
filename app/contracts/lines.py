"""What the training child says: one JSON object a line on its standard output, whose `type` tells which it is."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter, field_serializer

from app.contracts.events import Figures, Sample
from app.contracts.report import Measured


class Loading(BaseModel):
    """It reads the base model, which takes the longest of what comes before the first step."""

    type: Literal["loading"] = "loading"


class Started(BaseModel):
    type: Literal["started"] = "started"
    total_steps: int
    resumed_from: int = 0
    damaged: int = 0  # newer checkpoints that can't be read
    train_pairs: int
    holdout_pairs: int
    device: str
    precision: str
    threads: int
    hyperparameters: dict[str, float]


class Progress(Figures):
    type: Literal["progress"] = "progress"


class Sampled(BaseModel):
    type: Literal["sample"] = "sample"
    step: int
    samples: tuple[Sample, ...]


class Checkpoint(BaseModel):
    type: Literal["checkpoint"] = "checkpoint"
    step: int


class Evaluating(BaseModel):
    type: Literal["evaluating"] = "evaluating"


class Reported(BaseModel):
    type: Literal["report"] = "report"
    report: Measured

    @field_serializer("report")
    def _as_stored(self, report: Measured) -> dict[str, object]:
        return report.payload()


class Finished(BaseModel):
    """The last line of a run that went well."""

    type: Literal["finished"] = "finished"
    adapter_dir: str
    steps: int
    phases: dict[str, float]  # seconds
    cpu: dict[str, float]


class Failed(BaseModel):
    """The last line of a run that did not. `message` is for people."""

    type: Literal["failed"] = "failed"
    code: str
    message: str


class Exported(BaseModel):
    """The last line of an export that went well (app/training/export.py)."""

    type: Literal["finished"] = "finished"
    answers: list[str]  # of what was written, to the questions of its job
    close_calls: int


class Waiting(BaseModel):
    """A spare process has put away what was left of its run."""

    type: Literal["waiting"] = "waiting"
    bytes: int


Line = (
    Loading | Started | Progress | Sampled | Checkpoint | Evaluating | Reported | Finished | Failed | Waiting
)
LINE: TypeAdapter[Line] = TypeAdapter(Annotated[Line, Field(discriminator="type")])
