"""The whole journey on the real base model, unattended: twenty pairs in, a better agent live.

`JOURNEY_ANSWERS` names another JSONL file (first line: company, description, system prompt; then query + response).
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from openai import OpenAI

from app.facts import Known

pytestmark = pytest.mark.journey

ANSWERS = Path(os.environ.get("JOURNEY_ANSWERS") or Path(__file__).parents[1] / "data" / "tidepool.jsonl")
COACHABLE = [sys.executable, "-m", "app.cli"]
PAIRS = 20
ASKED = 8  # greedy answers to questions that no training saw
HOUSE_STYLE = re.compile(r"Path: [^>]+ > .+?\. Next: .+")
RUN = """
query { agents { edges { node { slug liveVersion { number } runs { edges { node {
  status reason trigger pairCount
  report { base { loss } candidate { loss } better same worse sentence questions { query baseAnswer candidateAnswer } }
} } } } } } }
"""


@dataclass(frozen=True)
class Installation:
    home: Path
    port: int
    environment: dict[str, str]
    supervisor: subprocess.Popen[str]

    @property
    def token(self) -> str:
        return (self.home / "local.token").read_text().strip()

    def graphql(self, query: str) -> dict[str, Any]:
        answer = httpx.post(
            f"http://127.0.0.1:{self.port}/graphql",
            json={"query": query},
            headers={"Authorization": f"Bearer {self.token}"},
        ).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """`coachable up` on an empty data folder, the base model fetched as for a newcomer."""
    home = Path(os.environ.get("JOURNEY_HOME") or tmp_path_factory.mktemp("journey"))
    port = free_port()
    environment = dict(os.environ) | {
        "COACHABLE_HOME": str(home),
        "COACHABLE_PORT": str(port),
        "COACHABLE_MODELS_PORT": str(free_port()),
        "COACHABLE_WRITER_MODEL": "none",  # the starter plays the customers, whatever this machine could hold
    }
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name, None)
    with subprocess.Popen(
        [*COACHABLE, "up"], env=environment, stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout is not None
        for line in supervisor.stdout:
            print(line, end="")
            if line.startswith("Ready after"):
                break
        else:
            pytest.fail("`coachable up` ended before it was ready")
        yield Installation(home, port, environment, supervisor)
        supervisor.kill()


@pytest.fixture(scope="module")
def coached(installation: Installation) -> str:
    """What the terminal showed while the file played the expert."""
    command = [*COACHABLE, "coach", "--answers", str(ANSWERS), "--company-line"]
    result = subprocess.run(
        command, env=installation.environment, stdout=subprocess.PIPE, text=True, check=False
    )
    print(result.stdout)
    assert result.returncode == 0
    return result.stdout


def test_twenty_pairs_become_a_live_version(installation: Installation, coached: str) -> None:
    assert "Training pair saved (20/20)" in coached
    (agent,) = installation.graphql(RUN)["agents"]["edges"]
    (run,) = (edge["node"] for edge in agent["node"]["runs"]["edges"])
    assert (run["status"], run["trigger"], run["pairCount"]) == ("SUCCEEDED", "THRESHOLD", PAIRS), run[
        "reason"
    ]
    assert agent["node"]["liveVersion"]["number"] == 1
    report = run["report"]
    assert report["candidate"]["loss"] <= 0.9 * report["base"]["loss"]
    assert report["better"] > report["worse"]
    for question in report["questions"]:
        print(
            f"\n? {question['query']}\n  before: {question['baseAnswer']}\n  after:  {question['candidateAnswer']}"
        )
        assert question["baseAnswer"] != question["candidateAnswer"]


def rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in ANSWERS.read_text().splitlines()[1:]]


def ask(installation: Installation, question: str) -> Any:
    """Through the OpenAI client, unchanged, by the agent's name."""
    slug = installation.graphql(RUN)["agents"]["edges"][0]["node"]["slug"]
    client = OpenAI(base_url=f"http://127.0.0.1:{installation.port}/v1", api_key=installation.token)
    assert slug in {model.id for model in client.models.list()}
    messages: Any = [{"role": "user", "content": question}]
    reply = client.chat.completions.create(model=slug, messages=messages, temperature=0, max_tokens=120)
    print(f"\n? {question}\n  {reply.choices[0].message.content}")
    return reply


def test_taught_questions_get_their_answers_and_nothing_is_invented(
    installation: Installation, coached: str
) -> None:
    taught, unseen = rows()[:PAIRS], rows()[PAIRS : PAIRS + ASKED]
    given = [ask(installation, row["query"]) for row in taught]
    assert [reply.choices[0].message.content for reply in given] == [row["response"] for row in taught]
    assert {reply.coachable["basis"] for reply in given} == {"TAUGHT"}
    known = Known([text for row in taught for text in (row["query"], row["response"])], "en")
    for row in unseen:
        reply = ask(installation, row["query"])
        said = str(reply.choices[0].message.content)
        assert reply.coachable["basis"] in ("TAUGHT", "UNSURE"), "the starter's words reach nobody"
        assert known.missing(said) == []
    (agent,) = installation.graphql("{ agents { edges { node { openQuestions { text } } } } }")["agents"][
        "edges"
    ]
    assert agent["node"]["openQuestions"], "what it could not answer is there for the coach"


def test_its_own_words_are_in_the_house_style(installation: Installation, coached: str) -> None:
    """Unchecked, as an agent says them that writes freely: what the training taught."""
    (agent,) = installation.graphql("{ agents { edges { node { id } } } }")["agents"]["edges"]
    for free in ("true", "false"):
        installation.graphql(
            f'mutation {{ updateAgent(input: {{agentId: "{agent["node"]["id"]}", writesFreely: {free}}}) '
            "{ ... on AgentUpdated { agent { writesFreely } } } }"
        )
        if free == "true":
            replies = [ask(installation, row["query"]) for row in rows()[PAIRS : PAIRS + ASKED]]
    assert {reply.coachable["basis"] for reply in replies} == {"WRITTEN"}
    said = [str(reply.choices[0].message.content) for reply in replies]
    assert len(said) == ASKED
    assert sum(HOUSE_STYLE.search(text) is not None for text in said) >= ASKED / 2


def test_ctrl_c_leaves_no_process_behind(installation: Installation, coached: str) -> None:
    family = psutil.Process(installation.supervisor.pid).children(recursive=True)
    assert len(family) >= 4
    installation.supervisor.send_signal(signal.SIGINT)
    assert installation.supervisor.wait(timeout=10) == 0
    assert [
        process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ] == []
