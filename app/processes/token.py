"""`coachable token`: what a program shows as `Authorization: Bearer`."""

import asyncio

from rich.console import Console

from app.config import Settings
from app.infra.secrets import read_or_create_token
from app.models.orm import database
from app.workspaces import service as workspaces


def run(settings: Settings, name: str) -> None:
    """Prints the token of this machine; with COACHABLE_AUTH=keys makes an API key and prints it, this once."""
    local = settings.auth == "local"
    text = (
        read_or_create_token(settings.home / "local.token")
        if local
        else asyncio.run(_new_key(settings, name))
    )
    Console().print(text, highlight=False, soft_wrap=True, markup=False)


async def _new_key(settings: Settings, name: str) -> str:
    assert settings.database_url
    async with database(settings.database_url, pool=2):
        key = await workspaces.create_key(await workspaces.local_actor(), name)
    return key.text
