"""Two base models in one installation: agents on each, and one that moves from the first to the second."""

import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.basemodels.default import default_of
from app.basemodels.listing import Standing, State
from app.config import get_settings
from app.errors import Conflict
from app.events import doorbell
from app.inference.engine import Engine
from app.inference.engines import Engines, OtherBases
from app.inference.generation import GenerationRequest
from app.models import Agent, AgentVersion, AutoTraining, GoLiveWhen, RunStatus, TrainingRun, VersionStatus
from app.replies.prompt import with_sources
from app.runs import auto, lease
from app.runs import service as runs
from app.serving.canaries import Canary, Message, unproven
from app.trainer import execution
from app.trainer.execution import Trainer, execute
from app.trainer.jobs import train
from app.trainer.spare import Spare
from app.versions import service as versions
from tests.factories import make_agent, make_pairs, make_session
from tests.tiny_model import make_tiny_model
from tests.trainer import gate

STEPS = {"steps": 30, "checkpoint_every": 10, "learning_rate": 0.02}  # enough for random weights to be better


@pytest.fixture(scope="module")
def bases(home: Path) -> Iterator[dict[str, Path]]:
    """The default and another one below models, where agents may choose it."""
    names = {default_of(get_settings()).model.id: 0, "another": 1}
    yield {name: make_tiny_model(home / "models" / name, seed, 2048) for name, seed in names.items()}
    shutil.rmtree(home / "models")


@pytest.fixture(autouse=True)
def _blind_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    gate.blind(monkeypatch)


@pytest.fixture
async def engines(bases: dict[str, Path], home: Path) -> AsyncIterator[Engines]:
    def load(folder: Path) -> Engine:
        return Engine(folder, home / "adapters", device="cpu", threads=1)

    (home / "adapters").mkdir(exist_ok=True)
    others = OtherBases(lambda name: home / "models" / name, load, lambda _: 1, lambda: 2)
    engines = Engines(load(next(iter(bases.values()))), home / "adapters", others)
    yield engines
    engines.stop()


@pytest.fixture
def trainer(home: Path, bases: dict[str, Path], engines: Engines, resident: Spare) -> Trainer:
    async def find(name: str) -> Path:
        return bases[name]

    async def load(name: str) -> None:
        await engines.load_adapter(name, str(home / "adapters" / name.replace("@", "/")))

    async def prove(name: str, asked: Sequence[Canary]) -> str | None:
        proven.append(name)
        return await unproven(asked, partial(_answer, engines, name), partial(_rate, engines, name))

    proven.clear()
    return Trainer("test", home, 30, 3, find, load, STEPS, prove=prove, spare=resident)


proven: list[str] = []  # names that were asked for before a version went live


async def _answer(engines: Engines, name: str, messages: list[Message], tokens: int) -> str:
    generation = await engines.generate(GenerationRequest(name, messages, temperature=0.0, max_tokens=tokens))
    return "".join([piece async for piece in generation])


async def _rate(engines: Engines, name: str, messages: list[Message], answer: str) -> float:
    request = GenerationRequest(name, [*messages, {"role": "assistant", "content": answer}], rate_last=True)
    generation = await engines.generate(request)
    assert [piece async for piece in generation] == []
    *of_answer, _line_break = [-one.logprob for one in generation.rated]
    return sum(of_answer) / len(of_answer)


async def trained(actor: Actor, agent: Agent, trainer: Trainer) -> TrainingRun:
    run = await runs.start(actor, agent.id)
    await execute(run.id, trainer)
    return await TrainingRun.get(id=run.id)


async def said(engines: Engines, agent: Agent) -> tuple[str, str]:
    """The name that is asked for what answers, and its words."""
    answering = await versions.answering(await Agent.get(id=agent.id), None)
    messages, _ = with_sources(answering.agent.system_prompt, [], [{"role": "user", "content": "How?"}])
    generation = await engines.generate(GenerationRequest(answering.serving_name, messages, max_tokens=8))
    return answering.serving_name, "".join([piece async for piece in generation])


