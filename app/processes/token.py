"""`coachable token`: what a program shows as `Authorization: Bearer`."""

import asyncio
from datetime import timedelta

from rich.console import Console

from app.actor import Role
from app.config import Settings
from app.errors import InvalidInput
from app.infra.secrets import sign_in_secret
from app.models import ApiKey
from app.models.clock import now
from app.processes.workspace import at_work, by_name
from app.workspaces import service as workspaces


def run(
    settings: Settings,
    name: str,
    revoke: str | None = None,
    *,
    workspace: str | None = None,
    role: Role = Role.ADMIN,
    days: int | None = None,
) -> None:
    """Prints the token of this machine; with COACHABLE_AUTH=keys makes an API key and prints it, this once, or
    revokes one. Raises InvalidInput, NotFound."""
    local = settings.auth == "local"
    if revoke is not None:
        if local:
            raise InvalidInput("Only API keys can be revoked, and COACHABLE_AUTH=local knows none.")
        key = asyncio.run(_revoked(settings, workspace, revoke))
        Console().print(f"The key {key.name!r} is revoked.", highlight=False, soft_wrap=True, markup=False)
        return
    text = sign_in_secret(settings) if local else asyncio.run(_new_key(settings, workspace, name, role, days))
    Console().print(text, highlight=False, soft_wrap=True, markup=False)


async def _new_key(settings: Settings, workspace: str | None, name: str, role: Role, days: int | None) -> str:
    async with at_work(settings):
        until = None if days is None else await now() + timedelta(days=days)
        key = await workspaces.create_key(await by_name(workspace), name, until, role=role)
    return key.text


async def _revoked(settings: Settings, workspace: str | None, text: str) -> ApiKey:
    async with at_work(settings):
        actor = await by_name(workspace)
        key = await workspaces.key_called(actor, text)
        return await workspaces.revoke_key(actor, key.id)
