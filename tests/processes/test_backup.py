"""A backup of a used installation, restored into an empty one: the same rows, the same live version, no secret."""

import asyncio
import os
import shutil
import sys
import tarfile
from pathlib import Path

import asyncpg
import pytest

from app.actor import Actor
from app.config import Settings
from app.infra.postgres import EmbeddedPostgres
from app.models import (
    Agent,
    AgentVersion,
    RunStatus,
    RunTrigger,
    TrainingPair,
    TrainingRun,
    VersionStatus,
    WebhookEvent,
)
from app.models.clock import now
from app.serving.store import store_of
from app.versions.folders import adapter_folder, entry
from app.webhooks import service as webhooks
from tests.buckets import bucket  # noqa: F401
from tests.factories import make_pairs, make_session

pytestmark = pytest.mark.slow

ROWS = "SELECT one::text AS row FROM {} AS one ORDER BY 1"


async def coachable(home: Path, *arguments: object, **variables: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        *map(str, arguments),
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        | {"COACHABLE_HOME": str(home), **variables},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
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


async def make_version(agent: Agent, number: int, status: VersionStatus, folder: Path) -> AgentVersion:
    """With its files in `folder`."""
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, queued_at=await now(), status=RunStatus.SUCCEEDED
    )
    file = folder / "adapter_model.safetensors"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"weights %d" % number)
    return await AgentVersion.create(
        agent=agent, run=run, number=number, status=status, files={file.name: entry(file)}
    )


