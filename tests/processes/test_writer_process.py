"""Real processes: `coachable writer` fetches a tiny random model from a hub on loopback, serves it and lets it go."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from app.basemodels.folders import folder_of
from app.config import Settings
from app.infra.writer_models import TABLE
from app.infra.writer_state import Phase, WriterState, accept, decline, read
from app.processes.parent import ready_file
from tests.basemodels.hub import Hub, serving
from tests.tiny_model import CHAT_TEMPLATE, make_tiny_model

pytestmark = pytest.mark.slow

PATIENCE_S = 90.0
MODEL = TABLE[-1]  # its files are the tiny model's here
THINKING = CHAT_TEMPLATE.replace(
    "<|im_start|>assistant\\n",
    "<|im_start|>assistant\\n' }}{{ '' if enable_thinking is defined and not enable_thinking else 'think: ",
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_tiny_model(tmp_path_factory.mktemp("tiny"))
    assert THINKING != CHAT_TEMPLATE
    (folder / "chat_template.jinja").write_text(THINKING)
    return folder


class Running:
    def __init__(self, home: Path, **variables: str) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.available = home.parent / "available"
        self.variables = {
            **os.environ,
            "COACHABLE_HOME": str(home),
            "COACHABLE_WRITER_PORT": str(self.port),
            **variables,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.processes.writer_machine", str(self.available)]
        self.process = subprocess.Popen(command, env=self.variables, cwd=Path(__file__).parents[2])

    def wait_for(self, phase: Phase) -> WriterState:
        assert self.process is not None
        deadline = time.monotonic() + PATIENCE_S
        while (state := read(self.home)).phase != phase:
            assert time.monotonic() < deadline, state
            assert self.process.poll() is None
            time.sleep(0.02)
        return state

    def children(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children()

    def ask(self, **more: object) -> dict[str, object]:
        token = (self.home / "models.token").read_text().strip()
        body = {"model": "base", "messages": [{"role": "user", "content": "Pay?"}], "max_tokens": 5, **more}
        answer = httpx.post(
            f"{Settings(writer_port=self.port).own_writer_url}/chat/completions",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=PATIENCE_S,
        )
        answer.raise_for_status()
        return dict(answer.json())

    def end(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def run(**variables: str) -> Running:
        started.append(Running(tmp_path / "home", **variables))
        return started[-1]

    yield run
    for each in started:
        if each.process is not None and each.process.poll() is None:
            family = each.children()
            each.process.kill()
            each.process.wait()
            for child in family:
                with suppress(psutil.Error):
                    child.kill()


def test_from_the_hub_to_an_answer_and_back(tiny: Path, run: Callable[..., Running], tmp_path: Path) -> None:
    hub = Hub.of(tiny)
    with serving(hub):
        writer = run(COACHABLE_WRITER_MODEL=MODEL.id, HF_ENDPOINT=hub.url, TINY=str(tiny))
        hub.stop_after = 100_000
        writer.start()
        assert hub.stopped.wait(PATIENCE_S)
        assert writer.wait_for("fetching").sentence.startswith("Fetching Qwen3 0.6B (")
        assert ready_file(writer.home, "writer").exists()  # nobody waits for the download
        decline(writer.home)
        assert hub.left.wait(PATIENCE_S)
        writer.wait_for("declined")
        assert writer.end() == 0
        assert read(writer.home).phase == "declined"

        hub.stop_after = None
        writer.start()
        writer.wait_for("declined")
        accept(writer.home)
        state = writer.wait_for("serving")
    assert (state.model, state.licence) == (MODEL.id, "Apache-2.0")
    assert folder_of(MODEL, writer.home).is_dir()

    plain = writer.ask(seed=1)
    assert plain["usage"]["completion_tokens"] == 5  # type: ignore[index]
    thinking = writer.ask(seed=1, chat_template_kwargs={"enable_thinking": True})
    assert thinking["usage"]["prompt_tokens"] > plain["usage"]["prompt_tokens"]  # type: ignore[index]

    (child,) = writer.children()
    writer.available.write_text("1000000")  # others have taken all memory but this
    assert writer.wait_for("given_back").sentence.startswith("Qwen3 0.6B has given its memory back")
    assert not child.is_running()
    writer.available.unlink()
    writer.wait_for("serving")  # the five minutes are none in this test

    children = writer.children()
    assert writer.end() == 0
    assert psutil.wait_procs(children, PATIENCE_S)[1] == []
    assert read(writer.home).sentence == "Qwen3 0.6B is here and plays the customers while Coachable runs."


@pytest.mark.torture
def test_a_local_folder_is_served_and_goes_with_its_writer(tiny: Path, run: Callable[..., Running]) -> None:
    writer = run(COACHABLE_WRITER_MODEL=str(tiny))
    writer.start()
    writer.wait_for("serving")
    assert writer.ask()["model"] == "base"
    assert writer.process is not None
    loaded = psutil.Process(writer.process.pid).memory_maps()
    assert not [part.path for part in loaded if "libtorch" in part.path]
    children = writer.children()
    writer.process.kill()
    writer.process.wait()
    assert psutil.wait_procs(children, PATIENCE_S)[1] == []
    assert read(writer.home).phase == "waiting"


@pytest.mark.torture
def test_a_second_one_leaves_the_first_alone(tiny: Path, run: Callable[..., Running]) -> None:
    first = run(COACHABLE_WRITER_MODEL=str(tiny))
    first.start()
    first.wait_for("serving")
    second = run(COACHABLE_WRITER_MODEL=MODEL.id)
    ready_file(second.home, "writer").unlink()
    second.start()
    while not ready_file(second.home, "writer").exists():
        time.sleep(0.02)
    assert second.end() == 0
    assert read(first.home).phase == "serving"
    assert first.end() == 0


def test_no_hub_is_no_error(run: Callable[..., Running]) -> None:
    writer = run(COACHABLE_WRITER_MODEL=MODEL.id, HF_ENDPOINT="http://127.0.0.1:9")
    writer.start()
    assert writer.wait_for("waiting").sentence == (
        "The hub cannot be reached; the starter plays the customers; trying again in an hour."
    )
    assert writer.end() == 0
