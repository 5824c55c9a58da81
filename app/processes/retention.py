"""What was kept long enough goes. Teaching stays: pairs, questions, material, reports and versions."""

import asyncio
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from app.config import Settings
from app.events import log as events
from app.models import Agent, AuditAction, TrainingRun
from app.models.clock import now
from app.models.run import ACTIVE
from app.replies import open_questions as openquestions
from app.webhooks import delivery as deliveries
from app.workspaces import audit, teams

AT_ONCE = 10_000  # events of one statement, so that none holds its locks for long
# A folder of a run that is in no table: its agent was erased by another host. A day, should it be another database.
ORPHANED_AFTER = timedelta(days=1)
CLOCKS_DIFFER = timedelta(minutes=5)  # of two hosts, at most

log = structlog.get_logger()


async def forget_old(ctx: dict[str, Any]) -> None:
    """Cron job: rows, once for all hosts."""
    settings: Settings = ctx["settings"]
    moment = await now()
    before = moment - timedelta(days=settings.keep_events_days)
    gone = await teams.forget_ended(before)
    while some := await events.forget(before, AT_ONCE):
        gone["events"] = gone.get("events", 0) + some
    unanswered_since = moment - timedelta(days=settings.keep_open_questions_days)
    gone["webhook_deliveries"] = await deliveries.forget(before)
    gone["open_questions"] = await openquestions.forget(unanswered_since)
    if settings.keep_audit_days is not None:
        gone["audit"] = await audit.forget(settings.keep_audit_days)
    if any(gone.values()):
        log.info("forgotten", **gone)


async def sweep_files(settings: Settings) -> None:
    """Files of this host, by each host for itself: of deleted agents, of deleted pairs, of runs that ended long ago."""
    home = settings.home.absolute()
    for folder in await asyncio.to_thread(_named_by_ids, home / "adapters"):
        if await _was_deleted(UUID(folder.name)):
            await asyncio.to_thread(shutil.rmtree, folder)
    for file in await asyncio.to_thread(_named_by_ids, home / "judged"):
        # What a base model was measured at, by pairs; whoever deletes one reaches the file on its own host alone.
        written = datetime.fromtimestamp(await asyncio.to_thread(_changed, file)).astimezone()
        gone = (AuditAction.PAIR_DELETED, AuditAction.AGENT_DELETED)
        if await audit.was_done(UUID(file.stem), gone, written - CLOCKS_DIFFER):
            file.unlink(missing_ok=True)
    kept = timedelta(days=settings.keep_run_files_days)
    for folder in await asyncio.to_thread(_named_by_ids, home / "runs"):
        run = await TrainingRun.get_or_none(id=UUID(folder.name))
        if run is None:
            age = timedelta(seconds=time.time() - await asyncio.to_thread(_changed, folder))
            is_over = age > ORPHANED_AFTER
        else:
            is_over = run.status not in ACTIVE and (run.finished_at or run.queued_at) < await now() - kept
        if is_over:
            await asyncio.to_thread(shutil.rmtree, folder)


async def _was_deleted(agent_id: UUID) -> bool:
    """By what the audit log says: that the row is missing might mean that the database is another one."""
    was_deleted = await audit.was_done(agent_id, (AuditAction.AGENT_DELETED,))
    return was_deleted and not await Agent.filter(id=agent_id).exists()


def _named_by_ids(folder: Path) -> list[Path]:
    """What lies in it under the id of a row; anything else is not ours to delete."""

    def is_id(name: str) -> bool:
        try:
            return str(UUID(name)) == name
        except ValueError:
            return False

    return [path for path in folder.iterdir() if is_id(path.stem)] if folder.is_dir() else []


def _changed(path: Path) -> float:
    return path.stat().st_mtime
