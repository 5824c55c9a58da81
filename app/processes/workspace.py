"""`coachable workspace` and `coachable audit`: teams on one installation, from its own command line."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.console import Console

from app.actor import Actor, Role
from app.config import Settings
from app.events import doorbell
from app.infra.event_bus import RedisDoorbell
from app.infra.redis import connect
from app.models import Workspace
from app.models.orm import database
from app.models.transaction import settled
from app.processes.login import page_url
from app.workspaces import audit, members, teams
from app.workspaces import service as workspaces


@asynccontextmanager
async def at_work(settings: Settings) -> AsyncIterator[None]:
    """The database, and the bell by which the API processes hear of what has ended."""
    assert settings.database_url
    assert settings.redis_url
    redis = connect(settings.redis_url)
    doorbell.install(RedisDoorbell(redis))
    try:
        async with database(settings.database_url, pool=2):
            try:
                yield
            finally:
                await settled()
    finally:
        doorbell.install(doorbell.Silent())
        await redis.aclose(close_connection_pool=True)


async def by_name(workspace: str | None) -> Actor:
    """An admin of it; None: the workspace of this machine. Raises NotFound, Conflict."""
    return await (workspaces.local_actor() if workspace is None else members.workspace_called(workspace))


def create(settings: Settings, name: str) -> None:
    """Prints an invitation for its first admin. Raises InvalidInput."""

    async def work() -> str:
        async with at_work(settings):
            return (await teams.create(await workspaces.local_actor(), name)).invitation.token

    _print_invitation(settings, asyncio.run(work()))


def invite(settings: Settings, person: str, workspace: str | None, role: Role) -> None:
    async def work() -> str:
        async with at_work(settings):
            return (await members.invite(await by_name(workspace), person, role)).token

    _print_invitation(settings, asyncio.run(work()))


def show_all(settings: Settings) -> None:
    async def work() -> list[Workspace]:
        async with at_work(settings):
            return await Workspace.all().order_by("id")

    for row in asyncio.run(work()):
        _say(row.name)


def show_audit(settings: Settings, workspace: str | None, *, csv: bool = False) -> None:
    """All entries to the standard output, as JSONL or CSV."""
    format = audit.ExportFormat.CSV if csv else audit.ExportFormat.JSONL

    async def work() -> None:
        async with at_work(settings):
            async for line in audit.lines(await by_name(workspace), format):
                sys.stdout.write(line)

    asyncio.run(work())


def _print_invitation(settings: Settings, token: str) -> None:
    _say(f"{page_url(settings)}login?token={token}")


def _say(text: str) -> None:
    Console().print(text, highlight=False, soft_wrap=True, markup=False)
