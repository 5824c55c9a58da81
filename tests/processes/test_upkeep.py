"""What the reconciler finds: losing Redis loses nothing but time."""

import pytest

from app.actor import Actor
from app.config import Settings
from app.events import doorbell
from app.models import Agent, AutoTraining, GeneratedQuery, RunStatus, RunTrigger, Schedule, TrainingRun
from app.models.clock import now
from app.processes import upkeep
from app.runs import auto, lease
from app.runs import service as runs
from app.runs.jobs import start_due_trainings
from app.sessions import service as sessions
from tests.doorbells import Recorder
from tests.factories import make_pairs, make_session


@pytest.fixture
def ctx(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    monkeypatch.setattr(upkeep, "FORGOTTEN_S", 0.0)
    return {"settings": settings}


async def test_everything_that_waits_is_rung_again(
    actor: Actor, agent: Agent, bells: Recorder, ctx: dict[str, object]
) -> None:
    started = await sessions.start(actor, agent.id)
    await make_pairs(actor, started.session, 8)
    run = await runs.start(actor, agent.id)
    waiting = set(await GeneratedQuery.filter(session=started.session).values_list("id", flat=True))
    assert len(waiting) == 3
    bells.jobs.clear()  # Redis was emptied

    await upkeep.reconcile(ctx)

    assert set(bells.rung(doorbell.GENERATE_QUERY)) == waiting
    assert bells.rung(doorbell.TRAIN) == [run.id]


async def test_what_somebody_works_on_is_left_alone(
    actor: Actor, agent: Agent, bells: Recorder, ctx: dict[str, object]
) -> None:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 8)
    run = await runs.start(actor, agent.id)
    await lease.claim(run.id, "trainer", 30)
    bells.jobs.clear()
    await upkeep.reconcile(ctx)
    assert bells.rung(doorbell.TRAIN) == []
    assert (await TrainingRun.get(id=run.id)).status is RunStatus.RUNNING


async def test_a_scheduled_training_starts_once(actor: Actor, agent: Agent, bells: Recorder) -> None:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 9)
    moment = await now()
    await auto.update(
        actor, agent.id, schedule=Schedule.DAILY, hour=moment.hour, time_zone="UTC", min_new_pairs=9
    )
    await start_due_trainings({})
    assert await TrainingRun.all().count() == 0  # this hour's moment was before the schedule was set

    await AutoTraining.filter(agent=agent).update(scheduled_until=moment.replace(year=moment.year - 1))
    await start_due_trainings({})
    await start_due_trainings({})

    (run,) = await TrainingRun.all()
    assert run.trigger is RunTrigger.SCHEDULE
    assert bells.rung(doorbell.TRAIN) == [run.id]


async def test_a_threshold_that_the_cooldown_held_back_starts_later(
    actor: Actor, agent: Agent, bells: Recorder
) -> None:
    await auto.update(actor, agent.id, pair_threshold=8, cooldown_minutes=30)
    session = await make_session(actor, agent)
    (run,) = {saved.run.id for saved in await make_pairs(actor, session, 8) if saved.run}
    await runs.cancel(actor, run)
    assert [saved.run for saved in await make_pairs(actor, session, 1, start=8)] == [None]
    assert "at least 30 minutes apart" in (await auto.outlook_of(agent.id)).sentence
    await start_due_trainings({})
    assert await TrainingRun.all().count() == 1

    await auto.update(actor, agent.id, cooldown_minutes=0)
    await start_due_trainings({})
    assert await TrainingRun.all().count() == 2
