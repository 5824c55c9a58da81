"""Automatic training of an agent: its settings, and starting a run when one is due."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from tortoise import connections

from app.actor import Actor
from app.agents.lock import lock
from app.contracts.events import RunTold, TrainingTriggered
from app.errors import InvalidInput, NotFound, every_field
from app.events import doorbell, log
from app.models import AuditAction, AutoTraining, RunStatus, RunTrigger, Schedule, TrainingRun
from app.models.auto_training import SETTINGS
from app.models.clock import now
from app.models.pair import BLOCKING
from app.models.run import ACTIVE
from app.models.transaction import transactional
from app.runs.outlook import Facts, Outlook, outlook, schedule_missed
from app.workspaces import audit

_USED = (*ACTIVE, RunStatus.SUCCEEDED, RunStatus.REJECTED)  # runs whose pairs are not new any more
SAID = {
    RunTrigger.THRESHOLD: "enough new pairs",
    RunTrigger.SCHEDULE: "the schedule",
    RunTrigger.MANUAL: "you",
}


async def get(actor: Actor, agent_id: UUID) -> AutoTraining:
    auto = await AutoTraining.get_or_none(
        agent_id=agent_id, agent__workspace_id=actor.workspace_id, agent__deleted_at=None
    )
    if auto is None:
        raise NotFound(f"There is no agent {agent_id}; list yours with the query `agents`.")
    return auto


@transactional
async def update(actor: Actor, agent_id: UUID, **changes: object) -> AutoTraining:
    """Change the settings that are given; a training that has become due by it starts within a minute."""
    await get(actor, agent_id)
    auto = await lock(agent_id)
    with every_field() as field:
        for name, value in changes.items():
            with field():
                _check(name, value)
                setattr(auto, name, value)
    if any(SETTINGS[name].clock for name in changes):
        auto.scheduled_until = await now()  # the new schedule looks forward only
    await auto.save()
    await audit.note(actor, AuditAction.AGENT_CHANGED, agent=agent_id, target=agent_id)
    return auto


async def outlook_of(agent_id: UUID) -> Outlook:
    """When the next training will be, and why not yet."""
    auto = await AutoTraining.get(agent_id=agent_id)
    moment = await now()
    return outlook(auto, await facts(agent_id, moment), moment)


async def facts(agent_id: UUID, moment: datetime) -> Facts:
    return (await facts_of([agent_id], moment))[agent_id]


async def facts_now(agent_ids: Iterable[UUID]) -> dict[UUID, tuple[Facts, datetime]]:
    """With the moment that they are of."""
    moment = await now()
    return {agent_id: (known, moment) for agent_id, known in (await facts_of(agent_ids, moment)).items()}


async def facts_of(agent_ids: Iterable[UUID], moment: datetime) -> dict[UUID, Facts]:
    """In one statement: every saved answer asks. To another base model than that of earlier runs all pairs are new."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT asked.id AS agent_id, facts.* FROM unnest($1::uuid[]) AS asked(id), LATERAL ("
        "WITH run AS (SELECT id, status, queued_at, base_model FROM training_run WHERE agent_id = asked.id),"
        " used AS (SELECT queued_at FROM run WHERE status = ANY($2)"
        " AND base_model IN ('', (SELECT base_model FROM agent WHERE id = asked.id)) ORDER BY id DESC LIMIT 1),"
        " pair AS (SELECT changed_at, findings @> $3::jsonb AS blocked FROM training_pair WHERE agent_id = asked.id)"
        " SELECT count(*) FILTER (WHERE NOT blocked) AS total_pairs,"
        " count(*) FILTER (WHERE NOT blocked AND changed_at > coalesce((SELECT queued_at FROM used), '-infinity'))"
        " AS new_pairs,"
        " count(*) FILTER (WHERE blocked) AS blocked_pairs,"
        " EXISTS (SELECT FROM run WHERE status = ANY($4)) AS active,"
        " (SELECT queued_at FROM run ORDER BY id DESC LIMIT 1) AS last_queued_at,"
        " (SELECT count(*) FROM run WHERE queued_at > $5) AS runs_today"
        " FROM pair) AS facts",
        [list(agent_ids), list(_USED), json.dumps(BLOCKING), list(ACTIVE), moment - timedelta(days=1)],
    )
    return {row["agent_id"]: Facts(**{name: row[name] for name in row if name != "agent_id"}) for row in rows}


async def start_if_due(locked: AutoTraining, moment: datetime) -> TrainingRun | None:
    """Queue a run if the settings want one now; `locked` is what `lock` gave the caller."""
    known = await facts(locked.agent_id, moment)
    due = outlook(locked, known, moment).due
    if due is not None:
        run = await queue_run(locked.agent_id, due, known, moment)
        await audit.note_automatic(AuditAction.TRAINING_STARTED, agent=run.agent_id, target=run.id)
        return run
    if schedule_missed(locked, known, moment):
        await AutoTraining.filter(agent_id=locked.agent_id).update(scheduled_until=moment)
    return None


async def queue_run(
    agent_id: UUID, trigger: RunTrigger, known: Facts, moment: datetime, key: str | None = None
) -> TrainingRun:
    """Write the run, tell the open conversations, ring the trainer. The caller holds `lock(agent_id)`."""
    run = await TrainingRun.create(
        agent_id=agent_id,
        trigger=trigger,
        idempotency_key=key,
        pair_count=known.total_pairs,
        new_pair_count=known.new_pairs,
        queued_at=moment,
    )
    if trigger is RunTrigger.SCHEDULE:
        await AutoTraining.filter(agent_id=agent_id).update(scheduled_until=moment)
    message = f"Training with {run.pair_count} pairs was started by {SAID[trigger]}."
    await log.append(run.id, RunTold(status=run.status, message="Waiting for the trainer."))
    await log.append_to_active_sessions(
        agent_id, TrainingTriggered(run_id=run.id, trigger=trigger, message=message)
    )
    doorbell.ring_job_after_commit(doorbell.TRAIN, run.id)
    return run


async def tick() -> None:
    """Start what became due by time alone: schedules, ended cooldowns. Called every minute."""
    enabled = AutoTraining.filter(enabled=True, agent__deleted_at=None)
    for auto in await enabled:
        await _tick(auto.agent_id)


@transactional
async def _tick(agent_id: UUID) -> None:
    auto = await lock(agent_id)
    moment = await now()
    if auto.scheduled_until is None and auto.schedule is not Schedule.OFF:
        auto.scheduled_until = moment
        await auto.save(update_fields=["scheduled_until"])
    await start_if_due(auto, moment)


def _check(name: str, value: object) -> None:
    if name not in SETTINGS:
        raise InvalidInput(f"There is no setting {name}.", _called(name))
    if wrong := SETTINGS[name].wrong(value):
        raise InvalidInput(f"{_called(name)} {wrong}", _called(name))


def _called(name: str) -> str:
    """As clients call it."""
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
