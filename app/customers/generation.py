"""Writes one question: what was asked in use, else the strongest writer that answers, checked, or the starter.

A hosted model's words go to the expert as they come. A local one is slow: its words are held back, and it writes ahead
of time only. Whoever waits gets the starter's question as soon as the writer is late. While an agent is trained a local
model writes nothing: of two cores it took one away from the first 12 seconds of a run.
"""

import asyncio
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

import structlog

from app.agents.material import pages_of_agent
from app.customers import asked, inuse, lease, starter, topics
from app.customers.brief import AgentBrief
from app.customers.checks import Reason, check
from app.customers.cleaning import clean
from app.customers.company import company, earlier_texts, framed, refused_frames
from app.customers.facts import facts_about
from app.customers.guide import RuleKind
from app.customers.hearing import LATE_S, Hearing, Late, Task, Writer, hindrance
from app.customers.plan import Behaviour, Plan
from app.errors import AppError
from app.models import Agent, Category, Difficulty, GeneratedQuery, QuerySource, Session
from app.models.transaction import transactional
from app.text.similarity import TOO_SIMILAR, similarity

ATTEMPTS = 2
WORD_S = 0.03  # between two words of a text that was held back
LEASE_S = 300.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` is None when no model wrote what may be seen; `reason` says why then."""

    text: str | None
    reason: str


async def generate(query_id: UUID, writers: Sequence[Writer]) -> None:
    """Write the question; returns when it is ready, or at once when someone else does it."""
    epoch = await lease.claim(query_id, lease_s=LEASE_S)
    if epoch is not None:
        with suppress(lease.Gone):
            await _generate(query_id, epoch, writers)


async def _generate(query_id: UUID, epoch: int, writers: Sequence[Writer]) -> None:
    query = await GeneratedQuery.get(id=query_id)
    agent = await Agent.get(id=query.agent_id)
    await topics.read_description(agent)
    known = await company(agent)
    if await inuse.ask(query, epoch, agent, known):
        return
    earlier = await earlier_texts(query)
    earlier += [*known.guide.values(RuleKind.NOT_LIKE), *await asked.answered(agent.id)]
    plan = _with_topic(Plan.from_json(query.plan), known.brief)
    pages = await pages_of_agent(agent.id) if writers and not query.earlier else []
    facts = facts_about(plan.topic, pages, known.brief.language)
    task = Task(query_id, epoch, plan, known, earlier, query.earlier, facts)
    choice = await _choose(task, writers)
    if choice.text is None or not await _keep(task, query, choice.text):
        await _start(task, query, choice.reason or "The model wrote what another customer just asked.")


@transactional
async def _keep(task: Task, query: GeneratedQuery, text: str) -> bool:
    """False where another question, written at the same time, says the same."""
    await lease.wait_for_turn(query.id)
    new = set(await earlier_texts(query)) - set(task.earlier) if not task.turns else set()
    if any(similarity(text, other) >= TOO_SIMILAR for other in new):
        task.rejections.append(Reason.TOO_SIMILAR)
        return False
    await lease.finish(
        task.query_id, task.epoch, text, QuerySource.MODEL, plan=task.plan, rejections=task.rejections
    )
    return True


@transactional
async def _start(task: Task, query: GeneratedQuery, reason: str) -> None:
    """The starter's question, as plain as it is; a reaction without words for it is dropped, it was not seen yet."""
    if task.turns:
        said = starter.follow_up(task.turns, task.agent.language, task.plan.seed)
        if said is None:
            await lease.drop(task.query_id, task.epoch)
            return
        await lease.finish(
            task.query_id, task.epoch, said, QuerySource.FALLBACK, plan=_plain(task.plan), reason=reason
        )
        return
    await lease.wait_for_turn(query.id)
    session = await Session.get(id=query.session_id)
    written = starter.write(
        task.plan,
        task.agent,
        await framed(query.agent_id),
        list(dict.fromkeys([*task.earlier, *await earlier_texts(query)])),
        topics=session.topics,
        refused=await refused_frames(query.agent_id, task.company.guide),
    )
    if written is None:
        await lease.ask_for_topics(task.query_id, task.epoch)
        return
    topic = written.topic
    plan = replace(
        _plain(task.plan),
        topic=topic.name if topic else "",
        category=topic.category if topic else Category.GENERAL,
        difficulty=Difficulty.EASY if written.frame != starter.REAL else task.plan.difficulty,
        frame=written.frame,
    )
    await lease.finish(
        task.query_id,
        task.epoch,
        written.text,
        QuerySource.FALLBACK,
        plan=plan,
        reason=reason,
        rejections=task.rejections,
    )


def _plain(plan: Plan) -> Plan:
    return replace(plan, persona="", behaviour=Behaviour.PLAIN)


def _with_topic(plan: Plan, agent: AgentBrief) -> Plan:
    """A question that was planned before the agent had topics gets one of those that it has now."""
    if plan.topic or not agent.topics:
        return plan
    topic = agent.topics[plan.seed % len(agent.topics)]
    return replace(plan, topic=topic.name, category=topic.category)


async def _choose(task: Task, writers: Sequence[Writer]) -> Choice:
    """The first text that may be seen, from the strongest writer on."""
    choice = Choice(None, "No model plays the customers here.")
    for writer in writers:
        if not writer.is_there:
            continue
        if writer.kind == "local" and (reason := await hindrance(task)):
            choice = Choice(None, reason)
            continue
        choice = await _attempts(task, writer)
        if choice.text is not None:
            return choice
    return choice


async def _attempts(task: Task, writer: Writer) -> Choice:
    begun, choice = time.monotonic(), Choice(None, "")
    for attempt in range(1, ATTEMPTS + 1):
        if attempt > 1 and await lease.is_open(task.query_id, task.epoch):
            if time.monotonic() - begun > LATE_S:
                break
            await lease.start_over(task.query_id, task.epoch, attempt)
        try:
            text = clean(await Hearing(task, writer).text(attempt))
        except lease.Gone:
            raise
        except AppError as error:
            return Choice(None, error.message)  # the writer's breaker knows whether to try it again
        except Late as late:
            return Choice(None, str(late))
        except Exception as error:
            log.error("query_failed", query_id=str(task.query_id), exc_info=error)
            return Choice(None, "The model server failed unexpectedly.")
        rejections = check(text, task.plan, task.agent, _said_before(task))
        if not rejections:
            if writer.kind == "local":
                await _show(task, text)
            return Choice(text, "")
        task.rejections += [rejection.code for rejection in rejections]
        choice = Choice(None, rejections[0].sentence)
        log.info("query_rejected", query_id=str(task.query_id), attempt=attempt, reason=rejections[0].code)
    return choice


def _said_before(task: Task) -> list[str]:
    return [turn["content"] for turn in task.turns] if task.turns else task.earlier


async def _show(task: Task, text: str) -> None:
    """Pass a finished text on word by word."""
    told = 0
    for word in re.finditer(r"\S+\s*", text):
        told = await lease.tell(task.query_id, task.epoch, text[: word.end()], told)
        if told == 0:
            return  # no one is watching
        await asyncio.sleep(WORD_S)
