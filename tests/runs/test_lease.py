"""A run has one owner; whoever lost it writes nothing more."""

import asyncio
from uuid import UUID

import pytest

from app.actor import Actor
from app.contracts.events import RunSampled
from app.contracts.lines import Progress
from app.errors import Conflict, LeaseLost
from app.events import doorbell
from app.models import Agent, Event, RunStatus, TrainingRun
from app.runs import lease, record, service
from tests.doorbells import Recorder
from tests.factories import make_pairs, make_session

LINE = Progress(
    step=3, total_steps=9, loss=2.0, learning_rate=1e-3, tokens_per_second=100.0, seconds_left=6.0
)


@pytest.fixture
async def run(actor: Actor, agent: Agent) -> TrainingRun:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 8)
    return await service.start(actor, agent.id)


async def expire(run_id: UUID) -> None:
    run = await TrainingRun.get(id=run_id)
    assert run.lease_until is not None
    await TrainingRun.filter(id=run_id).update(lease_until=run.queued_at)


async def test_ten_trainers_race_for_a_run_and_one_wins(run: TrainingRun) -> None:
    epochs = await asyncio.gather(*(lease.claim(run.id, f"trainer-{n}", 30) for n in range(10)))
    assert sorted(epochs, key=str) == [1] + [None] * 9


async def test_a_stale_owner_writes_nothing(run: TrainingRun, bells: Recorder) -> None:
    first = await lease.claim(run.id, "first", 30)
    assert first == 1
    await expire(run.id)
    assert await lease.requeue_lost(max_crashes=3) == [run.id]
    assert bells.rung(doorbell.TRAIN)[-1] == run.id
    second = await lease.claim(run.id, "second", 30)
    assert second == 2
    events = await Event.all().count()

    for write in (
        record.started(run.id, first, total_steps=9, resumed_from=0),
        record.progress(run.id, first, LINE, []),
        record.samples(run.id, first, RunSampled(step=0, samples=())),
        record.evaluating(run.id, first),
        record.failed(run.id, first, "INTERNAL", "stale"),
        record.cancelled(run.id, first),
        record.released(run.id, first),
        lease.crashed(run.id, first, 3),
    ):
        with pytest.raises(LeaseLost):
            await write
    assert (await lease.renew(run.id, first, 30)).held is False
    assert await Event.all().count() == events
    fresh = await TrainingRun.get(id=run.id)
    assert (fresh.status, fresh.lease_owner, fresh.crashes) == (RunStatus.RUNNING, "second", 1)


async def test_the_third_crash_is_the_last(run: TrainingRun) -> None:
    for crash in (1, 2, 3):
        epoch = await lease.claim(run.id, "trainer", 30)
        assert epoch == crash
        assert await lease.crashed(run.id, epoch, max_crashes=3) is (crash < 3)
    ended = await TrainingRun.get(id=run.id)
    assert (ended.status, ended.failure_code, ended.crashes) == (RunStatus.FAILED, "CRASHED", 3)
    assert ended.reason == "The training stopped without a word 3 times; your pairs are safe. Start it again."


async def test_a_deploy_costs_no_attempt(run: TrainingRun) -> None:
    for epoch in range(1, 7):
        assert await lease.claim(run.id, "trainer", 30) == epoch
        await record.released(run.id, epoch)
    waiting = await TrainingRun.get(id=run.id)
    assert (waiting.status, waiting.crashes) == (RunStatus.QUEUED, 0)


async def test_cancelling(actor: Actor, run: TrainingRun) -> None:
    epoch = await lease.claim(run.id, "trainer", 30)
    assert epoch is not None
    cancelled = await service.cancel(actor, run.id)
    assert cancelled.status is RunStatus.RUNNING
    renewal = await lease.renew(run.id, epoch, 30)
    assert (renewal.held, renewal.cancel_requested) == (True, True)
    await record.cancelled(run.id, epoch)
    assert (await service.cancel(actor, run.id)).status is RunStatus.CANCELLED
    kinds = await Event.filter(stream=run.id).order_by("seq").values_list("kind", flat=True)
    assert kinds == ["run.status", "run.finished"]


async def test_a_waiting_run_is_cancelled_at_once_and_makes_room(
    actor: Actor, agent: Agent, run: TrainingRun
) -> None:
    with pytest.raises(Conflict, match="under way"):
        await service.start(actor, agent.id)
    assert (await service.cancel(actor, run.id)).status is RunStatus.CANCELLED
    assert await lease.claim(run.id, "late", 30) is None
    again = await service.start(actor, agent.id, "key")
    assert (await service.start(actor, agent.id, "key")).id == again.id
    assert await TrainingRun.filter(agent=agent).count() == 2


async def test_too_few_pairs_start_nothing(actor: Actor, agent: Agent, bells: Recorder) -> None:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 7)
    with pytest.raises(Conflict, match="7 pairs are too few"):
        await service.start(actor, agent.id)
    assert await TrainingRun.all().count() == 0
    assert bells.rung(doorbell.TRAIN) == []


async def test_it_is_said_that_a_checkpoint_was_damaged(run: TrainingRun) -> None:
    epoch = await lease.claim(run.id, "trainer", 30)
    assert epoch is not None
    await record.started(run.id, epoch, total_steps=9, resumed_from=4, damaged=1)
    event = await Event.filter(stream=run.id).order_by("-seq").first()
    assert event is not None
    assert event.payload["message"] == "Resumed from step 4. 1 newer checkpoint could not be read."
