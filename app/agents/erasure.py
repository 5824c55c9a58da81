"""Cron job: what a deleted agent had on this disk, in the store and in the database goes for good."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from app.agents.files import judged_file
from app.events import changes
from app.models import Agent, Event, Session, TrainingRun, WebhookDelivery
from app.models.clock import now
from app.models.run import ACTIVE
from app.models.transaction import transactional
from app.serving.store import store_of

# The person who deleted it still reads the answer, and a trainer that was stopped still puts its things away.
AFTER = timedelta(minutes=1)


async def erase_deleted(ctx: dict[str, Any]) -> None:
    moment = await now() - AFTER
    for agent in await Agent.filter(deleted_at__lt=moment):
        runs = await TrainingRun.filter(agent_id=agent.id)
        if any(run.status in ACTIVE or (run.finished_at and run.finished_at > moment) for run in runs):
            continue
        # The files first: while the row is there, a round that was cut short is repeated.
        settings = ctx["settings"]
        await asyncio.to_thread(_erase_files, settings.home.absolute(), agent.id, [run.id for run in runs])
        if (store := store_of(settings)) is not None:
            await asyncio.to_thread(store.forget, agent.id)
        await _erase_rows(agent)


def _erase_files(home: Path, agent_id: UUID, run_ids: list[UUID]) -> None:
    for folder in (home / "adapters" / str(agent_id), *(home / "runs" / str(run_id) for run_id in run_ids)):
        if folder.exists():
            shutil.rmtree(folder)
    judged_file(home, agent_id).unlink(missing_ok=True)


@transactional
async def _erase_rows(agent: Agent) -> None:
    """Events point at no row, so they go by themselves; everything else goes with the agent."""
    streams = [
        *await Session.filter(agent=agent).values_list("id", flat=True),
        *await TrainingRun.filter(agent=agent).values_list("id", flat=True),
    ]
    await Event.filter(stream__in=streams).delete()
    await changes.forget_agent(agent.workspace_id, agent.id)
    await WebhookDelivery.filter(agent_id=agent.id).delete()
    await agent.delete()
