"""Transactions outlive a cancelled request and never keep a connection."""

import asyncio
from contextlib import suppress
from uuid import UUID

import asyncpg
import pytest
from tortoise import connections

from app.events import doorbell
from app.models import Workspace
from app.models.transaction import after_commit, settled, transactional
from tests.doorbells import Recorder


@transactional
async def rename(workspace_id: UUID, name: str) -> None:
    await Workspace.filter(id=workspace_id).update(name=name)


@pytest.mark.slow
async def test_six_hundred_cancelled_transactions_leak_no_connection(
    db: None, sql: asyncpg.Connection
) -> None:
    workspace = await Workspace.create(name="before")
    cancelled = 0
    for number in range(600):
        task = asyncio.create_task(rename(workspace.id, f"name {number}"))
        for _ in range(number % 25):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):  # a quick one may be through already
            await task
        cancelled += task.cancelled()
    assert cancelled > 0
    pool = connections.get("default")._pool
    while pool.get_idle_size() < pool.get_size():  # noqa: ASYNC110 - the shielded ones end by themselves
        await asyncio.sleep(0)
    await rename(workspace.id, "after")
    assert (await Workspace.get(id=workspace.id)).name == "after"
    stuck = await sql.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND datname = current_database()"
    )
    assert stuck == 0


async def test_a_rolled_back_transaction_rings_nobody(db: None, bells: Recorder) -> None:
    workspace = await Workspace.create(name="before")

    @transactional
    async def fail() -> None:
        await Workspace.filter(id=workspace.id).update(name="lost")
        doorbell.ring_job_after_commit(doorbell.TRAIN, workspace.id)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fail()
    assert bells.jobs == []
    assert (await Workspace.get(id=workspace.id)).name == "before"


async def test_an_inner_call_joins_the_outer_transaction(db: None, bells: Recorder) -> None:
    workspace = await Workspace.create(name="before")

    @transactional
    async def outer() -> None:
        await rename(workspace.id, "inner")
        doorbell.ring_job_after_commit(doorbell.TRAIN, workspace.id)
        assert bells.jobs == []
        raise ValueError("roll all of it back")

    with pytest.raises(ValueError, match="all of it"):
        await outer()
    assert (await Workspace.get(id=workspace.id)).name == "before"


async def test_a_broken_bell_does_not_undo_the_commit(db: None) -> None:
    workspace = await Workspace.create(name="before")

    @transactional
    async def with_broken_bell() -> str:
        await Workspace.filter(id=workspace.id).update(name="kept")

        async def broken() -> None:
            raise ConnectionError("Redis is away")

        after_commit(broken)
        return "done"

    assert await with_broken_bell() == "done"
    assert (await Workspace.get(id=workspace.id)).name == "kept"


async def test_nobody_waits_for_a_slow_bell_but_the_end_of_the_process_does(
    db: None, bells: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = await Workspace.create(name="before")
    may_ring = asyncio.Event()
    ring = bells.job

    async def slow(name: str, row: UUID) -> None:
        await may_ring.wait()
        await ring(name, row)

    monkeypatch.setattr(bells, "job", slow)

    @transactional
    async def save() -> None:
        await Workspace.filter(id=workspace.id).update(name="saved")
        doorbell.ring_job_after_commit(doorbell.TRAIN, workspace.id)

    await save()
    assert (await Workspace.get(id=workspace.id)).name == "saved"
    assert bells.jobs == []
    may_ring.set()
    await settled()
    assert bells.jobs == [(doorbell.TRAIN, workspace.id)]
