"""Many pairs at once, as an import or material brings them: one transaction, one trigger."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.answers.finding import Finding
from app.contracts.events import SessionCompleted, SessionStarted
from app.errors import Conflict
from app.events import log
from app.models import (
    Agent,
    AutoTraining,
    Category,
    Difficulty,
    PreferencePair,
    Session,
    SessionStatus,
    TrainingPair,
    TrainingRun,
)
from app.models.clock import now
from app.pairs.preferences import preference_of
from app.replies.answering import answered_by_any
from app.runs import auto

ROWS_PER_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class NewPair:
    """Cleaned and measured already. `earlier`: see TrainingPair."""

    query: str
    response: str
    category: Category
    context: str
    difficulty: Difficulty
    draft: str | None
    earlier: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class SavedAll:
    session: Session
    pair_count: int
    blocked_count: int  # that findings keep out of trainings
    run: TrainingRun | None


def unsaved(agent_id: UUID, rows: Iterable[NewPair]) -> list[TrainingPair]:
    """The pairs that rows become, without a conversation; their ids are in the same order."""
    return [
        TrainingPair(
            agent_id=agent_id,
            query=row.query,
            response=row.response,
            draft=row.draft,
            category=row.category,
            context=row.context,
            difficulty=row.difficulty,
            earlier=row.earlier,
        )
        for row in rows
    ]


async def add_all(
    agent: Agent,
    automatic: AutoTraining,
    pairs: Sequence[TrainingPair],
    found: Sequence[Sequence[Finding]],
    title: str,
    idempotency_key: str | None,
    digest: str,
) -> SavedAll:
    """Save new pairs with their findings in a conversation of their own. `automatic` is what `lock` gave; there
    is at least one pair."""
    moment = await now()
    session = await Session.create(
        agent=agent,
        status=SessionStatus.COMPLETED,
        target_pairs=len(pairs),
        pair_count=len(pairs),
        welcome=title,
        completed_at=moment,
    )
    pairs[0].request_digest = digest
    pairs[0].idempotency_key = None if idempotency_key is None else _stored(idempotency_key)
    for pair in pairs:
        pair.session_id = session.id
    await log.append(session.id, SessionStarted(welcome=title, target_pairs=len(pairs)))
    await log.append(session.id, SessionCompleted())
    run = await save_all(agent, automatic, pairs, found, moment)
    return SavedAll(session, len(pairs), blocked_count(found), run)


async def save_all(
    agent: Agent,
    automatic: AutoTraining,
    pairs: Sequence[TrainingPair],
    found: Sequence[Sequence[Finding]],
    moment: datetime,
) -> TrainingRun | None:
    """Write new pairs with their findings and, when it is due, the run that they trigger. `automatic` is what
    `lock` gave; the caller keeps the counts of the conversations and gives at least one pair."""
    for pair, findings in zip(pairs, found, strict=True):
        pair.findings = [finding.to_json() for finding in findings]
        pair.created_at = pair.changed_at = moment
    await TrainingPair.bulk_create(pairs, batch_size=ROWS_PER_STATEMENT)
    await answered_by_any(agent.id, pairs)
    preferences = [kept for pair in pairs if (kept := preference_of(pair, agent.system_prompt)) is not None]
    await PreferencePair.bulk_create(preferences, batch_size=ROWS_PER_STATEMENT)
    run = await auto.start_if_due(automatic, moment)
    if run is not None:
        pairs[0].training_run_id = run.id
        await pairs[0].save(update_fields=["training_run_id"])
    return run


def blocked_count(found: Sequence[Sequence[Finding]]) -> int:
    return sum(any(finding.blocks for finding in findings) for findings in found)


async def replayed(agent_id: UUID, idempotency_key: str, digest: str) -> SavedAll | None:
    """What the first call with this key saved. Raises Conflict when it brought something else."""
    first = await TrainingPair.get_or_none(agent_id=agent_id, idempotency_key=_stored(idempotency_key))
    if first is None:
        return None
    if first.request_digest != digest:
        raise Conflict("This idempotency key was used for another file; use a new key for a new file.")
    session = await Session.get(id=first.session_id)
    run = await TrainingRun.get_or_none(id=first.training_run_id) if first.training_run_id else None
    return SavedAll(session, session.target_pairs, 0, run)


def _stored(idempotency_key: str) -> str:
    """Apart from the keys of single pairs."""
    return "batch:" + hashlib.sha256(idempotency_key.encode()).hexdigest()
