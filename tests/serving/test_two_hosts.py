"""Two hosts with a data folder each: one serves, one trains; they share a store, a key and a secret."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import doorbell
from app.actor import Actor
from app.config import Settings
from app.infra.serving import Serving
from app.models import Agent, AgentVersion, RunStatus, TrainingRun, VersionStatus
from app.runs import service as runs
from app.serving.store import store_of
from app.trainer.canaries import HALF, TOKENS, Message
from app.trainer.execution import Trainer, execute
from app.workspaces import service as workspaces
from tests.factories import make_agent, make_pairs, make_session
from tests.tiny_model import make_tiny_model
from tests.trainer import gate

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0
BASE = "smollm2-135m-instruct"
SHARED = {
    "COACHABLE_SECRET": "one secret for all hosts",
    "COACHABLE_MODELS_API_KEY": "one key for all hosts",
    "COACHABLE_PRECISION": "float32",
    "OMP_NUM_THREADS": "1",
}


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


class Hosts:
    """Processes of both. Addresses of the network 127 stand for theirs."""

    def __init__(self, root: Path, base_model: Path, **services: str) -> None:
        self.models = ("127.0.0.2", free_port("127.0.0.2"))
        self.store = root / "shared"
        self._base_model, self._services = base_model, services
        self.homes = {name: root / name for name in ("one", "two")}
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def models_url(self) -> str:
        return f"http://{self.models[0]}:{self.models[1]}/v1"

    def settings(self, host: str) -> Settings:
        return Settings(
            home=self.homes[host],
            models_url=self.models_url,
            models_api_key=SHARED["COACHABLE_MODELS_API_KEY"],
            store_url=str(self.store),
            precision="float32",
        )

    def start_models(self) -> None:
        self._start(
            "models",
            "one",
            f"http://{self.models[0]}:{self.models[1]}",
            COACHABLE_MODELS_HOST=self.models[0],
            COACHABLE_MODELS_PORT=str(self.models[1]),
        )

    def start_api(self, host: str) -> str:
        port = free_port("127.0.0.1")
        url = f"http://127.0.0.1:{port}"
        self._start("api", host, url, COACHABLE_PORT=str(port), COACHABLE_MODELS_URL=self.models_url)
        return url

    def _start(self, command: str, host: str, url: str, **variables: str) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", command],
            cwd=ROOT,
            env={
                **os.environ, **SHARED, **self._services, **variables,
                "COACHABLE_HOME": str(self.homes[host]), "COACHABLE_STORE_URL": str(self.store),
                "COACHABLE_BASE_MODEL": str(self._base_model), "COACHABLE_WRITER_MODEL": "none",
            },
        )  # fmt: skip
        self._processes.append(process)
        deadline = time.monotonic() + PATIENCE_S
        while not _is_ready(url):
            assert process.poll() is None, f"{command} ended"
            assert time.monotonic() < deadline, f"{command} is not ready"
            time.sleep(0.05)

    def stop(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            process.wait(PATIENCE_S)
        self._processes.clear()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", trust_env=False).is_success
    except httpx.TransportError:
        return False


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

    async def answer(name: str, messages: list[Message]) -> str:
        pieces = serving.stream_chat(name, messages, temperature=0.0, max_tokens=TOKENS)
        return "".join([piece async for piece in pieces])

    return Trainer(
        "two", settings.home, 30, 3, find, serving.ensure, {"steps": 12, "checkpoint_every": 4},
        store=store_of(settings), ask=answer,
    )  # fmt: skip


async def asked(url: str, model: str, messages: list[Message], cookie: str) -> dict[str, Any]:
    body = {
        "model": model, "messages": messages, "temperature": 0, "max_tokens": TOKENS, "coachable": {"unchecked": True},
    }  # fmt: skip
    async with httpx.AsyncClient(
        trust_env=False, timeout=PATIENCE_S, cookies={"coachable": cookie}
    ) as client:
        answer = await client.post(f"{url}/v1/chat/completions", json=body)
    assert answer.is_success, answer.text
    return dict(answer.json())


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
