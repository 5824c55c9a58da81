"""People's judgement between two versions: written down one by one, counted for each pair of versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tortoise import connections

from app.actor import Actor
from app.agents import service as agents
from app.agents.lock import lock
from app.errors import Conflict, InvalidInput, every_field
from app.models import Agent, AnswerVote, Vote
from app.models.transaction import transactional
from app.text.fields import idempotency_key as checked_key
from app.text.fields import optional, required
from app.versions import service as versions

QUESTION_LENGTH = 2_000
ANSWER_LENGTH = 8_000


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes between two versions; the lower number stands left, 0 is the base model."""

    left_version: int
    right_version: int
    left: int
    right: int
    ties: int


@transactional
async def give(
    actor: Actor,
    agent_id: UUID,
    *,
    question: str,
    left_version: int,
    right_version: int,
    vote: Vote,
    left_answer: str | None = None,
    right_answer: str | None = None,
    idempotency_key: str | None = None,
) -> Agent:
    """Write one vote down and return its agent; a repeated call with the same key counts once."""
    with every_field() as field:
        with field():
            question = required(question, "question", QUESTION_LENGTH)
        with field():
            left_answer = optional(left_answer, "leftAnswer", ANSWER_LENGTH)
        with field():
            right_answer = optional(right_answer, "rightAnswer", ANSWER_LENGTH)
        with field():
            key = checked_key(idempotency_key)
        with field():
            if left_version == right_version:
                told = "Both sides show the same version; choose two different ones."
                raise InvalidInput(told, "rightVersion")
    agent = await agents.get(actor, agent_id)
    await lock(agent.id)
    if key is not None and (first := await AnswerVote.get_or_none(agent=agent, idempotency_key=key)):
        if (first.question, first.vote) != (question, vote):
            raise Conflict("This idempotency key was used for another vote; use a new key for a new vote.")
        return agent
    for number in (left_version, right_version):
        if number != 0:
            await versions.by_number(agent.id, number)
    await AnswerVote.create(
        agent=agent,
        subject=actor.subject,
        question=question,
        left_version=left_version,
        right_version=right_version,
        left_answer=left_answer,
        right_answer=right_answer,
        vote=vote,
        idempotency_key=key,
    )
    return agent


async def tallies(agent_ids: Iterable[UUID]) -> dict[UUID, list[Tally]]:
    """For each agent, the pairs of versions that were voted on, newest versions first."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT agent_id, least(left_version, right_version) AS low, greatest(left_version, right_version) AS high, "
        "count(*) FILTER (WHERE vote = 'tie') AS ties, count(*) AS total, count(*) FILTER "
        "(WHERE vote = CASE WHEN left_version < right_version THEN 'left' ELSE 'right' END) AS low_wins "
        "FROM answer_vote WHERE agent_id = ANY($1::uuid[]) "
        "GROUP BY agent_id, low, high ORDER BY high DESC, low DESC",
        [list(agent_ids)],
    )
    found: dict[UUID, list[Tally]] = {}
    for row in rows:
        high_wins = row["total"] - row["ties"] - row["low_wins"]
        tally = Tally(row["low"], row["high"], row["low_wins"], high_wins, row["ties"])
        found.setdefault(row["agent_id"], []).append(tally)
    return found
