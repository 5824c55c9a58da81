"""Cron jobs: start what is due by time, ring again for what was forgotten or lost, delete what is of no more use."""

from typing import Any

from app import doorbell
from app.customers import lease as query_lease
from app.runs import auto, lease

WORDS_KEPT_S = 3600.0
WORDS_AT_ONCE = 10_000
FORGOTTEN_S = 5.0  # a bell is answered within a second; after this it was lost


async def start_due_trainings(ctx: dict[str, Any]) -> None:
    await auto.tick()


async def reconcile(ctx: dict[str, Any]) -> None:
    await lease.requeue_lost(ctx["settings"].max_attempts)
    for run_id in await lease.waiting(FORGOTTEN_S):
        await doorbell.ring_job(doorbell.TRAIN, run_id)
    for query_id in await query_lease.forgotten(FORGOTTEN_S):
        await doorbell.ring_job(doorbell.GENERATE_QUERY, query_id)


async def forget_words(ctx: dict[str, Any]) -> None:
    while await query_lease.forget_words(WORDS_KEPT_S, WORDS_AT_ONCE) == WORDS_AT_ONCE:
        pass
