"""A real vLLM serves what was trained here: `make vllm`. The base model, the training and the store are real too.

What it prints stands in docs/operation.md.
"""

import asyncio
import json
import os
import pickle
import shutil
import signal
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import httpx
import psutil
import pytest
from safetensors.torch import load_file, save_file

from app.basemodels.fetching import ensure_base_model
from app.contracts.report import Report
from app.errors import UpstreamFailed
from app.events import doorbell
from app.files import sha256
from app.infra.embedded import wait_until_gone
from app.infra.serving import Serving
from app.models import Agent, AgentVersion, RunStatus, TrainingRun, VersionStatus
from app.pairs import service as pairs
from app.serving import canaries
from app.serving.store import store_of
from app.trainer.execution import Trainer, execute
from app.versions.folders import listing
from app.workspaces import service as workspaces
from tests.factories import make_agent, make_session
from tests.serving.hosts import BASE, Hosts
from tests.trainer import gate

pytestmark = pytest.mark.vllm

PAIRS = 20
ENDS_WITHIN_S = 30.0
ANSWERS = Path(__file__).parents[1] / "data" / "tidepool.jsonl"
VARIABLES = {
    "COACHABLE_MODELS_ENGINE": "vllm",
    "COACHABLE_VLLM_ARGUMENTS": "--enforce-eager",
    "VLLM_CPU_KVCACHE_SPACE": "1",
}


@dataclass(frozen=True)
class Trained:
    agent: Agent
    version: AgentVersion
    serving: Serving
    hosts: Hosts
    process: psutil.Process  # of the gateway

    @property
    def name(self) -> str:
        return f"{self.agent.id}@{self.version.number}"


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    patch = pytest.MonkeyPatch()
    yield patch
    patch.undo()


@pytest.fixture(scope="module")
async def trained(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_url: str,
    redis_url: str,
    _pool: None,
    patch: pytest.MonkeyPatch,
) -> AsyncIterator[Trained]:
    """Host one serves by vLLM, host two trains twenty pairs: one version, gone live by its answers there."""
    gate.blind(patch)
    root = tmp_path_factory.mktemp("vllm")
    folder = await asyncio.to_thread(ensure_base_model, BASE, Path(os.environ.get("VLLM_BASE", root)))
    hosts = Hosts(root, folder, 600.0, DATABASE_URL=postgres_url, REDIS_URL=redis_url)
    try:
        yield await trained_by(hosts, folder)
    finally:
        ours = [one for one in psutil.Process().children(recursive=True) if is_vllm(one)]
        hosts.stop()
        assert await asyncio.to_thread(wait_until_gone, ours, ENDS_WITHIN_S)


def is_vllm(process: psutil.Process) -> bool:
    try:
        return "vllm" in " ".join(process.cmdline()).lower()
    except psutil.Error:  # the gateway that was killed is a zombie until the end
        return False


async def trained_by(hosts: Hosts, folder: Path) -> Trained:
    began = time.monotonic()
    process = hosts.start_models(**VARIABLES)
    print(f"vLLM answers after {time.monotonic() - began:.0f} s")
    settings = hosts.settings("two")
    serving = Serving.of(settings)

    async def find(name: str) -> Path:
        return folder

    doorbell.install(doorbell.Silent())
    actor = await workspaces.local_actor()
    agent = await make_agent(actor)
    await Agent.filter(id=agent.id).update(base_model=BASE)
    session = await make_session(actor, agent)
    for line in ANSWERS.read_text().splitlines()[1 : PAIRS + 1]:
        row = json.loads(line)
        await pairs.add(actor, session.id, query=row["query"], response=row["response"])
    run = await TrainingRun.get(agent_id=agent.id)  # the twentieth pair has started it
    trainer = Trainer(
        "two", settings.home, 30, 3, find, serving.ensure, store=store_of(settings), prove=serving.unproven
    )
    await execute(run.id, trainer)
    run = await TrainingRun.get(id=run.id)
    assert run.status is RunStatus.SUCCEEDED, run.reason
    print(
        f"trained and published in {sum(run.phases.values()):.0f} s, published in {run.phases['publish']:.1f} s"
    )
    return Trained(agent, await AgentVersion.get(run=run), serving, hosts, psutil.Process(process.pid))


async def said(serving: Serving, name: str, messages: list[dict[str, str]], tokens: int = 48) -> str:
    pieces = serving.stream_chat(name, messages, temperature=0.0, max_tokens=tokens)
    return "".join([piece async for piece in pieces])


async def test_it_went_live_by_what_vllm_answers(trained: Trained) -> None:
    assert (trained.version.status, trained.version.report["unproven"]) == (VersionStatus.LIVE, None)
    there = trained.hosts.homes["one"] / "adapters" / str(trained.agent.id) / "1"
    assert {path.name for path in there.iterdir()} == set(trained.version.files)
    asked = canaries.of_report(Report.model_validate(trained.version.report))
    assert len(asked) >= canaries.ASKED
    for canary in asked:
        assert canary.trained_nats is not None
        assert canary.base_nats is not None
        served = await trained.serving.rate(trained.name, canary.messages, canary.expected)
        bare = await trained.serving.rate("base", canary.messages, canary.expected)
        assert served is not None
        assert bare is not None
        answers = [await said(trained.serving, name, canary.messages) for name in (trained.name, "base")]
        assert answers[0] != answers[1]
        print(
            f"nats a token: trained {canary.trained_nats:.3f}, served {served:.3f}; "
            f"base model {canary.base_nats:.3f}, served {bare:.3f}"
        )
        assert canary.is_near(served, canary.trained_nats)
        assert not canary.is_near(bare, canary.trained_nats)


