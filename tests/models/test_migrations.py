"""The migrations make exactly the tables of the models, once, whoever runs them."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from app.models.migrate import migrations_folder

# Each in a process of its own: Tortoise has one global state, and this suite's is in use.
MIGRATE = "import sys; from app.models.migrate import run; print(len(run(sys.argv[1])))"
LOOK_FOR_DRIFT = """
import asyncio, pathlib, sys
from app.models import migrate
migrate.migrations_folder = lambda: pathlib.Path(sys.argv[2])
print(asyncio.run(migrate.draft(sys.argv[1], "drift")))
"""


@pytest.fixture
async def empty_url(postgres_url: str, sql: asyncpg.Connection) -> AsyncIterator[str]:
    await sql.execute("CREATE DATABASE empty")
    yield postgres_url.replace("/postgres?", "/empty?")
    await sql.execute("DROP DATABASE empty WITH (FORCE)")


async def run(program: str, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        program,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return out.decode().strip()


async def test_five_migrators_at_once_apply_each_file_once(empty_url: str) -> None:
    counts = await asyncio.gather(*(run(MIGRATE, empty_url) for _ in range(5)))
    files = len(list((migrations_folder() / "models").glob("*_*.py")))
    assert sorted(int(count) for count in counts) == [0, 0, 0, 0, files]


async def test_models_and_migrations_do_not_drift(empty_url: str, tmp_path: Path) -> None:
    """`aerich migrate` on a migrated database finds nothing to write."""
    copy = tmp_path / "migrations"
    shutil.copytree(migrations_folder(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    before = set(copy.glob("models/*.py"))
    await run(MIGRATE, empty_url)
    assert await run(LOOK_FOR_DRIFT, empty_url, str(copy)) == "None"
    assert set(copy.glob("models/*.py")) == before
