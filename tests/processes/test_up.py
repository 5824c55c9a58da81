"""Real processes: a supervisor with stand-ins for the four programs, killed in every way that people kill things."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from app.basemodels.default import decide, default_of
from app.basemodels.hardware import Hardware
from app.config import Settings
from app.infra import login_links
from app.infra.embedded import wait_until_gone
from app.infra.postgres import EmbeddedPostgres
from app.infra.secrets import read_or_create_token
from app.infra.valkey import EmbeddedValkey
from app.infra.writer_models import TABLE, Choice
from app.infra.writer_state import accept, decline, read
from app.processes import up
from app.processes.supervisor import ChildSpec, Supervisor, recorded
from app.processes.up import Step, plan

MACHINE = str(Path(__file__).with_name("machine.py"))
PATIENCE_S = 60.0
ELSEWHERE = {"DATABASE_URL": "postgres://elsewhere/db", "REDIS_URL": "redis://elsewhere"}


class Machine:
    """One `coachable up` and everything that it started."""

    def __init__(self, home: Path, *children: str, **variables: str) -> None:
        self.home = home
        self.family: list[psutil.Process] = []
        environment = {
            **os.environ,
            "COACHABLE_PORT": free_port(),
            "COACHABLE_MODELS_PORT": free_port(),
            **variables,
        }
        self.process = subprocess.Popen(
            [sys.executable, MACHINE, str(home), *children],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            # Tests started by nohup pass their deafness on, and `up` respects it.
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
        )
        self.watchdog = threading.Timer(
            PATIENCE_S, self.process.kill
        )  # then a line that never comes is an end
        self.watchdog.start()

    def wait_for_line(self, text: str) -> str:
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if text in line:
                return line.strip()
        raise AssertionError(f"{text!r} never came:\n{''.join(lines)}")

    def wait_until_ready(self) -> str:
        self.wait_for_line("Open this link")
        link = self.wait_for_line("http://")
        self.family = psutil.Process(self.process.pid).children(recursive=True)
        return link

    def end(self) -> tuple[int, str]:
        """The exit code and what was left to print."""
        output, _ = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, output


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    machines: list[Machine] = []

    def start(*children: str, **variables: str) -> Machine:
        machines.append(Machine(tmp_path, *children, **variables))
        return machines[-1]

    yield start
    for machine in machines:
        with suppress(psutil.Error):
            machine.family += psutil.Process(machine.process.pid).children(recursive=True)
        machine.watchdog.cancel()
        machine.process.kill()
        machine.process.communicate()
        for process in machine.family:
            with suppress(psutil.Error):
                process.kill()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_process(start: Callable[..., Machine], number: signal.Signals) -> None:
    machine = start("worker=plain", "trainer=parent", **ELSEWHERE)
    machine.wait_until_ready()
    assert len(machine.family) == 3
    machine.process.send_signal(number)
    code, output = machine.end()
    assert code == 0
    assert output.split("\n")[-2] == f"Stopped. The data stays in {machine.home}"
    assert wait_until_gone(machine.family, 0)


@pytest.mark.slow
def test_what_ignores_the_signal_is_killed_with_its_descendants(start: Callable[..., Machine]) -> None:
    machine = start("trainer=stubborn", **ELSEWHERE)
    machine.wait_until_ready()
    machine.process.send_signal(signal.SIGINT)
    machine.process.send_signal(signal.SIGTERM)  # impatience changes nothing, however early it comes
    machine.wait_for_line("Stopping")
    machine.process.send_signal(signal.SIGINT)
    assert machine.end()[0] == 0
    assert [len(machine.family), wait_until_gone(machine.family, 0)] == [2, True]


@pytest.mark.slow
def test_after_a_kill_the_children_go_and_the_next_start_takes_the_services_over(
    start: Callable[..., Machine], tmp_path: Path
) -> None:
    first = start("worker=plain", "trainer=parent")
    first.wait_until_ready()
    services = [EmbeddedPostgres(tmp_path), EmbeddedValkey(tmp_path)]
    kept = [service.process() for service in services]
    assert None not in kept
    children = recorded(tmp_path)
    grandchild = psutil.Process(int((tmp_path / "trainer-child.pid").read_text()))
    first.process.kill()
    first.process.wait()
    assert wait_until_gone([*children, grandchild], PATIENCE_S)
    assert [service.process() for service in services] == kept

    second = start("worker=plain")
    second.wait_until_ready()
    assert [service.process() for service in services] == kept
    second.process.send_signal(signal.SIGINT)
    assert second.end()[0] == 0
    assert [service.process() for service in services] == [None, None]
    assert wait_until_gone(kept, 0)


@pytest.mark.slow
def test_what_a_killed_supervisor_left_is_ended_by_the_next(start: Callable[..., Machine]) -> None:
    first = start("trainer=stubborn", **ELSEWHERE)
    first.wait_until_ready()
    left = recorded(first.home)
    first.process.kill()
    first.process.wait()

    second = start("worker=plain", **ELSEWHERE)
    assert second.wait_for_line("Ended") == "Ended 1 processes that a killed `coachable up` had left."
    assert [len(left), wait_until_gone(left, 0)] == [1, True]
    second.wait_until_ready()
    second.process.send_signal(signal.SIGINT)
    assert second.end()[0] == 0


@pytest.mark.slow
def test_one_data_folder_has_one_supervisor(start: Callable[..., Machine]) -> None:
    first = start("worker=plain", **ELSEWHERE)
    first.wait_until_ready()
    code, output = start("worker=plain", **ELSEWHERE).end()
    assert code == 1
    assert output == (
        f"Coachable already runs with the data folder {first.home} (process {first.process.pid}): "
        "open its link, stop it, or set COACHABLE_HOME to another folder.\n"
    )
    assert len(recorded(first.home)) == 1


@pytest.mark.slow
def test_a_child_that_dies_is_started_again(start: Callable[..., Machine]) -> None:
    machine = start("worker=plain", "trainer=parent", **ELSEWHERE)
    machine.wait_until_ready()
    before = {process.pid: process for process in machine.family}
    trainer = psutil.Process(int((machine.home / "trainer.pid").read_text()))
    grandchildren = trainer.children()
    trainer.kill()
    machine.wait_for_line("trainer is back")
    again = int((machine.home / "trainer.pid").read_text())
    assert again not in before
    assert [len(grandchildren), wait_until_gone(grandchildren, 0)] == [1, True]
    machine.process.send_signal(signal.SIGINT)
    assert machine.end()[0] == 0


@pytest.mark.slow
def test_an_embedded_service_that_dies_is_started_again(
    start: Callable[..., Machine], tmp_path: Path
) -> None:
    machine = start("worker=plain", DATABASE_URL=ELSEWHERE["DATABASE_URL"])
    machine.wait_until_ready()
    valkey = EmbeddedValkey(tmp_path)
    first = valkey.process()
    assert first is not None
    first.kill()
    machine.wait_for_line("Valkey stopped; starting it again")
    wait_for(lambda: valkey.process() not in (None, first))
    machine.process.send_signal(signal.SIGINT)
    assert machine.end()[0] == 0
    assert valkey.process() is None


@pytest.mark.slow
def test_gives_up_on_a_child_that_always_dies(start: Callable[..., Machine]) -> None:
    machine = start("worker=plain", "trainer=dies", **ELSEWHERE)
    code, output = machine.end()
    assert code == 1
    assert "trainer stopped 6 times within a minute (exit code 3)." in output
    assert output.rstrip().endswith("the disk fell out")
    assert not psutil.pid_exists(int((machine.home / "worker.pid").read_text()))


@pytest.mark.slow
def test_a_child_that_can_never_run_is_not_tried_again(start: Callable[..., Machine]) -> None:
    code, output = start("trainer=misconfigured", **ELSEWHERE).end()
    assert (code, output) == (1, "trainer can't run:\nCOACHABLE_HOST can't be that\n")


@pytest.mark.slow
def test_a_taken_port_is_named_before_anything_starts(start: Callable[..., Machine], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output = start("worker=plain", COACHABLE_PORT=str(port)).end()
    assert code == 1
    assert output == (
        f"Port {port} for the page is taken by process {os.getpid()} ({psutil.Process().name()}): "
        "stop it, or set COACHABLE_PORT to a free port.\n"
    )
    assert not (tmp_path / "postgres").exists()
    assert recorded(tmp_path) == []


@pytest.mark.slow
def test_an_open_address_without_keys_is_refused(start: Callable[..., Machine]) -> None:
    code, output = start("worker=plain", COACHABLE_HOST="0.0.0.0", **ELSEWHERE).end()
    assert code == 1
    assert output.startswith("COACHABLE_HOST=0.0.0.0 can be reached from outside")


@pytest.mark.slow
def test_shows_complaints_and_how_to_open_the_page(start: Callable[..., Machine]) -> None:
    machine = start("worker=plain", **ELSEWHERE, COACHABLE_PORT="18203")
    assert machine.wait_for_line("low on paper") == "worker warning: low on paper"
    assert machine.wait_until_ready() == "http://127.0.0.1:18203/"
    assert machine.wait_for_line("coachable login") == "`coachable login` prints a link that signs you in."
    assert "token" not in (machine.home / "logs" / "worker.log").read_text()
    assert json.loads((machine.home / "run" / "up.json").read_text())["pid"] == machine.process.pid
    machine.process.send_signal(signal.SIGINT)
    assert machine.end()[0] == 0


@pytest.mark.parametrize(
    ("_case", "changes", "names"),
    [
        ("default", {}, ["models", "api", "worker", "trainer"]),
        (
            "only the customer elsewhere",
            {"llm_base_url": "http://x/v1"},
            ["models", "api", "worker", "trainer"],
        ),
        (
            "the agents elsewhere",
            {"models_url": "http://y"},
            ["api", "worker", "trainer"],
        ),
    ],
)
def test_the_model_server_runs_where_it_is_needed(
    _case: str, changes: dict[str, str], names: list[str], tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path, base_model=str(tmp_path / "a-folder"), **changes)
    base = default_of(settings)
    assert [item.name for item in plan(settings, base) if isinstance(item, ChildSpec)] == names


def test_the_others_start_while_the_base_model_is_fetched(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)

    def names() -> list[str]:
        return [name_of(item) for item in plan(settings, default_of(settings))]

    assert names() == [
        "_tell_base_model",
        "_migrate",
        "api",
        "worker",
        "trainer",
        "models",
        "_fetch_base_model",
    ]
    folder = tmp_path / "models" / "smollm2-135m-instruct"
    folder.mkdir(parents=True)
    for file in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / file).touch()
    assert names() == [
        "_tell_base_model",
        "_fetch_base_model",
        "models",
        "_migrate",
        "api",
        "worker",
        "trainer",
    ]


def name_of(item: Step | ChildSpec) -> str:
    if isinstance(item, ChildSpec):
        return item.name
    return (item.func if isinstance(item, partial) else item).__name__


def test_the_base_model_is_told_and_remembered_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(home=tmp_path)
    machine = Hardware(24 << 30, 2, 0, 100 << 30, bfloat16=True)
    base = decide(settings, lambda _: machine, lambda _: "no route")
    tell, *_ = plan(settings, base)
    assert not isinstance(tell, ChildSpec)
    tell(settings, Console(width=20))
    assert capsys.readouterr().out == (
        "Base model: SmolLM2 135M, the starter, as the model hub was not reached. Its 0.1 GB are fetched now.\n"
        "It learns how you write, not what you know, and writes English only: agents on it give your answers word for "
        "word and decline the rest.\n"
        "Qwen3 0.6B would do better on this machine: let this machine reach https://huggingface.co/Qwen/Qwen3-0.6B, or "
        "copy its files into models/qwen3-0.6b below COACHABLE_HOME; then start Coachable again.\n"
    )
    assert default_of(settings) == base


def test_who_waits_long_for_a_base_model_gets_the_link_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(up, "ensure_base_model", lambda id, *_, **__: tmp_path / id)

    def told(name: str, *, terminal: bool) -> list[str]:
        settings = Settings(home=tmp_path, base_model=name)
        *_, fetch = plan(settings, default_of(settings))
        assert not isinstance(fetch, ChildSpec)
        fetch(settings, Console(width=20, force_terminal=terminal, color_system=None))
        return [
            line for line in capsys.readouterr().out.splitlines() if line.startswith("http://127.0.0.1:8000/")
        ]

    (link,) = told("qwen3-4b-instruct-2507", terminal=True)
    secret = read_or_create_token(tmp_path / "local.token")
    assert login_links.read(secret, link.removeprefix("http://127.0.0.1:8000/login?token=")) is not None
    assert secret not in link
    assert told("qwen3-4b-instruct-2507", terminal=False) == ["http://127.0.0.1:8000/"]
    assert told("smollm2-360m-instruct", terminal=True) == []


def test_the_writer_comes_last_and_only_where_there_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(home=tmp_path)
    chosen = plan(settings, default_of(settings), Choice(TABLE[0], "Qwen3 4B, as the test says."))
    assert isinstance(chosen[-1], ChildSpec)
    assert (chosen[-1].name, chosen[-1].command[1:], chosen[-1].ready_url) == (
        "writer",
        ("-m", "app.cli", "writer"),
        None,
    )
    *_, tell = plan(settings, default_of(settings), Choice(None, "none, as the test says."))
    assert not isinstance(tell, ChildSpec)
    tell(settings, Console())
    assert capsys.readouterr().out == "Writer model: none, as the test says.\n"
    assert read(tmp_path).sentence == "Writer model: none, as the test says."


def test_what_will_be_fetched_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(home=tmp_path)
    *_, tell, _ = plan(settings, default_of(settings), Choice(TABLE[0], "Qwen3 4B, as the test says."))
    assert not isinstance(tell, ChildSpec)

    def told() -> str:
        tell(settings, Console(width=20))
        return capsys.readouterr().out

    line = "Writer model: Qwen3 4B, as the test says."
    assert told() == f"{line} Its 8.1 GB (Apache-2.0) are fetched in the background.\n"
    decline(tmp_path)
    assert told() == f"{line} It was declined.\n"
    accept(tmp_path)
    folder = tmp_path / "models" / TABLE[0].id
    folder.mkdir(parents=True)
    for file in ("config.json", "tokenizer.json", "model-00001-of-00003.safetensors"):
        (folder / file).touch()
    assert told() == f"{line}\n"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/readyz"),
        ("0.0.0.0", "http://127.0.0.1:8000/readyz"),
        ("::", "http://[::1]:8000/readyz"),
        ("::1", "http://[::1]:8000/readyz"),
    ],
)
def test_asks_the_api_where_it_listens(host: str, url: str) -> None:
    settings = Settings(host=host, auth="keys")
    items = plan(settings, default_of(settings))
    urls = [item.ready_url for item in items if isinstance(item, ChildSpec) and item.name == "api"]
    assert urls == [url]


def test_a_log_file_does_not_grow_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.processes.supervisor._LARGEST_LOG", 100)
    supervisor = Supervisor(tmp_path, Console(quiet=True))
    writer = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"
    supervisor.start(ChildSpec("writer", (sys.executable, "-c", writer)))
    log = tmp_path / "logs" / "writer.log"
    try:
        with log.open("a") as file:
            file.write("x" * 101 + "\n")
        supervisor.look()
        assert (log.read_text(), log.with_suffix(".log.1").read_text()) == ("", "x" * 101 + "\n")
    finally:
        supervisor.stop()
