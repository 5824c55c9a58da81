"""Who works on a run: a lease by the database's clock, with an epoch that grows at every claim."""

import time
from dataclasses import dataclass
from uuid import UUID

from tortoise import connections

from app.agents.lock import lock
from app.contracts.events import RunTold
from app.errors import RunFailure, Unavailable
from app.events import log
from app.models import TrainingRun
from app.models.run import ACTIVE, RunStatus
from app.models.transaction import transactional
from app.runs import record
from app.webhooks import outbox as webhooks

# How long a lease has to be seen expired before its trainer counts as gone: what kept everybody from renewing (a server
# or a network that was down, a laptop that slept) ends for the reconciler as early as for the trainer, which then has
# its longest pause (trainer/outage.py), and time to connect. Two of the reconciler's rounds of five seconds.
SILENT_S = 9.0
BACK = "The trainer that fell silent is back: it was cut off and has not crashed."
_silent: dict[UUID, tuple[int, float]] = {}  # run: epoch and when this process first saw its lease expired


@dataclass(frozen=True, slots=True)
class Renewal:
    held: bool
    cancel_requested: bool


@transactional
async def claim(run_id: UUID, owner: str, lease_s: int) -> int | None:
    """Take a waiting run; the new epoch, or None when someone else has it or it is over."""
    rows = await connections.get("default").execute_query_dict(
        "UPDATE training_run SET status = 'running', lease_owner = $2, lease_epoch = lease_epoch + 1,"
        " lease_until = clock_timestamp() + make_interval(secs => $3),"
        " started_at = coalesce(started_at, clock_timestamp())"
        " WHERE id = $1 AND status = 'queued' RETURNING lease_epoch",
        [run_id, owner, lease_s],
    )
    if not rows:
        return None
    epoch = int(rows[0]["lease_epoch"])
    if epoch == 1:  # later ones go on with what has begun
        await webhooks.tell_of_run(await TrainingRun.get(id=run_id))
    return epoch


async def epoch_of(run_id: UUID, owner: str) -> int | None:
    """The epoch in which `owner` works on the run; None when it doesn't."""
    run = await TrainingRun.get_or_none(
        id=run_id, lease_owner=owner, status__in=(RunStatus.RUNNING, RunStatus.EVALUATING)
    )
    return run.lease_epoch if run else None


async def renew(run_id: UUID, epoch: int, lease_s: int) -> Renewal:
    rows = await connections.get("default").execute_query_dict(
        "UPDATE training_run SET lease_until = clock_timestamp() + make_interval(secs => $3)"
        " WHERE id = $1 AND lease_epoch = $2 AND status IN ('running', 'evaluating')"
        " RETURNING cancel_requested_at",
        [run_id, epoch, lease_s],
    )
    return Renewal(bool(rows), bool(rows) and rows[0]["cancel_requested_at"] is not None)


async def anybody_trains() -> bool:
    """Does a trainer that is alive work on any run?"""
    rows = await connections.get("default").execute_query_dict(
        "SELECT EXISTS (SELECT FROM training_run WHERE status IN ('running', 'evaluating')"
        " AND lease_until > clock_timestamp()) AS yes"
    )
    return bool(rows[0]["yes"])


async def requeue_lost(max_crashes: int) -> list[UUID]:
    """Put back every run whose trainer fell silent; the third crash is the last. Returns what waits again.

    To be called again and again by one process. Raises Unavailable.
    """
    try:
        rows = await connections.get("default").execute_query_dict(
            "SELECT id, lease_epoch FROM training_run"
            " WHERE status IN ('running', 'evaluating') AND lease_until < clock_timestamp()"
        )
    except Unavailable:
        _silent.clear()  # nor could anybody else renew
        raise
    moment, expired = time.monotonic(), {row["id"]: int(row["lease_epoch"]) for row in rows}
    before = dict(_silent)
    _silent.clear()
    for run_id, epoch in expired.items():
        known, since = before.get(run_id, (epoch, moment))
        _silent[run_id] = (epoch, since if known == epoch else moment)
    lost = [run_id for run_id, (_, since) in _silent.items() if moment - since >= SILENT_S]
    return [run_id for run_id in lost if await _requeue(run_id, expired[run_id], max_crashes)]


