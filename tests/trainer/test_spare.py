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
import torch
from safetensors.torch import load_file
from torch import Tensor

from app.contracts.lines import Loading
from app.trainer.child import Child
from app.trainer.spare import Spare
from app.training import loop
from tests.tiny_model import make_tiny_model
from tests.trainer.processes import children
from tests.training.conftest import SHORT, make_child, run_file

pytestmark = pytest.mark.slow

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
    torch.set_num_threads(1)


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
    return [line.type async for line in child.lines()]


def adapter(folder: Path) -> dict[str, Tensor]:
    return load_file(folder / "attempt-0001" / "adapter" / "adapter_model.safetensors")


@pytest.mark.usefixtures("forked")
async def test_one_process_takes_run_after_run_and_ends_with_one_that_fails(
    spare: Spare, tmp_path: Path, tiny_model: Path
) -> None:
    (waiting,) = children()
    assert waiting.nice() == 10
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        async with Child(write(tmp_path / name, tiny_model), tmp_path / name / "log", spare=spare) as child:
            lines = child.lines()
            assert await anext(lines) == Loading()
            # Still the same, and nobody beside it.
            assert [process.pid for process in children()] == [waiting.pid]
            assert [line.type async for line in lines][-1] == "finished"
    await spare.renew()
    assert [process.pid for process in children()] == [waiting.pid]
    wrong = write(tmp_path, tiny_model, hyperparameters={"speed": 1})
    async with Child(wrong, tmp_path / "third.log", spare=spare) as child:
        assert await kinds(child) == ["loading", "failed"]
        assert await child.exit_code() == 1
    assert children() == []
    assert "Traceback" in (tmp_path / "third.log").read_text()
    assert "Traceback" not in (tmp_path / "second" / "log").read_text()

    await spare.renew()
    (another,) = children()
    assert another.pid != waiting.pid


@pytest.mark.usefixtures("forked")
async def test_no_run_meets_what_another_left(spare: Spare, tmp_path: Path, tiny_model: Path) -> None:
    """Four in one process (with dropout, of another rank, of another base model, the first base model again) give what
    each gives alone, to the bit."""
    other_model = make_tiny_model(tmp_path / "other", seed=1)
    runs: dict[str, tuple[Path, dict[str, Any]]] = {
        "one": (tiny_model, {"hyperparameters": {**SHORT, "dropout": 0.1}}),
        "two": (tiny_model, {"seed": 7, "hyperparameters": {**SHORT, "rank": 4}}),
        "three": (other_model, {}),
        "four": (tiny_model, {}),
    }
    (waiting,) = children()
    for name, (model, changes) in runs.items():
        folder, alone = tmp_path / name, tmp_path / "alone" / name
        folder.mkdir()
        async with Child(write(folder, model, **changes), folder / "log", spare=spare) as child:
            assert (await kinds(child))[-1] == "finished"
        assert [process.pid for process in children()] == [waiting.pid]
        expected = make_child(alone, model, **changes)
        loop.train(expected.config, expected.reporter, lambda: None)
        values = adapter(alone)
        assert adapter(folder).keys() == values.keys()
        assert all(torch.equal(adapter(folder)[key], value) for key, value in values.items()), name
        reports = [
            json.loads((one / "attempt-0001" / "report.json").read_text()) | {"seconds": 0}
            for one in (folder, alone)
        ]
        assert reports[0] == reports[1]


@pytest.mark.usefixtures("forked")
@pytest.mark.parametrize("keep_bytes", [0, pytest.param(1 << 20, marks=pytest.mark.torture)])
async def test_one_that_holds_more_than_it_may_goes(
    tmp_path: Path, tiny_model: Path, keep_bytes: int
) -> None:
    async with Spare(keep_bytes) as spare:
        async with Child(write(tmp_path, tiny_model), tmp_path / "log", spare=spare) as child:
            assert (await kinds(child))[-1] == "finished"
        await spare._settle()
        assert children() == []


@pytest.mark.torture
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


@pytest.mark.torture
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


@pytest.mark.usefixtures("forked")
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


@pytest.mark.torture
async def test_it_stops_as_any_child_does(spare: Spare, tmp_path: Path, tiny_model: Path) -> None:
    endless = {**SHORT, "steps": 100_000, "patience": 100_000}
    job = write(tmp_path, tiny_model, hyperparameters=endless)
    async with Child(job, tmp_path / "log", spare=spare) as child:
        async for line in child.lines():
            if line.type == "started":
                children()[0].terminate()
        assert await child.exit_code() == 143


@pytest.mark.parametrize("number", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.torture)])
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
