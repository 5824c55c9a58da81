"""A whole run with the real child on a tiny random model: to a live version, and through every kind of trouble."""

import asyncio
import errno
import json
import os
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.errors import Conflict, UpstreamFailed
from app.events import doorbell
from app.events.hub import Announcement, Hub
from app.models import (
    Agent,
    AgentVersion,
    AutoTraining,
    Event,
    GoLiveWhen,
    PairSplit,
    RunStatus,
    TrainingPair,
    TrainingRun,
    VersionStatus,
)
from app.runs import service as runs
from app.serving.canaries import Canary, unproven
from app.trainer import dataset, execution
from app.trainer.child import Child
from app.trainer.execution import Trainer, execute
from app.trainer.spare import Spare
from app.versions import service as versions
from app.versions.folders import is_complete
from tests.doorbells import Recorder
from tests.factories import make_pairs, make_session
from tests.tiny_model import make_tiny_model
from tests.trainer import gate
from tests.trainer.processes import children

pytestmark = pytest.mark.slow

ENDLESS = {"steps": 100_000, "checkpoint_every": 2, "evaluate_every": 50_000, "patience": 1_000}


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def wire() -> Iterator[Recorder]:
    wire = Recorder(Hub())
    doorbell.install(wire)
    yield wire
    doorbell.install(doorbell.Silent())


@pytest.fixture(autouse=True)
def _blind_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    gate.blind(monkeypatch)


@pytest.fixture
def trainer(home: Path, tiny_model: Path, resident: Spare) -> Trainer:
    async def find(name: str) -> Path:
        return tiny_model

    async def nobody_serves(name: str) -> None:
        raise UpstreamFailed("There is no model server.")

    steps = {"steps": 12, "checkpoint_every": 4}
    return Trainer("test", home, 30, 3, find, nobody_serves, steps, spare=resident)


@pytest.fixture
async def run(actor: Actor, agent: Agent, wire: Recorder) -> TrainingRun:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 10)
    return await runs.start(actor, agent.id)


async def until(wire: Recorder, run: TrainingRun, kind: str) -> AsyncIterator[Announcement]:
    async with aclosing(wire.hub.follow(run.id)) as events:
        async for event in events:
            if event.kind == kind:
                yield event


async def first(wire: Recorder, run: TrainingRun, kind: str) -> Announcement:
    async with aclosing(until(wire, run, kind)) as events:
        return await anext(events)


async def test_to_a_live_version_and_the_next_is_compared_with_it(
    actor: Actor, agent: Agent, run: TrainingRun, trainer: Trainer, home: Path
) -> None:
    waiting = children()
    await execute(run.id, trainer)

    # It waits with the base model for the next run; no other one is started beside the first replies of the version.
    assert len(waiting) == 1
    assert [child.pid for child in children()] == [child.pid for child in waiting]
    ended = await TrainingRun.get(id=run.id)
    assert ended.status is RunStatus.SUCCEEDED, ended.reason
    version = await AgentVersion.get(run=run)
    assert (version.number, version.status) == (1, VersionStatus.LIVE)
    folder = home / "adapters" / str(agent.id) / "1"
    assert {path.name for path in folder.iterdir()} == set(version.files)
    assert set(version.files) == {"adapter_config.json", "adapter_model.safetensors", "manifest.json"}
    assert not list(folder.parent.glob("*.tmp-*"))
    left = {path.name for path in (home / "runs" / str(run.id)).iterdir()}
    assert left == {"child.log"}
    assert (home / "judged" / f"{agent.id}.json").is_file()
    assert ended.report is not None
    assert ended.report["candidate"]["loss"] < ended.report["base"]["loss"]
    assert ended.report["live"] is None
    # Ten taught pairs are planned, and random weights are through after four.
    truth = ended.report["truth"]
    assert (truth["planned"], truth["tries"], truth["taught_pairs"], truth["may_write"]) == (10, 4, 6, False)
    assert version.may_write is False
    assert ended.report["sentence"].startswith("All 6 taught answers are given word for word, ")
    assert ended.reason == f"Version 1 is live. {ended.report['sentence']}"
    assert all(isinstance(question["candidate_faults"], list) for question in ended.report["questions"])
    assert {"load", "steps", "publish"} <= ended.phases.keys()
    assert [entry["step"] for entry in ended.samples][0] == 0
    assert len(ended.samples) == 2
    kinds = await Event.filter(stream=run.id).order_by("seq").values_list("kind", flat=True)
    said = (
        await Event.filter(stream=run.id, kind="run.status").order_by("seq").values_list("payload", flat=True)
    )
    assert [payload["message"] for payload in said][-3:] == [
        "Loading the base model.",
        "Training has begun.",
        "Comparing it on the held-out questions.",
    ]
    assert kinds[:2] == ["run.status", "run.status"]
    assert kinds[-1] == "run.finished"
    assert kinds.count("run.samples") == 2
    splits = await TrainingPair.filter(agent=agent).values_list("split", flat=True)
    assert sorted(splits) == [PairSplit.HOLDOUT] * 4 + [PairSplit.TRAIN] * 6
    assert ended.dataset is not None
    assert {q["pair_id"] for q in ended.report["questions"]} == set(ended.dataset["holdout"])

    second = await runs.start(actor, agent.id)
    await execute(second.id, trainer)
    compared = await TrainingRun.get(id=second.id)
    assert compared.report is not None
    # The same pairs, settings and seed make the same adapter: nothing is proven, the first stays.
    assert compared.report["live"]["loss"] == pytest.approx(compared.report["candidate"]["loss"], abs=1e-6)
    assert compared.status is RunStatus.REJECTED
    assert "version 1 stays live" in str(compared.reason)
    assert (await AgentVersion.get(agent=agent, status=VersionStatus.LIVE)).number == 1
    assert (await AgentVersion.get(run=second)).status is VersionStatus.REJECTED


