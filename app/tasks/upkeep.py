"""Cron jobs: start what is due by time, and ring again for what was forgotten or lost."""

from typing import Any

from app import doorbell
from app.queries import lease as query_lease
from app.runs import auto, lease

FORGOTTEN_S = 5.0  # a bell is answered within a second; after this it was lost


async def start_due_trainings(ctx: dict[str, Any]) -> None:
    await auto.tick()


async def reconcile(ctx: dict[str, Any]) -> None:
    await lease.requeue_lost(ctx["settings"].max_attempts)
    for run_id in await lease.waiting(FORGOTTEN_S):
        await doorbell.ring_job(doorbell.TRAIN, run_id)
    for query_id in await query_lease.forgotten(FORGOTTEN_S):
        await doorbell.ring_job(doorbell.GENERATE_QUERY, query_id)
