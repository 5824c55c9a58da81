"""The questions of a conversation: open the next one, prepare the one after it, skip.

A question is prepared (unopened) or open to the expert; both may still be GENERATING. Whoever changes which
question is open holds the row lock of the session. What was prepared under a plan that has changed since (another
description, other topics, a rule of the guide) is thrown away unseen.
"""

import hashlib
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from app import doorbell
from app.actor import Actor
from app.errors import Conflict, NotFound
from app.events import log
from app.models import (
    Agent,
    Confidence,
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
from app.queries import realism
from app.queries.asked import Asked, real_questions
from app.queries.guide import Guide, Rule, RuleKind
from app.queries.plan import AgentBrief, Category, Difficulty, PlanRecord
from app.queries.planner import next_plan
from app.queries.weights import Weights
from app.text import optional

PREPARED = 2  # questions kept ready ahead of the open one: an expert who skips does not wait either
MOST_TURNS = 4  # of a conversation before the customer has had enough
HISTORY = 300  # earlier questions of the agent that a plan and the checks look at
REASON_LENGTH = 500
# What was thrown away before anybody saw it has covered nothing.
_COUNTS = Q(opened_at__isnull=False) | Q(status__not=QueryStatus.DISCARDED)


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
        await log.append(session.id, "query.discarded", {"query_id": str(open_query.id)})
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
    session.skip_count += 1
    await session.save(update_fields=["skip_count"])
    await log.append(session.id, "query.skipped", {"query_id": str(query.id), "reason": reason})
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
    guide = Guide.from_json(agent.realism_guide)
    basis = _basis(session, agent, guide, (await real_questions(agent.id)).materials)
    ready = await GeneratedQuery.filter(session=session, opened_at=None, status=QueryStatus.READY)
    wanted = [query for query in ready if _is_wanted(query, guide, basis)]
    return sorted(wanted, key=lambda query: (query.follows is None, query.id))


async def answer(query: GeneratedQuery, moment: datetime) -> None:
    await _end(query, QueryStatus.ANSWERED, moment)


async def open_next(
    session: Session, agent: Agent, moment: datetime, expected: UUID | None = None
) -> GeneratedQuery:
    """Open a prepared question, or a new one, and see that those after it are being prepared.

    The `expected` one if it is complete and still wanted. Else a complete one comes before one that is still being
    written, and a customer's reaction before a new customer.
    """
    guide, asked = Guide.from_json(agent.realism_guide), await real_questions(agent.id)
    basis = _basis(session, agent, guide, asked.materials)
    company = brief(agent, asked)
    prepared = []
    for query in (
        await GeneratedQuery.select_for_update()
        .filter(session=session, opened_at=None)
        .exclude(status__in=ENDED)
        .order_by("id")
    ):
        if _is_wanted(query, guide, basis):
            prepared.append(query)
        else:
            was_told = query.status is QueryStatus.READY
            await _end(query, QueryStatus.DISCARDED, moment)
            if was_told:
                await log.append(session.id, "query.discarded", {"query_id": str(query.id)})
    # A reaction that is not complete yet waits: it may turn out that the customer has nothing to say.
    ready = [q for q in prepared if q.follows is None or q.status is QueryStatus.READY]
    ready.sort(key=lambda q: (q.status is not QueryStatus.READY, q.id != expected, q.follows is None, q.id))
    new_customers = [q for q in prepared if q.follows is None and q not in ready[:1]]
    missing = PREPARED - len(new_customers) + (not ready)
    planned = await _plan(session, company, guide, basis, asked.covered, missing) if missing > 0 else []
    query = (ready or planned)[0]
    query.opened_at = moment
    if query.status is QueryStatus.READY:
        query.status = QueryStatus.OPEN
    await query.save(update_fields=["opened_at", "status"])
    events = {"query.started": started_payload(query, attempt=1)}
    if query.status is QueryStatus.OPEN:
        events[ready_kind(query)] = ready_payload(query)
    await log.append_each(session.id, events)
    return query


async def follow_up(session: Session, agent: Agent, pair: TrainingPair) -> None:
    """Now and then let the customer react to the answer; the reaction comes one or two questions later, so that
    nobody waits for it."""
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


def started_payload(query: GeneratedQuery, attempt: int) -> dict[str, object]:
    return _metadata(query) | {"attempt": attempt}


def ready_kind(query: GeneratedQuery) -> str:
    return "query.ready" if query.source is QuerySource.MODEL else "query.fallback"


def ready_payload(query: GeneratedQuery) -> dict[str, object]:
    payload = _metadata(query) | {"text": query.text, "source": query.source}
    return payload if query.source is QuerySource.MODEL else payload | {"reason": query.fallback_reason}


def brief(agent: Agent, asked: Asked) -> AgentBrief:
    """`asked`: of the agent, see app.queries.asked."""
    avoided = Guide.from_json(agent.realism_guide).avoided
    return AgentBrief(
        agent.name, agent.description, agent.system_prompt, avoided, asked.questions, asked.pages
    )


async def earlier_questions(agent_id: UUID) -> list[GeneratedQuery]:
    """The newest questions of the agent, oldest first."""
    newest = GeneratedQuery.filter(_COUNTS, agent_id=agent_id).order_by("-id").limit(HISTORY)
    return list(reversed(await newest))


async def plans(agent_id: UUID) -> list[PlanRecord]:
    """Of the newest questions that new customers asked or are about to ask, oldest first."""
    newest = GeneratedQuery.filter(_COUNTS, agent_id=agent_id, follows=None).order_by("-id").limit(HISTORY)
    return [PlanRecord.from_json(plan) for plan in reversed(await newest.values_list("plan", flat=True))]


async def weights(agent_id: UUID) -> Weights:
    """What was measured about the agent's certainty; nothing before its first version."""
    rows = await Confidence.filter(agent_id=agent_id)
    return Weights.of({(Category(row.category), row.topic): row.agreement for row in rows})


async def _plan(
    session: Session,
    company: AgentBrief,
    guide: Guide,
    basis: str,
    covered: Mapping[Category, int],
    count: int,
) -> list[GeneratedQuery]:
    """Decide what the next customers will ask about and let a worker write it."""
    history = await plans(session.agent_id)
    certainty = await weights(session.agent_id)
    planned = []
    for _ in range(count):
        plan = next_plan(
            company,
            history[-HISTORY:],
            topics=session.topics,
            difficulty=Difficulty(session.difficulty) if session.difficulty else None,
            guide=guide,
            weights=certainty,
            covered=covered,
            seed=random.getrandbits(31),
        )
        history.append(plan.record)
        planned.append(
            GeneratedQuery(
                agent_id=session.agent_id,
                session_id=session.id,
                category=plan.category,
                context=plan.context,
                difficulty=plan.difficulty,
                # A difficulty or topics that the session fixed are asked about, whatever the guide says.
                plan=asdict(plan) | {"basis": basis, "despite": not guide.allows(plan.record)},
            )
        )
    await GeneratedQuery.bulk_create(planned)
    for query in planned:
        doorbell.ring_job_after_commit(doorbell.GENERATE_QUERY, query.id)
    return planned


def _basis(session: Session, agent: Agent, guide: Guide, asked: str) -> str:
    """What every plan of the session rests on, apart from rules that can be held against a plan by themselves."""
    sentences = guide.values(RuleKind.WRITE)
    parts = [agent.description, agent.system_prompt, session.topics, session.difficulty, sentences, asked]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def _is_wanted(query: GeneratedQuery, guide: Guide, basis: str) -> bool:
    if query.follows is not None:
        return True
    is_allowed = guide.allows(PlanRecord.from_json(query.plan)) or bool(query.plan.get("despite"))
    return query.plan.get("basis") == basis and is_allowed


async def _end(query: GeneratedQuery, status: QueryStatus, moment: datetime) -> None:
    query.status = status
    query.ended_at = moment
    await query.save(update_fields=["status", "ended_at", "skip_reason", "skip_code"])


def _metadata(query: GeneratedQuery) -> dict[str, object]:
    return {
        "query_id": str(query.id),
        "category": query.category,
        "context": query.context,
        "difficulty": query.difficulty,
        **({"earlier": query.earlier} if query.earlier else {}),
    }
