"""`coachable backup` and `restore`: all rows and adapters in one file, and back into an empty installation.

Neither tokens nor base models are in it: those are made anew and fetched again. API keys are rows with digests alone.
"""

import asyncio
import json
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
from rich.console import Console

from app.config import Settings
from app.errors import Misconfigured
from app.infra.embedded import listens, postgres_url, socket_folder
from app.infra.postgres import EmbeddedPostgres
from app.models.migrate import migrate

ABOUT = "about.json"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'aerich' ORDER BY 1"
_POINTS = (
    "SELECT DISTINCT conrelid::regclass::text AS one, confrelid::regclass::text AS other FROM pg_constraint"
    " WHERE contype = 'f' AND conrelid <> confrelid"
)
_MIGRATIONS = "SELECT version FROM aerich ORDER BY id"


def backup(settings: Settings, file: Path) -> None:
    """Raises Misconfigured where the file is there already."""
    if file.exists():
        raise Misconfigured(f"{file} is there already: give another name.")
    home = settings.home.absolute()
    with _database(settings) as url, tempfile.TemporaryDirectory(dir=_made(home)) as folder:
        tables = asyncio.run(_read(url, Path(folder)))
        aside = file.with_name(f".{file.name}.part")
        try:
            with tarfile.open(aside, "w:gz") as archive:
                archive.add(folder, ".")
                if (home / "adapters").is_dir():
                    archive.add(home / "adapters", "adapters")
            aside.rename(file)
        finally:
            aside.unlink(missing_ok=True)
    Console().print(f"Backed up {tables} tables and the adapters of {home} to {file}.", soft_wrap=True)


def restore(settings: Settings, file: Path) -> None:
    """Raises Misconfigured where something is there already, or the file is of another release."""
    home = settings.home.absolute()
    adapters = home / "adapters"
    if adapters.is_dir() and any(adapters.iterdir()):
        raise Misconfigured(f"{adapters} is not empty: restore into an empty COACHABLE_HOME.")
    with _database(settings) as url, tempfile.TemporaryDirectory(dir=_made(home)) as folder:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        asyncio.run(_write(url, Path(folder)))
        if (Path(folder) / "adapters").is_dir():
            (Path(folder) / "adapters").rename(adapters)
    Console().print(f"Restored {file} into {home}. Start it with `coachable up`.", soft_wrap=True)


async def _read(url: str, folder: Path) -> int:
    connection = await asyncpg.connect(url)
    try:
        # One moment for all tables, while others go on to write.
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            tables = [row["tablename"] for row in await connection.fetch(_TABLES)]
            for table in tables:
                await connection.copy_from_table(
                    table, output=folder / f"{table}.csv", format="csv", header=True
                )
            migrations = [row["version"] for row in await connection.fetch(_MIGRATIONS)]
    finally:
        await connection.close()
    (folder / ABOUT).write_text(json.dumps({"migrations": migrations, "tables": tables}))
    return len(tables)


async def _write(url: str, folder: Path) -> None:
    about = json.loads((folder / ABOUT).read_text())
    await migrate(url)
    connection = await asyncpg.connect(url)
    try:
        if [row["version"] for row in await connection.fetch(_MIGRATIONS)] != about["migrations"]:
            raise Misconfigured("The backup is of another release: restore it with that one, then update.")
        async with connection.transaction():
            for table in await _in_order(connection):
                if await connection.fetchval(f'SELECT EXISTS (SELECT FROM "{table}")'):
                    raise Misconfigured(
                        f"The database is not empty (table {table}): restore into an empty one."
                    )
                file = folder / f"{table}.csv"
                with file.open() as lines:
                    columns = lines.readline().strip().split(",")
                await connection.copy_to_table(table, source=file, columns=columns, format="csv", header=True)
    finally:
        await connection.close()


async def _in_order(connection: asyncpg.Connection) -> list[str]:
    """What others point to comes first."""
    missing = {row["tablename"] for row in await connection.fetch(_TABLES)}
    points = {(row["one"].strip('"'), row["other"].strip('"')) for row in await connection.fetch(_POINTS)}
    ordered: list[str] = []
    while missing:
        free = sorted(table for table in missing if not any((table, other) in points for other in missing))
        ordered += free
        missing -= set(free)
    return ordered


@contextmanager
def _database(settings: Settings) -> Iterator[str]:
    """The one that is set or runs; else the embedded one, for as long as this takes."""
    running = listens(socket_folder(settings.home, "postgres") / ".s.PGSQL.5432")
    if settings.database_url is not None or running:
        yield settings.database_url or postgres_url(settings.home)
        return
    server = EmbeddedPostgres(settings.home)
    try:
        yield server.start()
    finally:
        server.stop()


def _made(home: Path) -> Path:
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home
