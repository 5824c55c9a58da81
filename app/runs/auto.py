"""Automatic training of an agent: its settings, and starting a run when one is due."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import available_timezones

from tortoise.exceptions import DoesNotExist

from app import doorbell
from app.actor import Actor
from app.errors import InvalidInput, NotFound
from app.events import log
from app.models import AutoTraining, RunStatus, RunTrigger, Schedule, TrainingPair, TrainingRun
from app.models.clock import now
from app.models.pair import BLOCKED
from app.models.run import ACTIVE
from app.models.transaction import transactional
from app.runs.outlook import Facts, Outlook, outlook, schedule_missed

LIMITS = {  # field: (least, most)
    "pair_threshold": (1, 2_000),
    "hour": (0, 23),
    "weekday": (0, 6),
    "cooldown_minutes": (0, 10_080),
    "min_new_pairs": (1, 2_000),
    "max_runs_per_day": (1, 96),
}
SAID = {
    RunTrigger.THRESHOLD: "enough new pairs",
    RunTrigger.SCHEDULE: "the schedule",
    RunTrigger.MANUAL: "you",
}


async def lock(agent_id: UUID) -> AutoTraining:
    """Take the row lock that orders everything that may start a run of the agent. Only inside a transaction."""
    try:
        return await AutoTraining.select_for_update().get(agent_id=agent_id)
    except DoesNotExist as error:
        raise NotFound(f"There is no agent {agent_id}.") from error


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
    for name, value in changes.items():
        _check(name, value)
        setattr(auto, name, value)
    if {"schedule", "hour", "weekday", "time_zone"} & changes.keys():
        auto.scheduled_until = await now()  # the new schedule looks forward only
    await auto.save()
    return auto


async def outlook_of(agent_id: UUID) -> Outlook:
    """When the next training will be, and why not yet."""
    auto = await AutoTraining.get(agent_id=agent_id)
    moment = await now()
    return outlook(auto, await facts(agent_id, moment), moment)


async def facts(agent_id: UUID, moment: datetime) -> Facts:
    runs = TrainingRun.filter(agent_id=agent_id)
    used = (
        await runs.filter(status__in=(*ACTIVE, RunStatus.SUCCEEDED, RunStatus.REJECTED))
        .order_by("-id")
        .first()
    )
    newest = await runs.order_by("-id").first()
    stored = TrainingPair.filter(agent_id=agent_id)
    pairs = stored.exclude(BLOCKED)
    return Facts(
        total_pairs=await pairs.count(),
        new_pairs=await pairs.filter(changed_at__gt=used.queued_at).count() if used else await pairs.count(),
        blocked_pairs=await stored.filter(BLOCKED).count(),
        active=await runs.filter(status__in=ACTIVE).exists(),
        last_queued_at=newest.queued_at if newest else None,
        runs_today=await runs.filter(queued_at__gt=moment - timedelta(days=1)).count(),
    )


async def start_if_due(agent_id: UUID, moment: datetime) -> TrainingRun | None:
    """Queue a run if the settings want one now. The caller holds `lock(agent_id)`."""
    auto = await AutoTraining.get(agent_id=agent_id)
    known = await facts(agent_id, moment)
    due = outlook(auto, known, moment).due
    if due is not None:
        return await queue_run(agent_id, due, known, moment)
    if schedule_missed(auto, known, moment):
        await AutoTraining.filter(agent_id=agent_id).update(scheduled_until=moment)
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
    await log.append(run.id, "run.status", {"status": run.status, "message": "Waiting for the trainer."})
    await log.append_to_active_sessions(
        agent_id, "training.triggered", {"run_id": str(run.id), "trigger": trigger, "message": message}
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
        await AutoTraining.filter(agent_id=agent_id).update(scheduled_until=moment)
    await start_if_due(agent_id, moment)


def _check(name: str, value: object) -> None:
    if name in LIMITS:
        least, most = LIMITS[name]
        if not isinstance(value, int) or not least <= value <= most:
            raise InvalidInput(f"{name} is {value}; choose {least} to {most}.", name)
    elif name == "time_zone" and value not in available_timezones():
        raise InvalidInput(f"{value!r} is no time zone; use a name such as Europe/Berlin.", name)
    elif name not in ("time_zone", "schedule", "enabled", "go_live_when"):
        raise InvalidInput(f"There is no setting {name}.", name)
