"""Writes one question: the strongest writer that answers, checked, or the starter.

A hosted model's words go to the expert as they come. A local one is slow: its words are held back, and it writes ahead
of time only. Whoever waits gets the starter's question as soon as the writer is late. While an agent is trained a local
model writes nothing: of two cores it took one away from the first 12 seconds of a run.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol
from uuid import UUID

import structlog

from app.customers import asked, lease, starter, topics
from app.customers.brief import AgentBrief
from app.customers.checks import check
from app.customers.cleaning import clean
from app.customers.company import Company, company, earlier_questions, framed, refused_frames
from app.customers.facts import facts_about
from app.customers.guide import RuleKind
from app.customers.plan import Behaviour, Plan
from app.customers.prompts import build_messages, reaction_messages
from app.errors import AppError
from app.materials import service as materials
from app.models import Agent, Difficulty, GeneratedQuery, QuerySource, Session
from app.runs.lease import anybody_trains
from app.text.fields import storable

ATTEMPTS = 2
FLUSH_S = 0.04  # the first piece goes out at once, later ones at most 25 times a second
LOOK_S = 0.25  # between two looks at whether the question is still wanted, and whether somebody waits for it
WORD_S = 0.03  # between two words of a text that was held back
LATE_S = 4.0  # so long somebody who waits looks at dots before the starter asks
LEASE_S = 300.0

Messages = list[dict[str, str]]

log = structlog.get_logger()


class Writer(Protocol):
    """A model that plays the customer. `ask` raises AppError, and bounds its own silence."""

    @property
    def kind(self) -> Literal["hosted", "local"]: ...

    def ask(self, messages: Messages, seed: int) -> AsyncIterator[str]: ...


@dataclass(slots=True)
class Task:
    """What to write, and all that it takes. `earlier`: what the question must not resemble; `turns`: said before it,
    when it reacts to an answer; `facts`: what the company's own pages say about the topic."""

    query_id: UUID
    epoch: int
    plan: Plan
    company: Company
    earlier: list[str]
    turns: list[dict[str, str]]
    facts: list[str]
    rejections: list[str] = field(default_factory=list)

    @property
    def agent(self) -> AgentBrief:
        return self.company.brief


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` is None when no model wrote what may be seen; `reason` says why then."""

    text: str | None
    reason: str


async def generate(query_id: UUID, writers: Sequence[Writer]) -> None:
    """Write the question; returns when it is ready, or at once when somebody else does it."""
    epoch = await lease.claim(query_id, lease_s=LEASE_S)
    if epoch is None:
        return
    query = await GeneratedQuery.get(id=query_id)
    agent = await Agent.get(id=query.agent_id)
    await topics.read_description(agent)
    known = await company(agent)
    earlier = [q.text for q in await earlier_questions(agent.id) if q.text and q.id != query_id]
    earlier += [*known.guide.values(RuleKind.NOT_LIKE), *await asked.answered(agent.id)]
    plan = _with_topic(Plan.from_json(query.plan), known.brief)
    pages = await materials.pages_of_agent(agent.id) if writers and not query.earlier else []
    facts = facts_about(plan.topic, pages, known.brief.language)
    task = Task(query_id, epoch, plan, known, earlier, query.earlier, facts)
    with suppress(lease.Gone):
        choice = await _choose(task, writers)
        if choice.text is not None:
            await lease.finish(
                query_id, epoch, choice.text, QuerySource.MODEL, plan=plan, rejections=task.rejections
            )
        else:
            await _start(task, query, choice.reason)


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
    session = await Session.get(id=query.session_id)
    written = starter.write(
        task.plan,
        task.agent,
        await framed(query.agent_id),
        task.earlier,
        topics=session.topics,
        refused=await refused_frames(query.agent_id),
    )
    if written is None:
        await lease.ask_for_topics(task.query_id, task.epoch)
        return
    topic = written.topic
    plan = replace(
        _plain(task.plan),
        topic=topic.name if topic else "",
        category=topic.category if topic else task.plan.category,
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
    choice = Choice(None, "no model plays the customers here")
    for writer in writers:
        if writer.kind == "local" and (hindrance := await _hindrance(task)):
            choice = Choice(None, hindrance)
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
            text = clean(await _Hearing(task, writer).text(attempt))
        except lease.Gone:
            raise
        except AppError as error:
            return Choice(None, error.message)  # the writer's breaker knows whether to try it again
        except _Late as late:
            return Choice(None, str(late))
        except Exception as error:
            log.error("query_failed", query_id=str(task.query_id), exc_info=error)
            return Choice(None, "the model server failed unexpectedly")
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


async def _hindrance(task: Task) -> str | None:
    """Why a local model had better be silent now. Raises Gone."""
    if await lease.is_open(task.query_id, task.epoch):
        return "somebody waits for it, and the local model takes seconds"
    if await anybody_trains():
        return "an agent is being trained, and the local model would slow that down"
    return None


class _Late(Exception):
    """Somebody waits, and the writer has said nothing for too long."""


class _Hearing:
    """Collects one text. A hosted writer's pieces are passed on as they come."""

    def __init__(self, task: Task, writer: Writer) -> None:
        self._task = task
        self._writer = writer
        self._heard_at = time.monotonic()

    async def text(self, attempt: int) -> str:
        """Raises Gone, AppError, and _Late."""
        task, text, told, flushed_at = self._task, "", 0, 0.0
        pieces: asyncio.Queue[str | Exception | None] = asyncio.Queue()
        pump = asyncio.create_task(self._pump(attempt, pieces))
        try:
            while True:
                try:
                    piece = await asyncio.wait_for(pieces.get(), LOOK_S)
                except TimeoutError:
                    await self._look()
                    continue
                if isinstance(piece, Exception):
                    raise piece
                if piece is None:
                    break
                self._heard_at = time.monotonic()
                text += storable(piece)
                if self._writer.kind == "hosted" and time.monotonic() - flushed_at >= FLUSH_S:
                    told = await lease.tell(task.query_id, task.epoch, text, told)
                    flushed_at = time.monotonic()
        finally:
            pump.cancel()
            with suppress(asyncio.CancelledError):
                await pump
        if self._writer.kind == "hosted":
            await lease.tell(task.query_id, task.epoch, text, told)
        return text

    async def _pump(self, attempt: int, pieces: "asyncio.Queue[str | Exception | None]") -> None:
        """In a task of its own: waiting for the next piece must not be what a look interrupts."""
        task = self._task
        messages = (
            reaction_messages(task.plan, task.agent, task.turns, task.company.guide)
            if task.turns
            else build_messages(task.plan, task.agent, task.earlier, task.company.guide, task.facts)
        )
        try:
            async with aclosing(self._writer.ask(messages, task.plan.seed + attempt)) as said:  # type: ignore[type-var]
                async for piece in said:
                    pieces.put_nowait(piece)
        except Exception as error:
            pieces.put_nowait(error)
        else:
            pieces.put_nowait(None)

    async def _look(self) -> None:
        is_open = await lease.is_open(self._task.query_id, self._task.epoch)
        if not is_open:
            if self._writer.kind == "local" and await anybody_trains():
                raise _Late("an agent is being trained, and the local model would slow that down")
            return
        silent = time.monotonic() - self._heard_at
        if self._writer.kind == "local" or silent >= LATE_S:
            raise _Late(f"the model said nothing for {max(silent, LOOK_S):.0f} s while somebody waited")


async def _show(task: Task, text: str) -> None:
    """Pass a finished text on word by word."""
    told = 0
    for word in re.finditer(r"\S+\s*", text):
        told = await lease.tell(task.query_id, task.epoch, text[: word.end()], told)
        if told == 0:
            return  # nobody looks on
        await asyncio.sleep(WORD_S)
