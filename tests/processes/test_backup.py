"""A backup of a used installation, restored into an empty one: the same rows, the same live version, no secret."""

import asyncio
import hashlib
import os
import sys
import tarfile
from pathlib import Path

import asyncpg

from app.actor import Actor
from app.config import Settings
from app.infra.postgres import EmbeddedPostgres
from app.models import Agent, AgentVersion, RunStatus, RunTrigger, TrainingPair, TrainingRun, VersionStatus
from app.models.clock import now
from app.versions.folders import adapter_folder, is_complete
from tests.factories import make_pairs, make_session

ROWS = "SELECT one::text AS row FROM {} AS one ORDER BY 1"


async def coachable(home: Path, *arguments: object, **variables: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app.cli", *map(str, arguments),
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | {"COACHABLE_HOME": str(home), **variables},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    _, errors = await process.communicate()
    return process.returncode or 0, errors.decode()


async def rows(url: str) -> dict[str, list[str]]:
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [row["tablename"] for row in tables if row["tablename"] != "aerich"]
        return {
            name: [row["row"] for row in await connection.fetch(ROWS.format(f'"{name}"'))] for name in names
        }
    finally:
        await connection.close()


async def make_live(agent: Agent, home: Path) -> AgentVersion:
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, queued_at=await now(), status=RunStatus.SUCCEEDED
    )
    file = adapter_folder(home, agent.id, 1) / "adapter_model.safetensors"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"weights")
    entry = {"sha256": hashlib.sha256(b"weights").hexdigest(), "bytes": 7}
    return await AgentVersion.create(
        agent=agent, run=run, number=1, status=VersionStatus.LIVE, files={file.name: entry}
    )


async def test_a_round_trip(actor: Actor, agent: Agent, settings: Settings, tmp_path: Path) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "coachable.tar.gz"
    await make_pairs(actor, await make_session(actor, agent), 3)
    await TrainingPair.filter(agent_id=agent.id).update(response='Line 1,\n"line 2"; ü 🦑 \\N', draft="")
    live = await make_live(agent, old)
    (old / "local.token").write_text("s3cret")
    assert await coachable(old, "backup", file, DATABASE_URL=str(settings.database_url)) == (0, "")
    assert await coachable(new, "restore", file) == (0, "")

    before = await rows(str(settings.database_url))
    assert sum(map(len, before.values())) > 10
    server = EmbeddedPostgres(new)
    try:
        assert await rows(server.start()) == before
    finally:
        server.stop()
    folder = adapter_folder(new, agent.id, 1)
    assert is_complete(folder, live.files)
    weights = (folder / "adapter_model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == live.files["adapter_model.safetensors"]["sha256"]
    with tarfile.open(file) as archive:
        assert not any("token" in name for name in archive.getnames())
    assert [path for path in new.rglob("*.csv") if "postgres" not in path.parts] == []


async def test_nothing_is_overwritten(actor: Actor, agent: Agent, settings: Settings, tmp_path: Path) -> None:
    old, file, url = tmp_path / "old", tmp_path / "coachable.tar.gz", str(settings.database_url)
    before = await rows(url)
    assert await coachable(old, "backup", file, DATABASE_URL=url) == (0, "")
    for command, refusal in (("backup", "is there already"), ("restore", "The database is not empty")):
        code, error = await coachable(old, command, file, DATABASE_URL=url)
        assert (code, refusal in error) == (78, True)
    (tmp_path / "new" / "adapters" / "x").mkdir(parents=True)
    code, error = await coachable(tmp_path / "new", "restore", file)
    assert (code, "is not empty" in error) == (78, True)
    assert await rows(url) == before
