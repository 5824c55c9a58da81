"""Job `run.train`: carry out the run whose turn it is."""

from typing import Any

from app.errors import Unavailable
from app.events import doorbell
from app.runs import lease
from app.trainer.execution import execute, waits_for_its_base_model


async def train(ctx: dict[str, Any], _run_id: str) -> None:
    """The bell says only that there is something to do: which run is next, the database says.

    Raises nothing while the database is away: the reconciler rings again.
    """
    try:
        for run_id in await lease.in_turn():
            if not await waits_for_its_base_model(run_id, ctx["trainer"]):
                await execute(run_id, ctx["trainer"])
                break
        else:
            return
        # Those behind it may have rung long ago, or for a trainer that took another run.
        for run_id in (await lease.in_turn())[:1]:
            await doorbell.ring_job(doorbell.TRAIN, run_id)
    except Unavailable:
        return
