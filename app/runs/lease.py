"""Who works on a run: a lease by the database's clock, with an epoch that grows at every claim."""

from dataclasses import dataclass
from uuid import UUID

from tortoise import connections

from app.models import TrainingRun
from app.models.run import RunStatus
from app.models.transaction import transactional
from app.runs import auto, record

# Nobody could renew a lease while the server was down: after its start a trainer has two of its longest pauses
# (trainer/outage.py) to say that it is still there.
AFTER_START_S = 10.0
_EXPIRED = "greatest(lease_until, pg_postmaster_start_time() + make_interval(secs => {})) < clock_timestamp()"


@dataclass(frozen=True, slots=True)
class Renewal:
    held: bool
    cancel_requested: bool


async def claim(run_id: UUID, owner: str, lease_s: int) -> int | None:
    """Take a waiting run; the new epoch, or None when somebody else has it or it is over."""
    rows = await connections.get("default").execute_query_dict(
        "UPDATE training_run SET status = 'running', lease_owner = $2, lease_epoch = lease_epoch + 1,"
        " lease_until = clock_timestamp() + make_interval(secs => $3),"
        " started_at = coalesce(started_at, clock_timestamp())"
        " WHERE id = $1 AND status = 'queued' RETURNING lease_epoch",
        [run_id, owner, lease_s],
    )
    return int(rows[0]["lease_epoch"]) if rows else None


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
    """Put back every run whose trainer fell silent; the third crash is the last. Returns what waits again."""
    expired = await connections.get("default").execute_query_dict(
        f"SELECT id FROM training_run WHERE status IN ('running', 'evaluating') AND {_EXPIRED.format('$1')}",
        [AFTER_START_S],
    )
    return [row["id"] for row in expired if await _requeue(row["id"], max_crashes)]


@transactional
async def _requeue(run_id: UUID, max_crashes: int) -> bool:
    found = await TrainingRun.get(id=run_id)
    await auto.lock(found.agent_id)
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM training_run WHERE id = $1 AND lease_epoch = $2"
        f" AND status IN ('running', 'evaluating') AND {_EXPIRED.format('$3')} FOR UPDATE",
        [run_id, found.lease_epoch, AFTER_START_S],
    )
    return bool(rows) and await _crash(await TrainingRun.get(id=run_id), max_crashes)


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
        run.failure_code = "CRASHED"
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
    rows = await connections.get("default").execute_query_dict(
        "SELECT run.id FROM training_run run JOIN agent ON agent.id = run.agent_id WHERE run.status = 'queued'"
        " ORDER BY greatest(run.queued_at, (SELECT max(other.started_at) FROM training_run other"
        " JOIN agent its ON its.id = other.agent_id WHERE its.workspace_id = agent.workspace_id"
        " AND other.id <> run.id)), run.queued_at, run.id"
    )
    return [row["id"] for row in rows]


async def waiting(older_than_s: float) -> list[UUID]:
    """Runs that nobody has picked up for a while; their bell may be lost."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM training_run WHERE status = 'queued'"
        " AND queued_at < clock_timestamp() - make_interval(secs => $1)",
        [older_than_s],
    )
    return [row["id"] for row in rows]
