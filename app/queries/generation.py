"""Writes one question: asks the model, checks what it says, tries again, and falls back to the grammar.

A strong model's words go to the expert as they come. The small local model's samples are held back, the best one
that passes the checks is shown word by word. It only writes ahead of time: most of its rounds end with the grammar, and
nobody should look at dots for that. Who waits gets the best of what was said until then, or the grammar's. While an
agent is trained it writes nothing: of two cores it took one away from the first 12 seconds of a run.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from uuid import UUID

import structlog

from app.errors import AppError
from app.materials import service as materials
from app.models import Agent, GeneratedQuery, QuerySource
from app.queries import asked, lease, service
from app.queries.audition import Audition, Choice
from app.queries.checks import Rejection, check
from app.queries.facts import facts_about
from app.queries.fallback import Question, fallback_question
from app.queries.guide import Guide, RuleKind
from app.queries.kinds import AgentBrief
from app.queries.merit import merit
from app.queries.plan import Plan
from app.queries.prompts import Style, build_messages, clean, reaction_messages
from app.queries.reactions import Turn, reaction
from app.runs.lease import anybody_trains
from app.text import storable

ATTEMPTS = 3  # of a model that is heard live
ROUNDS = 2  # of samples of the small model
SAMPLES = 4
FLUSH_S = 0.04  # the first piece goes out at once, later ones at most 25 times a second
LOOK_S = 0.25  # between two looks at whether the question is still wanted, and whether somebody waits for it
WORD_S = 0.03  # between two words of a text that was held back

_AWAITED = "somebody waits for it, and the small model takes seconds"
_BUSY = "an agent is being trained, and the small model would slow that down"

Messages = list[dict[str, str]]
Customer = Callable[[Messages, int], AsyncIterator[str]]  # (messages, seed) -> pieces of text

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Assignment:
    """What to write, and all that it takes."""

    query_id: UUID
    epoch: int
    plan: Plan
    agent: AgentBrief
    guide: Guide
    earlier: list[str]  # what the question must not resemble
    turns: list[Turn]  # said before it, when it reacts to an answer
    facts: list[str]  # that the company's own pages say about the topic
    customer: Customer
    timeout_s: float


async def generate(query_id: UUID, customer: Customer, *, style: Style, timeout_s: float) -> None:
    """Write the question `query_id`; returns when it is ready, or at once when somebody else does it."""
    epoch = await lease.claim(query_id, lease_s=ATTEMPTS * timeout_s + 10)
    if epoch is None:
        return
    query = await GeneratedQuery.get(id=query_id)
    agent = await Agent.get(id=query.agent_id)
    guide = Guide.from_json(agent.realism_guide)
    earlier = [q.text for q in await service.earlier_questions(agent.id) if q.text and q.id != query_id]
    earlier += [*guide.values(RuleKind.NOT_LIKE), *await asked.answered(agent.id)]
    plan = Plan.from_json(query.plan)
    brief = service.brief(agent, await asked.real_questions(agent.id))
    live = style == "instruct"
    pages = await materials.pages_of_agent(agent.id) if live and not query.earlier else []
    facts = facts_about(plan.topic, pages)
    task = Assignment(query_id, epoch, plan, brief, guide, earlier, query.earlier, facts, customer, timeout_s)
    try:
        choice = await _choose(task, live)
        if choice.text is not None:
            if not live:
                await _show(task, choice.text)
            await lease.finish(query_id, epoch, choice.text, QuerySource.MODEL, topic=plan.topic)
            return
        question = _without_model(task)
        if question is None:
            await lease.drop(query_id, epoch)
            return
        if not live:
            await _show(task, question.text)
        await lease.finish(
            query_id, epoch, question.text, QuerySource.FALLBACK, topic=question.topic, reason=choice.reason
        )
    except lease.Gone:
        return


async def _choose(task: Assignment, live: bool) -> Choice:
    if live:
        return await _live(task)
    if task.turns:
        return Choice(None, "the small model cannot follow a conversation")
    return await _held_back(task)


def _without_model(task: Assignment) -> Question | None:
    """None when the customer has nothing to say to the answer."""
    if not task.turns:
        return fallback_question(task.plan, task.agent, task.earlier, seed=task.plan.seed)
    text = reaction(task.turns, task.plan.behaviour, task.plan.seed, task.earlier)
    return Question(text, task.plan.topic) if text else None


async def _live(task: Assignment) -> Choice:
    """One sample after the other; the expert reads along."""
    if task.turns:
        messages = reaction_messages(task.plan, task.agent, task.turns, task.guide)
        earlier = [turn["content"] for turn in task.turns]
    else:
        messages = build_messages(task.plan, task.agent, task.earlier, guide=task.guide, facts=task.facts)
        earlier = task.earlier
    choice = Choice(None)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            async with asyncio.timeout(task.timeout_s):
                pieces = task.customer(messages, task.plan.seed + attempt)
                text = clean(await _listen(task, pieces, attempt))
        except Exception as error:
            choice = Choice(None, _reason(error, task.timeout_s))
        else:
            rejections = check(text, task.plan, task.agent, earlier, reacts=bool(task.turns))
            if not rejections:
                return Choice(text)
            choice = Choice(None, rejections[0].sentence)
        log.info("query_rejected", query_id=str(task.query_id), attempt=attempt, reason=choice.reason)
    return choice


async def _held_back(task: Assignment) -> Choice:
    """Rounds of several samples, until somebody waits."""
    messages = build_messages(task.plan, task.agent, task.earlier, style="few_shot")

    def judge(text: str) -> float | Rejection:
        rejections = check(text, task.plan, task.agent, task.earlier, small_model=True)
        return rejections[0] if rejections else merit(text, task.plan, task.agent, task.earlier).total

    choice = Choice(None)
    for round_ in range(ROUNDS):
        if hindrance := await _hindrance(task):
            return Choice(None, choice.reason or hindrance)
        seeds = [task.plan.seed + 1 + round_ * SAMPLES + n for n in range(SAMPLES)]
        audition = Audition(lambda seed: task.customer(messages, seed), seeds, judge)
        failure = ""
        try:
            async with asyncio.timeout(task.timeout_s):
                await audition.run(_Look(task).look)
        except _Hindered as hindered:
            failure = hindered.reason
        except Exception as error:
            failure = _reason(error, task.timeout_s)
        choice = audition.best()
        if choice.text is not None:
            return choice
        choice = Choice(None, failure or choice.reason)
        log.info("query_rejected", query_id=str(task.query_id), attempt=round_ + 1, reason=choice.reason)
    return choice


async def _hindrance(task: Assignment) -> str | None:
    """Why the small model had better be silent now. Raises Gone."""
    if await lease.is_open(task.query_id, task.epoch):
        return _AWAITED
    return _BUSY if await anybody_trains() else None


class _Hindered(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Look:
    """Looks now and then whether the question is still wanted. Raises Gone, and Hindered where the model has to end."""

    def __init__(self, task: Assignment) -> None:
        self._task = task
        self._looked_at = time.monotonic()

    async def look(self) -> None:
        if time.monotonic() - self._looked_at < LOOK_S:
            return
        self._looked_at = time.monotonic()
        if hindrance := await _hindrance(self._task):
            raise _Hindered(hindrance)


def _reason(error: Exception, limit_s: float) -> str:
    """Whatever a model server does, the conversation goes on. Raises Gone again."""
    if isinstance(error, lease.Gone):
        raise error
    if isinstance(error, TimeoutError):
        return f"the model took longer than {limit_s:g} s"
    if isinstance(error, AppError):
        return error.message
    log.error("query_failed", exc_info=error)
    return "the model server failed unexpectedly"


async def _listen(task: Assignment, pieces: AsyncIterator[str], attempt: int) -> str:
    """Collect one text and pass it on piece by piece."""
    text, told, flushed_at = "", 0, 0.0
    if attempt > 1:
        await lease.start_over(task.query_id, task.epoch, attempt)
    async for piece in pieces:
        text += storable(piece)
        if time.monotonic() - flushed_at >= FLUSH_S:
            told = await lease.tell(task.query_id, task.epoch, text, told)
            flushed_at = time.monotonic()
    await lease.tell(task.query_id, task.epoch, text, told)
    return text


async def _show(task: Assignment, text: str) -> None:
    """Pass a finished text on word by word."""
    told = 0
    for word in re.finditer(r"\S+\s*", text):
        told = await lease.tell(task.query_id, task.epoch, text[: word.end()], told)
        if told == 0:
            return  # nobody looks on
        await asyncio.sleep(WORD_S)
