"""What was kept long enough goes, by a clock that is moved; what was taught stays."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from app.actor import Actor, Role
from app.agents import service as agents
from app.agents import share_links
from app.agents.files import judged_file
from app.config import Settings
from app.models import (
    Agent,
    ApiKey,
    AuditEntry,
    Event,
    GeneratedQuery,
    Invitation,
    OpenQuestion,
    RunStatus,
    RunTrigger,
    Session,
    ShareLink,
    TrainingPair,
    TrainingRun,
)
from app.models.clock import now
from app.models.ids import first_id_of, new_id
from app.pairs import deletion
from app.pairs import service as pairs
from app.processes import retention
from app.processes.retention import forget_old, sweep_files
from app.replies import open_questions as openquestions
from app.sessions import service as sessions
from app.workspaces import invitations, members
from app.workspaces import service as workspaces
from tests.doorbells import Recorder
from tests.factories import make_agent, make_pairs, make_session
from tests.telling import tell


class Clock:
    """Every part of retention reads the time here; `days` are added to the real one."""

    days = 0.0

    async def __call__(self) -> datetime:
        return await now() + timedelta(days=self.days)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(retention, "now", clock)
    return clock


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(update={"home": tmp_path})


async def numbers(stream: UUID) -> list[int]:
    return [event.seq for event in await Event.filter(stream=stream).order_by("seq")]


async def test_events_go_and_teaching_stays(
    actor: Actor, agent: Agent, kept: Settings, clock: Clock, bells: Recorder
) -> None:
    session = await make_session(actor, agent)
    saved = await make_pairs(actor, session, 3)
    await sessions.complete(actor, session.id)
    all_of_them = await numbers(session.id)
    asked = await GeneratedQuery.filter(session=session).count()

    clock.days = 89
    await forget_old({"settings": kept})
    assert await numbers(session.id) == all_of_them

    clock.days = 91
    await forget_old({"settings": kept})
    assert await numbers(session.id) == all_of_them[-1:]
    assert await TrainingPair.filter(id__in=[one.pair.id for one in saved]).count() == 3
    assert (await Session.get(id=session.id)).pair_count == 3
    assert await GeneratedQuery.filter(session=session).count() == asked
    # Numbers go on from where they were, so that no client misses what comes.
    await pairs.update(actor, saved[0].pair.id, response="Another answer.")
    assert await numbers(session.id) == [all_of_them[-1], all_of_them[-1] + 1]


async def test_many_events_go_in_parts(
    actor: Actor, kept: Settings, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 7)
    streams = [new_id() for _ in range(3)]
    for stream in streams:
        for _ in range(10):
            await tell(stream, "run.progress", {})
    clock.days = 91
    await forget_old({"settings": kept})
    assert [await numbers(stream) for stream in streams] == [[10]] * 3


async def test_a_shorter_time_counts(actor: Actor, agent: Agent, kept: Settings, clock: Clock) -> None:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 1)
    clock.days = 2
    await forget_old({"settings": kept})
    assert len(await numbers(session.id)) > 1
    await forget_old({"settings": kept.model_copy(update={"keep_events_days": 1})})
    assert len(await numbers(session.id)) == 1


async def test_names_of_those_who_were_invited_and_of_ended_keys_and_links_go(
    actor: Actor, agent: Agent, kept: Settings, clock: Clock
) -> None:
    admin = Actor(actor.workspace_id, "local", Role.ADMIN)
    accepted = await members.invite(admin, "Ada", Role.COACH)
    await members.accept(accepted.token)
    await invitations.withdraw(admin, (await members.invite(admin, "Ben", Role.COACH)).row.id)
    await members.invite(admin, "Cleo", Role.COACH)  # expires
    lasting = await workspaces.create_key(admin, "lasting")
    later = await workspaces.create_key(admin, "later", await now() + timedelta(days=200))
    await workspaces.create_key(admin, "over", await now() + timedelta(days=1))
    await workspaces.revoke_key(admin, (await workspaces.create_key(admin, "revoked")).row.id)
    links = {
        name: await share_links.create(admin, agent.id, name, days) for name, days in (("a", None), ("b", 1))
    }
    await share_links.revoke(admin, (await share_links.create(admin, agent.id, "c")).row.id)

    clock.days = 80
    await forget_old({"settings": kept})
    assert (await Invitation.all().count(), await ApiKey.all().count()) == (3, 4)
    assert await ShareLink.all().count() == 3
    clock.days = 94
    await forget_old({"settings": kept})
    assert await Invitation.all().count() == 0
    assert {row.id for row in await ApiKey.all()} == {lasting.row.id, later.row.id}
    assert [row.id for row in await ShareLink.all()] == [links["a"].row.id]
    assert await members.visible(admin).filter(name="Ada").exists()


async def test_questions_that_nobody_answers_go_after_a_year(
    actor: Actor, agent: Agent, kept: Settings, clock: Clock
) -> None:
    await openquestions.keep(agent.id, "How deep is the pool by the stairs?")
    await openquestions.keep(agent.id, "Which parking spaces are free on Sundays?")
    answered = await OpenQuestion.filter(agent=agent).first()
    assert answered is not None
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query=answered.text, response="Here is the answer.")

    clock.days = 364
    await forget_old({"settings": kept})
    assert await OpenQuestion.all().count() == 2
    clock.days = 366
    await forget_old({"settings": kept})
    assert [row.id for row in await OpenQuestion.all()] == [answered.id]


async def test_the_audit_log_stays_unless_it_is_told(
    actor: Actor, kept: Settings, clock: Clock, sql: asyncpg.Connection
) -> None:
    # Nobody can make an entry older: it is written as old as it should be.
    for days in (0, 3_000):
        await sql.execute(
            "INSERT INTO audit_entry (id, workspace_id, actor, action, created_at)"
            " VALUES (gen_random_uuid(), $1, $2, 'pair.saved', now() - make_interval(days => $3))",
            actor.workspace_id,
            f"{days} days",
            days,
        )
    clock.days = 4_000
    await forget_old({"settings": kept})
    assert await AuditEntry.all().count() == 2
    # By the database's own clock, whatever this process takes the time to be.
    await forget_old({"settings": kept.model_copy(update={"keep_audit_days": 365})})
    assert [row.actor for row in await AuditEntry.all()] == ["0 days"]


def folder_with(path: Path, days_old: float = 0) -> Path:
    path.mkdir(parents=True)
    (path / "child.log").write_text("said")
    moment = datetime.now(UTC).timestamp() - days_old * 24 * 3600
    os.utime(path, (moment, moment))
    return path


async def test_folders_of_runs_go_when_they_are_old_or_orphaned(
    actor: Actor, agent: Agent, kept: Settings, clock: Clock
) -> None:
    def run(status: RunStatus, finished: datetime | None) -> TrainingRun:
        return TrainingRun(
            agent=agent,
            trigger=RunTrigger.MANUAL,
            queued_at=finished or long_ago,
            status=status,
            finished_at=finished,
        )

    moment = await now()
    long_ago = moment - timedelta(days=40)
    active, old = run(RunStatus.RUNNING, None), run(RunStatus.FAILED, moment - timedelta(days=31))
    young = run(RunStatus.SUCCEEDED, moment - timedelta(days=29))
    folders = {}
    for one in (active, old, young):
        await one.save()
        folders[one.id] = folder_with(kept.home / "runs" / str(one.id), days_old=40)
    orphaned = folder_with(kept.home / "runs" / str(new_id()), days_old=2)
    fresh = folder_with(kept.home / "runs" / str(new_id()))
    foreign = folder_with(kept.home / "runs" / "notes", days_old=400)

    await sweep_files(kept)

    there = {path for path in (kept.home / "runs").iterdir()}
    assert there == {folders[active.id], folders[young.id], fresh, foreign}
    assert not orphaned.exists()
    clock.days = 2
    await sweep_files(kept)
    assert not folders[young.id].exists()
    assert folders[active.id].exists()


async def test_another_host_forgets_a_deleted_agent_and_a_deleted_pair(
    actor: Actor, kept: Settings, clock: Clock
) -> None:
    gone, stays = await make_agent(actor, "Gone"), await make_agent(actor, "Stays")
    unknown = new_id()  # of another database
    for agent_id in (gone.id, stays.id, unknown):
        folder_with(kept.home / "adapters" / str(agent_id) / "1")
        judged = judged_file(kept.home, agent_id)
        judged.parent.mkdir(exist_ok=True)
        judged.write_text("{}")
        os.utime(judged, (datetime.now(UTC).timestamp() - 3600,) * 2)
    await agents.delete(actor, gone.id)
    await sweep_files(kept)
    assert (kept.home / "adapters" / str(gone.id)).exists(), "the worker has not erased it yet"
    await Agent.filter(id=gone.id).delete()

    await sweep_files(kept)
    left = {path.name for path in (kept.home / "adapters").iterdir()}
    assert left == {str(stays.id), str(unknown)}
    assert {path.stem for path in (kept.home / "judged").iterdir()} == left

    session = await make_session(actor, stays)
    [saved] = await make_pairs(actor, session, 1)
    await deletion.delete(actor, saved.pair.id)
    judged_file(kept.home, stays.id).write_text("{}")  # again, by a training since
    os.utime(judged_file(kept.home, stays.id), (datetime.now(UTC).timestamp() + 3600,) * 2)
    await sweep_files(kept)
    assert judged_file(kept.home, stays.id).exists()
    os.utime(judged_file(kept.home, stays.id), (datetime.now(UTC).timestamp() - 3600,) * 2)
    await sweep_files(kept)
    assert {path.stem for path in (kept.home / "judged").iterdir()} == {str(unknown)}


async def test_nothing_to_sweep(actor: Actor, kept: Settings) -> None:
    await sweep_files(kept)
    assert list(kept.home.iterdir()) == []


def test_ids_are_in_order_of_time() -> None:
    before, made, after = (
        first_id_of(datetime.now(UTC)),
        new_id(),
        first_id_of(datetime.now(UTC) + timedelta(milliseconds=1)),
    )
    assert before < made < after
