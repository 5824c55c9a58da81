"""`coachable workspace members` and the like: who belongs to a workspace, from the installation's own command line."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import TypeVar

import typer

from app.actor import Actor, Role
from app.config import Settings
from app.errors import Conflict, NotFound
from app.models import ApiKey, Invitation, Member
from app.processes.workspace import at_work, by_name
from app.workspaces import invitations, members
from app.workspaces import service as workspaces
from app.workspaces.invitations import InvitationState

T = TypeVar("T")


def show_members(settings: Settings, workspace: str | None) -> None:
    async def find(actor: Actor) -> list[Member]:
        return await members.visible(actor).order_by("id")

    _print((row.name or "(this machine)", row.role, row.subject) for row in _as(settings, workspace, find))


def show_invitations(settings: Settings, workspace: str | None) -> None:
    async def find(actor: Actor) -> list[Invitation]:
        return await invitations.visible(actor).order_by("id")

    moment = datetime.now(UTC)
    _print(
        (row.name, row.role, invitations.state_of(row, moment), f"until {_day(row.expires_at)}")
        for row in _as(settings, workspace, find)
    )


def show_keys(settings: Settings, workspace: str | None) -> None:
    async def find(actor: Actor) -> list[ApiKey]:
        return await workspaces.visible_keys(actor).order_by("id")

    _print(
        (f"ck_{row.prefix}", row.role, row.name, f"used {_day(row.last_used_at)}", _end(row))
        for row in _as(settings, workspace, find)
    )


def withdraw(settings: Settings, workspace: str | None, person: str) -> None:
    """Raises NotFound."""

    async def work(actor: Actor) -> None:
        rows = await invitations.visible(actor).filter(name=person).order_by("id")
        moment = datetime.now(UTC)
        if not (there := [r for r in rows if invitations.state_of(r, moment) is InvitationState.OPEN]):
            raise NotFound(
                f"There is no open invitation of {person!r}; `coachable workspace invitations` shows them."
            )
        for row in there:
            await invitations.withdraw(actor, row.id)

    _as(settings, workspace, work)


def change_role(settings: Settings, workspace: str | None, person: str, role: Role) -> None:
    """Raises NotFound, Conflict."""

    async def work(actor: Actor) -> None:
        await members.change(actor, (await _member(actor, person)).id, role)

    _as(settings, workspace, work)


def remove(settings: Settings, workspace: str | None, person: str) -> None:
    """Raises NotFound, Conflict."""

    async def work(actor: Actor) -> None:
        await members.remove(actor, (await _member(actor, person)).id)

    _as(settings, workspace, work)


async def _member(actor: Actor, person: str) -> Member:
    """By subject, id or name."""
    rows = [
        row
        for row in await members.visible(actor).order_by("id")
        if person in (row.subject, str(row.id)) or (row.name and person == row.name)
    ]
    if not rows:
        raise NotFound(f"There is no member {person!r}; `coachable workspace members` shows them.")
    if len(rows) > 1:
        raise Conflict(
            f"Several members are called {person!r}: {', '.join(r.subject for r in rows)}. Name one like this."
        )
    return rows[0]


def _as(settings: Settings, workspace: str | None, work: Callable[[Actor], Awaitable[T]]) -> T:
    async def run() -> T:
        async with at_work(settings):
            return await work(await by_name(workspace))

    return asyncio.run(run())


def _end(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return f"revoked {_day(key.revoked_at)}"
    return f"until {_day(key.expires_at)}" if key.expires_at else "until it is revoked"


def _day(moment: datetime | None) -> str:
    return "never" if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def _print(rows: Iterable[tuple[str, ...]]) -> None:
    """A line for each row, its columns apart by tabs."""
    for row in rows:
        typer.echo("\t".join(row))
