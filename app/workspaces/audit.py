"""The audit log: who did what when, in ids. Written by the services beside what they do, in the same transaction."""

import csv
import io
import json
from collections.abc import AsyncIterator, Collection
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import connections
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.errors import NotFound
from app.events import changes
from app.events.changes import Changed
from app.models import Agent, AuditAction, AuditEntry
from app.models.transaction import in_progress, transactional

AUTOMATIC = (
    "automatic"  # subject of what happens by itself: a training that was due, a version that was better
)
COLUMNS = ("id", "at", "actor", "action", "agent", "target")
_PAGE = 1_000
_OF_AGENTS = {
    AuditAction.AGENT_CREATED: Changed.AGENT,
    AuditAction.AGENT_CHANGED: Changed.AGENT,
    AuditAction.AGENT_DELETED: Changed.AGENT_DELETED,
}


def visible(actor: Actor) -> QuerySet[AuditEntry]:
    return AuditEntry.filter(workspace_id=actor.workspace_id)


async def get(actor: Actor, entry_id: UUID) -> AuditEntry:
    entry = await visible(actor).get_or_none(id=entry_id)
    if entry is None:
        raise NotFound(f"There is no audit entry {entry_id}.")
    return entry


async def note(
    actor: Actor, action: AuditAction, *, agent: UUID | None = None, target: UUID | None = None
) -> None:
    """Inside of the transaction that does it, so that one is never without the other. `target`: the row that is
    made, changed or deleted. Who follows the workspace hears of what was done to an agent."""
    if not in_progress():
        raise RuntimeError(f"{action} must be noted in the transaction that does it")
    await AuditEntry.create(
        workspace_id=actor.workspace_id, actor=actor.subject, action=action, agent_id=agent, target_id=target
    )
    if agent is not None and action in _OF_AGENTS:
        changes.note(agent, _OF_AGENTS[action], agent)


async def note_automatic(action: AuditAction, *, agent: UUID, target: UUID) -> None:
    workspace_id = (await Agent.get(id=agent).only("id", "workspace_id")).workspace_id
    await note(Actor(workspace_id, AUTOMATIC), action, agent=agent, target=target)


async def last_change_of_member(workspace_id: UUID, subject: str) -> datetime | None:
    """When someone last joined, got another role or was removed; None: they never belonged to the workspace."""
    rows = AuditEntry.filter(workspace_id=workspace_id)
    joined = rows.filter(actor=subject, action=AuditAction.MEMBER_JOINED)
    changes = (AuditAction.MEMBER_JOINED, AuditAction.MEMBER_CHANGED, AuditAction.MEMBER_REMOVED)
    members = await joined.values_list("target_id", flat=True)
    last = await rows.filter(target_id__in=members, action__in=changes).order_by("-created_at").first()
    return None if last is None else last.created_at


class ExportFormat(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


async def lines(
    actor: Actor, format: ExportFormat = ExportFormat.JSONL, /, **conditions: object
) -> AsyncIterator[str]:
    """The entries of the workspace, the oldest first; conditions that are None don't apply."""
    rows = visible(actor).filter(**{name: value for name, value in conditions.items() if value is not None})
    if format is ExportFormat.CSV:
        yield _cells(list(COLUMNS))
    last = UUID(int=0)
    while page := await rows.filter(id__gt=last).order_by("id").limit(_PAGE):
        for row in page:
            entry = _entry(row)
            yield _cells(list(entry.values())) if format is ExportFormat.CSV else json.dumps(entry) + "\n"
        last = page[-1].id


@transactional
async def note_export(actor: Actor) -> None:
    """That the log is about to leave as a file."""
    await note(actor, AuditAction.AUDIT_EXPORTED)


async def was_done(agent_id: UUID, actions: Collection[AuditAction], after: datetime | None = None) -> bool:
    """Whether one of the actions was done to the agent, whatever workspace it is of."""
    rows = AuditEntry.filter(agent_id=agent_id, action__in=list(actions))
    return await (rows if after is None else rows.filter(created_at__gt=after)).exists()


@transactional
async def forget(kept_days: int) -> int:
    """Delete the entries of all workspaces that are older, and return how many went. The table's trigger lets it,
    and nothing else; it keeps 30 days in any case (the trigger `audit_entry_stays`)."""
    connection = connections.get("default")
    await connection.execute_query(
        "SELECT set_config('coachable.audit_kept_days', $1, true)", [str(kept_days)]
    )
    rows = await connection.execute_query_dict(
        "WITH gone AS (DELETE FROM audit_entry"
        " WHERE created_at < clock_timestamp() - make_interval(days => $1) RETURNING id)"
        " SELECT count(*) AS n FROM gone",
        [kept_days],
    )
    return int(rows[0]["n"])


def _entry(row: AuditEntry) -> dict[str, str | None]:
    values = (
        str(row.id),
        row.created_at.isoformat(),
        row.actor,
        row.action.value,
        str(row.agent_id) if row.agent_id else None,
        str(row.target_id) if row.target_id else None,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _cells(values: list[str | None]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(value or "" for value in values)
    return line.getvalue()