@transactional
async def _requeue(run_id: UUID, epoch: int, max_crashes: int) -> bool:
    await lock((await TrainingRun.get(id=run_id)).agent_id)
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM training_run WHERE id = $1 AND lease_epoch = $2"
        " AND status IN ('running', 'evaluating') AND lease_until < clock_timestamp() FOR UPDATE",
        [run_id, epoch],
    )
    return bool(rows) and await _crash(await TrainingRun.get(id=run_id), max_crashes)


@transactional
async def came_back(run_id: UUID, epoch: int) -> None:
    """A trainer that lost the lease of this epoch by silence is alive: no crash of the run. To be called once."""
    found = await TrainingRun.get_or_none(id=run_id)
    if found is None:  # its agent was erased meanwhile
        return
    await lock(found.agent_id)
    run = await TrainingRun.select_for_update().get(id=run_id)
    if run.status in ACTIVE and run.crashes and run.lease_epoch >= epoch:
        run.crashes -= 1
        await run.save(update_fields=["crashes"])
        await log.append(run.id, RunTold(status=run.status, message=BACK))


@transactional
async def crashed(run_id: UUID, epoch: int, max_crashes: int) -> bool:
    """The child of this trainer ended without a word: put the run back, or fail it. True: it waits again."""
    return await _crash(await record.owned_with_agent(run_id, epoch), max_crashes)


async def _crash(run: TrainingRun, max_crashes: int) -> bool:
    run.crashes += 1
    await run.save(update_fields=["crashes"])
    if run.cancel_requested_at is not None:
        await record.end(run, RunStatus.CANCELLED, "You cancelled it.")
    elif run.crashes >= max_crashes:
        run.failure_code = RunFailure.CRASHED
        reason = (
            f"The training stopped without a word {run.crashes} times; your pairs are safe. Start it again."
        )
        await record.end(run, RunStatus.FAILED, reason)
    else:
        await record.requeue(run, "The training was interrupted; it will go on from the last checkpoint.")
        return True
    return False


async def in_turn() -> list[UUID]:
    """Every waiting run, the next one first: who came first, but for one turn of each workspace.

    A run's place is the time at which it was queued, or that of the last turn of its workspace where that is later: who
    was just served stands behind those that came meanwhile, so that thirty runs of one workspace make another one wait
    for one. A crashed run was queued when it was first, and its own turn does not count.
    """
    # The last two turns of each workspace: to look for the last of all others once a run took 0.9 s of 1,000 runs.
    rows = await connections.get("default").execute_query_dict(
        "WITH turn AS (SELECT its.workspace_id, other.id, other.started_at, row_number()"
        "  OVER (PARTITION BY its.workspace_id ORDER BY other.started_at DESC, other.id) AS place"
        "  FROM training_run other JOIN agent its ON its.id = other.agent_id WHERE other.started_at IS NOT NULL)"
        " SELECT run.id FROM training_run run JOIN agent ON agent.id = run.agent_id"
        " LEFT JOIN turn last ON last.workspace_id = agent.workspace_id AND last.place = 1"
        " LEFT JOIN turn before ON before.workspace_id = agent.workspace_id AND before.place = 2"
        " WHERE run.status = 'queued' ORDER BY greatest(run.queued_at,"
        "  CASE WHEN last.id = run.id THEN before.started_at ELSE last.started_at END), run.queued_at, run.id"
    )
    return [row["id"] for row in rows]


async def waiting(older_than_s: float) -> list[UUID]:
    """Runs that no trainer has picked up for a while; their bell may be lost."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM training_run WHERE status = 'queued'"
        " AND queued_at < clock_timestamp() - make_interval(secs => $1)",
        [older_than_s],
    )
    return [row["id"] for row in rows]
