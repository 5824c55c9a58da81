"""Every edition becomes the newest one with all its rows, whoever is killed on the way.

One database goes from migration to migration; before each step a row of the edition so far is put into every table, so
that in the end rows of each edition have gone through all later steps.
"""

import asyncio
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from app.models.migrate import migrations_folder
from tests.models.test_migrations import MIGRATE, MIGRATE_FROM, run

pytestmark = pytest.mark.slow

# For each line of its input a step; it says how many files it applied.
STEPWISE = """
import pathlib, sys
from app.models import migrate
migrate.migrations_folder = lambda: pathlib.Path(sys.argv[2])
for _ in sys.stdin:
    print(len(migrate.run(sys.argv[1])), flush=True)
"""
GONE = {
    "confidence"
}  # what a later edition keeps elsewhere, as far as it still means anything (test_migrations.py)
STATES = {
    ("training_run", "status"): "succeeded",
    ("agent_version", "status"): "retired",
    ("session", "status"): "active",
    ("generated_query", "status"): "answered",
    ("member", "role"): "expert",
    ("training_pair", "category"): "billing",
}

OBJECTS = (
    "payload",
    "plan",
    "report",
    "house_style",
    "files",
    "phases",
    "dataset",
)  # other JSON columns hold lists


def files() -> list[Path]:
    found = (migrations_folder() / "models").glob("*_*.py")
    return sorted(found, key=lambda path: int(path.name.split("_")[0]))