@pytest.fixture(params=["one host", "folder", "bucket"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str] | None:
    """Of the old installation and of the new one."""
    if request.param == "one host":
        return None
    root = str(tmp_path) if request.param == "folder" else request.getfixturevalue("bucket")
    return f"{root}/{tmp_path.name}/then", f"{root}/{tmp_path.name}/now"


async def test_a_round_trip(
    actor: Actor, agent: Agent, settings: Settings, tmp_path: Path, stores: tuple[str, str] | None
) -> None:
    """Where there is a store, one version is on this host and in the store, the live one in the store alone."""
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "coachable.tar.gz"
    then, now_ = ({"COACHABLE_STORE_URL": url} for url in stores) if stores else ({}, {})
    await make_pairs(actor, await make_session(actor, agent), 3)
    await TrainingPair.filter(agent_id=agent.id).update(response='Line 1,\n"line 2"; ü 🦑 \\N', draft="")
    versions = [
        await make_version(agent, number, status, adapter_folder(old, agent.id, number))
        for number, status in ((1, VersionStatus.RETIRED), (2, VersionStatus.LIVE))
    ]
    if stores:
        store = store_of(Settings(store_url=stores[0]))
        assert store is not None
        for version in versions:
            folder = adapter_folder(old, agent.id, version.number)
            store.put(agent.id, version.number, folder, version.files)
        shutil.rmtree(adapter_folder(old, agent.id, 2))
    (old / "local.token").write_text("s3cret")
    told = {"COACHABLE_BASE_MODEL": "qwen3-0.6b", "COACHABLE_SECRET": "s3cret s3cret s3cret", **then}
    assert await coachable(old, "backup", file, DATABASE_URL=str(settings.database_url), **told) == (0, "")
    assert await coachable(new, "restore", file, **now_) == (0, "")

    before = await rows(str(settings.database_url))
    assert sum(map(len, before.values())) > 10
    server = EmbeddedPostgres(new)
    try:
        assert await rows(server.start()) == before
    finally:
        server.stop()
    for version in versions:
        folder = adapter_folder(new, agent.id, version.number)
        assert {path.name: entry(path) for path in folder.iterdir()} == version.files
        if stores:
            restored = store_of(Settings(store_url=stores[1]))
            assert restored is not None
            assert restored.fetch(agent.id, version.number, tmp_path / "third" / str(version.number)) is True
    settings_then = (new / "settings.env").read_text().splitlines()
    assert settings_then == ["COACHABLE_BASE_MODEL=qwen3-0.6b", *(f"{k}={v}" for k, v in then.items())]
    with tarfile.open(file) as archive:
        contents = [archive.extractfile(one) for one in archive.getmembers() if one.isfile()]
        assert not any(b"s3cret" in one.read() for one in contents if one)
        assert not any("token" in name for name in archive.getnames())
    assert [path for path in new.rglob("*.csv") if "postgres" not in path.parts] == []


async def test_secrets_of_webhooks_stay_out_and_these_are_off_until_they_get_new_ones(
    actor: Actor, settings: Settings, tmp_path: Path
) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "coachable.tar.gz"
    made = await webhooks.create(actor, "https://hooks.example.com/", [WebhookEvent.RUN_FAILED])
    newer = await webhooks.rotate(actor, made.webhook.id)
    assert await coachable(old, "backup", file, DATABASE_URL=str(settings.database_url)) == (0, "")
    with tarfile.open(file) as archive:
        contents = [archive.extractfile(one) for one in archive.getmembers() if one.isfile()]
        told = b"".join(one.read() for one in contents if one)
    assert not any(secret.removeprefix("whsec_").encode() in told for secret in (made.secret, newer.secret))
    assert b"hooks.example.com" in told

    assert await coachable(new, "restore", file) == (0, "")
    server = EmbeddedPostgres(new)
    try:
        connection = await asyncpg.connect(server.start())
        row = await connection.fetchrow("SELECT * FROM webhook")
        await connection.close()
    finally:
        server.stop()
    assert (row["id"], row["url"], row["secret"], row["previous_secret"], row["is_on"]) == (
        made.webhook.id,
        "https://hooks.example.com/",
        "",
        None,
        False,
    )
    assert row["off_reason"] == (
        "A backup holds no secrets: make a new one for this webhook, then switch it on."
    )
    assert row["kinds"] == '["run.failed"]'


async def test_files_that_are_lost_are_named(
    actor: Actor, agent: Agent, settings: Settings, tmp_path: Path
) -> None:
    old, file = tmp_path / "old", tmp_path / "coachable.tar.gz"
    await make_version(agent, 1, VersionStatus.LIVE, adapter_folder(old, agent.id, 1))
    shutil.rmtree(adapter_folder(old, agent.id, 1))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        "backup",
        str(file),
        env=dict(os.environ) | {"COACHABLE_HOME": str(old), "DATABASE_URL": str(settings.database_url)},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    assert f"The files of 1 versions are not whole, so they are left out: {agent.id}@1." in said.decode()


async def test_a_store_with_other_versions_is_refused(
    actor: Actor, agent: Agent, settings: Settings, tmp_path: Path
) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "coachable.tar.gz"
    await make_version(agent, 1, VersionStatus.LIVE, adapter_folder(old, agent.id, 1))
    assert await coachable(old, "backup", file, DATABASE_URL=str(settings.database_url)) == (0, "")
    other = await make_version(agent, 9, VersionStatus.REJECTED, tmp_path / "other")
    store = store_of(Settings(store_url=str(tmp_path / "store")))
    assert store is not None
    store.put(agent.id, 1, tmp_path / "other", other.files)

    code, error = await coachable(new, "restore", file, COACHABLE_STORE_URL=str(tmp_path / "store"))

    assert (code, "The store has another version 1 of agent" in error) == (78, True)
    assert not (new / "adapters").exists()


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


def member(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    one = tarfile.TarInfo(name)
    one.type, one.linkname = kind, to
    return one


@pytest.mark.parametrize(
    "one",
    [
        member("../evil"),
        member("/evil"),
        member("adapters/x", tarfile.SYMTYPE, "/etc"),
        member("d", tarfile.CHRTYPE),
    ],
    ids=["above", "absolute", "link", "device"],
)
async def test_a_hostile_archive_writes_nothing(
    tmp_path: Path, settings: Settings, one: tarfile.TarInfo
) -> None:
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        archive.addfile(one)
    home = tmp_path / "new"
    code, error = await coachable(
        home, "restore", tmp_path / "evil.tar.gz", DATABASE_URL=str(settings.database_url)
    )
    assert code == 78
    assert "is not a backup" in error
    assert "Traceback" not in error
    assert list(home.iterdir()) == []
    assert not (tmp_path / "evil").exists()
