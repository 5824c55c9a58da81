"""A disk that really is full, at a checkpoint and at the publishing of a version."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from app.actor import Actor
from app.models import Agent, AgentVersion, RunStatus, TrainingPair, TrainingRun, VersionStatus
from app.runs import service as runs
from app.trainer.execution import Trainer, execute
from app.versions.folders import adapter_folder, is_complete
from tests.doorbells import Recorder
from tests.trainer.test_execution import _blind_gate, first, run, tiny_model, trainer, wire

__all__ = ["_blind_gate", "run", "tiny_model", "trainer", "wire"]  # fixtures


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Of 64 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=64m", "tmpfs"]
    mounted = (
        os.geteuid() == 0 and subprocess.run(["mount", *options, str(folder)], check=False).returncode == 0
    )
    if not mounted:
        pytest.skip("nobody here may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler


@pytest.mark.torture
@pytest.mark.parametrize(
    ("moment", "kind"), [("at a checkpoint", "run.progress"), ("at the end", "run.samples")]
)
async def test_what_is_live_stays_and_the_next_run_works(
    actor: Actor,
    agent: Agent,
    run: TrainingRun,
    trainer: Trainer,
    wire: Recorder,
    small_disk: Path,
    moment: str,
    kind: str,
) -> None:
    trainer = replace(trainer, home=small_disk)
    await execute(run.id, trainer)
    live = await AgentVersion.get(agent=agent, status=VersionStatus.LIVE)

    steps = {"steps": 40, "checkpoint_every": 4} if moment == "at a checkpoint" else trainer.hyperparameters
    second = await runs.start(actor, agent.id)
    task = asyncio.create_task(execute(second.id, replace(trainer, hyperparameters=steps)))
    await first(wire, second, kind)
    filler = await asyncio.to_thread(fill, small_disk)
    await task

    ended = await TrainingRun.get(id=second.id)
    assert (ended.status, ended.failure_code) == (RunStatus.FAILED, "DISK_FULL")
    assert str(ended.reason).startswith("The disk is full. Your pairs are safe")
    assert (await AgentVersion.get(id=live.id)).status is VersionStatus.LIVE
    assert is_complete(adapter_folder(small_disk, agent.id, live.number), live.files)
    assert [path.name for path in adapter_folder(small_disk, agent.id, 0).parent.iterdir()] == ["1"]
    assert await TrainingPair.filter(agent=agent).count() == 10

    filler.unlink()
    third = await runs.start(actor, agent.id)
    await execute(third.id, trainer)
    assert (await TrainingRun.get(id=third.id)).status in (RunStatus.SUCCEEDED, RunStatus.REJECTED)
