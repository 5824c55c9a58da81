"""The topics of an agent, as rows: found in what people wrote, added, edited, switched off.

Planner, coverage and confidence read these rows and nothing else.
"""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from tortoise import connections

from app.actor import Actor
from app.agents import service as agents
from app.agents.language import language_of_agent
from app.agents.material import questions_of_agent
from app.agents.waiting import wake
from app.customers.brief import topic_of
from app.errors import InvalidInput, NotFound, every_field
from app.events import changes, doorbell
from app.events.changes import Changed
from app.models import Agent, AuditAction, Category, QueryStatus, Topic, TopicSource
from app.models.transaction import transactional
from app.text.apart import headings_of, phrases_of, recurring_in
from app.text.fields import required, spread, trimmed
from app.text.private import is_private
from app.text.words import content_words
from app.workspaces import audit

MOST = 100
NAME_LENGTH = 120
MOST_QUESTIONS = 20
QUESTION_LENGTH = 600
LEAST_WEIGHT, MOST_WEIGHT = 0.1, 10.0
FROM_PAGES = 12  # headings of one page, spread evenly over it


@dataclass(frozen=True, slots=True)
class Proposed:
    """A topic that someone or something suggests; a name that the agent has already adds its questions."""

    name: str
    category: Category = Category.GENERAL
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edited:
    """A row of the list that a person saves; `id`: None for a new one, None elsewhere keeps what stands there."""

    id: UUID | None
    name: str
    category: Category | None = None
    weight: float | None = None
    is_on: bool | None = None
    questions: Sequence[str] | None = None


@dataclass(slots=True)
class Usage:
    """`asked`: customers who asked about it; `skipped`, `answered`: what became of their questions."""

    asked: int = 0
    skipped: int = 0
    answered: int = 0


@dataclass(slots=True)
class Filing:
    """Finds the topic of a text among an agent's."""

    language: str
    categories: Mapping[str, Category] = field(default_factory=dict)

    @classmethod
    def of(cls, agent: Agent, rows: Iterable[Topic]) -> Self:
        return cls(language_of_agent(agent), {row.name: row.category for row in rows})

    def topic(self, text: str) -> str | None:
        return topic_of(text, list(self.categories), self.language)

    def category(self, text: str) -> Category:
        name = self.topic(text)
        return self.categories[name] if name else Category.GENERAL


async def of_agent(agent_id: UUID) -> list[Topic]:
    """In the order in which they came."""
    return await Topic.filter(agent_id=agent_id).order_by("id")


async def of_agents(agent_ids: Iterable[UUID]) -> dict[UUID, list[Topic]]:
    found: dict[UUID, list[Topic]] = {agent_id: [] for agent_id in agent_ids}
    for row in await Topic.filter(agent_id__in=list(found)).order_by("id"):
        found[row.agent_id].append(row)
    return found


async def filing(agent: Agent) -> Filing:
    return Filing.of(agent, await of_agent(agent.id))


async def usage(agent_ids: Iterable[UUID]) -> dict[UUID, dict[str, Usage]]:
    """By agent and name of the topic."""
    found: dict[UUID, dict[str, Usage]] = {agent_id: {} for agent_id in agent_ids}
    rows = await connections.get("default").execute_query_dict(
        "SELECT agent_id, plan->>'topic' AS topic, status, count(*) AS n FROM generated_query"
        " WHERE agent_id = ANY($1) AND opened_at IS NOT NULL AND follows IS NULL"
        " GROUP BY agent_id, topic, status",
        [list(found)],
    )
    for row in rows:
        of = found[row["agent_id"]].setdefault(row["topic"] or "", Usage())
        of.asked += row["n"]
        of.skipped += row["n"] if row["status"] == QueryStatus.SKIPPED else 0
        of.answered += row["n"] if row["status"] == QueryStatus.ANSWERED else 0
    return found


async def read_description(agent: Agent) -> None:
    """Make rows of what the description names, once. Not in a transaction: reading takes seconds in some languages."""
    if agent.description_read:
        return
    if not agent.language:
        agent.language = await asyncio.to_thread(language_of_agent, agent)
        await agent.save(update_fields=["language"])
    names = await phrases_of(agent.description, agent.language, [agent.name])
    if names is not None:
        await _keep_description(agent, [Proposed(name) for name in names])


async def reread_description(agent: Agent, before: str, language: str) -> None:
    """The description has changed: what only the old one named goes, unless someone was asked about it."""
    old = set(await phrases_of(before, language, [agent.name]) or [])
    new = await phrases_of(agent.description, language_of_agent(agent), [agent.name]) or []
    used = (await usage([agent.id]))[agent.id]
    gone = [name for name in old - set(new) if name not in used]
    # What a person has touched stays.
    untouched = Topic.filter(
        agent_id=agent.id, source=TopicSource.PERSON, weight=1.0, is_on=True, questions=[]
    )
    await untouched.filter(name__in=gone).delete()
    await _keep_description(agent, [Proposed(name) for name in new])


@transactional
async def _keep_description(agent: Agent, proposed: Sequence[Proposed]) -> None:
    await Agent.filter(id=agent.id).update(description_read=True)
    agent.description_read = True
    await add(agent, proposed, TopicSource.PERSON)


