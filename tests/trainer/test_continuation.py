"""Few pairs are trained on all at once; of many, what is new and as many of the old."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.actor import Actor
from app.models import Agent, AgentVersion, RunStatus, RunTrigger, TrainingPair, TrainingRun, VersionStatus
from app.models.clock import now
from app.trainer import continuation, dataset
from app.trainer.continuation import FROM_SCRATCH, LEAST_REPLAYED, Learned, shown
from tests.factories import make_pairs, make_session

THEN = datetime(2026, 1, 1, tzinfo=UTC)
LATER = THEN + timedelta(days=1)


def changed(count: int, at: datetime = THEN) -> dict[str, datetime]:
    return {f"p{number}": at for number in range(count)}


def learned(count: int) -> Learned:
    return Learned(frozenset(changed(count)), THEN)


def test_up_to_a_thousand_pairs_a_run_starts_anew() -> None:
    assert shown("run", changed(FROM_SCRATCH), learned(900)) is None
    assert shown("run", changed(FROM_SCRATCH + 1), None) is None


def test_above_it_what_is_new_comes_with_as_many_of_the_old() -> None:
    pairs = changed(2000)
    chosen = shown("run", pairs, learned(1700))
    assert chosen is not None
    assert len(chosen) == 600
    assert set(chosen) > {f"p{number}" for number in range(1700, 2000)}
    assert chosen == [i for i in pairs if i in set(chosen)]


def test_a_few_new_pairs_still_come_with_many_old_ones() -> None:
    chosen = shown("run", changed(2000), learned(1990))
    assert chosen is not None
    assert len(chosen) == 10 + LEAST_REPLAYED


def test_a_changed_pair_is_new() -> None:
    chosen = shown("run", changed(2000) | {"p7": LATER}, learned(2000))
    assert chosen is not None
    assert "p7" in chosen
    assert len(chosen) == 1 + LEAST_REPLAYED


def test_every_attempt_draws_the_same_and_every_run_others() -> None:
    first, again, other = (shown(run, changed(2000), learned(1900)) for run in ("one", "one", "two"))
    assert first == again
    assert first != other


def test_a_deleted_pair_is_forgotten_by_a_new_start() -> None:
    pairs = changed(2000)
    del pairs["p3"]
    assert shown("run", pairs, learned(1900)) is None


def test_with_too_much_that_is_new_a_run_starts_anew() -> None:
    assert shown("run", changed(2000), learned(1200)) is None


@settings(deadline=None)  # a busy machine is not what is tested
@given(st.integers(0, 3000), st.integers(0, 3000))
def test_nothing_new_is_ever_passed_over(count: int, known: int) -> None:
    chosen = shown("run", changed(count), learned(min(count, known)))
    if chosen is not None:
        assert {f"p{number}" for number in range(known, count)} <= set(chosen)
        assert len(chosen) == len(set(chosen)) < count


@pytest.mark.slow
async def test_a_run_goes_on_from_the_live_version(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(continuation, "FROM_SCRATCH", 5)
    monkeypatch.setattr(continuation, "LEAST_REPLAYED", 1)
    session = await make_session(actor, agent)
    first = await make_run(agent)
    await make_pairs(actor, session, 14)
    sides = await dataset.fix(first.id, 1)
    assert "continues" not in sides
    await AgentVersion.create(
        agent=agent, run=first, number=1, base_model=agent.base_model, status=VersionStatus.LIVE
    )
    await TrainingRun.filter(id=first.id).update(status=RunStatus.SUCCEEDED, queued_at=await now())
    before = {str(pair.id) for pair in await TrainingPair.filter(agent=agent)}
    await make_pairs(actor, session, 2, start=14)

    sides = await dataset.fix((await make_run(agent)).id, 1)
    fresh = set(sides["train"]) - before
    assert sides["continues"] == ["1"]
    assert dataset.continued(sides) == 1
    assert fresh
    assert fresh < set(sides["shown"]) < set(sides["train"])
    assert len(sides["shown"]) == 2 * len(fresh)


async def make_run(agent: Agent) -> TrainingRun:
    return await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.RUNNING, lease_epoch=1, queued_at=await now()
    )
