"""A waiting process takes one run and leaves with its worker; without a good one, a run starts its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.trainer.child import Child
from app.trainer.spare import Spare
from tests.tiny_model import make_tiny_model
from tests.trainer.processes import children
from tests.training.conftest import SHORT, run_file

WORKER = """
import asyncio
from app.trainer.spare import Spare

async def work():
    async with Spare() as spare:
        print(spare._process.pid, flush=True)
        await asyncio.sleep(600)

asyncio.run(work())
"""


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture
async def spare() -> AsyncIterator[Spare]:
    async with Spare() as spare:
        yield spare
    assert children() == []


def write(folder: Path, tiny_model: Path, **changes: Any) -> Path:
    file = folder / "run.json"
    file.write_text(json.dumps(run_file(folder, tiny_model, **changes)))
    return file


async def kinds(child: Child) -> list[str]:
    return [line["type"] async for line in child.lines()]


async def test_a_run_takes_the_spare_and_the_next_one_another(
    spare: Spare, tmp_path: Path, tiny_model: Path
) -> None:
    (waiting,) = children()
    assert waiting.nice() == 10
    async with Child(write(tmp_path, tiny_model), tmp_path / "first.log", spare=spare) as child:
        lines = child.lines()
        assert await anext(lines) == {"type": "loading"}
        # Still the same, and nobody beside it.
        assert [process.pid for process in children()] == [waiting.pid]
        assert [line["type"] async for line in lines][-1] == "finished"
        assert await child.exit_code() == 0
    assert children() == []

    await spare.renew()
    (another,) = children()
    assert another.pid != waiting.pid
    await spare.renew()
    assert [process.pid for process in children()] == [another.pid]
    wrong = write(tmp_path, tiny_model, hyperparameters={"speed": 1})
    async with Child(wrong, tmp_path / "second.log", spare=spare) as child:
        assert await kinds(child) == ["loading", "failed"]
        assert await child.exit_code() == 1
    assert "Traceback" in (tmp_path / "second.log").read_text()
    assert "Traceback" not in (tmp_path / "first.log").read_text()


async def test_the_next_one_comes_after_a_rest(
    spare: Spare, tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = write(tmp_path, tiny_model, train=[])
    async with Child(job, tmp_path / "log", spare=spare) as child:
        assert await kinds(child) == ["failed"]
    spare._begin_to_renew()  # what the timer does
    assert children() == []
    async with Child(job, tmp_path / "log", spare=spare) as child:
        (taken,) = children()
        assert taken.cmdline()[-1] == "-"  # waited for, and not a process of its own beside it
        assert await kinds(child) == ["failed"]

    monkeypatch.setattr("app.trainer.spare.REST_S", 3600.0)
    spare.renew_later()
    async with Child(job, tmp_path / "log", spare=spare) as child:
        (own,) = children()
        assert own.cmdline()[-1] == str(job)
        assert await kinds(child) == ["failed"]


async def test_a_spare_that_could_not_be_started_stops_no_run(
    spare: Spare, tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = write(tmp_path, tiny_model, train=[])
    async with Child(job, tmp_path / "log", spare=spare) as child:
        assert await kinds(child) == ["failed"]

    async def refuse(*_: object, **__: object) -> None:
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr("app.trainer.spare.launch", refuse)
    spare._begin_to_renew()
    async with Child(job, tmp_path / "log", spare=spare) as child:
        assert await kinds(child) == ["failed"]  # as the run has no pairs, in a process of its own


async def test_a_killed_spare_is_not_missed(spare: Spare, tmp_path: Path, tiny_model: Path) -> None:
    """Whether its death is known or not, and also when it holds the job already, unread."""
    (waiting,) = children()
    waiting.send_signal(signal.SIGSTOP)
    async with Child(write(tmp_path, tiny_model, train=[]), tmp_path / "log", spare=spare) as child:
        assert [process.pid for process in children()] == [waiting.pid]
        waiting.kill()
        assert await kinds(child) == ["failed"]
    await spare.renew()
    (waiting,) = children()
    waiting.kill()
    waiting.wait()
    async with Child(write(tmp_path, tiny_model, train=[]), tmp_path / "log", spare=spare) as child:
        assert await kinds(child) == ["failed"]


async def test_other_settings_take_a_fresh_one(
    spare: Spare, tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (waiting,) = children()
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    async with Child(write(tmp_path, tiny_model, train=[]), tmp_path / "log", spare=spare) as child:
        (fresh,) = children()
        assert fresh.pid != waiting.pid
        assert fresh.environ()["OMP_NUM_THREADS"] == "3"
        assert await kinds(child) == ["failed"]


async def test_it_stops_as_any_child_does(spare: Spare, tmp_path: Path, tiny_model: Path) -> None:
    endless = {**SHORT, "steps": 100_000, "patience": 100_000}
    job = write(tmp_path, tiny_model, hyperparameters=endless)
    async with Child(job, tmp_path / "log", spare=spare) as child:
        async for line in child.lines():
            if line["type"] == "started":
                children()[0].terminate()
        assert await child.exit_code() == 143


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_leaves_with_its_worker(number: signal.Signals) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert worker.stdout is not None
    waiting = psutil.Process(int(worker.stdout.readline()))
    while waiting.num_threads() == 1:  # until the one that looks after the parent runs
        assert worker.poll() is None
    os.kill(worker.pid, number)
    # Both write to the same standard error: its end is the end of both.
    worker.communicate()
    assert worker.returncode == -number
