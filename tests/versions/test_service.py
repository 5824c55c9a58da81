"""Going live and back: one live version at any time, and every open conversation hears of it."""

from pathlib import Path

import pytest

from app.actor import Actor
from app.errors import Conflict, NotFound
from app.models import Agent, AgentVersion, Event, RunStatus, RunTrigger, TrainingRun, VersionStatus
from app.models.clock import now
from app.versions import service as versions
from app.versions.folders import adapter_folder
from tests.factories import make_session


async def make_version(agent: Agent, number: int, status: VersionStatus, home: Path | None) -> AgentVersion:
    """With files when `home` is given."""
    files = {}
    if home is not None:
        folder = adapter_folder(home, agent.id, number)
        folder.mkdir(parents=True)
        (folder / "adapter_model.safetensors").write_bytes(b"weights")
        files = {"adapter_model.safetensors": {"sha256": "", "bytes": 7}}
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.SUCCEEDED, queued_at=await now()
    )
    return await AgentVersion.create(agent=agent, run=run, number=number, status=status, files=files)


async def test_rolling_back(actor: Actor, agent: Agent, home: Path) -> None:
    first = await make_version(agent, 1, VersionStatus.RETIRED, home)
    second = await make_version(agent, 2, VersionStatus.LIVE, home)
    session, other = [await make_session(actor, agent) for _ in range(2)]

    promoted = await versions.promote(actor, first.id)

    assert promoted.status is VersionStatus.LIVE
    assert (await AgentVersion.get(id=second.id)).status is VersionStatus.RETIRED
    assert (await versions.live_of([agent.id]))[agent.id].number == 1
    for stream in (session.id, other.id):
        (event,) = await Event.filter(stream=stream, kind="version.live")
        assert event.payload["message"] == "Version 1 is live: you chose it."
    await versions.promote(actor, first.id)
    assert await Event.filter(kind="version.live").count() == 2


async def test_a_version_without_its_files_is_refused(actor: Actor, agent: Agent, home: Path) -> None:
    live = await make_version(agent, 1, VersionStatus.LIVE, home)
    broken = await make_version(agent, 2, VersionStatus.REJECTED, None)
    damaged = await make_version(agent, 3, VersionStatus.RETIRED, home)
    (adapter_folder(home, agent.id, 3) / "adapter_model.safetensors").write_bytes(b"cut")
    for version in (broken, damaged):
        with pytest.raises(Conflict, match="not complete"):
            await versions.promote(actor, version.id)
    assert (await AgentVersion.get(id=live.id)).status is VersionStatus.LIVE
    assert await Event.filter(kind="version.live").count() == 0


async def test_serving_names(agent: Agent, home: Path) -> None:
    version = await make_version(agent, 4, VersionStatus.LIVE, home)
    assert versions.serving_name(agent.id, None) == "base"
    assert versions.serving_name(agent.id, 4) == f"{agent.id}@4"
    assert (await versions.by_number(agent.id, 4)).id == version.id
    with pytest.raises(NotFound, match="no version 5"):
        await versions.by_number(agent.id, 5)
