"""The database dies under a run, and the run does not fail."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.actor import Actor
from app.errors import Unavailable, UpstreamFailed
from app.events import doorbell
from app.infra.event_bus import RedisDoorbell
from app.infra.postgres import EmbeddedPostgres
from app.infra.redis import connect
from app.infra.valkey import EmbeddedValkey
from app.models import Agent, Event, RunStatus, TrainingRun, client
from app.models.transaction import settled
from app.runs import lease, record
from app.runs import service as runs
from app.trainer import outage
from app.trainer.execution import Trainer, execute
from app.trainer.spare import Spare
from tests.doorbells import Recorder
from tests.factories import make_pairs, make_session
from tests.servers import kill
from tests.tiny_model import make_tiny_model
from tests.trainer import gate


class Watch(Recorder):
    """Sees events as they are committed, and that somebody waits for the database."""

    def __init__(self) -> None:
        super().__init__()
        self.passes_on_to: RedisDoorbell | None = None
        self.seen = {kind: asyncio.Event() for kind in ("run.progress", "run.samples", "database_away")}

    async def event(
        self, stream: UUID, seq: int, kind: str, payload: dict[str, object], at: datetime | None = None
    ) -> None:
        self.warning(kind)
        if self.passes_on_to is not None:
            await self.passes_on_to.event(stream, seq, kind, payload)

    def warning(self, kind: str, **_: object) -> None:
        if kind in self.seen:
            self.seen[kind].set()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    watch = Watch()
    monkeypatch.setattr(outage, "log", watch)
    doorbell.install(watch)
    yield watch
    doorbell.install(doorbell.Silent())


@pytest.fixture
async def run(actor: Actor, agent: Agent) -> TrainingRun:
    await make_pairs(actor, await make_session(actor, agent), 10)
    return await runs.start(actor, agent.id)


@pytest.fixture
def trainer(home: Path, tmp_path: Path, resident: Spare, monkeypatch: pytest.MonkeyPatch) -> Trainer:
    gate.blind(monkeypatch)
    tiny_model = make_tiny_model(tmp_path / "tiny")

    async def find(name: str) -> Path:
        return tiny_model

    async def nobody_serves(name: str) -> None:
        raise UpstreamFailed("There is no model server.")

    steps = {"steps": 40, "checkpoint_every": 10}
    return Trainer("test", home, 30, 3, find, nobody_serves, steps, spare=resident)


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["run.progress", pytest.param("run.samples", marks=pytest.mark.torture)])
async def test_a_killed_database_costs_a_run_time_only(
    run: TrainingRun, trainer: Trainer, watch: Watch, postgres_server: EmbeddedPostgres, moment: str
) -> None:
    """The same child goes on, under the same lease, and every event is told once."""
    task = asyncio.create_task(execute(run.id, trainer))
    await watch.seen[moment].wait()
    await kill(postgres_server)
    await watch.seen["database_away"].wait()
    await asyncio.to_thread(postgres_server.start)
    await task

    ended = await TrainingRun.get(id=run.id)
    assert ended.status is RunStatus.SUCCEEDED, ended.reason
    assert (ended.lease_epoch, ended.crashes, ended.failure_code) == (1, 0, None)
    events = await Event.filter(stream=run.id).order_by("seq")
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    steps = [event.payload["step"] for event in events if event.kind == "run.progress"]
    assert steps == sorted(set(steps), key=lambda step: int(str(step)))
    assert steps[-1] == 40
    rest = [event.payload.get("message") or event.kind for event in events if event.kind != "run.progress"]
    assert len(set(rest) - {"run.samples"}) == len([one for one in rest if one != "run.samples"])
    assert {point["step"] for point in ended.curve} == set(range(41))


@pytest.mark.slow
async def test_a_restart_of_redis_is_not_noticed_by_a_run(
    run: TrainingRun, trainer: Trainer, watch: Watch, tmp_path: Path
) -> None:
    valkey = EmbeddedValkey(tmp_path / "home", durable=False)
    client = connect(valkey.start())
    watch.passes_on_to = RedisDoorbell(client)
    try:
        task = asyncio.create_task(execute(run.id, trainer))
        await watch.seen["run.progress"].wait()
        await kill(valkey)
        await watch.seen["run.samples"].wait()
        await asyncio.to_thread(valkey.start)
        await task
        await settled()
    finally:
        valkey.stop()
        await client.aclose(close_connection_pool=True)
    ended = await TrainingRun.get(id=run.id)
    assert (ended.status, ended.lease_epoch, ended.crashes) == (RunStatus.SUCCEEDED, 1, 0)
    numbers = await Event.filter(stream=run.id).order_by("seq").values_list("seq", flat=True)
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.slow
@pytest.mark.parametrize("committed", [True, False])
async def test_a_commit_that_nobody_heard_of_is_done_once(
    run: TrainingRun, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    epoch = await lease.claim(run.id, "test", 30)
    leave = client._Transaction.__aexit__
    cuts = iter([True])

    async def cut(self: Any, *error: Any) -> None:
        broken = next(cuts, False)
        lost = Unavailable("cut") if broken and not committed else None
        await leave(self, type(lost), lost, None) if lost else await leave(self, *error)
        if broken:
            raise Unavailable("cut")

    monkeypatch.setattr(client._Transaction, "__aexit__", cut)
    await outage.once(record.started, run.id, epoch, total_steps=9, resumed_from=0)
    messages = [event.payload.get("message") for event in await Event.filter(stream=run.id).order_by("seq")]
    assert messages.count("Training has begun.") == 1


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that the test sets, and how long silence may take."""
    clock = [1_000.0]
    monkeypatch.setattr(lease.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(lease, "SILENT_S", 9.0)
    return clock


async def test_a_lease_that_ran_out_in_an_outage_is_not_lost(
    run: TrainingRun, seconds: list[float], postgres_server: EmbeddedPostgres
) -> None:
    """Nobody could renew it, however long that took; and a reconciler that was away itself begins anew."""
    epoch = await lease.claim(run.id, "test", 30)
    assert epoch is not None
    await TrainingRun.filter(id=run.id).update(lease_until=run.queued_at)
    assert await lease.requeue_lost(3) == []
    await kill(postgres_server)
    try:
        with pytest.raises(Unavailable):
            await lease.requeue_lost(3)
    finally:
        await asyncio.to_thread(postgres_server.start)
    seconds[0] += 600
    assert await lease.requeue_lost(3) == []
    assert (await lease.renew(run.id, epoch, 30)).held
    assert await lease.requeue_lost(3) == []
    assert (await TrainingRun.get(id=run.id)).crashes == 0


async def test_a_trainer_that_stays_silent_loses_its_lease(run: TrainingRun, seconds: list[float]) -> None:
    await lease.claim(run.id, "test", 30)
    await TrainingRun.filter(id=run.id).update(lease_until=run.queued_at)
    found = []
    for _ in range(4):
        found.append(await lease.requeue_lost(3))
        seconds[0] += 5
    assert found == [[], [], [run.id], []]
    assert (await TrainingRun.get(id=run.id)).crashes == 1


async def test_silence_is_counted_anew_for_every_lease(run: TrainingRun, seconds: list[float]) -> None:
    for epoch in (1, 2):
        assert await lease.claim(run.id, "test", 30) == epoch
        await TrainingRun.filter(id=run.id).update(lease_until=run.queued_at)
        assert await lease.requeue_lost(3) == []
        await record.released(run.id, epoch)
        seconds[0] += 20


async def test_a_trainer_that_comes_back_had_not_crashed(run: TrainingRun) -> None:
    """Whoever has the run by then; told once. What is over stays as it is."""
    first = await lease.claim(run.id, "first", 0)
    assert first is not None
    assert await lease.requeue_lost(3) == [run.id]
    assert await lease.claim(run.id, "second", 30) == 2
    await outage.once(lease.came_back, run.id, first)
    back = await TrainingRun.get(id=run.id)
    assert (back.status, back.crashes, back.lease_owner) == (RunStatus.RUNNING, 0, "second")
    assert (await Event.filter(stream=run.id).order_by("-seq").first()).payload["message"] == lease.BACK
    await lease.came_back(run.id, first)
    assert (await TrainingRun.get(id=run.id)).crashes == 0
    await TrainingRun.filter(id=run.id).update(crashes=2)
    await record.failed(run.id, 2, "INTERNAL", "It failed.")
    events = await Event.filter(stream=run.id).count()
    await lease.came_back(run.id, first)
    assert ((await TrainingRun.get(id=run.id)).crashes, await Event.filter(stream=run.id).count()) == (
        2,
        events,
    )


async def test_a_claim_that_nobody_heard_of_is_found_again(run: TrainingRun) -> None:
    assert await lease.epoch_of(run.id, "test") is None
    assert await lease.epoch_of(run.id, "test") != await lease.claim(run.id, "test", 30)
    assert await lease.epoch_of(run.id, "test") == 1
    assert await lease.epoch_of(run.id, "another") is None
