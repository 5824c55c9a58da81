"""Writes what happens to a run: its row, its events, and the notices of the open conversations.

Every function but `end` is a transaction of its own and is fenced: it carries the epoch of the lease, and an older
epoch finds no row (LeaseLost). Transactions that tell conversations take the agent's lock first.
"""

from uuid import UUID

from app.agents.lock import lock
from app.contracts.events import (
    FIGURES,
    Figures,
    RunFinished,
    RunProgressed,
    RunSampled,
    RunTold,
    TrainingFinished,
)
from app.errors import LeaseLost
from app.events import doorbell, log
from app.models import AgentVersion, RunStatus, TrainingRun, VersionStatus
from app.models.clock import now
from app.models.run import ALLOWED
from app.models.transaction import transactional
from app.text.fields import counted
from app.webhooks import outbox as webhooks

AFTER_RESTART = "The trainer is restarting; it will go on from the last checkpoint."
AFTER_OUTAGE = "The database was away; it will go on from the last checkpoint."
CURVE_POINTS = 400  # kept on the row; a longer run keeps every second point, and so on


async def owned(run_id: UUID, epoch: int) -> TrainingRun:
    """The run, locked, if this epoch still owns it. Only inside a transaction."""
    run = await TrainingRun.select_for_update().get_or_none(
        id=run_id, lease_epoch=epoch, status__in=(RunStatus.RUNNING, RunStatus.EVALUATING)
    )
    if run is None:
        raise LeaseLost(f"Run {run_id} belongs to another trainer now.")
    return run


async def owned_with_agent(run_id: UUID, epoch: int) -> TrainingRun:
    """The same under the agent's lock, for what goes on to tell conversations or make versions."""
    await lock((await TrainingRun.get(id=run_id)).agent_id)
    return await owned(run_id, epoch)


@transactional
async def loading(run_id: UUID, epoch: int) -> None:
    run = await owned(run_id, epoch)
    await log.append(run.id, RunTold(status=run.status, message="Loading the base model."))


@transactional
async def started(run_id: UUID, epoch: int, *, total_steps: int, resumed_from: int, damaged: int = 0) -> None:
    """`damaged`: newer checkpoints that could not be used."""
    run = await owned(run_id, epoch)
    run.total_steps, run.step = total_steps, resumed_from
    await run.save(update_fields=["total_steps", "step"])
    message = f"Resumed from step {resumed_from}." if resumed_from else "Training has begun."
    if damaged:
        message += f" {counted(damaged, 'newer checkpoint')} could not be read."
    await log.append(run.id, RunTold(status=run.status, message=message))


@transactional
async def progress(run_id: UUID, epoch: int, newest: Figures, points: list[dict[str, object]]) -> None:
    """`newest` are the figures of the child's last step, `points` the curve since the last call."""
    run = await owned(run_id, epoch)
    run.step, run.loss = newest.step, newest.loss
    run.tokens_per_second, run.seconds_left = newest.tokens_per_second, newest.seconds_left
    known = {point["step"]: point for point in run.curve} | {point["step"]: point for point in points}
    run.curve = _thinned([known[step] for step in sorted(known, key=lambda step: int(str(step)))])
    measured = [point["holdout_loss"] for point in run.curve if point["holdout_loss"] is not None]
    run.holdout_loss = _number(measured[-1]) if measured else None
    await run.save(
        update_fields=["step", "loss", "tokens_per_second", "seconds_left", "curve", "holdout_loss"]
    )
    await log.append(run.id, RunProgressed.model_validate(newest.model_dump(include=FIGURES)))


@transactional
async def samples(run_id: UUID, epoch: int, told: RunSampled) -> None:
    run = await owned(run_id, epoch)
    run.samples = [entry for entry in run.samples if entry["step"] != told.step] + [told.payload()]
    await run.save(update_fields=["samples"])
    await log.append(run.id, told)


@transactional
async def evaluating(run_id: UUID, epoch: int) -> None:
    run = await owned(run_id, epoch)
    if run.status is RunStatus.RUNNING:
        await _change(run, RunStatus.EVALUATING)
        await log.append(
            run.id, RunTold(status=run.status, message="Comparing it on the held-out questions.")
        )


@transactional
async def failed(run_id: UUID, epoch: int, code: str, reason: str) -> None:
    run = await owned_with_agent(run_id, epoch)
    run.failure_code = code[:32]
    await end(run, RunStatus.FAILED, reason)


@transactional
async def cancelled(run_id: UUID, epoch: int) -> None:
    await end(await owned_with_agent(run_id, epoch), RunStatus.CANCELLED, "You cancelled it.")


@transactional
async def released(run_id: UUID, epoch: int, message: str = AFTER_RESTART) -> None:
    """Give the run back because this trainer can't go on; it goes on elsewhere, and no crash is counted."""
    await requeue(await owned(run_id, epoch), message)


async def requeue(run: TrainingRun, message: str) -> None:
    """The run is locked by the caller."""
    run.lease_owner = run.lease_until = None
    await _change(run, RunStatus.QUEUED, "lease_owner", "lease_until")
    doorbell.ring_job_after_commit(doorbell.TRAIN, run.id)
    await log.append(run.id, RunTold(status=run.status, message=message))


async def end(
    run: TrainingRun,
    status: RunStatus,
    reason: str,
    *,
    version_id: UUID | None = None,
    number: int | None = None,
) -> None:
    """The last change of a run, and the end of a candidate that is still undecided.

    The caller holds the agent's lock and the run's row lock.
    """
    run.finished_at = await now()
    run.reason = reason
    # Without a decision nothing comes of what it made. The row stays: its number may have a folder already.
    await AgentVersion.filter(run_id=run.id, status=VersionStatus.CANDIDATE).update(
        status=VersionStatus.REJECTED
    )
    run.lease_owner = run.lease_until = run.seconds_left = None
    await _change(
        run,
        status,
        "finished_at",
        "reason",
        "lease_owner",
        "lease_until",
        "seconds_left",
        "failure_code",
        "report",
        "phases",
    )
    await log.append(run.id, RunFinished(status=status, reason=reason, version_id=version_id, number=number))
    made = (version_id, number) if version_id is not None and number is not None else None
    await webhooks.tell_of_run(run, version=made)
    notice = TrainingFinished(run_id=run.id, status=status, message=reason)
    await log.append_to_active_sessions(run.agent_id, notice)


async def _change(run: TrainingRun, status: RunStatus, *also: str) -> None:
    if status not in ALLOWED[run.status]:
        raise ValueError(f"a run never goes from {run.status} to {status}")
    run.status = status
    await run.save(update_fields=["status", *also])


def _thinned(points: list[dict[str, object]]) -> list[dict[str, object]]:
    """Points with a held-out loss always stay."""
    while len(points) > CURVE_POINTS:
        thinner = [p for i, p in enumerate(points) if i % 2 == 0 or p["holdout_loss"] is not None]
        if len(thinner) == len(points):
            break
        points = thinner
    return points


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
