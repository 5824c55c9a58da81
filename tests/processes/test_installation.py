"""All real processes, twenty pairs and a training on a tiny model: what is left on the disk, and who may read it."""

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.api.permissions import COOKIE
from tests.factories import unlike_text
from tests.leftovers import everything_below, files_with
from tests.tiny_model import make_tiny_model
from tests.web.installation import Installation

TAUGHT = "heliotrope-4711"  # in each answer, and nowhere else
ASKED = "quillwort"  # in each question
CREATE = """
mutation($input: CreateAgentInput!) { createAgent(input: $input) { ... on AgentCreated { agent { id slug } } } }
"""
IMPORT = """
mutation($input: ImportPairsInput!) {
  importPairs(input: $input) { ... on PairsImported { pairCount session { id } trainingRun { id } } }
}"""
PAIRS = "query($id: ID!) { session(id: $id) { pairs(first: 1) { edges { node { id query response } } } } }"
DELETE = "mutation($id: ID!) { deletePair(pairId: $id) { ... on PairDeleted { notices } } }"
WATCH = "subscription($id: ID!) { trainingProgress(runId: $id) { __typename } }"


@dataclass(frozen=True)
class Trained:
    home: Path
    installation: Installation
    agent: dict[str, str]
    run: dict[str, Any]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trained]:
    base_model = make_tiny_model(tmp_path_factory.mktemp("tiny"), context=4096)
    home = tmp_path_factory.mktemp("home")
    (home / "logs").mkdir(mode=0o755)
    (home / "logs" / "of-an-earlier-release.log").write_text("x")
    (home / "logs" / "of-an-earlier-release.log").chmod(0o644)
    installation = Installation(home, base_model)
    try:
        yield train(home, installation)
    finally:
        installation.stop()


def train(home: Path, installation: Installation) -> Trained:
    agent = installation.graphql(
        CREATE, input={"name": "Tidepool", "description": "Tidepool rents out pools."}
    )["createAgent"]["agent"]
    rows = [
        {"query": f"{ASKED} {unlike_text(number)}?", "response": f"{TAUGHT} {unlike_text(number + 50)}."}
        for number in range(20)
    ]
    file = {"content": "\n".join(map(json.dumps, rows)), "name": "pairs.jsonl"}
    imported = installation.graphql(IMPORT, input={"agentId": agent["id"], "file": file})["importPairs"]
    wait_for_the_end(installation, imported["trainingRun"]["id"])
    return Trained(home, installation, agent, imported)


def wait_for_the_end(installation: Installation, run_id: str) -> None:
    """The subscription ends with the run."""
    with httpx.stream(
        "POST",
        f"{installation.url}/graphql",
        json={"query": WATCH, "variables": {"id": run_id}},
        headers={"Authorization": f"Bearer {installation.token}", "Accept": "text/event-stream"},
        timeout=120,
    ) as response:
        assert "RunFinishedEvent" in response.read().decode()


def readable_by_others(home: Path) -> list[str]:
    """But for links, sockets, and the folders that the database's own account passes through when this is root."""
    found = []
    for path in everything_below(home):
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue
        passed = stat.S_ISDIR(mode) and mode & 0o077 == 0o001
        if (stat.S_ISDIR(mode) or stat.S_ISREG(mode)) and mode & 0o077 and not passed:
            found.append(f"{stat.filemode(mode)} {path.relative_to(home)}")
    return found


@pytest.mark.slow
def test_nobody_else_can_read_the_data_folder(trained: Trained) -> None:
    assert readable_by_others(trained.home) == []
    assert any(path.name == "adapter_model.safetensors" for path in everything_below(trained.home))
    assert (trained.home / "logs" / "of-an-earlier-release.log").is_file()


def test_logs_hold_nothing_that_was_taught(trained: Trained) -> None:
    answer = httpx.post(
        f"{trained.installation.url}/v1/chat/completions",
        json={"model": trained.agent["slug"], "messages": [{"role": "user", "content": f"{ASKED} asked?"}]},
        headers={"Authorization": f"Bearer {trained.installation.token}"},
        timeout=60,
    )
    assert answer.status_code == 200
    logs = [*trained.home.glob("logs/*"), *trained.home.glob("runs/*/*.log")]
    assert {"api.log", "trainer.log", "worker.log", "models.log", "child.log"} <= {log.name for log in logs}
    telling = [log.name for log in logs if any(text in log.read_text() for text in (TAUGHT, ASKED))]
    assert telling == []


def test_logs_hold_no_token(trained: Trained) -> None:
    """Neither one that opens something nor one that does not: it may be a good one of another machine."""
    place = trained.installation
    link, jwt, wrong = (
        place.link,
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl",
        "ck_deadbeef_wrong-but-long",
    )
    with httpx.Client(base_url=place.url) as client:
        assert client.get(link).status_code == 303
        cookie = client.cookies[COOKIE]
        for token in (place.token, jwt, wrong):
            client.get("/login", params={"token": token})
            client.post(
                "/graphql",
                json={"query": "{ viewer { role } }"},
                headers={"Authorization": f"Bearer {token}"},
            )
            client.get("/v1/models", headers={"Authorization": f"Bearer {token}"})
            client.get("/login/oidc/callback", params={"code": token, "state": token})
    secrets = [place.token, link.partition("token=")[2], cookie.partition(".")[2], *jwt.split("."), wrong]
    logs = [*trained.home.glob("logs/*"), *trained.home.glob("runs/*/*.log")]
    assert {"api.log", "worker.log"} <= {log.name for log in logs}
    assert [log.name for log in logs if any(secret in log.read_text() for secret in secrets)] == []


@pytest.mark.slow
def test_the_words_of_a_deleted_pair_are_in_no_file(trained: Trained) -> None:
    """But for the database's own files, which are written over in time; its rows: tests/pairs/test_traces.py."""
    session = trained.installation.graphql(PAIRS, id=trained.run["session"]["id"])["session"]
    pair = session["pairs"]["edges"][0]["node"]
    deleted = trained.installation.graphql(DELETE, id=pair["id"])["deletePair"]
    for text in (pair["query"], pair["response"]):
        assert files_with(text, trained.home, but="postgres") == []
    assert set(deleted["notices"]) <= {"Version 1 learned it; the next training makes one without it."}
