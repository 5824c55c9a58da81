"""Families other than Llama from createAgent to a live version, through the API and the real training child."""

import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from app.api.ids import decode
from app.inference.engine import Engine
from app.inference.generation import GenerationRequest
from app.models import Agent, TrainingRun
from app.trainer.execution import Trainer, execute
from app.versions.service import serving_name
from tests.api.conftest import Api, api
from tests.api.test_base_models import CREATE
from tests.api.test_coaching import ADD, START
from tests.factories import unlike_text
from tests.families import Family, family
from tests.trainer import gate

pytestmark = pytest.mark.slow

__all__ = ["api"]

THRESHOLD = """
mutation ($id: ID!) { updateAutoTraining(input: {agentId: $id, pairThreshold: 10}) { __typename } }"""
LIVE = """
query ($id: ID!) { agent(id: $id) { baseModel liveVersion { number status baseModel } } }"""


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize(
    "name",
    [
        "Qwen 3",
        pytest.param("Gemma 3", marks=pytest.mark.families),
        pytest.param("LFM2", marks=pytest.mark.families),
    ],
)
async def test_from_create_agent_to_a_live_version(
    name: str, api: Api, home: Path, family_folder: Callable[[Family], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.blind(monkeypatch)
    api.http.timeout = httpx.Timeout(
        120
    )  # the probe of a model that was never asked about imports transformers
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    model = str(family(name))
    base = home / "models" / model
    shutil.copytree(family_folder(family(name)), base)

    created = await api.data(
        CREATE, input={"name": "Shop", "description": "A small shop for tea.", "baseModel": model}
    )
    assert created["createAgent"]["__typename"] == "AgentCreated", created
    agent = created["createAgent"]["agent"]["id"]
    await api.data(THRESHOLD, id=agent)
    started = await api.data(START, input={"agentId": agent})
    session = started["startSession"]["session"]["id"]
    for number in range(10):
        pair = {"sessionId": session, "query": unlike_text(number), "response": f"Answer {number}."}
        saved = (await api.data(ADD, input=pair))["addPair"]
    run_id = decode("TrainingRun", saved["trainingRun"]["id"], "runId")

    async def find(wanted: str) -> Path:
        return home / "models" / wanted

    async def ensure(_name: str) -> None:
        pass

    await execute(run_id, Trainer("test", home, 30, 3, find, ensure, {"steps": 30, "learning_rate": 0.02}))

    run = await TrainingRun.get(id=run_id)
    live = (await api.data(LIVE, id=agent))["agent"]["liveVersion"]
    assert live == {
        "number": 1,
        "status": "LIVE",
        "baseModel": model,
    }, run.reason
    engine = Engine(base, home / "adapters", device="cpu", threads=1)
    messages = [{"role": "user", "content": unlike_text(0)}]
    said = []
    for served in ("base", serving_name(await Agent.get(id=run.agent_id), 1)):
        generation = await engine.generate(GenerationRequest(served, messages, max_tokens=6))
        said.append("".join([piece async for piece in generation]))
    engine.stop()
    assert said[0] != said[1]
