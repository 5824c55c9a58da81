"""The migrations make exactly the tables of the models, once, whoever runs them."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from app.models.migrate import migrations_folder, names_now

pytestmark = pytest.mark.slow

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


def test_names_of_before_stand_for_those_of_now() -> None:
    """So that a backup from before is restored too, where its tables are today's."""
    files = sorted(path.name for path in (migrations_folder() / "models").glob("*_*.py"))
    first = ["0_20261122000000_init.py", "1_...", "10_20261127203046_earlier_turns_of_proposals.py"]
    assert names_now([*first, "11_...", "19_20261130104948_share_links.py"]) == files
    assert names_now(first) == files[:1]
    for unchanged in ([*first, "11_..."], first[:2], files, files[:1], []):
        assert names_now(unchanged) == unchanged


async def test_models_and_migrations_do_not_drift(empty_url: str, tmp_path: Path) -> None:
    """`aerich migrate` on a migrated database finds nothing to write."""
    copy = tmp_path / "migrations"
    shutil.copytree(migrations_folder(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    before = set(copy.glob("models/*.py"))
    await run(MIGRATE, empty_url)
    assert await run(LOOK_FOR_DRIFT, empty_url, str(copy)) == "None"
    assert set(copy.glob("models/*.py")) == before


BEFORE_TOPICS = 1  # migration 0
AGENT = "01a20000-0000-7000-8000-000000000001"
SESSION = "01a20000-0000-7000-8000-000000000002"


async def test_existing_agents_keep_what_was_answered_and_typed_as_topics(
    empty_url: str, tmp_path: Path
) -> None:
    """The trade that was guessed goes; a description is read when the next question is written."""
    old = tmp_path / "migrations"
    shutil.copytree(migrations_folder(), old, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (old / "models").glob("*_*.py"):
        if int(path.name.split("_")[0]) >= BEFORE_TOPICS:
            path.unlink()
    await run(MIGRATE_FROM, empty_url, str(old))
    database = await asyncpg.connect(empty_url.replace("postgres://", "postgresql://"))
    try:
        await database.execute(OLD_ROWS)
        files = list((migrations_folder() / "models").glob("*_*.py"))
        assert await run(MIGRATE, empty_url) == str(len(files) - BEFORE_TOPICS)
        roles = await database.fetch("SELECT subject, role FROM member ORDER BY subject")
        assert [tuple(row) for row in roles] == [("a-sub", "coach"), ("local", "admin")]
        assert (
            await database.fetchval("SELECT role FROM api_key") == "admin"
        )  # it could do everything, and may
        rows = await database.fetch(
            "SELECT name, category, source, agreement, measured_for, is_on FROM topic ORDER BY name"
        )
        assert [tuple(row) for row in rows] == [
            ("invoices", "billing", "pack", 0.25, 3, True),
            ("swimming badges", "general", "person", None, None, True),
        ]
        agent = await database.fetchrow("SELECT language, description_read, customers FROM agent")
        assert tuple(agent) == ("", False, "[]")
        assert await database.fetchval("SELECT to_regclass('confidence')") is None
    finally:
        await database.close()


MIGRATE_FROM = """
import pathlib, sys
from app.models import migrate
migrate.migrations_folder = lambda: pathlib.Path(sys.argv[2])
print(len(migrate.run(sys.argv[1])))
"""
OLD_ROWS = f"""
INSERT INTO workspace (id, name, created_at) VALUES ('{AGENT}', 'Old', now());
INSERT INTO member (id, workspace_id, subject, role, created_at)
VALUES (gen_random_uuid(), '{AGENT}', 'local', 'owner', now()),
    (gen_random_uuid(), '{AGENT}', 'a-sub', 'expert', now());
INSERT INTO api_key (id, workspace_id, name, prefix, digest, created_at)
VALUES (gen_random_uuid(), '{AGENT}', 'ci', '01234567', '', now());
INSERT INTO agent (id, workspace_id, name, slug, description, system_prompt, base_model, use_examples, follow_up_rate,
    realism_guide, house_style, created_at)
VALUES ('{AGENT}', '{AGENT}', 'Tidepool', 'tidepool', 'A booking tool.', '', 'x', true, 0.2, '[]', '{{}}', now());
INSERT INTO session (id, agent_id, status, target_pairs, topics, welcome, pair_count, skip_count, created_at)
VALUES ('{SESSION}', '{AGENT}', 'active', 20, '["swimming badges"]', '', 0, 0, now());
INSERT INTO generated_query (id, agent_id, session_id, status, source, text, category, context, difficulty, plan,
    earlier, lease_epoch, created_at)
SELECT gen_random_uuid(), '{AGENT}', '{SESSION}', status, 'fallback', 'Why?', category, '', 'easy',
    jsonb_build_object('topic', topic), '[]', 0, now()
FROM (VALUES ('answered', 'billing', 'invoices'), ('answered', 'account', 'invoices'),
    ('answered', 'billing', 'invoices'),
    ('skipped', 'technical', 'raised beds'), ('ready', 'technical', 'parcels')) AS q(status, category, topic);
INSERT INTO confidence (id, agent_id, category, topic, agreement, number, measured_at)
VALUES (gen_random_uuid(), '{AGENT}', 'billing', 'invoices', 0.25, 3, now()),
    (gen_random_uuid(), '{AGENT}', 'billing', 'parcels', 0.5, 3, now());
"""
