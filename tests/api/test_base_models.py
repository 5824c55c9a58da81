"""Base models over GraphQL: what there is, what an agent may have, what is said where one is missing."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.agents import choosing
from app.agents import service as agents
from app.answers import style
from app.answers.rules import Rule, RuleKind
from app.api.ids import encode
from app.basemodels import listing
from app.basemodels.hardware import Hardware
from app.basemodels.probe import Probe
from app.events import doorbell
from app.models import Agent, AgentVersion, RunTrigger, TrainingRun, VersionStatus
from app.models.clock import now
from tests.api.conftest import BEARER, Api
from tests.factories import make_agent
from tests.tiny_model import make_tiny_model

GIB = 1 << 30
LIST = "query { baseModels { id title fit state sentence isDefault isStarter bytesDone size notice } }"
CREATE = """
mutation Create($input: CreateAgentInput!) {
  createAgent(input: $input) {
    __typename ... on AgentCreated { agent { id baseModel useExamples baseModelNotice } }
    ... on InvalidInput { field message }
  }
}"""
UPDATE = """
mutation Update($input: UpdateAgentInput!) {
  updateAgent(input: $input) {
    __typename ... on AgentUpdated { agent { baseModel useExamples baseModelNotice } }
    ... on InvalidInput { field message }
  }
}"""
DEFAULT = "smollm2-135m-instruct"


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 20 GiB, without a GPU."""
    hardware = Hardware(20 * GIB, cores=4, gpu_bytes=0, disk_bytes=100 * GIB, bfloat16=True)
    for module in (listing, choosing):
        monkeypatch.setattr(module, "this_machine", lambda _home: hardware)


