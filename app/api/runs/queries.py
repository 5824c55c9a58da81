"""Read training runs."""

import strawberry
from strawberry.relay import Connection

from app import models
from app.api.context import Info
from app.api.events.cursors import with_last_seq
from app.api.ids import decode, decode_optional
from app.api.paging import DEFAULT, After, First, Order, Ordered, page
from app.api.runs.types import TrainingRun
from app.errors import NotFound
from app.runs import service as runs


@strawberry.type
class RunQueries:
    @strawberry.field(description="Training runs of your workspace.")
    async def training_runs(
        self,
        info: Info,
        agent_id: strawberry.ID | None = None,
        first: First = DEFAULT,
        after: After = None,
        order: Ordered = Order.NEWEST_FIRST,
    ) -> Connection[TrainingRun]:
        rows = with_last_seq(runs.visible(info.context.actor))
        return await page(rows, first, after, order, agent_id=decode_optional("Agent", agent_id, "agentId"))

    @strawberry.field(description="One run; error NOT_FOUND when there is none.", graphql_type=TrainingRun)
    async def training_run(self, info: Info, id: strawberry.ID) -> models.TrainingRun:
        rows = with_last_seq(runs.visible(info.context.actor))
        row = await rows.get_or_none(id=decode("TrainingRun", id, "id"))
        if row is None:
            raise NotFound(f"There is no training run {id}.")
        return row
