"""The child process as its parent sees it: lines, exit codes, signals, and death at any moment."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.training import loop
from tests.training.conftest import SHORT, make_child, run_file

pytestmark = pytest.mark.slow

LONG = {**SHORT, "steps": 4000, "checkpoint_every": 5, "evaluate_every": 1000, "patience": 4000}


@pytest.fixture(scope="session")
def tiny_model(one_layer: Path) -> Path:
    return one_layer


def start(folder: Path, tiny_model: Path, **changes: Any) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    file = folder / "run.json"
    file.write_text(json.dumps(run_file(folder, tiny_model, **changes)))
    return subprocess.Popen(
        [sys.executable, "-m", "app.training", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


def read_until(child: subprocess.Popen[str], kind: str, step: int) -> dict[str, Any]:
    assert child.stdout is not None
    for line in child.stdout:
        value: dict[str, Any] = json.loads(line)
        if value["type"] == kind and value.get("step") == step:
            return value
    raise AssertionError(f"the child ended without {kind} {step}")


def finish(child: subprocess.Popen[str]) -> list[dict[str, Any]]:
    output, _ = child.communicate(timeout=120)
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.usefixtures("forked")
def test_killed_and_resumed_ends_where_an_unbroken_run_ends(tmp_path: Path, tiny_model: Path) -> None:
    hyper = {
        **SHORT,
        "steps": 24,
        "checkpoint_every": 3,
        "evaluate_every": 10,
        "patience": 40,
        "dropout": 0.05,
    }
    changes = {"hyperparameters": hyper, "holdout": []}
    straight = make_child(tmp_path / "straight", tiny_model, **changes)
    loop.train(straight.config, straight.reporter, lambda: None)
    expected = straight.lines("report")[0]["report"]
    for step in (5, 16):
        child = start(tmp_path / "killed", tiny_model, **changes)
        read_until(child, "progress", step)
        child.kill()
        assert child.wait() == -signal.SIGKILL
        child.communicate()
    last = finish(start(tmp_path / "killed", tiny_model, **changes))
    assert last[1]["resumed_from"] >= 15
    report = next(line["report"] for line in last if line["type"] == "report")
    assert report["train_loss"] == pytest.approx(expected["train_loss"], abs=1e-6)
    assert report["curve"] == expected["curve"]


@pytest.mark.torture
def test_sigterm_leaves_a_checkpoint_and_143(tmp_path: Path, tiny_model: Path) -> None:
    child = start(tmp_path / "run", tiny_model, hyperparameters=LONG)
    read_until(child, "progress", 7)
    child.send_signal(signal.SIGTERM)
    last = finish(child)[-1:]
    assert child.returncode == 143
    assert not last or last[0]["type"] == "progress"
    again = start(tmp_path / "run", tiny_model, hyperparameters=LONG)
    assert again.stdout is not None
    loading, started = (json.loads(again.stdout.readline()) for _ in range(2))
    assert loading == {"type": "loading"}
    assert started["resumed_from"] >= 7
    again.kill()
    again.communicate()


@pytest.mark.torture
def test_a_broken_pipe_ends_the_child(tmp_path: Path, tiny_model: Path) -> None:
    child = start(tmp_path / "run", tiny_model, hyperparameters=LONG)
    read_until(child, "progress", 1)
    assert child.stdout is not None
    child.stdout.close()
    assert child.wait(timeout=30) == 143


@pytest.mark.torture
def test_the_death_of_the_parent_ends_the_child(tmp_path: Path, tiny_model: Path) -> None:
    """The parent's parent holds the pipe, so only the poll of getppid can notice."""
    file = tmp_path / "run.json"
    file.write_text(json.dumps(run_file(tmp_path, tiny_model, hyperparameters=LONG)))
    code = (
        "import subprocess, sys, time;"
        f"subprocess.Popen([sys.executable, '-m', 'app.training', {str(file)!r}]);"
        "time.sleep(600)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert parent.stdout is not None
    read_until(parent, "progress", 1)
    parent.kill()
    # The child is the pipe's last writer: its end is the end of the pipe, long before 4,000 steps.
    last = parent.stdout.read().splitlines()
    parent.stdout.close()
    parent.wait()
    assert {json.loads(line)["type"] for line in last} <= {"progress", "checkpoint"}


def waiting() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "app.training", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.torture
def test_one_that_waits_leaves_when_nobody_can_tell_it_anything_any_more() -> None:
    with waiting() as child:
        child.stdin.close()  # type: ignore[union-attr]
        assert (child.wait(), child.stdout.read()) == (0, "")  # type: ignore[union-attr]


def test_one_that_waits_leaves_at_sigterm() -> None:
    """At once: a grace is for those who have something to save."""
    with waiting() as child:
        while psutil.Process(child.pid).num_threads() == 1:  # until the one that watches for signals runs
            assert child.poll() is None
        child.send_signal(signal.SIGTERM)
        assert child.wait() == 143


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"train": []}, "NO_PAIRS"),
        ({"base_model": "/nowhere"}, "BAD_INPUT"),
        ({"hyperparameters": {"speed": 1}}, "BAD_INPUT"),
    ],
)
def test_a_failure_is_one_line_and_exit_code_1(
    tmp_path: Path, tiny_model: Path, changes: dict[str, Any], code: str
) -> None:
    child = start(tmp_path, tiny_model, **changes)
    lines = finish(child)
    assert child.returncode == 1
    assert [line["code"] for line in lines if line["type"] != "loading"] == [code]
    assert lines[-1]["message"].endswith((".", "first."))
