"""Start and cancel training runs."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.api.context import Info
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.api.roles import mutation
from app.api.runs.types import TrainingRun
from app.runs import service as runs


@strawberry.input
class StartTrainingInput:
    agent_id: strawberry.ID
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="1 to 100 characters: a repeated call with the same key returns the first run.",
    )


@strawberry.type
class TrainingStarted:
    run: models.TrainingRun = strawberry.field(graphql_type=TrainingRun)


@strawberry.type
class TrainingCancelled:
    run: models.TrainingRun = strawberry.field(
        graphql_type=TrainingRun, description="A run that was under way stops within seconds: see its status."
    )


StartTrainingResult = Annotated[
    TrainingStarted | InvalidInput | NotFound | Conflict | LimitReached,
    strawberry.union("StartTrainingResult"),
]
CancelTrainingResult = Annotated[
    TrainingCancelled | InvalidInput | NotFound | Conflict, strawberry.union("CancelTrainingResult")
]


@strawberry.type
class RunMutations:
    @mutation(needs=Role.TRAINER, description="Train now. An agent has at most one run under way.")
    async def start_training(self, info: Info, input: StartTrainingInput) -> StartTrainingResult:
        agent_id = decode("Agent", input.agent_id, "agentId")
        return TrainingStarted(run=await runs.start(info.context.actor, agent_id, input.idempotency_key))

    @mutation(needs=Role.TRAINER, description="Stop a run. Repeating it changes nothing.")
    async def cancel_training(self, info: Info, run_id: strawberry.ID) -> CancelTrainingResult:
        run = await runs.cancel(info.context.actor, decode("TrainingRun", run_id, "runId"))
        return TrainingCancelled(run=run)
