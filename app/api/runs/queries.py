"""Read training runs."""

from typing import Any

import strawberry

from app import models
from app.api.context import Info
from app.api.enums import RunStatus
from app.api.events.cursors import with_last_seq
from app.api.ids import decode, decode_optional
from app.api.paging import listed, where
from app.api.runs.types import TrainingRun
from app.errors import NotFound
from app.runs import service as runs


@strawberry.type
class RunQueries:
    @listed(TrainingRun, "Training runs of your workspace.")
    def training_runs(
        self, info: Info, agent_id: strawberry.ID | None = None, status: RunStatus | None = None
    ) -> Any:
        of_agent = decode_optional("Agent", agent_id, "agentId")
        return with_last_seq(where(runs.visible(info.context.actor), agent_id=of_agent, status=status))

    @strawberry.field(
        description="One run; null with the error NOT_FOUND when there is none.",
        graphql_type=TrainingRun | None,
    )
    async def training_run(self, info: Info, id: strawberry.ID) -> models.TrainingRun:
        rows = with_last_seq(runs.visible(info.context.actor))
        row = await rows.get_or_none(id=decode("TrainingRun", id, "id"))
        if row is None:
            raise NotFound(f"There is no training run {id}.")
        return row
