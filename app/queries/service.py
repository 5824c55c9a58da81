"""The questions of a conversation: open the next one, prepare the one after it, skip.

A question is prepared (unopened) or open to the expert; both may still be GENERATING. Whoever changes which
question is open holds the row lock of the session.
"""

import random
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from tortoise.queryset import QuerySet

from app import doorbell
from app.actor import Actor
from app.errors import Conflict, NotFound
from app.events import log
from app.models import Agent, GeneratedQuery, QuerySource, QueryStatus, Session, SessionStatus
from app.models.clock import now
from app.models.query import ENDED
from app.models.transaction import transactional
from app.queries.plan import AgentBrief, Difficulty, PlanRecord, next_plan
from app.text import optional

PREPARED = 1  # questions kept ready ahead of the open one
HISTORY = 300  # earlier questions of the agent that a plan and the checks look at
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Skipped:
    query: GeneratedQuery
    next_query: GeneratedQuery


def visible(actor: Actor) -> QuerySet[GeneratedQuery]:
    return GeneratedQuery.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, query_id: UUID) -> GeneratedQuery:
    query = await visible(actor).get_or_none(id=query_id)
    if query is None:
        raise NotFound(f"There is no question {query_id}.")
    return query


async def current_of(session_ids: Iterable[UUID]) -> dict[UUID, GeneratedQuery]:
    """The open question of each session that has one."""
    rows = GeneratedQuery.filter(session_id__in=list(session_ids), opened_at__isnull=False)
    return {query.session_id: query for query in await rows.exclude(status__in=ENDED)}


@transactional
async def next_query(actor: Actor, session_id: UUID) -> GeneratedQuery:
    """Put the open question aside, if there is one, and open the next."""
    session, agent = await lock_active_session(actor, session_id)
    open_query = (await current_of([session.id])).get(session.id)
    if open_query is not None:
        await _end(open_query, QueryStatus.DISCARDED)
        await log.append(session.id, "query.discarded", {"query_id": str(open_query.id)})
    return await open_next(session, agent)


@transactional
async def skip(actor: Actor, query_id: UUID, reason: str | None = None) -> Skipped:
    """Skip an open question, also while it is still being written, and open the next."""
    reason = optional(reason, "reason", REASON_LENGTH)
    session, agent = await lock_active_session(actor, (await get(actor, query_id)).session_id)
    query = await lock_open_query(query_id)
    query.skip_reason = reason
    await _end(query, QueryStatus.SKIPPED)
    session.skip_count += 1
    await session.save(update_fields=["skip_count"])
    await log.append(session.id, "query.skipped", {"query_id": str(query.id), "reason": reason})
    return Skipped(query, await open_next(session, agent))


async def lock_active_session(actor: Actor, session_id: UUID) -> tuple[Session, Agent]:
    """Take the row lock that orders all changes of a conversation. Only inside a transaction."""
    session = await Session.select_for_update().get_or_none(id=session_id)
    agent = await Agent.get_or_none(id=session.agent_id) if session else None
    if session is None or agent is None or agent.workspace_id != actor.workspace_id or agent.deleted_at:
        raise NotFound(f"There is no session {session_id}; start one with `startSession`.")
    if session.status is not SessionStatus.ACTIVE:
        raise Conflict(f"The session is {session.status}; start a new one to go on.")
    return session, agent


async def lock_open_query(query_id: UUID) -> GeneratedQuery:
    query = await GeneratedQuery.select_for_update().get(id=query_id)
    if query.status in ENDED:
        raise Conflict(f"This question is {query.status} already; go on with the current one.")
    if query.opened_at is None:
        raise Conflict("This question is not open yet; answer the current one first.")
    return query


async def answer(query: GeneratedQuery) -> None:
    await _end(query, QueryStatus.ANSWERED)


async def open_next(session: Session, agent: Agent) -> GeneratedQuery:
    """Open the oldest prepared question, or a new one, and see that the one after it is being prepared."""
    prepared = (
        await GeneratedQuery.select_for_update()
        .filter(session=session, opened_at=None)
        .exclude(status__in=ENDED)
        .order_by("id")
    )
    query = prepared.pop(0) if prepared else await _plan(session, agent)
    query.opened_at = await now()
    if query.status is QueryStatus.READY:
        query.status = QueryStatus.OPEN
    await query.save(update_fields=["opened_at", "status"])
    await log.append(session.id, "query.started", started_payload(query, attempt=1))
    if query.status is QueryStatus.OPEN:
        await log.append(session.id, ready_kind(query), ready_payload(query))
    for _ in range(PREPARED - len(prepared)):
        await _plan(session, agent)
    return query


def started_payload(query: GeneratedQuery, attempt: int) -> dict[str, object]:
    return _metadata(query) | {"attempt": attempt}


def ready_kind(query: GeneratedQuery) -> str:
    return "query.ready" if query.source is QuerySource.MODEL else "query.fallback"


def ready_payload(query: GeneratedQuery) -> dict[str, object]:
    payload = _metadata(query) | {"text": query.text, "source": query.source}
    return payload if query.source is QuerySource.MODEL else payload | {"reason": query.fallback_reason}


def brief(agent: Agent) -> AgentBrief:
    return AgentBrief(name=agent.name, description=agent.description, system_prompt=agent.system_prompt)


async def earlier_questions(agent_id: UUID) -> list[GeneratedQuery]:
    """The newest questions of the agent, oldest first."""
    newest = GeneratedQuery.filter(agent_id=agent_id).order_by("-id").limit(HISTORY)
    return list(reversed(await newest))


async def _plan(session: Session, agent: Agent) -> GeneratedQuery:
    """Decide what the next customer will ask about and let a worker write it."""
    history = [PlanRecord.from_json(query.plan) for query in await earlier_questions(agent.id)]
    plan = next_plan(
        brief(agent),
        history,
        topics=session.topics,
        difficulty=Difficulty(session.difficulty) if session.difficulty else None,
        seed=random.getrandbits(31),
    )
    query = await GeneratedQuery.create(
        agent=agent,
        session=session,
        category=plan.category,
        context=plan.context,
        difficulty=plan.difficulty,
        plan=asdict(plan),
    )
    doorbell.ring_job_after_commit(doorbell.GENERATE_QUERY, query.id)
    return query


async def _end(query: GeneratedQuery, status: QueryStatus) -> None:
    query.status = status
    query.ended_at = await now()
    await query.save(update_fields=["status", "ended_at", "skip_reason"])


def _metadata(query: GeneratedQuery) -> dict[str, object]:
    return {
        "query_id": str(query.id),
        "category": query.category,
        "context": query.context,
        "difficulty": query.difficulty,
    }