async def test_rows_with_sources_are_learned_and_not_told(
    actor: Actor, agent: Agent, wire: Recorder, trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each taught pair once, and of no answer that declines."""
    jobs: list[dict[str, Any]] = []
    write = dataset.write_job

    async def noted(*values: Any, **options: Any) -> Path:
        path = await write(*values, **options)
        jobs.append(json.loads(path.read_text()))
        return path

    monkeypatch.setattr(dataset, "write_job", noted)
    agent = await agents.update(actor, agent.id, use_examples=True, unsure_sentence="Call Ms Moore.")
    await make_pairs(actor, await make_session(actor, agent), 14)
    run = await runs.start(actor, agent.id)
    await execute(run.id, trainer)

    ended = await TrainingRun.get(id=run.id)
    assert ended.status in (RunStatus.SUCCEEDED, RunStatus.REJECTED), ended.reason
    assert ended.dataset is not None
    assert ended.report is not None
    (job,) = jobs
    taught = ended.dataset["train"]
    assert [len(job[name]) for name in ("train", "served", "declines")] == [10, 10, 1]
    assert job["declines"][0]["response"] == "Call Ms Moore."
    report = ended.report
    assert sorted(entry["pair_id"] for entry in report["receipt"]) == sorted(taught)
    assert (report["train_pairs"], report["truth"]["taught_pairs"], report["truth"]["planned"]) == (
        10,
        10,
        14,
    )
    assert sorted(question["pair_id"] for question in report["questions"]) == sorted(ended.dataset["holdout"])
    assert {question["expected"] for question in report["questions"]} == {
        row["response"] for row in job["holdout"]
    }
    assert (report["steps"], ended.pair_count) == (12, 14)


async def test_cancelling_stops_the_child(
    actor: Actor, agent: Agent, run: TrainingRun, trainer: Trainer, wire: Recorder
) -> None:
    task = asyncio.create_task(execute(run.id, replace(trainer, hyperparameters=ENDLESS)))
    await first(wire, run, "run.progress")
    assert len(children()) == 1
    await runs.cancel(actor, run.id)
    await task
    assert children() == []
    ended = await TrainingRun.get(id=run.id)
    assert (ended.status, ended.reason) == (RunStatus.CANCELLED, "You cancelled it.")
    assert await AgentVersion.filter(agent=agent).count() == 0


async def test_a_killed_child_goes_on_from_its_checkpoint(
    run: TrainingRun, trainer: Trainer, wire: Recorder, home: Path
) -> None:
    """With half batches, as a system without memory kills so."""
    task = asyncio.create_task(execute(run.id, replace(trainer, hyperparameters=ENDLESS)))
    async with aclosing(until(wire, run, "run.progress")) as events:
        async for event in events:
            if int(str(event.payload["step"])) > 4:
                break
    children()[0].kill()
    await task
    waiting = await TrainingRun.get(id=run.id)
    assert (waiting.status, waiting.crashes) == (RunStatus.QUEUED, 1)
    assert wire.jobs[-1] == (doorbell.TRAIN, run.id)
    assert {path.name for path in (home / "runs" / str(run.id)).iterdir()} == {
        "checkpoints",
        "child.log",
        "killed",
    }

    task = asyncio.create_task(execute(run.id, replace(trainer, hyperparameters=ENDLESS)))
    async with aclosing(until(wire, run, "run.status")) as events:
        async for event in events:
            if str(event.payload["message"]).startswith("Resumed"):
                break
    step = int(str(event.payload["message"]).removeprefix("Resumed from step ").rstrip("."))
    assert step >= 2
    assert step % 2 == 0
    job = json.loads((home / "runs" / str(run.id) / "run-0002.json").read_text())
    assert job["parts"] == 2
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == []


@pytest.mark.torture
async def test_a_shutdown_gives_the_run_back(run: TrainingRun, trainer: Trainer, wire: Recorder) -> None:
    task = asyncio.create_task(execute(run.id, replace(trainer, hyperparameters=ENDLESS)))
    await first(wire, run, "run.progress")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    waiting = await TrainingRun.get(id=run.id)
    assert (waiting.status, waiting.crashes, waiting.lease_owner) == (RunStatus.QUEUED, 0, None)
    assert children() == []


async def test_a_failure_is_a_code_and_a_sentence_and_leaves_the_pairs(
    agent: Agent, run: TrainingRun, trainer: Trainer, tmp_path: Path
) -> None:
    async def nowhere(name: str) -> Path:
        return tmp_path / "nothing here"

    await execute(run.id, replace(trainer, find_base_model=nowhere))
    ended = await TrainingRun.get(id=run.id)
    assert (ended.status, ended.failure_code) == (RunStatus.FAILED, "BAD_INPUT")
    assert "nothing here" in str(ended.reason)
    assert await TrainingPair.filter(agent=agent).count() == 10
    assert await AgentVersion.filter(agent=agent).count() == 0


class NoisyChild(Child):
    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self._module, self._spare = ("tests.trainer.noisy",), None


async def test_a_ruined_adapter_is_refused(
    actor: Actor,
    agent: Agent,
    run: TrainingRun,
    trainer: Trainer,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where all that is not worse would go live. The rival is a trained version: the tiny base model is noise."""
    await AutoTraining.filter(agent=agent).update(go_live_when=GoLiveWhen.NOT_WORSE)
    await execute(run.id, trainer)
    monkeypatch.setattr(execution, "Child", NoisyChild)
    second = await runs.start(actor, agent.id)
    await execute(second.id, trainer)
    ended = await TrainingRun.get(id=second.id)
    assert ended.status is RunStatus.REJECTED, ended.reason
    assert str(ended.reason).startswith("Practice only: ")
    assert ended.report is not None
    assert ended.report["reasons"][0].startswith("Worse than version 1: ")
    stays = "So version 1 stays live. What you taught is given word for word all the same."
    assert str(ended.reason).endswith(stays)
    version = await AgentVersion.get(run=second)
    assert (version.status, version.report["verdict"]) == (VersionStatus.REJECTED, "worse")
    # It can be looked at, and a person may still decide otherwise.
    assert is_complete(home / "adapters" / str(agent.id) / "2", version.files)


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


async def test_a_full_disk_is_told_and_leaves_nothing_half_done(
    actor: Actor,
    agent: Agent,
    run: TrainingRun,
    trainer: Trainer,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Full when the adapter is copied to its place."""
    with monkeypatch.context() as full:
        full.setattr(shutil, "copyfile", full_disk)
        await execute(run.id, trainer)
    ended = await TrainingRun.get(id=run.id)
    assert (ended.status, ended.failure_code) == (RunStatus.FAILED, "DISK_FULL")
    assert str(ended.reason).startswith("The disk is full. Your pairs are safe")
    assert (await AgentVersion.get(run=run)).status is VersionStatus.REJECTED
    assert list((home / "adapters" / str(agent.id)).iterdir()) == []
    assert {path.name for path in (home / "runs" / str(run.id)).iterdir()} == {"child.log"}
    # The next one gets a number and a folder of its own.
    second = await runs.start(actor, agent.id)
    await execute(second.id, trainer)
    assert (await AgentVersion.get(run=second)).number == 2


async def test_a_disk_that_is_full_at_the_start(
    run: TrainingRun, trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "write_bytes", full_disk)
    await execute(run.id, trainer)
    ended = await TrainingRun.get(id=run.id)
    assert (ended.status, ended.failure_code) == (RunStatus.FAILED, "DISK_FULL")


async def test_a_version_that_is_not_served_as_trained_waits_for_a_person(
    actor: Actor, agent: Agent, run: TrainingRun, trainer: Trainer
) -> None:
    """The server takes the adapter and goes on answering as it did before."""
    asked: list[str] = []

    async def ask(name: str, messages: list[dict[str, str]], tokens: int) -> str:
        asked.append(name)
        return "What it always says."

    async def prove(name: str, questions: Sequence[Canary]) -> str | None:
        return await unproven(questions, partial(ask, name))

    await execute(run.id, replace(trainer, prove=prove))

    ended = await TrainingRun.get(id=run.id)
    version = await AgentVersion.get(run=run)
    assert (ended.status, version.status) == (RunStatus.REJECTED, VersionStatus.REJECTED)
    why = "the model server gives 0 of "
    assert version.report["unproven"].startswith(why)
    assert str(ended.reason).startswith(f"Practice only: {why}")
    assert ". So the base model stays." in str(ended.reason)
    assert set(asked) == {f"{agent.id}@1"}
    with pytest.raises(Conflict, match=f"was not seen to answer as it was trained: {why}"):
        await versions.promote(actor, version.id)


async def test_two_trainers_do_not_share_a_run(run: TrainingRun, trainer: Trainer) -> None:
    await asyncio.gather(*(execute(run.id, replace(trainer, owner=f"t{n}")) for n in range(3)))
    ended = await TrainingRun.get(id=run.id)
    assert (ended.status, ended.lease_epoch) == (RunStatus.SUCCEEDED, 1)
    assert await AgentVersion.filter(run=run).count() == 1


@pytest.mark.torture
async def test_several_processes_share_a_run(run: TrainingRun, trainer: Trainer) -> None:
    await execute(run.id, replace(trainer, processes=2))
    ended = await TrainingRun.get(id=run.id)
    assert ended.status is RunStatus.SUCCEEDED, ended.reason
    assert [point["step"] for point in ended.curve] == list(range(13))
