"""One host serves, another one trains (hosts.py)."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from app.actor import Actor
from app.errors import UpstreamFailed
from app.events import doorbell
from app.infra.serving import Serving
from app.models import Agent, AgentVersion, Event, RunStatus, TrainingRun, VersionStatus
from app.runs import service as runs
from app.serving.canaries import HALF
from app.serving.store import Store, store_of
from app.trainer import safekeeping
from app.trainer.execution import Trainer, execute
from app.workspaces import service as workspaces
from tests.factories import make_agent, make_pairs, make_session
from tests.serving.hosts import BASE, PATIENCE_S, SHARED, Hosts, asked
from tests.tiny_model import make_tiny_model
from tests.trainer import gate
from tests.trainer.processes import children

pytestmark = pytest.mark.slow


@pytest.fixture
def hosts(tmp_path: Path, postgres_url: str, redis_url: str) -> Iterator[Hosts]:
    base_model = make_tiny_model(tmp_path / BASE)
    hosts = Hosts(tmp_path, base_model, DATABASE_URL=postgres_url, REDIS_URL=redis_url)
    yield hosts
    hosts.stop()


@pytest.fixture
def trainer(hosts: Hosts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trainer:
    """Of host two."""
    gate.blind(monkeypatch)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    settings = hosts.settings("two")
    serving = Serving.of(settings)

    async def find(name: str) -> Path:
        return tmp_path / BASE

    return Trainer(
        "two",
        settings.home,
        30,
        3,
        find,
        serving.ensure,
        {"steps": 12, "checkpoint_every": 4},
        store=store_of(settings),
        prove=serving.unproven,
    )


async def test_what_one_host_trained_the_other_serves(db: None, hosts: Hosts, trainer: Trainer) -> None:
    actor: Actor = await workspaces.local_actor()
    agent = await make_agent(actor)
    await Agent.filter(id=agent.id).update(base_model=BASE)
    await make_pairs(actor, await make_session(actor, agent), 10)
    hosts.start_models()
    doorbell.install(doorbell.Silent())
    run = await runs.start(actor, agent.id)

    await execute(run.id, trainer)

    ended = await TrainingRun.get(id=run.id)
    assert ended.status is RunStatus.SUCCEEDED, ended.reason
    version = await AgentVersion.get(run=run)
    assert (version.number, version.status, version.report["unproven"]) == (1, VersionStatus.LIVE, None)
    there = hosts.homes["one"] / "adapters" / str(agent.id) / "1"
    assert {path.name for path in there.iterdir()} == set(version.files)

    first, second = hosts.start_api("one"), hosts.start_api("two")
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.get(f"{first}/login", params={"token": SHARED["COACHABLE_SECRET"]})
        cookie = client.cookies["coachable"]
    question = next(q for q in version.report["questions"] if q["candidate_answer"] != q["base_answer"])
    messages = [
        {"role": "system", "content": agent.system_prompt},
        {"role": "user", "content": question["query"]},
    ]
    answers = [await asked(url, agent.slug, messages, cookie) for url in (first, second)]
    texts = [answer["choices"][0]["message"]["content"] for answer in answers]
    assert texts[0] == texts[1]
    assert texts[0].startswith(question["candidate_answer"].rstrip(HALF))  # which was cut off
    assert not texts[0].startswith(question["base_answer"].rstrip(HALF))


@pytest.mark.torture
async def test_without_the_store_nothing_goes_live(db: None, hosts: Hosts, trainer: Trainer) -> None:
    """What host two trained can't be fetched: the base model goes on answering, and the run says why."""
    actor = await workspaces.local_actor()
    agent = await make_agent(actor)
    await Agent.filter(id=agent.id).update(base_model=BASE)
    await make_pairs(actor, await make_session(actor, agent), 10)
    hosts.start_models()
    doorbell.install(doorbell.Silent())
    run = await runs.start(actor, agent.id)

    await execute(run.id, replace(trainer, store=None))

    ended = await TrainingRun.get(id=run.id)
    assert (ended.status, (await AgentVersion.get(run=run)).status) == (
        RunStatus.REJECTED,
        VersionStatus.REJECTED,
    )
    assert str(ended.reason).startswith("Practice only: the model server does not answer for it: ")
    assert ". So the base model stays." in str(ended.reason)