@pytest.fixture
async def urls(postgres_url: str, sql: asyncpg.Connection) -> AsyncIterator[tuple[str, str]]:
    """Of two empty databases."""
    names = ("old_edition", "new_edition")
    for name in names:
        await sql.execute(f"CREATE DATABASE {name}")
    yield tuple(postgres_url.replace("/postgres?", f"/{name}?") for name in names)  # type: ignore[misc]
    for name in names:
        await sql.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def connected(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(url.replace("postgres://", "postgresql://"))


async def test_rows_of_every_edition_survive_to_the_newest(urls: tuple[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    (folder / "models").mkdir(parents=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        STEPWISE,
        urls[0],
        str(folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    database = await connected(urls[0])
    try:
        counts: dict[str, int] = {}
        for number, file in enumerate(files()):
            shutil.copy(file, folder / "models")
            process.stdin.write(b"\n")
            assert int(await process.stdout.readline()) == 1, file.name
            after = await counted(database)
            for table, count in counts.items():
                assert table in GONE or after.get(table, 0) >= count, f"{file.name} loses rows of {table}"
            await fill(database, number)
            counts = await counted(database)
            assert min(counts.values()) > 0
            print(file.name, sum(counts.values()), "rows")
        process.stdin.write(b"\n")
        assert int(await process.stdout.readline()) == 0
        process.stdin.close()
        assert await process.wait() == 0
        await run(MIGRATE, urls[1])
        assert await layout(database) == await layout_of(urls[1])
    finally:
        await database.close()


@pytest.mark.parametrize("done", [0, 1])
async def test_a_killed_migrator_leaves_whole_steps(urls: tuple[str, str], done: int) -> None:
    """Killed when so many files are applied, and at whatever it does next."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MIGRATE, urls[0], stdout=asyncio.subprocess.DEVNULL
    )
    database = await connected(urls[0])
    try:
        async with asyncio.timeout(60):
            while await applied(database) < done or not await database.fetchval(BUSY):
                assert process.returncode is None
        process.send_signal(signal.SIGKILL)
        await process.wait()
        left = await applied(database)
        assert done <= left < len(files())
        assert await run(MIGRATE, urls[0]) == str(len(files()) - left)
        assert await run(MIGRATE, urls[1]) == str(len(files()))
        assert await layout(database) == await layout_of(urls[1])
        assert await applied(database) == len(files())
    finally:
        await database.close()


FIRST_EDITION = ["0_20261122000000_init.py", "1_...", "10_20261127203046_earlier_turns_of_proposals.py"]
SECOND_EDITION = [*FIRST_EDITION, "11_...", "19_20261130104948_share_links.py"]


@pytest.mark.parametrize(("applied_then", "files_left"), [(FIRST_EDITION, 1), (SECOND_EDITION, 0)])
async def test_a_database_from_before_twenty_files_became_two(
    urls: tuple[str, str], tmp_path: Path, applied_then: list[str], files_left: int
) -> None:
    folder = tmp_path / "migrations"
    (folder / "models").mkdir(parents=True)
    for file in files()[: 2 - files_left]:
        shutil.copy(file, folder / "models")
    await run(MIGRATE_FROM, urls[0], str(folder))
    database = await connected(urls[0])
    try:
        await database.execute(NAMED_AS_THEN, applied_then)
        assert await run(MIGRATE, urls[0]) == str(files_left)
        names = await database.fetch("SELECT version FROM aerich ORDER BY id")
        assert [row["version"] for row in names] == [file.name for file in files()]
        await run(MIGRATE, urls[1])
        assert await layout(database) == await layout_of(urls[1])
        assert await run(MIGRATE, urls[0]) == "0"
    finally:
        await database.close()


async def test_one_that_ended_within_a_squashed_file_is_told_the_way(urls: tuple[str, str]) -> None:
    await run(MIGRATE, urls[0])
    database = await connected(urls[0])
    try:
        await database.execute(NAMED_AS_THEN, [*FIRST_EDITION, "14_20261129092211_base_models.py"])
        before = await database.fetch("SELECT * FROM aerich ORDER BY id")
        assert await run(MIGRATE_OR_SAY, urls[0]) == (
            "The newest migration of the database is 14_20261129092211_base_models.py, at which no edition ended. "
            "Start the commit b1b954c once, which takes the database to the end of one, then this one."
        )
        assert await database.fetch("SELECT * FROM aerich ORDER BY id") == before
    finally:
        await database.close()


# As if the files had been twenty; one row each, in the order of $1.
NAMED_AS_THEN = """
WITH newest AS (SELECT * FROM aerich ORDER BY id DESC LIMIT 1), gone AS (DELETE FROM aerich)
INSERT INTO aerich (version, app, content)
SELECT name, app, content FROM newest, unnest($1::text[]) WITH ORDINALITY AS then_(name, place) ORDER BY place
"""
MIGRATE_OR_SAY = """
import sys
from app.errors import Misconfigured
from app.models.migrate import run
try:
    run(sys.argv[1])
except Misconfigured as error:
    print(error)
"""
BUSY = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


async def applied(database: asyncpg.Connection) -> int:
    if await database.fetchval("SELECT to_regclass('aerich')") is None:
        return 0
    return int(await database.fetchval("SELECT count(*) FROM aerich"))


async def counted(database: asyncpg.Connection) -> dict[str, int]:
    tables = await database.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'aerich'"
    )
    return {name: await database.fetchval(f'SELECT count(*) FROM "{name}"') for (name,) in tables}


async def fill(database: asyncpg.Connection, edition: int) -> None:
    """A row in every table, pointing to the others."""
    columns = await database.fetch(
        "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length AS longest"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'aerich'"
        " ORDER BY table_name, ordinal_position"
    )
    foreign = await database.fetch(
        "SELECT c.conrelid::regclass::text AS source, a.attname AS name, c.confrelid::regclass::text AS target"
        " FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f'"
    )
    targets = {(row["source"].strip('"'), row["name"]): row["target"].strip('"') for row in foreign}
    left: dict[str, list[Any]] = {}
    for column in columns:
        left.setdefault(column["table_name"], []).append(column)
    made: dict[str, Any] = {}
    while left:
        ready = [t for t in left if all(targets.get((t, c["column_name"]), t) in {*made, t} for c in left[t])]
        assert ready, f"{list(left)} point to each other"
        for table in ready:
            row = {
                c["column_name"]: _value(
                    table, c, edition, made.get(targets.get((table, c["column_name"]), ""))
                )
                for c in left.pop(table)
            }
            names = ", ".join(f'"{name}"' for name in row)
            places = ", ".join(f"${place}" for place in range(1, len(row) + 1))
            await database.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', *row.values())
            made[table] = row.get("id", next(iter(row.values())))


def _value(table: str, column: Mapping[str, Any], edition: int, parent: Any) -> Any:
    if parent is not None:
        return parent
    if state := STATES.get((table, column["column_name"])):
        return state
    text = f"edition {edition}"
    match column["data_type"]:
        case "uuid":
            return uuid4()
        case "character varying":
            return text[-column["longest"] :] if column["longest"] else text
        case "text":
            return text
        case "boolean":
            return True
        case "integer" | "smallint" | "bigint":
            return edition
        case "double precision":
            return 0.5
        case "jsonb":
            return "{}" if column["column_name"] in OBJECTS else "[]"
        case "bytea":
            return b"edition"
        case "timestamp with time zone":
            return datetime.now(UTC)
        case other:
            raise AssertionError(f"{table} has a column of type {other}")


async def layout_of(url: str) -> list[Any]:
    database = await connected(url)
    try:
        return await layout(database)
    finally:
        await database.close()


async def layout(database: asyncpg.Connection) -> list[Any]:
    """Columns, indexes, constraints and triggers; the order of columns depends on the way that led here."""
    found = [
        await database.fetch(
            "SELECT table_name, column_name, data_type, is_nullable, column_default, character_maximum_length"
            " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
        ),
        await database.fetch("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"),
        await database.fetch(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        ),
        await database.fetch(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
        ),
    ]
    return [[tuple(row) for row in rows] for rows in found]
