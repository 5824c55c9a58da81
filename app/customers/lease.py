"""A question while it is being written: who writes it, and what the expert sees of it meanwhile.

The worker that writes holds the question by a lease with an epoch; once the question is skipped, answered or taken
over, its writes find no row and it stops.
"""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Subquery

from app.contracts.events import QueryDelta, QueryPrepared, TopicsNeeded
from app.customers import service
from app.customers.plan import Plan
from app.events import log as events
from app.models import Agent, GeneratedQuery, QuerySource, QueryStatus, Session
from app.models.clock import now
from app.models.transaction import transactional
from app.replies import open_questions as openquestions


class Gone(Exception):
    """The question was skipped, answered or taken over meanwhile."""


async def claim(query_id: UUID, lease_s: float) -> int | None:
    """The epoch of the lease; None when someone else holds it, nothing is left to write, or it waits for topics."""
    rows = await connections.get("default").execute_query_dict(
        "UPDATE generated_query SET lease_epoch = lease_epoch + 1,"
        " lease_until = clock_timestamp() + make_interval(secs => $2)"
        " WHERE id = $1 AND status = 'generating' AND NOT needs_topics"
        " AND (lease_until IS NULL OR lease_until < clock_timestamp())"
        " RETURNING lease_epoch",
        [query_id, lease_s],
    )
    return int(rows[0]["lease_epoch"]) if rows else None


async def is_open(query_id: UUID, epoch: int) -> bool:
    """Does the expert wait for it? Raises Gone."""
    query = await GeneratedQuery.get_or_none(id=query_id, lease_epoch=epoch, status=QueryStatus.GENERATING)
    if query is None:
        raise Gone
    return query.opened_at is not None


@transactional
async def start_over(query_id: UUID, epoch: int, attempt: int) -> None:
    query = await _own(query_id, epoch)
    if query.opened_at is not None:
        await events.append(query.session_id, service.started_event(query, attempt))


@transactional
async def tell(query_id: UUID, epoch: int, text: str, told: int) -> int:
    """Append what is new since `told` characters to the session's log, if the question is open to the expert."""
    query = await _own(query_id, epoch)
    if query.opened_at is None:
        return told
    if len(text) > told:
        delta = QueryDelta(query_id=query_id, offset=told, text=text[told:])
        await events.append(query.session_id, delta)
    return len(text)


@transactional
async def finish(
    query_id: UUID,
    epoch: int,
    text: str,
    source: QuerySource,
    *,
    plan: Plan,
    reason: str | None = None,
    rejections: Sequence[str] = (),
    open_question: UUID | None = None,
) -> None:
    """The question is complete; `plan` is what it is in the end. `open_question`: what it asks was asked in use."""
    # Whoever saves an answer writes into the log first and locks the prepared questions then: the session orders us.
    session_of = GeneratedQuery.filter(id=query_id).values_list("session_id", flat=True)
    await Session.select_for_update().get_or_none(id__in=Subquery(session_of))
    query = await _own(query_id, epoch)
    query.plan, query.context = {**query.plan, **asdict(plan)}, plan.context
    if open_question is not None:
        query.plan[openquestions.IN_PLAN] = str(open_question)
    query.category, query.difficulty = plan.category, plan.difficulty
    query.rejections = list(rejections)
    query.text = text
    query.source = source
    query.fallback_reason = reason
    query.ready_at = await now()
    query.lease_until = None
    query.status = QueryStatus.READY if query.opened_at is None else QueryStatus.OPEN
    await query.save(
        update_fields=[
            "plan",
            "category",
            "difficulty",
            "context",
            "text",
            "source",
            "fallback_reason",
            "rejections",
            "ready_at",
            "lease_until",
            "status",
        ]
    )
    if query.status is QueryStatus.OPEN:
        await events.append(query.session_id, service.ready_event(query))
    else:
        await events.append(query.session_id, QueryPrepared(query_id=query_id))


@transactional
async def drop(query_id: UUID, epoch: int) -> None:
    """There is nothing to ask after all; the question has not been seen yet."""
    query = await _own(query_id, epoch)
    query.status, query.ended_at = QueryStatus.DISCARDED, await now()
    await query.save(update_fields=["status", "ended_at"])


@transactional
async def ask_for_topics(query_id: UUID, epoch: int) -> None:
    """Nothing new can be asked: the question waits until the agent has another topic (app.customers.topics)."""
    query = await _own(query_id, epoch)
    query.needs_topics, query.lease_until = True, None
    await query.save(update_fields=["needs_topics", "lease_until"])
    if query.opened_at is not None:
        await events.append(query.session_id, TopicsNeeded(query_id=query_id))


async def wait_for_turn(query_id: UUID) -> None:
    """Only inside a transaction: the questions of an agent are completed one after the other, so that each knows those
    before it. The session's row is locked first, as everywhere."""
    query = await GeneratedQuery.get(id=query_id)
    await Session.select_for_update().get_or_none(id=query.session_id)
    await Agent.select_for_update().get_or_none(id=query.agent_id)


async def forgotten(older_than_s: float) -> list[UUID]:
    """Questions that no writer works on: their bell was lost, or their worker."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT id FROM generated_query WHERE status = 'generating' AND NOT needs_topics"
        " AND created_at < clock_timestamp() - make_interval(secs => $1)"
        " AND (lease_until IS NULL OR lease_until < clock_timestamp())",
        [older_than_s],
    )
    return [row["id"] for row in rows]


async def forget_words(older_than_s: float, at_most: int) -> int:
    """Delete the deltas of complete questions and return how many went: the event that completed or ended a question
    tells a late client the whole text. The last event of a stream stays, as the next number is counted from it."""
    rows = await connections.get("default").execute_query_dict(
        "DELETE FROM event WHERE id IN ("
        " SELECT e.id FROM event e WHERE e.kind = 'query.delta'"
        " AND e.created_at < clock_timestamp() - make_interval(secs => $1)"
        " AND NOT EXISTS (SELECT FROM generated_query q"
        "  WHERE q.id = (e.payload->>'query_id')::uuid AND q.status = 'generating')"
        " AND EXISTS (SELECT FROM event later WHERE later.stream = e.stream AND later.seq > e.seq)"
        " ORDER BY e.created_at LIMIT $2) RETURNING seq",
        [older_than_s, at_most],
    )
    return len(rows)


async def _own(query_id: UUID, epoch: int) -> GeneratedQuery:
    query = await GeneratedQuery.select_for_update().get_or_none(
        id=query_id, lease_epoch=epoch, status=QueryStatus.GENERATING
    )
    if query is None:
        raise Gone
    return query
