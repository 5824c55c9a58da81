"""Bring the database to the newest migration; safe to run by several processes at once."""

import asyncio
from pathlib import Path

from aerich import Command
from tortoise import connections

import app
from app.models.orm import tortoise_config

LOCK = 0x636F616368  # any constant: the key of the advisory lock, "coach" in ASCII
_PACKAGE = Path(app.__file__).parent


def migrations_folder() -> Path:
    """Beside `app` in a checkout, inside it in an installed wheel."""
    inside = _PACKAGE / "migrations"
    return inside if inside.is_dir() else _PACKAGE.parent / "migrations"


async def migrate(database_url: str) -> list[str]:
    """Apply what is missing and return the names of the applied files."""
    config = tortoise_config(database_url, pool=2, answer_within_s=None)
    async with Command(config, location=str(migrations_folder())) as command:
        lock = connections.get("default")
        # On a connection of its own: aerich opens and commits its own transactions meanwhile. For a transaction and not
        # for a session, which a pooler in transaction mode would unlock on another connection.
        async with lock.acquire_connection() as connection, connection.transaction():
            await connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            await connection.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
            return await command.upgrade(run_in_transaction=True)


async def draft(database_url: str, name: str) -> str | None:
    """Write a migration from the newest one to the models; its file name, None when nothing changed."""
    async with Command(tortoise_config(database_url, pool=2), location=str(migrations_folder())) as command:
        return await command.migrate(name, no_input=True) or None


def run(database_url: str) -> list[str]:
    return asyncio.run(migrate(database_url))
