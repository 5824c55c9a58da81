"""Two processes under torchrun make the run that one makes."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from app.training import loop
from app.training.ranks import Ranks
from tests.training.conftest import SHORT, make_child, run_file

TORCHRUN = [
    sys.executable,
    "-m",
    "torch.distributed.run",
    "--standalone",
    "--nproc-per-node",
    "2",
    "-m",
    "app.training",
]


@pytest.fixture(scope="session")
def tiny_model(one_layer: Path) -> Path:
    return one_layer


def start(folder: Path, tiny_model: Path, **changes: Any) -> subprocess.Popen[str]:
    folder.mkdir()
    file = folder / "run.json"
    file.write_text(json.dumps(run_file(folder, tiny_model, **changes)))
    return subprocess.Popen(
        [*TORCHRUN, str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


@pytest.mark.slow
def test_two_processes_train_what_one_trains(tmp_path: Path, tiny_model: Path) -> None:
    hyper = {**SHORT, "batch_size": 3}  # no even share
    alone = make_child(tmp_path / "alone", tiny_model, hyperparameters=hyper)
    loop.train(alone.config, alone.reporter, lambda: None)
    child = start(tmp_path / "two", tiny_model, hyperparameters=hyper)
    output, errors = child.communicate(timeout=240)
    assert child.returncode == 0, errors
    lines = [json.loads(line) for line in output.splitlines()]

    def curve(of: list[dict[str, Any]]) -> list[tuple[int, float]]:
        return [(line["step"], line["loss"]) for line in of if line["type"] == "progress" and line["step"]]

    expected = curve([json.loads(line) for line in alone.stream.getvalue().splitlines()])
    assert [step for step, _ in curve(lines)] == [1, 2, 3, 4, 5, 6]
    assert [loss for _, loss in curve(lines)] == pytest.approx([loss for _, loss in expected], abs=1e-4)
    assert [line["type"] for line in lines].count("finished") == 1
    adapters = [
        load_file(tmp_path / way / "attempt-0001/adapter/adapter_model.safetensors")
        for way in ("alone", "two")
    ]
    for name, value in adapters[0].items():
        assert (adapters[1][name] - value).abs().max() < 1e-3 * max(value.abs().max(), 1e-3)


@pytest.mark.torture
def test_a_stop_ends_all_of_them(tmp_path: Path, tiny_model: Path) -> None:
    endless = {**SHORT, "steps": 4000, "evaluate_every": 1000, "checkpoint_every": 1000, "patience": 4000}
    child = start(tmp_path / "two", tiny_model, hyperparameters=endless)
    assert child.stdout is not None
    for line in child.stdout:
        if json.loads(line).get("step") == 3:
            break
    child.send_signal(signal.SIGTERM)
    output, errors = child.communicate(timeout=60)
    # torchrun's own exit code is the same for a crash: what the processes said tells the two apart.
    assert [line for line in map(json.loads, output.splitlines()) if line["type"] == "failed"] == []
    assert "got signal: 15" in errors
    assert child.returncode != 0
    assert list((tmp_path / "two/checkpoints").glob("step-*")), "the last step was not saved"


def test_alone_nothing_is_waited_for() -> None:
    ranks = Ranks()
    assert ranks.is_first
    assert ranks.share([1, 2, 3]) == [1, 2, 3]


def test_shares_are_the_whole_batch() -> None:
    assert [Ranks(number, 3).share("abcd") for number in range(3)] == ["ad", "b", "c"]
    assert Ranks(2, 3).share("ab") == ""
