"""`coachable backup` and `restore`: all rows, versions and settings in one file, and back into an empty installation.

Versions come from the store, where one is set, and go into that of the new installation. Neither tokens, passwords nor
base models are in it: those are made anew and fetched again. API keys are rows with digests alone.
"""

import asyncio
import json
import shlex
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg  # type: ignore[import-untyped]
from pydantic import SecretStr
from rich.console import Console

from app.config import Settings, variable
from app.errors import Misconfigured
from app.infra.embedded import listens, postgres_url, socket_folder
from app.infra.postgres import EmbeddedPostgres
from app.models.migrate import migrate, names_now
from app.serving.store import Files, Store, store_of
from app.versions.folders import adapter_folder, entry, is_complete

ABOUT = "about.json"
SETTINGS = "settings.env"
_NOT_KEPT = ("home", "database_url", "redis_url")  # of this host, and with passwords in them
_VERSIONS = "SELECT agent_id, number, files FROM agent_version WHERE files <> '{}' ORDER BY 1, 2"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'aerich' ORDER BY 1"
_POINTS = (
    "SELECT DISTINCT conrelid::regclass::text AS one, confrelid::regclass::text AS other FROM pg_constraint"
    " WHERE contype = 'f' AND conrelid <> confrelid"
)
_RESTORED = {
    "secret": "",
    "previous_secret": None,
    "is_on": False,
    "off_reason": "A backup holds no secrets: make a new one for this webhook, then switch it on.",
}
_INSTEAD = {"webhook": f"SELECT (jsonb_populate_record(one, '{json.dumps(_RESTORED)}')).* FROM webhook one"}
_MIGRATIONS = "SELECT version FROM aerich ORDER BY id"


def backup(settings: Settings, file: Path) -> None:
    """Raises Misconfigured where the file is there already, UpstreamFailed where the store can't be read."""
    if file.exists():
        raise Misconfigured(f"{file} is there already: give another name.")
    home, store = settings.home.absolute(), store_of(settings)
    with _database(settings) as url, tempfile.TemporaryDirectory(dir=_made(home)) as place:
        folder = Path(place)
        tables, versions = asyncio.run(_read(url, folder))
        (folder / SETTINGS).write_text(_lines(settings))
        missing = [one for one in versions if not _gathered(one, store, home, folder / "adapters")]
        aside = file.with_name(f".{file.name}.part")
        try:
            with tarfile.open(aside, "w:gz") as archive:
                archive.add(folder, ".")
            aside.rename(file)
        finally:
            aside.unlink(missing_ok=True)
    kept = len(versions) - len(missing)
    say = Console().print
    say(f"Backed up {tables} tables and {kept} versions of {home} to {file}.", soft_wrap=True)
    if missing:
        names = ", ".join(f"{one.agent_id}@{one.number}" for one in missing)
        say(
            f"The files of {len(missing)} versions are not whole, so they are left out: {names}.",
            soft_wrap=True,
        )


def restore(settings: Settings, file: Path) -> None:
    """Raises Misconfigured where something is there already, or the file is of another release."""
    home, store = settings.home.absolute(), store_of(settings)
    adapters = home / "adapters"
    if adapters.is_dir() and any(adapters.iterdir()):
        raise Misconfigured(f"{adapters} is not empty: restore into an empty COACHABLE_HOME.")
    with _database(settings) as url, tempfile.TemporaryDirectory(dir=_made(home)) as place:
        folder = Path(place)
        try:
            with tarfile.open(file) as archive:
                archive.extractall(folder, filter="data")
        except tarfile.TarError as error:
            raise Misconfigured(f"{file} is not a backup: {error}.") from error
        if not (folder / ABOUT).is_file():
            raise Misconfigured(f"{file} is not a backup: it has no {ABOUT}.")
        if store is not None:
            _shared(store, folder / "adapters")
        asyncio.run(_write(url, folder))
        if (folder / "adapters").is_dir():
            (folder / "adapters").rename(adapters)
        if (folder / SETTINGS).is_file():  # none in a backup of an earlier release
            (folder / SETTINGS).rename(home / SETTINGS)
    say = Console().print
    say(f"Restored {file} into {home}. Start it with `coachable up`.", soft_wrap=True)
    if (home / SETTINGS).is_file() and (home / SETTINGS).read_text():
        say(f"The settings of then, without passwords and keys, are in {home / SETTINGS}.", soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Version:
    agent_id: UUID
    number: int
    files: Files


def _gathered(version: _Version, store: Store | None, home: Path, folder: Path) -> bool:
    """Whether its files are below `folder` now, as they were published."""
    target = folder / str(version.agent_id) / str(version.number)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    here = adapter_folder(home, version.agent_id, version.number)
    if is_complete(here, version.files):
        shutil.copytree(here, target)
    elif store is None or not store.fetch(version.agent_id, version.number, target):
        return False
    return True


def _shared(store: Store, adapters: Path) -> None:
    """Raises Misconfigured where the store has other versions under these names."""
    for folder in sorted(path for path in adapters.glob("*/*") if path.is_dir()):
        files = {path.name: entry(path) for path in sorted(folder.iterdir())}
        if store.put(UUID(folder.parent.name), int(folder.name), folder, files) != files:
            raise Misconfigured(
                f"The store has another version {folder.name} of agent {folder.parent.name}: restore with an empty "
                "COACHABLE_STORE_URL, or with the one that the backup was made with."
            )


def _lines(settings: Settings) -> str:
    """The settings that were set, as lines of an environment file; none that is secret."""
    lines = []
    for name in sorted(settings.model_fields_set - set(_NOT_KEPT)):
        value = getattr(settings, name)
        if value is None or isinstance(value, SecretStr):
            continue
        text = (
            ",".join(value)
            if isinstance(value, tuple)
            else json.dumps(value)
            if isinstance(value, dict)
            else value
        )
        lines.append(f"{variable(name)}={shlex.quote(_without_password(str(text)))}\n")
    return "".join(lines)


def _without_password(text: str) -> str:
    parts = urlsplit(text)
    return text.replace(f":{parts.password}@", ":…@") if parts.scheme and parts.password else text


async def _read(url: str, folder: Path) -> tuple[int, list[_Version]]:
    connection = await asyncpg.connect(url)
    try:
        # One moment for all tables, while others go on to write.
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            tables = [row["tablename"] for row in await connection.fetch(_TABLES)]
            for table in tables:
                await connection.copy_from_query(
                    _INSTEAD.get(table, f'SELECT * FROM "{table}"'),
                    output=folder / f"{table}.csv",
                    format="csv",
                    header=True,
                )
            migrations = [row["version"] for row in await connection.fetch(_MIGRATIONS)]
            rows = await connection.fetch(_VERSIONS)
    finally:
        await connection.close()
    (folder / ABOUT).write_text(json.dumps({"migrations": migrations, "tables": tables}))
    return len(tables), [_Version(row["agent_id"], row["number"], json.loads(row["files"])) for row in rows]


async def _write(url: str, folder: Path) -> None:
    about = json.loads((folder / ABOUT).read_text())
    await migrate(url)
    connection = await asyncpg.connect(url)
    try:
        if [row["version"] for row in await connection.fetch(_MIGRATIONS)] != names_now(about["migrations"]):
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
