"""Bring the database to the newest migration; safe to run by several processes at once."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from aerich import Command
from tortoise import connections

import app
from app.errors import Misconfigured
from app.models.orm import tortoise_config

LOCK = 0x636F616368  # any constant: the key of the advisory lock, "coach" in ASCII
# Before the first release twenty files became two. A database that went through the last one of either has its tables.
_FIRST_THEN = "0_20261122000000_init.py"
_SQUASHED = {
    "10_20261127203046_earlier_turns_of_proposals.py": "0_20261127203046_init.py",
    "19_20261130104948_share_links.py": "1_20261130104948_topics_access_and_sharing.py",
}
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
            await _name_as_now()
            return await command.upgrade(run_in_transaction=True)


def names_now(applied: Sequence[str]) -> list[str]:
    """What is applied, by the names of today's files; unchanged where it ends within one that was squashed."""
    if applied[:1] != [_FIRST_THEN] or applied[-1] not in _SQUASHED:
        return [*applied]
    return [now for then, now in _SQUASHED.items() if then in applied]


async def _name_as_now() -> None:
    database = connections.get("default")
    (there,) = await database.execute_query_dict("SELECT to_regclass('aerich') IS NOT NULL AS aerich")
    if not there["aerich"]:
        return
    rows = await database.execute_query_dict("SELECT version FROM aerich ORDER BY id")
    applied = [row["version"] for row in rows]
    if names_now(applied) != applied:
        renamed = "".join(
            f"UPDATE aerich SET version = '{now}' WHERE version = '{then}'; "
            for then, now in _SQUASHED.items()
        )
        kept = ", ".join(f"'{name}'" for name in names_now(applied))
        await database.execute_script(
            f"BEGIN; {renamed} DELETE FROM aerich WHERE version NOT IN ({kept}); COMMIT"
        )
    elif applied[:1] == [_FIRST_THEN]:
        raise Misconfigured(
            f"The newest migration of the database is {applied[-1]}, at which no edition ended. "
            "Start the commit b1b954c once, which takes the database to the end of one, then this one."
        )


async def draft(database_url: str, name: str) -> str | None:
    """Write a migration from the newest one to the models; its file name, None when nothing changed."""
    async with Command(tortoise_config(database_url, pool=2), location=str(migrations_folder())) as command:
        return await command.migrate(name, no_input=True) or None


def run(database_url: str) -> list[str]:
    return asyncio.run(migrate(database_url))
