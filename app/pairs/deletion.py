"""Training pairs go, one or many, with what else tells of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.actor import Actor
from app.agents.lock import lock
from app.contracts.events import PairDeleted
from app.errors import InvalidInput, NotFound
from app.events import log
from app.models import AuditAction, Session, TrainingPair
from app.models.transaction import transactional
from app.pairs.checking import look_at
from app.pairs.service import get, visible
from app.pairs.traces import forget
from app.text.fields import counted
from app.versions import traces
from app.workspaces import audit

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Deleted:
    """`pairs` as they were, `sessions` without them."""

    pairs: list[TrainingPair]
    sessions: list[Session]
    notices: list[str]


async def delete(actor: Actor, pair_id: UUID) -> Deleted:
    return await delete_all(actor, [pair_id])


async def delete_all(actor: Actor, pair_ids: Sequence[UUID]) -> Deleted:
    """All or none of them. An id that comes twice counts once."""
    ids = list(dict.fromkeys(pair_ids))
    if not 1 <= len(ids) <= MOST_AT_ONCE:
        raise InvalidInput(f"{counted(len(ids), 'pair')} at once; delete 1 to {MOST_AT_ONCE}.", "pairIds")
    deleted, beside = await _delete_all(actor, ids)
    await look_at(beside)
    return deleted


@transactional
async def _delete_all(actor: Actor, ids: Sequence[UUID]) -> tuple[Deleted, set[UUID]]:
    found = {pair.id: pair for pair in await visible(actor).filter(id__in=ids)}
    if missing := [str(one) for one in ids if one not in found]:
        raise NotFound(f"There is no training pair {', '.join(missing)}.")
    of_agents: dict[UUID, list[UUID]] = {}
    for pair in found.values():
        of_agents.setdefault(pair.agent_id, []).append(pair.id)
    # In the order of their ids, so that two who delete don't wait for each other.
    for agent_id in sorted(of_agents):
        await lock(agent_id)
    in_sessions = Session.filter(id__in={pair.session_id for pair in found.values()})
    sessions = {row.id: row for row in await in_sessions.order_by("id").select_for_update()}
    learned = [await traces.learned_by(*of_agent) for of_agent in of_agents.items()]
    beside: set[UUID] = set()
    pairs = []
    for one in ids:
        pair = await get(actor, one)  # as those before it left it
        beside |= {*await forget(pair)}
        await _take(actor, pair, sessions[pair.session_id])
        pairs.append(pair)
    them = "it" if len(pairs) == 1 else "some of them"
    said = [
        f"{traces.named(numbers)} learned {them}; the next training makes one without {them}."
        for numbers in learned
        if numbers
    ]
    return Deleted(pairs, list(sessions.values()), said), beside - found.keys()


async def _take(actor: Actor, pair: TrainingPair, session: Session) -> None:
    await pair.delete()
    await audit.note(actor, AuditAction.PAIR_DELETED, agent=pair.agent_id, target=pair.id)
    session.pair_count -= 1
    await session.save(update_fields=["pair_count"])
    await log.append(session.id, PairDeleted(pair_id=pair.id, pair_count=session.pair_count))
