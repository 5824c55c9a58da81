"""A deleted agent leaves neither rows nor files; others keep theirs."""

from pathlib import Path

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.agents.erasure import AFTER, erase_deleted
from app.agents.files import judged_file
from app.config import Settings
from app.models import Agent, AgentVersion, Event, RunStatus, RunTrigger, Session, TrainingRun
from app.models.clock import now
from app.versions.folders import adapter_folder
from tests.api.worlds import make_world
from tests.factories import make_agent, make_pairs, make_session
from tests.leftovers import files_with, tables_with

MARKER = "heliotrope"


async def taught(actor: Actor, home: Path, name: str) -> tuple[Agent, TrainingRun]:
    """An agent with a pair, a session, a run with its events, a version and all files."""
    agent = await make_agent(actor, name)
    session = await make_session(actor, agent)
    pair = (await make_pairs(actor, session, 1))[0].pair
    pair.response = f"{name} {MARKER}"
    await pair.save()
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, queued_at=await now(), status=RunStatus.RUNNING
    )
    await Event.create(stream=run.id, seq=1, kind="run.samples", payload={"samples": [name]})
    await AgentVersion.create(agent=agent, run=run, number=1)
    for file in (
        adapter_folder(home, agent.id, 1) / "adapter_model.safetensors",
        home / "runs" / str(run.id) / "checkpoints" / "weights",
        home / "runs" / str(run.id) / "run-0001.json",
        judged_file(home, agent.id),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return agent, run


async def test_rows_and_files_go_once_its_training_has_stopped(
    db: None, actor: Actor, settings: Settings, tmp_path: Path
) -> None:
    context = {"settings": settings.model_copy(update={"home": tmp_path})}
    gone, run = await taught(actor, tmp_path, "Gone")
    kept, _ = await taught(actor, tmp_path, "Kept")
    await agents.delete(actor, gone.id)
    await erase_deleted(context)
    assert await Agent.exists(id=gone.id), "whoever deleted it still reads the answer"

    earlier = await now() - AFTER - AFTER
    await Agent.filter(id=gone.id).update(deleted_at=earlier)
    await erase_deleted(context)
    assert len(files_with("Gone", tmp_path, but="postgres")) == 4, "its training has not stopped yet"

    await TrainingRun.filter(id=run.id).update(status=RunStatus.CANCELLED, finished_at=earlier)
    await erase_deleted(context)
    assert files_with("Gone", tmp_path, but="postgres") == []
    assert await tables_with("Gone") == await tables_with(str(run.id)) == []
    assert await tables_with(str(gone.id)) == ["audit_entry"]  # that it was deleted, and by whom
    assert len(files_with("Kept", tmp_path, but="postgres")) == 4
    assert {row.agent_id for row in await Session.all()} == {kept.id}
    assert await Event.filter(kind="run.samples").count() == 1


async def test_versions_go_from_the_store_too(
    db: None, actor: Actor, settings: Settings, tmp_path: Path
) -> None:
    home, shared = tmp_path / "home", tmp_path / "store"
    gone, run = await taught(actor, home, "Gone")
    for agent_id in (gone.id, run.id):  # of the second no agent was deleted
        kept = shared / "adapters" / str(agent_id) / "1"
        kept.mkdir(parents=True)
        (kept / "adapter_model.safetensors").write_text("weights")
    earlier = await now() - AFTER - AFTER
    await TrainingRun.filter(id=run.id).update(status=RunStatus.CANCELLED, finished_at=earlier)
    await agents.delete(actor, gone.id)
    await Agent.filter(id=gone.id).update(deleted_at=earlier)

    await erase_deleted({"settings": settings.model_copy(update={"home": home, "store_url": str(shared)})})

    assert [path.name for path in (shared / "adapters").iterdir()] == [str(run.id)]


@pytest.mark.slow
async def test_of_everything_that_an_agent_has_nothing_is_left(
    db: None, settings: Settings, tmp_path: Path
) -> None:
    """A dump of all tables, all files of the home and of the store, in which one word stood everywhere."""
    home, shared = tmp_path / "home", tmp_path / "store"
    world = await make_world(MARKER)
    (agent,) = await Agent.filter(workspace_id=world.actor.workspace_id)
    runs = await TrainingRun.filter(agent=agent)
    for file in (
        adapter_folder(home, agent.id, 1) / "adapter_model.safetensors",
        judged_file(home, agent.id),
        shared / "adapters" / str(agent.id) / "1" / "adapter_model.safetensors",
        *(
            home / "runs" / str(run.id) / name
            for run in runs
            for name in ("child.log", "run-0001.json", "checkpoints/w")
        ),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MARKER)
    of_the_team = [
        "api_key",
        "invitation",
        "member",
        "used_link",
        "webhook",
        "workspace",
    ]  # their names hold the word too
    assert len(await tables_with(MARKER)) >= len(of_the_team) + 11
    assert len(files_with(MARKER, tmp_path, but="postgres")) == 3 + 3 * len(runs)

    await agents.delete(world.actor, agent.id)
    earlier = await now() - AFTER - AFTER
    await Agent.filter(id=agent.id).update(deleted_at=earlier)
    await TrainingRun.filter(agent=agent).update(status=RunStatus.CANCELLED, finished_at=earlier)
    await erase_deleted({"settings": settings.model_copy(update={"home": home, "store_url": str(shared)})})

    assert await tables_with(MARKER) == of_the_team
    assert files_with(MARKER, tmp_path, but="postgres") == []
    assert await tables_with(str(agent.id)) == ["audit_entry"]
    assert not [row for run in runs for row in await tables_with(str(run.id))]