def put(trained: Trained, number: int, factor: float) -> str:
    """The live version's adapter, its weights times `factor`, into the store under a number of its own."""
    store = store_of(trained.hosts.settings("two"))
    assert store is not None
    made = trained.hosts.store.parent / f"made-{number}"
    store.fetch(trained.agent.id, 1, made)
    weights = load_file(made / "adapter_model.safetensors")
    scaled = {name: value * factor for name, value in weights.items()}
    save_file(scaled, made / "adapter_model.safetensors", metadata={"format": "pt"})
    manifest = json.loads((made / "manifest.json").read_text())
    file = made / "adapter_model.safetensors"
    manifest["files"][file.name] = {"sha256": sha256(file), "bytes": file.stat().st_size}
    (made / "manifest.json").write_text(json.dumps(manifest))
    store.put(trained.agent.id, number, made, listing(made))
    return f"{trained.agent.id}@{number}"


async def test_an_adapter_that_is_loaded_and_not_applied_is_refused(trained: Trained) -> None:
    """vLLM takes it with a 200, as in its issues 34186, 49354, 41754, 34591 and 55193."""
    asked = canaries.of_report(Report.model_validate(trained.version.report))
    name = put(trained, 2, 0.0)
    await trained.serving.ensure(name)
    assert await trained.serving.unproven(name, asked) == (
        "the model server answers as the base model does, without what was trained"
    )
    assert await trained.serving.unproven(trained.name, asked) is None


async def test_half_of_what_was_trained_is_refused(trained: Trained) -> None:
    name = put(trained, 3, 0.5)
    await trained.serving.ensure(name)
    asked = canaries.of_report(Report.model_validate(trained.version.report))
    assert "answers as they were trained" in str(await trained.serving.unproven(name, asked))


async def test_a_swap_costs_no_request(trained: Trained) -> None:
    """Four clients ask the old version while a new one is registered, and the new one from then on."""
    messages = canaries.of_report(Report.model_validate(trained.version.report))[0].messages
    live, swapped, answered = [trained.name], asyncio.Event(), asyncio.Event()
    answers: dict[str, set[str]] = {}

    async def client() -> int:
        asked = 0
        while not swapped.is_set() or asked < 3:
            name = live[0]
            answers.setdefault(name, set()).add(await said(trained.serving, name, messages, 16))
            answered.set()
            asked += 1
        return asked

    async with asyncio.TaskGroup() as group:  # a client that fails ends the waiting for the others
        clients = [group.create_task(client()) for _ in range(4)]
        await answered.wait()
        new = put(trained, 4, 1.0)
        began = time.monotonic()
        await trained.serving.ensure(new)
        print(f"registered beside four clients in {time.monotonic() - began:.2f} s")
        live[0] = new
        while new not in answers:
            answered.clear()
            await answered.wait()
        swapped.set()
    print(f"{sum(task.result() for task in clients)} requests, none failed")
    assert set(answers) == {trained.name, new}


async def test_hostile_folders_never_reach_vllm(trained: Trained) -> None:
    root = trained.hosts.homes["one"] / "adapters"
    shutil.copytree(root / str(trained.agent.id) / "1", root / "odd" / "1")
    (root / "odd" / "1" / "adapter_model.bin").write_bytes(pickle.dumps({"weights": 1}))
    headers = {"Authorization": f"Bearer {trained.serving.key}"}
    async with httpx.AsyncClient(
        base_url=trained.serving.base_url, headers=headers, trust_env=False
    ) as client:
        for name, path, words in (
            ("odd@1", str(root / "odd" / "1"), "adapter_model.bin"),
            ("other", "/etc", "lora_path must be"),
            ("hub", "org/adapter-on-the-hub", "lora_path must be"),
            ("base", str(root / "odd" / "1"), "can't be an adapter's name"),
        ):
            answer = await client.post("/load_lora_adapter", json={"lora_name": name, "lora_path": path})
            assert (answer.status_code, words in answer.text) == (400, True), answer.text
        known = {model["id"] for model in (await client.get("/models")).json()["data"]}
        assert not known & {"odd@1", "other", "hub"}
        assert (await client.get("/models", headers={"Authorization": "Bearer wrong"})).status_code == 401


async def test_how_fast_it_answers(trained: Trained) -> None:
    """Printed, not judged."""
    messages = canaries.of_report(Report.model_validate(trained.version.report))[0].messages
    for at_once in (1, 16):
        began = time.monotonic()
        body = {
            "model": trained.name,
            "messages": messages,
            "max_tokens": 64,
            "ignore_eos": True,
            "temperature": 0,
        }
        async with trained.serving.client() as client:
            answers = await asyncio.gather(
                *(client.post("chat/completions", json=body, timeout=300) for _ in range(at_once))
            )
        tokens = sum(answer.json()["usage"]["completion_tokens"] for answer in answers)
        print(f"{at_once} at once: {tokens / (time.monotonic() - began):.0f} tokens/s")


async def test_it_dies_with_its_gateway_and_comes_back(trained: Trained) -> None:
    """The last one here: a version is found in the store again at its first request."""
    family = trained.process.children(recursive=True)
    assert family
    trained.process.send_signal(signal.SIGKILL)
    assert await asyncio.to_thread(wait_until_gone, family, ENDS_WITHIN_S)
    messages = [{"role": "user", "content": "Hi"}]
    with pytest.raises(UpstreamFailed):
        await said(trained.serving, trained.name, messages)

    await asyncio.to_thread(lambda: trained.hosts.start_models(**VARIABLES))

    assert await said(trained.serving, trained.name, messages)
    assert UUID(trained.name.partition("@")[0]) == trained.agent.id
