"""Whose turn it is, whatever bell was rung."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.actor import Actor
from app.events import doorbell
from app.models import RunTrigger, TrainingRun, Workspace
from app.models.clock import now
from app.runs import lease
from app.trainer import jobs as training
from tests.doorbells import Recorder
from tests.factories import make_agent


async def queue(actor: Actor, *minutes: int) -> list[UUID]:
    """A waiting run of an agent of its own for each of the minutes."""
    began = (await now()).replace(minute=0) - timedelta(days=1)
    made = []
    for minute in minutes:
        agent = await make_agent(actor, f"Agent {minute}")
        run = await TrainingRun.create(
            agent=agent, trigger=RunTrigger.MANUAL, queued_at=began + timedelta(minutes=minute)
        )
        made.append(run.id)
    return made


@pytest.fixture
async def other(actor: Actor) -> Actor:
    return Actor((await Workspace.create(name="Other")).id, "other")


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """The runs in the order in which they were carried out; each succeeds at once."""
    order: list[UUID] = []

    async def execute(run_id: UUID, trainer: object) -> None:
        await lease.claim(run_id, "test", 30)
        await TrainingRun.filter(id=run_id).update(status="succeeded")
        order.append(run_id)

    async def here(run_id: UUID, trainer: object) -> bool:
        return False

    monkeypatch.setattr(training, "execute", execute)
    monkeypatch.setattr(training, "waits_for_its_base_model", here)
    return order


async def answer(bells: Recorder, first: UUID) -> None:
    """Until nothing rings any more."""
    bells.jobs.append((doorbell.TRAIN, first))
    while bells.jobs:
        _, run_id = bells.jobs.pop()
        await training.train({"trainer": None}, str(run_id))


async def test_first_come_first_served_whatever_bell_rings(
    actor: Actor, other: Actor, bells: Recorder, worked: list[UUID]
) -> None:
    second, first = await queue(actor, 20, 10)
    assert await lease.in_turn() == [first, second]
    await answer(bells, second)
    assert worked == [first, second]


@pytest.mark.slow
async def test_thirty_runs_of_one_workspace_make_another_wait_for_one(
    actor: Actor, other: Actor, bells: Recorder, worked: list[UUID]
) -> None:
    many = await queue(actor, *range(30))
    (late,) = await queue(other, 45)
    await answer(bells, many[-1])
    assert worked == [many[0], late, *many[1:]]


async def test_a_crashed_run_keeps_its_turn(actor: Actor, other: Actor, bells: Recorder) -> None:
    first, second = await queue(actor, 10, 20)
    (third,) = await queue(other, 30)
    epoch = await lease.claim(first, "test", 30)
    assert epoch is not None
    assert await lease.crashed(first, epoch, 3)
    assert (await lease.in_turn())[0] == first
    assert set(await lease.in_turn()) == {first, second, third}


async def test_a_run_whose_base_model_is_fetched_lets_others_pass(
    actor: Actor, bells: Recorder, worked: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await queue(actor, 10, 20)

    async def fetched(run_id: UUID, trainer: Any) -> bool:
        return run_id == first

    monkeypatch.setattr(training, "waits_for_its_base_model", fetched)
    await answer(bells, first)
    assert worked == [second]
    assert bells.jobs == []


async def test_a_database_that_is_away_ends_no_worker(
    actor: Actor, bells: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away() -> Sequence[UUID]:
        raise training.Unavailable("away")

    monkeypatch.setattr(lease, "in_turn", away)
    await training.train({"trainer": None}, str(UUID(int=1)))
    assert bells.jobs == []
