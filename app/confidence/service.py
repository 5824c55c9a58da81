"""Measures, away from every request, how certain the live version of an agent is of each topic.

The planner asks more often where the agent disagrees with itself. One minute after the other a worker samples a few
topics of the agents that are being coached, those without a measurement of the live version first.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from app.confidence.agreement import agreement
from app.models import Agent, Confidence, GeneratedQuery, QueryStatus, Session, SessionStatus
from app.models.clock import now
from app.models.transaction import transactional
from app.queries import service as queries
from app.queries.asked import real_questions
from app.queries.fallback import fallback_question
from app.queries.kinds import AgentBrief, Behaviour, Category, Difficulty
from app.queries.plan import Plan
from app.queries.topics import profile
from app.replies import service as replies
from app.runs.lease import anybody_trains
from app.versions import service as versions

SAMPLES = 3  # of the live version, and of the base model
RECENT = timedelta(hours=2)  # a conversation that was quiet for longer is not being coached any more

Message = dict[str, str]
Answer = Callable[[str, list[Message], int], AsyncIterator[str]]  # (model, messages, seed) -> pieces


@dataclass(frozen=True, slots=True)
class Probe:
    """One question that stands for a topic of an agent."""

    agent: Agent
    number: int
    category: Category
    topic: str
    question: str


async def measure_due(answer: Answer, *, at_most: int) -> int:
    """Measure up to `at_most` topics that are due, one after the other; the count of those measured.

    Stops early when an expert waits for a question, as the same model server writes it, or while an agent is trained.
    """
    measured = 0
    for probe in (await due())[:at_most]:
        if await _somebody_waits() or await anybody_trains():
            break
        await record(probe, await measure(probe, answer))
        measured += 1
    return measured


async def due() -> list[Probe]:
    """Topics of agents that are being coached and have a live version that was not asked about them yet."""
    moment = await now()
    sessions = await Session.filter(
        status=SessionStatus.ACTIVE, agent__deleted_at=None, queries__opened_at__gt=moment - RECENT
    ).distinct()
    typed: dict[UUID, set[str]] = {}
    for session in sessions:
        typed.setdefault(session.agent_id, set()).update(session.topics)
    live = await versions.live_of(typed)
    found: list[Probe] = []
    for agent in await Agent.filter(id__in=list(live)):
        known = {
            (row.category, row.topic)
            for row in await Confidence.filter(agent_id=agent.id, number=live[agent.id].number)
        }
        company = queries.brief(agent, await real_questions(agent.id))
        for category, topic in topics(company, typed[agent.id]):
            if (category, topic) not in known:
                found.append(_probe(agent, company, live[agent.id].number, category, topic))
    return found


def topics(agent: AgentBrief, typed: Iterable[str]) -> list[tuple[Category, str]]:
    """What an expert typed in comes first; then a topic of each category in turn, so that all are known early."""
    company = profile(agent)
    columns = [[(category, topic) for topic in company.topics(category)] for category in Category]
    in_turn = [
        column[row] for row in range(max(map(len, columns))) for column in columns if row < len(column)
    ]
    return [(Category.GENERAL, topic) for topic in sorted(typed)] + in_turn


async def measure(probe: Probe, answer: Answer) -> float:
    """The agreement of the live version with itself, mixed with the base model's. Raises UpstreamFailed."""
    messages = await replies.messages(probe.agent, [{"role": "user", "content": probe.question}])
    names = [versions.serving_name(probe.agent.id, number) for number in (probe.number, None)]

    async def sample(name: str, seed: int) -> str:
        return "".join([piece async for piece in answer(name, messages, seed)])

    said = await asyncio.gather(*(sample(name, seed) for name in names for seed in range(SAMPLES)))
    return agreement(said[:SAMPLES], said[SAMPLES:])


@transactional
async def record(probe: Probe, value: float) -> None:
    await Confidence.update_or_create(
        {"agreement": value, "number": probe.number, "measured_at": await now()},
        agent_id=probe.agent.id,
        category=probe.category,
        topic=probe.topic,
    )


def _probe(agent: Agent, company: AgentBrief, number: int, category: Category, topic: str) -> Probe:
    """The grammar asks, in its own words: what the agent was trained on would measure its memory."""
    plan = Plan(category, Difficulty.MEDIUM, "customer", Behaviour.PLAIN, topic, seed=0)
    question = fallback_question(plan, company, (), seed=0).text
    return Probe(agent, number, category, topic, question)


async def _somebody_waits() -> bool:
    return await GeneratedQuery.filter(status=QueryStatus.GENERATING, opened_at__isnull=False).exists()
