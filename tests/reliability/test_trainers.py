"""Real trainer processes, struck as processes are: stopped for a while, restarted by deployments, killed anywhere."""

import asyncio
import random
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import pytest
from arq.connections import ArqRedis
from tortoise import connections

from app.actor import Actor
from app.events import doorbell
from app.infra.event_bus import RedisDoorbell
from app.models import Agent, AgentVersion, Event, RunStatus, TrainingPair, TrainingRun
from app.models.clock import now
from app.models.run import ACTIVE
from app.runs import lease, record
from app.runs import service as runs
from tests.factories import make_pairs, make_session
from tests.reliability.invariants import broken, look
from tests.reliability.trainers import TrainerProcess, reconciler, until
from tests.tiny_model import make_tiny_model

pytestmark = pytest.mark.slow

LEASE_S = 2  # of a trainer that is stopped
SURE_LEASE_S = 10  # of others: on a machine with much else to do a heartbeat may come seconds late
ENDLESS = {"steps": 100_000, "checkpoint_every": 2, "evaluate_every": 50_000, "patience": 1_000}
MINI = {"steps": 200, "checkpoint_every": 10, "evaluate_every": 50, "patience": 1_000}
KILLS = 20
SAME = 1e-6  # nats
NEARLY = 1e-3  # a child that was killed goes on in half batches, whose sums are rounded differently


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def trainer_with(
    tmp_path: Path, tiny_model: Path, postgres_url: str, redis_url: str
) -> Iterator[Callable[[dict[str, float]], TrainerProcess]]:
    made: list[TrainerProcess] = []

    def make(hyperparameters: dict[str, float]) -> TrainerProcess:
        services = {"DATABASE_URL": postgres_url, "REDIS_URL": redis_url}
        lease_s = LEASE_S if hyperparameters is ENDLESS else SURE_LEASE_S
        made.append(TrainerProcess(tmp_path / "home", tiny_model, hyperparameters, lease_s, **services))
        return made[-1]

    yield make
    for trainer in made:
        trainer.end()


@pytest.fixture
async def taught(actor: Actor, agent: Agent, redis: ArqRedis) -> AsyncIterator[Agent]:
    """Ten pairs, and bells that ring in other processes."""
    await make_pairs(actor, await make_session(actor, agent), 10)
    doorbell.install(RedisDoorbell(redis))
    yield agent
    doorbell.install(doorbell.Silent())


async def said(run: TrainingRun) -> list[str]:
    events = await Event.filter(stream=run.id, kind="run.status").order_by("seq")
    return [str(event.payload["message"]) for event in events]


