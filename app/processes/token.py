"""`coachable token`: what a program shows as `Authorization: Bearer`."""

import asyncio

from rich.console import Console

from app.config import Settings
from app.errors import InvalidInput
from app.infra.secrets import sign_in_secret
from app.models import ApiKey
from app.models.orm import database
from app.workspaces import service as workspaces


def run(settings: Settings, name: str, revoke: str | None = None) -> None:
    """Prints the token of this machine; with COACHABLE_AUTH=keys makes an API key and prints it, this once, or
    revokes one. Raises InvalidInput, NotFound."""
    local = settings.auth == "local"
    if revoke is not None:
        if local:
            raise InvalidInput("Only API keys can be revoked, and COACHABLE_AUTH=local knows none.")
        key = asyncio.run(_revoked(settings, revoke))
        Console().print(f"The key {key.name!r} is revoked.", highlight=False, soft_wrap=True, markup=False)
        return
    text = sign_in_secret(settings) if local else asyncio.run(_new_key(settings, name))
    Console().print(text, highlight=False, soft_wrap=True, markup=False)


async def _new_key(settings: Settings, name: str) -> str:
    assert settings.database_url
    async with database(settings.database_url, pool=2):
        key = await workspaces.create_key(await workspaces.local_actor(), name)
    return key.text


async def _revoked(settings: Settings, text: str) -> ApiKey:
    assert settings.database_url
    async with database(settings.database_url, pool=2):
        actor = await workspaces.local_actor()
        key = await workspaces.key_called(actor, text)
        await workspaces.revoke_key(actor, key.id)
    return key
