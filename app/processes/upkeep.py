"""Cron job: take runs back from trainers that are gone, and ring again for what was forgotten or lost."""

from typing import Any

from app.customers import lease as query_lease
from app.events import doorbell
from app.runs import lease
from app.webhooks import delivery

FORGOTTEN_S = 5.0  # a bell is answered within a second; after this it was lost


async def reconcile(ctx: dict[str, Any]) -> None:
    await lease.requeue_lost(ctx["settings"].max_attempts)
    for run_id in await lease.waiting(FORGOTTEN_S):
        await doorbell.ring_job(doorbell.TRAIN, run_id)
    for query_id in await query_lease.forgotten(FORGOTTEN_S):
        await doorbell.ring_job(doorbell.GENERATE_QUERY, query_id)
    for delivery_id in await delivery.due(FORGOTTEN_S):
        await doorbell.ring_job(doorbell.DELIVER_WEBHOOK, delivery_id)