async def stop_between_transactions(trainer: TrainerProcess) -> None:
    """Stopped in one, it would keep its locks until the database ends it, after a minute."""
    while True:
        trainer.send(signal.SIGSTOP)
        busy = await connections.get("default").execute_query_dict(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND state <> 'idle'"
            " AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        if not busy:
            return
        trainer.send(signal.SIGCONT)


async def test_a_stopped_trainer_writes_nothing_when_it_goes_on(
    actor: Actor, taught: Agent, trainer_with: Callable[[dict[str, float]], TrainerProcess]
) -> None:
    """Stopped for twice its lease, as a laptop that sleeps or a machine that is cut off. It was no crash."""
    trainer, run = trainer_with(ENDLESS), await runs.start(actor, taught.id)
    await trainer.start()
    await until(Event.filter(stream=run.id, kind="run.progress").exists)
    (child,) = trainer.children()
    await stop_between_transactions(trainer)
    stopped = await now()

    async def is_lost() -> bool:
        return run.id in await lease.requeue_lost(3)

    await until(is_lost)
    assert (await TrainingRun.get(id=run.id)).crashes == 1
    second = await lease.claim(run.id, "second", 3600)
    assert second == 2

    async def twice_the_lease() -> bool:
        return (await now() - stopped).total_seconds() > 2 * LEASE_S

    await until(twice_the_lease)
    before = await Event.filter(stream=run.id).count()
    trainer.send(signal.SIGCONT)

    async def is_back() -> bool:
        return lease.BACK in await said(run)

    await until(is_back)
    folder = trainer.home / "runs" / str(run.id)

    async def has_put_away() -> bool:
        return not (folder / "attempt-0001").exists() and not (folder / "run-0001.json").exists()

    await until(has_put_away)
    assert not child.is_running()
    late = await Event.filter(stream=run.id).order_by("seq").offset(before)
    assert [event.payload["message"] for event in late] == [lease.BACK]
    fresh = await TrainingRun.get(id=run.id)
    assert (fresh.lease_owner, fresh.lease_epoch, fresh.crashes) == ("second", 2, 0)
    await record.released(run.id, second)
    await trainer.stop()
    assert broken(await look()) == []


@pytest.mark.torture
async def test_six_deployments_during_a_run(
    actor: Actor, taught: Agent, trainer_with: Callable[[dict[str, float]], TrainerProcess]
) -> None:
    trainer, run = trainer_with(MINI), await runs.start(actor, taught.id)
    seconds = []
    for deployment in range(6):
        await trainer.start()

        async def goes_on(epoch: int = deployment + 1) -> bool:
            fresh = await TrainingRun.get(id=run.id)
            return fresh.lease_epoch == epoch and fresh.step > 0

        await until(goes_on)
        seconds.append(await trainer.stop())
        waiting = await TrainingRun.get(id=run.id)
        assert (waiting.status, waiting.crashes) == (RunStatus.QUEUED, 0)
    await trainer.start()

    async def is_over() -> bool:
        return (await TrainingRun.get(id=run.id)).status not in ACTIVE

    await until(is_over)
    ended = await TrainingRun.get(id=run.id)
    print(f"drained in at most {max(seconds):.1f} s; {ended.status}: {ended.reason}")
    assert ended.status in (RunStatus.SUCCEEDED, RunStatus.REJECTED)
    assert (ended.crashes, ended.lease_epoch, ended.step) == (0, 7, 200)
    assert max(seconds) <= 20
    assert broken(await look()) == []


@pytest.mark.torture
async def test_killed_at_twenty_moments(
    actor: Actor, taught: Agent, trainer_with: Callable[[dict[str, float]], TrainerProcess]
) -> None:
    """SIGKILL to the trainer or to its child; each of twenty runs ends as the one that nobody struck."""
    chance, trainer = random.Random(14), trainer_with(MINI)
    await trainer.start()
    began = time.monotonic()
    expected, _ = await _trained(actor, taught)
    whole_s = time.monotonic() - began
    async with reconciler():
        for trial in range(1, KILLS + 1):
            moment, victim = chance.uniform(0, whole_s), chance.choice([strike_trainer, strike_child])
            loss, run = await _trained(actor, taught, partial(victim, trainer, moment))
            print(
                f"{trial:2} {victim.__name__} after {moment:.1f} s: {run.status}, {run.crashes} crashes,"
                f" loss {loss - expected:+.1e}; {await said(run)}"
            )
            assert run.crashes <= 1
            halved = victim is strike_child and run.crashes == 1
            assert abs(loss - expected) <= (NEARLY if halved else SAME)
            assert await AgentVersion.filter(run=run).count() == 1
            assert broken(await look()) == []
    assert await TrainingPair.filter(agent=taught).count() == 10
    assert list((trainer.home / "adapters" / str(taught.id)).glob("*.tmp-*")) == []


async def strike_child(trainer: TrainerProcess, after_s: float) -> None:
    await asyncio.sleep(after_s)
    for child in trainer.children():
        with suppress(psutil.NoSuchProcess):
            child.kill()


async def strike_trainer(trainer: TrainerProcess, after_s: float) -> None:
    await asyncio.sleep(after_s)
    left = trainer.children()
    await trainer.kill()
    _, alive = await asyncio.to_thread(psutil.wait_procs, left, 20)
    assert alive == [], "the child outlived its trainer"
    await trainer.start()


async def nothing() -> None: ...


async def _trained(
    actor: Actor, agent: Agent, strike: Callable[[], Coroutine[None, None, None]] = nothing
) -> tuple[float, TrainingRun]:
    """The loss of the version that a new run made, and the run."""
    run = await runs.start(actor, agent.id)
    striking = asyncio.create_task(strike())

    async def is_over() -> bool:
        return (await TrainingRun.get(id=run.id)).status not in ACTIVE

    await until(is_over)
    await striking
    ended = await TrainingRun.get(id=run.id)
    assert ended.status in (RunStatus.SUCCEEDED, RunStatus.REJECTED), ended.reason
    assert ended.report is not None
    return float(ended.report["candidate"]["loss"]), ended  # type: ignore[index]
