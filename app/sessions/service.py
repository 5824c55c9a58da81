"""Coaching conversations: start, name, complete, count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tortoise import connections
from tortoise.queryset import QuerySet

from app.actor import Actor
from app.agents import service as agents
from app.contracts.events import SessionCompleted, SessionRenamed, SessionStarted
from app.customers import service as queries
from app.customers import topics as topic_rows
from app.customers.topics import Proposed
from app.errors import Conflict, InvalidInput, NotFound, every_field
from app.events import changes, log
from app.events.changes import Changed
from app.models import Difficulty, GeneratedQuery, QueryStatus, Session, SessionStatus, TopicSource
from app.models.clock import now
from app.models.query import ENDED
from app.models.transaction import transactional
from app.sessions.welcome import welcome_message
from app.text.fields import optional, trimmed

MOST_PAIRS = 2_000
MOST_TOPICS = 20
TITLE_LENGTH = 100  # as the column


@dataclass(frozen=True, slots=True)
class Started:
    session: Session
    query: GeneratedQuery


@dataclass(slots=True)
class SessionStats:
    pair_count: int = 0
    skip_count: int = 0
    fallback_count: int = 0
    by_category: dict[str, int] = field(default_factory=dict)
    by_difficulty: dict[str, int] = field(default_factory=dict)
    mean_response_words: float = 0.0


def visible(actor: Actor) -> QuerySet[Session]:
    return Session.filter(agent__workspace_id=actor.workspace_id, agent__deleted_at=None)


async def get(actor: Actor, session_id: UUID) -> Session:
    session = await visible(actor).get_or_none(id=session_id)
    if session is None:
        raise NotFound(f"There is no session {session_id}; start one with `startSession`.")
    return session


@transactional
async def start(
    actor: Actor,
    agent_id: UUID,
    *,
    target_pairs: int = 20,
    topics: Sequence[str] = (),
    difficulty: str | None = None,
) -> Started:
    """Open a conversation; its welcome and its first question are under way when this returns."""
    agent = await agents.get(actor, agent_id)
    wanted = [trimmed(topic)[:100] for topic in topics if trimmed(topic)]
    with every_field() as field:
        with field():
            if not 1 <= target_pairs <= MOST_PAIRS:
                raise InvalidInput(f"targetPairs is {target_pairs}; choose 1 to {MOST_PAIRS}.", "targetPairs")
        with field():
            if len(wanted) > MOST_TOPICS:
                raise InvalidInput(f"{len(wanted)} topics are too many; {MOST_TOPICS} is the most.", "topics")
    await topic_rows.add(agent, [Proposed(topic) for topic in wanted], TopicSource.PERSON)
    session = await Session.create(
        agent=agent,
        target_pairs=target_pairs,
        topics=wanted,
        difficulty=Difficulty(difficulty) if difficulty else None,
        welcome=welcome_message(agent.name, agent.description, target_pairs),
    )
    await log.append(session.id, SessionStarted(welcome=session.welcome, target_pairs=target_pairs))
    return Started(session, await queries.open_next(session, agent, await now()))


@transactional
async def complete(actor: Actor, session_id: UUID) -> Session:
    """Close the conversation; what was prepared for it is thrown away, its pairs stay. Idempotent."""
    await get(actor, session_id)
    session = await Session.select_for_update().get(id=session_id)
    if session.status is SessionStatus.ARCHIVED:
        raise Conflict("The session is archived; start a new one.")
    if session.status is SessionStatus.ACTIVE:
        await _end(session, SessionStatus.COMPLETED)
    return session


@transactional
async def archive(actor: Actor, session_id: UUID) -> Session:
    """Put a conversation aside; one that is open ends by it. Its pairs stay. Idempotent."""
    await get(actor, session_id)
    session = await Session.select_for_update().get(id=session_id)
    if session.status is SessionStatus.ACTIVE:
        await _end(session, SessionStatus.ARCHIVED)
    elif session.status is SessionStatus.COMPLETED:
        session.status = SessionStatus.ARCHIVED
        await session.save(update_fields=["status"])
        changes.note(session.agent_id, Changed.SESSION, session.id)
    return session


@transactional
async def rename(actor: Actor, session_id: UUID, title: str | None) -> Session:
    """Without a title it has none again. The same one changes nothing."""
    await get(actor, session_id)
    title = optional(title, "title", TITLE_LENGTH)
    session = await Session.select_for_update().get(id=session_id)
    if session.title != title:
        session.title = title
        await session.save(update_fields=["title"])
        await log.append(session.id, SessionRenamed(title=title))
    return session


async def _end(session: Session, status: SessionStatus) -> None:
    session.status = status
    session.completed_at = await now()
    await session.save(update_fields=["status", "completed_at"])
    await (
        GeneratedQuery.filter(session=session)
        .exclude(status__in=ENDED)
        .update(status=QueryStatus.DISCARDED, ended_at=session.completed_at)
    )
    await log.append(session.id, SessionCompleted())


async def stats(session_ids: Iterable[UUID]) -> dict[UUID, SessionStats]:
    ids = list(session_ids)
    result = {i: SessionStats() for i in ids}
    for session in await Session.filter(id__in=ids):
        result[session.id].pair_count = session.pair_count
        result[session.id].skip_count = session.skip_count
    rows = await connections.get("default").execute_query_dict(
        "SELECT session_id, category, difficulty, count(*) AS n,"
        " sum(array_length(regexp_split_to_array(trim(response), '\\s+'), 1)) AS words"
        " FROM training_pair WHERE session_id = ANY($1) GROUP BY session_id, category, difficulty",
        [ids],
    )
    words: dict[UUID, int] = {}
    for row in rows:
        of = result[row["session_id"]]
        of.by_category[row["category"]] = of.by_category.get(row["category"], 0) + row["n"]
        of.by_difficulty[row["difficulty"]] = of.by_difficulty.get(row["difficulty"], 0) + row["n"]
        words[row["session_id"]] = words.get(row["session_id"], 0) + row["words"]
    for i, total in words.items():
        result[i].mean_response_words = total / max(1, sum(result[i].by_category.values()))
    fallbacks = await connections.get("default").execute_query_dict(
        "SELECT session_id, count(*) AS n FROM generated_query"
        " WHERE session_id = ANY($1) AND source = 'fallback' AND opened_at IS NOT NULL GROUP BY session_id",
        [ids],
    )
    for row in fallbacks:
        result[row["session_id"]].fallback_count = row["n"]
    return result
