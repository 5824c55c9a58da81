"""What happens in a training run, as clients receive it."""

from datetime import datetime

import strawberry

from app.api.enums import RunStatus
from app.api.events.cursors import AT, CURSOR
from app.api.runs.types import Sample


@strawberry.interface(description="Something happened in a training run.")
class TrainingProgressEvent:
    cursor: str = strawberry.field(description=CURSOR)
    at: datetime = strawberry.field(description=AT)


@strawberry.type(description="The run entered a state, or waits in it.")
class RunStatusEvent(TrainingProgressEvent):
    status: RunStatus
    message: str


@strawberry.type(description="Training steps were done; at most 5 of these a second.")
class RunProgressEvent(TrainingProgressEvent):
    step: int
    total_steps: int
    loss: float | None = strawberry.field(description="In nats per token; null at step 0.")
    holdout_loss: float | None = strawberry.field(description="When it was measured at this step.")
    learning_rate: float | None
    tokens_per_second: float | None
    seconds_left: float | None = strawberry.field(description="Estimate to the end of the steps.")


@strawberry.type(description="What the model in training answers to held-out questions at this step.")
class RunSamplesEvent(TrainingProgressEvent):
    step: int
    samples: list[Sample]


@strawberry.type(description="The run is over; the subscription ends after it.")
class RunFinishedEvent(TrainingProgressEvent):
    status: RunStatus
    reason: str | None = strawberry.field(description="In words.")
    version_id: strawberry.ID | None = strawberry.field(description="The version that it made.")
    number: int | None = strawberry.field(description="Number of that version.")