@transactional
async def add(agent: Agent, proposed: Iterable[Proposed], source: TopicSource) -> list[Topic]:
    """Those that are new become rows; a known one gets the questions that it lacks. The rows that are new."""
    await Agent.select_for_update().get(id=agent.id)
    rows, language = await of_agent(agent.id), language_of_agent(agent)
    known = {_key(row.name, language): row for row in rows}
    new: list[Topic] = []
    for one in proposed:
        name = " ".join(trimmed(one.name).split())
        if not _has_letters(name) or len(name) > NAME_LENGTH:
            continue
        if source not in (TopicSource.PERSON, TopicSource.PACK) and is_private(name):
            continue
        row = known.get(_key(name, language))
        if row is not None:
            row.questions = list(dict.fromkeys([*row.questions, *one.questions]))[:MOST_QUESTIONS]
            if row not in new:
                await row.save(update_fields=["questions"])
        elif len(rows) + len(new) < MOST:
            row = Topic(
                agent_id=agent.id,
                name=name,
                category=one.category,
                source=source,
                questions=list(dict.fromkeys(one.questions))[:MOST_QUESTIONS],
            )
            new.append(row)
            known[_key(name, language)] = row
    await Topic.bulk_create(new)
    if new:
        changes.note(agent.id, Changed.AGENT, agent.id)
        await wake(agent.id)
    return new


@transactional
async def add_pack(actor: Actor, agent_id: UUID, proposed: Iterable[Proposed]) -> Agent:
    """Raises NotFound."""
    agent = await agents.get(actor, agent_id)
    await add(agent, proposed, TopicSource.PACK)
    await audit.note(actor, AuditAction.AGENT_CHANGED, agent=agent.id, target=agent.id)
    return agent


@transactional
async def update(actor: Actor, agent_id: UUID, edited: Sequence[Edited]) -> Agent:
    """Put the list in place of the agent's; a topic that is left out is deleted, its questions and pairs stay.

    Raises InvalidInput, NotFound.
    """
    if len(edited) > MOST:
        raise InvalidInput(f"{len(edited)} topics are too many; {MOST} is the most.", "topics")
    agent = await agents.get(actor, agent_id)
    await Agent.select_for_update().get(id=agent.id)
    known = {row.id: row for row in await of_agent(agent.id)}
    names: dict[str, str] = {}
    kept: list[Topic] = []
    with every_field() as field:
        for number, one in enumerate(edited):
            if one.id is not None and one.id not in known:
                raise NotFound(f"{agent.name} has no topic {one.id}; read them again with `agent.topics`.")
            row = known[one.id] if one.id else Topic(agent_id=agent.id, source=TopicSource.PERSON)
            with field(f"topics.{number}"):
                _edit(row, one)
                twice = "{!r} stands in the list twice; keep one of them."
                if row in kept:
                    raise InvalidInput(f"The id of {twice.format(row.name)}", "topics")
                if (other := names.get(row.name.casefold())) is not None:
                    raise InvalidInput(twice.format(other), "topics")
                names[row.name.casefold()] = row.name
                kept.append(row)
    await Topic.filter(agent_id=agent.id).exclude(id__in=[row.id for row in kept]).delete()
    for row in kept:  # two may have exchanged their names
        await Topic.filter(id=row.id).exclude(name=row.name).update(name=str(row.id))
    for row in kept:
        await row.save(force_create=row.id not in known)
    await Agent.filter(id=agent.id).update(description_read=True)
    await audit.note(actor, AuditAction.AGENT_CHANGED, agent=agent.id, target=agent.id)
    await wake(agent.id)
    return agent


async def read_material(agent: Agent, headings: Sequence[str]) -> None:
    """Topics of what was brought along: headings of a page, and what the real questions have in common. The writer
    model is asked as well."""
    await wake(agent.id)
    await from_pages(agent, headings)
    await from_questions(agent, await questions_of_agent(agent.id))
    await want_more(agent.id)


@transactional
async def want_more(agent_id: UUID) -> None:
    """Ask the writer model, now or as soon as there is one, for what else the customers write about."""
    await Agent.filter(id=agent_id).update(topics_wanted=True)
    doorbell.ring_job_after_commit(doorbell.PROPOSE_TOPICS, agent_id)


async def from_pages(agent: Agent, lines: Sequence[str]) -> list[Topic]:
    """Headings of a page that was brought along."""
    names = await headings_of(lines, language_of_agent(agent))
    return await add(agent, [Proposed(name) for name in spread(names, FROM_PAGES)], TopicSource.PAGES)


async def from_questions(agent: Agent, questions: Sequence[str]) -> list[Topic]:
    """What several real questions have in common."""
    found = await recurring_in(questions, language_of_agent(agent))
    return await add(agent, [Proposed(name) for name in found], TopicSource.TICKETS)


def _edit(row: Topic, one: Edited) -> None:
    row.name = " ".join(required(one.name, "topic", NAME_LENGTH).split())
    if not _has_letters(row.name):
        raise InvalidInput(f"The topic {row.name!r} has no letter; write what customers ask about.", "topics")
    if one.category is not None:
        row.category = one.category
    if one.weight is not None:
        if not LEAST_WEIGHT <= one.weight <= MOST_WEIGHT:
            raise InvalidInput(
                f"The weight of {row.name!r} is {one.weight:g}; choose {LEAST_WEIGHT:g} to {MOST_WEIGHT:g}.",
                "topics",
            )
        row.weight = one.weight
    if one.is_on is not None:
        row.is_on = one.is_on
    if one.questions is not None:
        if len(one.questions) > MOST_QUESTIONS:
            raise InvalidInput(f"{row.name!r} has more than {MOST_QUESTIONS} example questions.", "topics")
        said = (required(text, "example question", QUESTION_LENGTH) for text in one.questions)
        row.questions = list(dict.fromkeys(said))


def _has_letters(name: str) -> bool:
    return any(letter.isalpha() for letter in name)


def _key(name: str, language: str) -> str:
    """One for "bike", "bikes" and "Bikes"."""
    meaning = {*content_words(name, language), *re.findall(r"\d+", name)}
    return " ".join(sorted(meaning)) or name.casefold()
