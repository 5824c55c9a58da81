"""Measures, away from every request, how certain the live version of an agent is of each topic.

The planner asks more often where the agent disagrees with itself. One minute after the other a worker samples a few
topics of the agents that are being coached, those without a measurement of the live version first.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

from app.agents import service as agents
from app.agents.language import language_of_agent
from app.customers import topics
from app.customers.certainty import agreement
from app.customers.frames import frames
from app.events import changes
from app.events.changes import Changed
from app.models import Agent, GeneratedQuery, QueryStatus, Session, SessionStatus, Topic
from app.models.clock import now
from app.models.transaction import transactional
from app.replies import service as replies
from app.runs.lease import anybody_trains
from app.text.fields import capitalised
from app.text.phrases import is_clause
from app.versions import service as versions

SAMPLES = 3  # of the live version, and of the base model
RECENT = timedelta(hours=2)  # a conversation that was quiet for longer is not being coached any more

Message = dict[str, str]
Answer = Callable[[str, list[Message], int], AsyncIterator[str]]  # (model, messages, seed) -> pieces


@dataclass(frozen=True, slots=True)
class Probe:
    """One question that stands for a topic of an agent."""

    agent: Agent  # as its version knows it
    number: int
    topic: Topic
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
    named = {session.agent_id: {*map(str.casefold, session.topics)} for session in sessions}
    live = await versions.live_of(named)
    found: list[Probe] = []
    for agent in await Agent.filter(id__in=list(live)):
        number, known = live[agent.id].number, agents.on_base(agent, live[agent.id].base_model)
        rows = [row for row in await topics.of_agent(agent.id) if row.is_on and row.measured_for != number]
        # What an expert named for the session comes first, then what was never measured.
        rows.sort(key=lambda row: (row.name.casefold() not in named[agent.id], row.measured_for or 0))
        found += [Probe(known, number, row, _question(row, language_of_agent(agent))) for row in rows]
    return found


async def measure(probe: Probe, answer: Answer) -> float:
    """The agreement of the live version with itself, mixed with the base model's. Raises UpstreamFailed."""
    messages = await replies.messages(probe.agent, [{"role": "user", "content": probe.question}])
    names = [versions.serving_name(probe.agent, number) for number in (probe.number, 0)]

    async def sample(name: str, seed: int) -> str:
        return "".join([piece async for piece in answer(name, messages, seed)])

    said = await asyncio.gather(*(sample(name, seed) for name in names for seed in range(SAMPLES)))
    return agreement(said[:SAMPLES], said[SAMPLES:])


@transactional
async def record(probe: Probe, value: float) -> None:
    await Topic.filter(id=probe.topic.id).update(agreement=value, measured_for=probe.number)
    changes.note(probe.topic.agent_id, Changed.AGENT, probe.topic.agent_id)


def _question(topic: Topic, language: str) -> str:
    """A plain frame: what the agent was trained on would measure its memory."""
    known = frames(language)
    if is_clause(topic.name, language):
        return capitalised(known.clause[0].replace("{clause}", topic.name), language)
    return capitalised(known.for_topic(topic.name, False)[0].replace("{topic}", topic.name), language)


async def _somebody_waits() -> bool:
    return await GeneratedQuery.filter(status=QueryStatus.GENERATING, opened_at__isnull=False).exists()
