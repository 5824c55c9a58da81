"""The questions of a conversation: open the next one, prepare the one after it, skip.

A question is prepared (unopened) or open to the expert; both may still be GENERATING. Whoever changes which
question is open holds the row lock of the session. What was prepared under a plan that has changed since (another
description, other topics, a rule of the guide) is thrown away unseen.
"""

import hashlib
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from tortoise.queryset import QuerySet

from app.actor import Actor
from app.contracts.events import (
    Event,
    QueryDiscarded,
    QueryFallback,
    QueryReady,
    QuerySkipped,
    QueryStarted,
    TopicsNeeded,
)
from app.customers import realism
from app.customers.company import HISTORY, Company, company, plans
from app.customers.guide import Rule, RuleKind
from app.customers.plan import PlanRecord
from app.customers.planner import next_plan
from app.errors import Conflict, NotFound
from app.events import doorbell, log
from app.models import (
    Agent,
    Difficulty,
    GeneratedQuery,
    QuerySource,
    QueryStatus,
    Session,
    SessionStatus,
    SkipReason,
    TrainingPair,
)
from app.models.clock import now
from app.models.query import ENDED
from app.models.transaction import transactional
from app.replies import open_questions as openquestions
from app.text.fields import optional

PREPARED = 2  # questions kept ready ahead of the open one: an expert who skips does not wait either
MOST_TURNS = 4  # of a conversation before the customer has had enough
REASON_LENGTH = 500
# For a question that was asked in use, these say that it needs no answer.
DISMISSING = (SkipReason.NOT_OUR_TOPIC, SkipReason.NOT_REALISTIC, SkipReason.DUPLICATE)


@dataclass(frozen=True, slots=True)
class Skipped:
    query: GeneratedQuery
    next_query: GeneratedQuery
    learned: list[Rule]  # new in the agent's realism guide


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
    open_query, moment = (await current_of([session.id])).get(session.id), await now()
    if open_query is not None:
        await _end(open_query, QueryStatus.DISCARDED, moment)
        await log.append(session.id, QueryDiscarded(query_id=open_query.id))
    return await open_next(session, agent, moment)


@transactional
async def skip(
    actor: Actor, query_id: UUID, reason: str | None = None, code: SkipReason | None = None
) -> Skipped:
    """Skip an open question, also while it is still being written, and open the next.

    Without a `code` the reason's words give it, where they are the name of one ("Too hard").
    """
    reason = optional(reason, "reason", REASON_LENGTH)
    code = code or realism.named(reason)
    session, agent = await lock_active_session(actor, (await get(actor, query_id)).session_id)
    query, moment = await lock_open_query(query_id), await now()
    query.skip_reason = reason
    if code is not None:
        query.skip_code = code
    await _end(query, QueryStatus.SKIPPED, moment)
    learned = await realism.learn(agent, query, code) if code else []
    if code in DISMISSING and (asked := openquestions.asked_by(query)) is not None:
        await openquestions.dismiss(agent.id, asked)
    session.skip_count += 1
    await session.save(update_fields=["skip_count"])
    await log.append(session.id, QuerySkipped(query_id=query.id, reason=reason))
    return Skipped(query, await open_next(session, agent, moment), learned)


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


async def prepared(session: Session) -> list[GeneratedQuery]:
    """The complete questions that the expert has not seen yet, in the order in which they would open."""
    agent = await Agent.get(id=session.agent_id)
    known = await company(agent)
    basis = _basis(session, agent, known)
    ready = await GeneratedQuery.filter(session=session, opened_at=None, status=QueryStatus.READY)
    places = await _places(agent, ready)
    wanted = [query for query in ready if _is_wanted(query, known, basis, places)]
    return sorted(wanted, key=lambda query: (query.follows is None, _place(query, places), query.id))


async def answer(query: GeneratedQuery, moment: datetime) -> None:
    await _end(query, QueryStatus.ANSWERED, moment)


async def open_next(
    session: Session, agent: Agent, moment: datetime, expected: UUID | None = None
) -> GeneratedQuery:
    """Open a prepared question, or a new one, and see that those after it are being prepared.

    The `expected` one if it is complete and still wanted. Else a complete one comes before one that is still being
    written, a customer's reaction before a new customer, and what was asked in use before what is invented.
    """
    known = await company(agent)
    basis = _basis(session, agent, known)
    unopened = GeneratedQuery.select_for_update().filter(session=session, opened_at=None)
    found = await unopened.exclude(status__in=ENDED).order_by("id")
    places = await _places(agent, found)
    prepared = []
    for query in found:
        if _is_wanted(query, known, basis, places):
            prepared.append(query)
        else:
            await _discard_unseen(query, moment)
    # A reaction that is not complete yet waits: it may turn out that the customer has nothing to say.
    ready = [q for q in prepared if q.follows is None or q.status is QueryStatus.READY]
    ready.sort(
        key=lambda q: (
            q.status is not QueryStatus.READY,
            q.needs_topics,
            q.id != expected,
            q.follows is None,
            _place(q, places),
            q.id,
        )
    )
    new_customers = [q for q in prepared if q.follows is None and q not in ready[:1]]
    missing = PREPARED - len(new_customers) + (not ready)
    planned = await _plan(session, known, basis, missing) if missing > 0 else []
    query = await _first_free([*ready, *planned], moment)
    query.opened_at = moment
    if query.status is QueryStatus.READY:
        query.status = QueryStatus.OPEN
    await query.save(update_fields=["opened_at", "status"])
    events: list[Event] = [started_event(query, attempt=1)]
    if query.status is QueryStatus.OPEN:
        events.append(ready_event(query))
    elif query.needs_topics:
        events.append(TopicsNeeded(query_id=query.id))
    await log.append_each(session.id, events)
    return query