@pytest.mark.slow
async def test_an_agent_moves_to_another_base_model_while_its_old_version_answers(
    actor: Actor, trainer: Trainer, engines: Engines
) -> None:
    default = default_of(get_settings()).model.id
    first, second = await make_agent(actor, "First"), await make_agent(actor, "Second")
    second = await agents.update(actor, second.id, base_model="another")
    for agent in (first, second):
        await make_pairs(actor, await make_session(actor, agent), 10)
    assert [(await said(engines, agent))[0] for agent in (first, second)] == ["base", "base:another"]

    for agent, base in ((first, default), (second, "another")):
        run = await trained(actor, agent, trainer)
        assert (run.status, run.base_model) == (RunStatus.SUCCEEDED, base), run.reason
        assert (await AgentVersion.get(run=run)).base_model == base
    assert [(await said(engines, agent))[0] for agent in (first, second)] == [
        f"{first.id}@1",
        f"{second.id}@1",
    ]
    assert engines.names[-2:] == [(f"{first.id}@1", default), (f"{second.id}@1", "another")]

    before = await said(engines, first)
    facts = await auto.facts(first.id, run.queued_at)
    assert (facts.total_pairs, facts.new_pairs) == (10, 0)
    await agents.update(actor, first.id, base_model="another")

    assert await said(engines, first) == before
    assert (await auto.facts(first.id, run.queued_at)).new_pairs == 10
    run = await trained(actor, first, trainer)
    assert (run.status, run.base_model) == (RunStatus.SUCCEEDED, "another"), run.reason
    assert run.reason is not None
    assert run.reason.endswith(
        f"Version 1 was not compared: it was trained on another base model, {default}."
    )
    version = await AgentVersion.get(run=run)
    assert (version.number, version.status, version.base_model) == (2, VersionStatus.LIVE, "another")
    assert version.report["live"] is None
    assert proven == [f"{first.id}@1", f"{second.id}@1", f"{first.id}@2"]
    assert version.report["unproven"] is None
    assert (await said(engines, first))[0] == f"{first.id}@2"
    assert engines.names[-1] == (f"{second.id}@1", "another")
    assert (f"{first.id}@2", "another") in engines.names


@pytest.mark.slow
async def test_a_version_that_does_not_beat_its_base_model_replaces_nothing(
    actor: Actor, trainer: Trainer, engines: Engines
) -> None:
    agent = await make_agent(actor, "Third")
    await make_pairs(actor, await make_session(actor, agent), 10)
    await trained(actor, agent, trainer)
    before = await said(engines, agent)
    await AutoTraining.filter(agent=agent).update(go_live_when=GoLiveWhen.NOT_WORSE)
    await agents.update(actor, agent.id, base_model="another")

    lazy = replace(trainer, hyperparameters={"steps": 1, "learning_rate": 1e-9})
    run = await trained(actor, agent, lazy)

    assert run.status is RunStatus.REJECTED, run.reason
    assert run.reason is not None
    assert "So version 1 stays live." in run.reason
    assert await said(engines, agent) == before


async def test_a_run_keeps_the_base_model_that_it_began_with(actor: Actor, trainer: Trainer) -> None:
    agent = await make_agent(actor, "Fourth")
    await make_pairs(actor, await make_session(actor, agent), 10)
    found: list[str] = []

    async def find(name: str) -> Path:
        found.append(name)
        if len(found) == 1:
            await agents.update(actor, agent.id, base_model="another")
            raise Conflict("The machine goes down.")
        return await trainer.find_base_model(name)

    run = await runs.start(actor, agent.id)
    await execute(run.id, trainer.__class__("test", trainer.home, 30, 3, find, trainer.ensure, STEPS))

    assert found == [default_of(get_settings()).model.id]
    assert (await TrainingRun.get(id=run.id)).base_model == default_of(get_settings()).model.id


async def test_a_run_waits_in_line_while_its_base_model_is_fetched(
    actor: Actor, trainer: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = await make_agent(actor, "Fifth")
    await make_pairs(actor, await make_session(actor, agent), 10)
    run = await runs.start(actor, agent.id)
    monkeypatch.setattr(execution, "standing", lambda *_: Standing(State.FETCHING, "Fetching it."))

    await train({"trainer": trainer}, str(run.id))

    assert (await TrainingRun.get(id=run.id)).status is RunStatus.QUEUED
    assert await lease.waiting(0) == [run.id]


@pytest.fixture(autouse=True)
def _quiet_bells() -> None:
    doorbell.install(doorbell.Silent())
