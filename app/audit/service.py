"""The audit log: who did what when, in ids. Written by the services beside what they do, in the same transaction."""

import json
from collections.abc import AsyncIterator
from uuid import UUID

from tortoise.queryset import QuerySet

from app.actor import Actor
from app.errors import NotFound
from app.models import Agent, AuditAction, AuditEntry
from app.models.transaction import in_progress

AUTOMATIC = (
    "automatic"  # subject of what nobody asked for: a training that was due, a version that was better
)
_PAGE = 1_000


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
    made, changed or deleted."""
    if not in_progress():
        raise RuntimeError(f"{action} has to be noted in the transaction that does it")
    await AuditEntry.create(
        workspace_id=actor.workspace_id, actor=actor.subject, action=action, agent_id=agent, target_id=target
    )


async def note_automatic(action: AuditAction, *, agent: UUID, target: UUID) -> None:
    workspace_id = (await Agent.get(id=agent).only("id", "workspace_id")).workspace_id
    await note(Actor(workspace_id, AUTOMATIC), action, agent=agent, target=target)


async def lines(actor: Actor) -> AsyncIterator[str]:
    """All entries of the workspace as JSONL, the oldest first."""
    last = UUID(int=0)
    while rows := await visible(actor).filter(id__gt=last).order_by("id").limit(_PAGE):
        for row in rows:
            yield _line(row)
        last = rows[-1].id


def _line(row: AuditEntry) -> str:
    entry = {
        "id": str(row.id),
        "at": row.created_at.isoformat(),
        "actor": row.actor,
        "action": row.action,
        "agent": row.agent_id and str(row.agent_id),
        "target": row.target_id and str(row.target_id),
    }
    return json.dumps(entry) + "\n"