async def follow_up(session: Session, agent: Agent, pair: TrainingPair) -> None:
    """Now and then let the customer react to the answer; the reaction comes one or two questions later, so that
    no one waits for it."""
    turns = pair.conversation()
    answered = await GeneratedQuery.get_or_none(id=pair.generated_query_id)
    if answered is None or len(turns) > MOST_TURNS or random.random() >= agent.follow_up_rate:
        return
    query = await GeneratedQuery.create(
        agent=agent,
        session=session,
        category=pair.category,
        context=pair.context,
        difficulty=pair.difficulty,
        plan={**answered.plan, "seed": random.getrandbits(31)},
        follows=pair.id,
        earlier=turns,
    )
    doorbell.ring_job_after_commit(doorbell.GENERATE_QUERY, query.id)


def started_event(query: GeneratedQuery, attempt: int) -> QueryStarted:
    return QueryStarted.model_validate(_metadata(query) | {"attempt": attempt})


def ready_event(query: GeneratedQuery) -> QueryReady:
    said = _metadata(query) | {"text": query.text, "source": query.source}
    if query.source is QuerySource.FALLBACK:
        return QueryFallback.model_validate(said | {"reason": query.fallback_reason})
    return QueryReady.model_validate(said)


async def _plan(session: Session, known: Company, basis: str, count: int) -> list[GeneratedQuery]:
    """Decide what the next customers will ask about and let a worker write it."""
    history = await plans(session.agent_id)
    planned = []
    for _ in range(count):
        plan = next_plan(
            known.brief,
            history[-HISTORY:],
            topics=session.topics,
            difficulty=Difficulty(session.difficulty) if session.difficulty else None,
            guide=known.guide,
            seed=random.getrandbits(31),
        )
        history.append(plan.record)
        is_allowed = known.guide.allows(plan.record, known.brief.language)
        planned.append(
            GeneratedQuery(
                agent_id=session.agent_id,
                session_id=session.id,
                category=plan.category,
                context=plan.context,
                difficulty=plan.difficulty,
                # A difficulty or topics that the session fixed are asked about, whatever the guide says.
                plan=asdict(plan) | {"basis": basis, "despite": not is_allowed},
            )
        )
    await GeneratedQuery.bulk_create(planned)
    for query in planned:
        doorbell.ring_job_after_commit(doorbell.GENERATE_QUERY, query.id)
    return planned


def _basis(session: Session, agent: Agent, known: Company) -> str:
    """What every plan of the session rests on, apart from rules that can be held against a plan by themselves."""
    sentences = known.guide.values(RuleKind.WRITE)
    parts = [
        agent.description,
        agent.system_prompt,
        known.brief.language,
        session.topics,
        session.difficulty,
        sentences,
    ]
    return hashlib.sha256(json.dumps([*parts, known.asked.state]).encode()).hexdigest()[:16]


async def _places(agent: Agent, queries: Iterable[GeneratedQuery]) -> dict[UUID, int]:
    """Of the open questions that wait, in the order in which they come; not read where none of them is asked."""
    if not any(openquestions.asked_by(query) for query in queries):
        return {}
    return {row.id: place for place, row in enumerate(await openquestions.waiting(agent.id))}


def _place(query: GeneratedQuery, places: Mapping[UUID, int]) -> int:
    asked = openquestions.asked_by(query)
    return len(places) if asked is None else places.get(asked, len(places))


def _is_wanted(query: GeneratedQuery, known: Company, basis: str, places: Mapping[UUID, int]) -> bool:
    """A topic that was switched off or deleted since is not asked about any more, nor is an open question that was
    answered, deleted or asked in another conversation."""
    if query.follows is not None or query.needs_topics:
        return True
    plan = PlanRecord.from_json(query.plan)
    if plan.topic and all(topic.name != plan.topic for topic in known.brief.topics):
        return False
    if (asked := openquestions.asked_by(query)) is not None:
        return asked in places and not known.forbids(query.text)
    is_allowed = known.guide.allows(plan, known.brief.language) or bool(query.plan.get("despite"))
    return query.plan.get("basis") == basis and is_allowed


async def _first_free(queries: Sequence[GeneratedQuery], moment: datetime) -> GeneratedQuery:
    """The first that is not opened in another conversation at this moment. There is one: at most PREPARED are ready,
    and with these a new one was planned."""
    for query in queries:
        asked = openquestions.asked_by(query)
        if asked is None or await openquestions.opened(asked):
            break
        await _discard_unseen(query, moment)
    return query


async def _discard_unseen(query: GeneratedQuery, moment: datetime) -> None:
    was_told = query.status is QueryStatus.READY
    await _end(query, QueryStatus.DISCARDED, moment)
    if was_told:
        await log.append(query.session_id, QueryDiscarded(query_id=query.id))


async def _end(query: GeneratedQuery, status: QueryStatus, moment: datetime) -> None:
    query.status = status
    query.ended_at = moment
    await query.save(update_fields=["status", "ended_at", "skip_reason", "skip_code"])


def _metadata(query: GeneratedQuery) -> dict[str, object]:
    return {
        "query_id": query.id,
        "category": query.category,
        "context": query.context,
        "difficulty": query.difficulty,
        **({"earlier": query.earlier} if query.earlier else {}),
    }
