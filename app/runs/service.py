"""Training runs, as people see them: start by hand, cancel, find."""

from uuid import UUID

from tortoise.queryset import QuerySet

from app.actor import Actor
from app.agents import service as agents
from app.agents.lock import lock
from app.errors import Conflict, NotFound
from app.models import AuditAction, RunStatus, RunTrigger, TrainingRun
from app.models.clock import now
from app.models.run import ACTIVE
from app.models.transaction import transactional
from app.runs import auto, record
from app.runs.outlook import LEAST_PAIRS, left_out
from app.text.fields import idempotency_key as checked_key
from app.workspaces import audit


def visible(actor: Actor) -> QuerySet[TrainingRun]:
    return TrainingRun.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, run_id: UUID) -> TrainingRun:
    run = await visible(actor).get_or_none(id=run_id)
    if run is None:
        raise NotFound(f"There is no training run {run_id}.")
    return run


@transactional
async def start(actor: Actor, agent_id: UUID, idempotency_key: str | None = None) -> TrainingRun:
    """Queue a run by hand. While one is under way this is a conflict; a known key returns its run."""
    idempotency_key = checked_key(idempotency_key)
    await agents.get(actor, agent_id)
    await lock(agent_id)
    if idempotency_key is not None:
        earlier = await TrainingRun.get_or_none(agent_id=agent_id, idempotency_key=idempotency_key)
        if earlier is not None:
            return earlier
    moment = await now()
    known = await auto.facts(agent_id, moment)
    if known.active:
        raise Conflict("A training of this agent is under way; wait for it or cancel it.")
    if known.total_pairs < LEAST_PAIRS:
        count = known.total_pairs
        reason = f"{count} pairs are too few to train and to prove anything; {LEAST_PAIRS} is the least."
        raise Conflict(f"{reason} {left_out(known.blocked_pairs)}" if known.blocked_pairs else reason)
    run = await auto.queue_run(agent_id, RunTrigger.MANUAL, known, moment, idempotency_key)
    await audit.note(actor, AuditAction.TRAINING_STARTED, agent=agent_id, target=run.id)
    return run


@transactional
async def cancel(actor: Actor, run_id: UUID) -> TrainingRun:
    """Stop a run: one that waits at once, one that runs within seconds. A second call changes nothing."""
    found = await get(actor, run_id)
    await lock(found.agent_id)
    run = await TrainingRun.select_for_update().get(id=run_id)
    if run.status is RunStatus.CANCELLED:
        return run
    if run.status not in ACTIVE:
        raise Conflict(f"This training is {run.status} already; there is nothing to cancel.")
    if run.cancel_requested_at is None:
        run.cancel_requested_at = await now()
        await run.save(update_fields=["cancel_requested_at"])
        await audit.note(actor, AuditAction.TRAINING_CANCELLED, agent=run.agent_id, target=run.id)
    if run.status is RunStatus.QUEUED:
        await record.end(run, RunStatus.CANCELLED, "You cancelled it before it started.")
    return run