@pytest.fixture(autouse=True)
def probes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In place of a child that looks at files for seconds: what it finds wrong with each, nothing at first."""
    wrong: list[str] = []
    found = lambda _: Probe(True, True, wrong[0] if wrong else True, {})  # noqa: E731
    monkeypatch.setattr(choosing, "probe", found)
    return wrong


@pytest.fixture
def local(home: Path) -> Iterator[Path]:
    """A model of our own, below models."""
    yield make_tiny_model(home / "models" / "our-own")
    shutil.rmtree(home / "models" / "our-own", ignore_errors=True)


async def models(api: Api) -> dict[str, dict[str, Any]]:
    return {model["id"]: model for model in (await api.data(LIST))["baseModels"]}


async def create(api: Api, **values: object) -> dict[str, Any]:
    values = {
        "name": "Shop",
        "description": "A small shop for tea. The agent answers its customers.",
    } | values
    found: dict[str, Any] = (await api.data(CREATE, input=values))["createAgent"]
    return found


async def test_the_list_says_what_fits_and_what_is_here(api: Api, local: Path) -> None:
    found = await models(api)

    default = found[DEFAULT]
    assert next(iter(found)) == DEFAULT
    assert (default["isDefault"], default["isStarter"], default["fit"]) == (True, True, "NOW")
    assert default["notice"].startswith("It learns how you write, not what you know")
    assert [id for id, model in found.items() if model["isDefault"]] == [DEFAULT]
    own = found["our-own"]
    assert (own["state"], own["sentence"], own["fit"], own["notice"]) == (
        "HERE",
        "our-own is here.",
        "NOW",
        None,
    )
    large = found["qwen3-8b"]
    assert (large["state"], large["fit"], large["bytesDone"]) == ("NOT_HERE", "NO", None)
    assert large["size"] > 2**31
    assert found["qwen3-0.6b"]["fit"] == "NOW"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            "no-such-model",
            "Base model no-such-model is unknown: choose one of `baseModels`, or put its files into ",
        ),
        (" ", "The name of the base model is empty"),
        ("/etc", "/etc is a path: put the model into "),
        ("../our-own", "../our-own is a path"),
        ("..", ".. is a path"),
        ("our-own/", "our-own/ is a path"),  # it would be another name of the same model
        ("./our-own", "./our-own is a path"),
        ("a" * 300, "The name of a base model has at most 255 bytes"),
        ("qwen3-8b", "Qwen3 8B is too large for this machine. Needs "),
        ("qwen3-1.7b", "Qwen3 1.7B fits in 4 bits only. Needs "),
    ],
)
async def test_what_an_agent_can_not_have_is_refused_before_anything_is_stored(
    api: Api, wanted: str, message: str
) -> None:
    refused = await create(api, baseModel=wanted)

    assert (refused["__typename"], refused["field"]) == ("InvalidInput", "baseModel")
    assert refused["message"].startswith(message)
    assert await Agent.all().count() == 0

    agent = await make_agent(api.actor)
    refused = (await api.data(UPDATE, input={"agentId": encode("Agent", agent.id), "baseModel": wanted}))[
        "updateAgent"
    ]
    assert (refused["__typename"], refused["field"]) == ("InvalidInput", "baseModel")
    assert (await Agent.get(id=agent.id)).base_model == DEFAULT


async def test_a_link_to_itself_is_no_model(api: Api, home: Path) -> None:
    link = home / "models" / "circle"
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(link)
    try:
        refused = await create(api, baseModel="circle")
    finally:
        link.unlink()
    assert refused["message"].startswith("Base model circle is unknown")


async def test_what_the_probe_finds_wrong_is_said_at_once(api: Api, local: Path, probes: list[str]) -> None:
    probes.append("our-own has layers that the own model server does not know: choose another base model.")

    refused = await create(api, baseModel="our-own")

    assert refused == {"__typename": "InvalidInput", "field": "baseModel", "message": probes[0]}
    assert await Agent.all().count() == 0


async def test_a_model_that_is_not_here_is_fetched(api: Api) -> None:
    made = (await create(api, baseModel="qwen3-0.6b"))["agent"]

    assert (made["baseModel"], made["useExamples"]) == ("qwen3-0.6b", True)
    assert made["baseModelNotice"] == (
        "Qwen3 0.6B is not here. Until it is here your answers are given word for word and training waits for it."
    )
    agent = await Agent.get()
    assert (doorbell.FETCH_BASE_MODEL, agent.id) in api.bells.jobs


async def test_an_agent_moves_to_another_base_model(api: Api, local: Path, home: Path) -> None:
    agent = await make_agent(api.actor)
    before = shutil.copytree(local, home / "models" / "before").name
    run = await TrainingRun.create(agent=agent, trigger=RunTrigger.MANUAL, queued_at=await now())
    await AgentVersion.create(agent=agent, run=run, number=1, base_model=before, status=VersionStatus.LIVE)

    found = await api.data(UPDATE, input={"agentId": encode("Agent", agent.id), "baseModel": "our-own"})

    assert found["updateAgent"]["agent"] == {
        "baseModel": "our-own",
        "useExamples": True,
        "baseModelNotice": "Version 1 was trained on before, on which it goes on answering until a version of "
        "our-own is better.",
    }
    assert not [job for job, _ in api.bells.jobs if job == doorbell.FETCH_BASE_MODEL]
    shutil.rmtree(home / "models" / before)


async def test_each_is_asked_of_its_own_base_model(api: Api, local: Path) -> None:
    default, other = await make_agent(api.actor, "Default"), await make_agent(api.actor, "Other")
    for agent, base in ((default, DEFAULT), (other, DEFAULT)):
        run = await TrainingRun.create(agent=agent, trigger=RunTrigger.MANUAL, queued_at=await now())
        await AgentVersion.create(agent=agent, run=run, number=1, base_model=base, files={"a": {}})
    await agents.update(api.actor, other.id, base_model="our-own")

    for model in ("default", "other", "other@1"):
        body = {
            "model": model,
            "messages": [{"role": "user", "content": "How?"}],
            "coachable": {"unchecked": True},
        }
        assert (await api.http.post("/v1/chat/completions", json=body, headers=BEARER)).status_code == 200

    assert [asked["model"] for asked in api.models.asked] == ["base", "base:our-own", f"{other.id}@1"]


async def test_a_version_keeps_the_prompt_of_its_base_model(api: Api, local: Path) -> None:
    """Larger ones than the starter read the house style."""
    agent = await make_agent(api.actor)
    await style.update(api.actor, agent.id, own=[Rule(RuleKind.AVOID, "sorry")])
    run = await TrainingRun.create(agent=agent, trigger=RunTrigger.MANUAL, queued_at=await now())
    await AgentVersion.create(agent=agent, run=run, number=1, base_model=DEFAULT)
    await agents.update(api.actor, agent.id, base_model="our-own")

    query = "query($id: ID!) { agent(id: $id) { servedPrompt versions { edges { node { baseModel servedPrompt } } } } }"
    found = (await api.data(query, id=encode("Agent", agent.id)))["agent"]

    version = found["versions"]["edges"][0]["node"]
    assert version == {"baseModel": DEFAULT, "servedPrompt": agent.system_prompt}
    assert found["servedPrompt"].startswith(f"{agent.system_prompt}\n\nEach of your answers:")


async def test_a_base_model_that_is_gone_is_said(api: Api, local: Path, home: Path) -> None:
    await create(api, baseModel="our-own")
    shutil.rmtree(local)

    gone = (await models(api))["our-own"]
    sentence = (
        f"Base model our-own is gone: put its files into {home / 'models' / 'our-own'}, or choose another one for the "
        "agent."
    )
    assert (gone["state"], gone["sentence"]) == ("GONE", sentence)
    agent = (await api.data("query { agents { edges { node { baseModelNotice } } } }"))["agents"]["edges"][0][
        "node"
    ]
    assert agent["baseModelNotice"] == (
        f"{sentence} Until then your answers are given word for word and nothing is trained."
    )