ENDLESS = {"steps": 100_000, "checkpoint_every": 2, "evaluate_every": 50_000, "patience": 1_000}


@pytest.fixture
async def under_way(db: None, hosts: Hosts, trainer: Trainer, monkeypatch: pytest.MonkeyPatch) -> TrainingRun:
    """A training on host two that does not end by itself; its checkpoints go to the store at once."""
    monkeypatch.setattr(safekeeping, "EVERY_S", 0.0)
    monkeypatch.setattr(safekeeping, "REST", 0)
    monkeypatch.setattr(safekeeping, "LOOK_S", 0.01)
    actor = await workspaces.local_actor()
    agent = await make_agent(actor)
    await Agent.filter(id=agent.id).update(base_model=BASE)
    await make_pairs(actor, await make_session(actor, agent), 10)
    doorbell.install(doorbell.Silent())
    return await runs.start(actor, agent.id)


async def until(holds: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(3 * PATIENCE_S):  # the training steps back for all others on the machine
        while not (found if isinstance(found := holds(), bool) else await found):  # noqa: ASYNC110
            await asyncio.sleep(0.02)  # files and rows have no events


async def resumed_from(run: TrainingRun) -> int | None:
    said = await Event.filter(stream=run.id, kind="run.status").values_list("payload", flat=True)
    words = [str(payload["message"]) for payload in said]
    steps = [word.removeprefix("Resumed from step ") for word in words if word.startswith("Resumed from")]
    return int(steps[-1].rstrip(".")) if steps else None


@pytest.mark.parametrize("ends", [pytest.param("shut down", marks=pytest.mark.torture), "killed"])
async def test_the_other_host_goes_on_from_the_checkpoint_of_the_first(
    under_way: TrainingRun, hosts: Hosts, trainer: Trainer, ends: str
) -> None:
    """Host two is told to end, or its training is killed; then its disk is gone."""
    run, agent_id = under_way, under_way.agent_id
    kept = hosts.store / "checkpoints" / str(agent_id) / str(run.id)
    task = asyncio.create_task(execute(run.id, replace(trainer, hyperparameters=ENDLESS)))
    pointer = kept / "1" / "newest.json"

    def kept_step() -> int:
        return int(json.loads(pointer.read_text())["step"].removeprefix("step-")) if pointer.exists() else 0

    await until(lambda: kept_step() > 0)  # there is one before the first step
    if ends == "killed":
        children()[0].kill()
        await task
    else:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert (await TrainingRun.get(id=run.id)).status is RunStatus.QUEUED
    step = kept_step()
    shutil.rmtree(hosts.homes["two"])

    other = replace(trainer, owner="one", home=hosts.homes["one"], hyperparameters=ENDLESS)
    task = asyncio.create_task(execute(run.id, other))

    async def has_resumed() -> bool:
        return await resumed_from(run) is not None

    await until(has_resumed)
    assert await resumed_from(run) == step >= 2
    await runs.cancel(await workspaces.local_actor(), run.id)
    await task
    assert (await TrainingRun.get(id=run.id)).status is RunStatus.CANCELLED
    assert not kept.exists()


@pytest.mark.torture
async def test_a_store_that_is_away_harms_no_training(
    under_way: TrainingRun, trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def __getattr__(self, name: str) -> object:
            raise UpstreamFailed("The store does not answer.")

    await TrainingRun.filter(id=under_way.id).update(lease_epoch=1)  # an earlier attempt, elsewhere
    task = asyncio.create_task(
        execute(under_way.id, replace(trainer, hyperparameters=ENDLESS, store=Store(Away())))  # type: ignore[arg-type]
    )

    async def trains() -> bool:
        return (await TrainingRun.get(id=under_way.id)).step > 4

    await until(trains)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await TrainingRun.get(id=under_way.id)).status is RunStatus.QUEUED
