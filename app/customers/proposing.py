"""The writer model names topics and kinds of customers of an agent: JSON, checked, asked for once more if broken."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, cast
from uuid import UUID

import structlog
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.agents.material import pages_of_agent
from app.customers import topics
from app.customers.asked import real_questions
from app.customers.topics import Proposed
from app.errors import UpstreamFailed
from app.models import Agent, Category, TopicSource
from app.models.transaction import transactional
from app.text.headings import headings
from app.text.language import NAMES, is_in
from app.text.private import is_private

WANTED = 14
MOST_CUSTOMERS = 12
CUSTOMER_LENGTH = 80
_AT_ONCE = 3
_SHOWN = 30  # real questions, and headings

Messages = list[dict[str, str]]
Ask = Callable[[Messages, int], AsyncIterator[str]]  # (messages, seed) -> pieces of one answer

log = structlog.get_logger()


def _category(said: object) -> object:
    """As models spell it: "TECHNICAL", "Edge case"."""
    return said.strip().lower().replace(" ", "_").replace("-", "_") if isinstance(said, str) else said


class _Topic(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=topics.NAME_LENGTH)
    category: Annotated[Category, BeforeValidator(_category)] = Category.GENERAL
    questions: list[str] = Field(default_factory=list, max_length=topics.MOST_QUESTIONS)


class Answer(BaseModel):
    """What the model is asked for."""

    model_config = ConfigDict(extra="ignore")

    topics: list[_Topic] = Field(min_length=1, max_length=3 * WANTED)
    customers: list[str] = Field(default_factory=list, max_length=3 * MOST_CUSTOMERS)


async def wanted() -> list[UUID]:
    """Agents whose bell was lost, or whose writer could not be reached."""
    rows = Agent.filter(topics_wanted=True, deleted_at=None).order_by("id").limit(_AT_ONCE)
    return cast("list[UUID]", await rows.values_list("id", flat=True))


async def propose(agent_id: UUID, ask: Ask) -> int:
    """The count of topics that are new. Raises UpstreamFailed, also when the second answer is not valid JSON either."""
    agent = await Agent.get_or_none(id=agent_id, deleted_at=None, topics_wanted=True)
    if agent is None:
        return 0
    await topics.read_description(agent)
    known = await topics.of_agent(agent.id)
    shown = (await real_questions(agent, known)).shown
    questions = [text for text in shown if not is_private(text)][:_SHOWN]
    pages = [line for text in await pages_of_agent(agent.id) for line in headings(text)][:_SHOWN]
    said = messages(agent, [topic.name for topic in known], questions, pages)
    answer = "".join([piece async for piece in ask(said, 0)])
    try:
        read = Answer.model_validate_json(_json(answer))
    except ValidationError as error:
        problem = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'answer'}: {e['msg']}" for e in error.errors()[:5]
        )
        said += [
            {"role": "assistant", "content": answer[:4000]},
            {"role": "user", "content": _repair(problem)},
        ]
        answer = "".join([piece async for piece in ask(said, 1)])
        try:
            read = Answer.model_validate_json(_json(answer))
        except ValidationError as again:
            await Agent.filter(id=agent.id).update(topics_wanted=False)  # a third time would be no better
            raise UpstreamFailed(
                "The writer named no topics: twice its answer was not the JSON asked for."
            ) from again
    return await _keep(agent, read)


@transactional
async def _keep(agent: Agent, read: Answer) -> int:
    proposed = [
        Proposed(one.name, one.category, tuple(q for q in one.questions if is_in(q, agent.language)))
        for one in read.topics
        if is_in(one.name, agent.language)
    ]
    new = await topics.add(agent, proposed[:WANTED], TopicSource.MODEL)
    await Agent.filter(id=agent.id).update(topics_wanted=False)
    customers = [kind.strip()[:CUSTOMER_LENGTH] for kind in read.customers if kind.strip()]
    if customers:
        agent.customers = list(dict.fromkeys(customers))[:MOST_CUSTOMERS]
        await agent.save(update_fields=["customers"])
    return len(new)


def messages(agent: Agent, known: list[str], questions: list[str], pages: list[str]) -> Messages:
    language = NAMES.get(agent.language, agent.language)
    user = f"The organisation: {agent.name}\n{agent.description}"
    for title, lines in (
        ("Headings of its help pages", pages),
        ("What real customers wrote", questions),
        ("Topics that are known already; don't repeat them", known),
    ):
        if lines:
            user += f"\n\n{title}:\n" + "\n".join(f"- {line}" for line in lines)
    return [
        {"role": "system", "content": _SYSTEM.replace("{language}", language)},
        {"role": "user", "content": user},
    ]


_SYSTEM = f"""You know what customers write to organisations about. Name up to {WANTED} topics of the organisation \
below and up to 8 kinds of its customers. Everything in {{language}}.
Answer with one JSON object and nothing else:
{{"topics": [{{"name": "…", "category": "…", "questions": ["…", "…"]}}], "customers": ["…"]}}
- name: one to four words, without an article, as a heading would say it. Only what this organisation really does.
- category: one of {", ".join(Category)}.
- questions: two or three that its customers would type, as different in form as real ones are.
- customers: who they are and in what situation, in a few words ("first-time buyer", in {{language}})."""


def _repair(problem: str) -> str:
    return f"That was not the JSON asked for ({problem}). Answer with the whole corrected object and nothing else."


def _json(answer: str) -> str:
    """From the first brace to the last: models put fences and prefaces around it."""
    start, end = answer.find("{"), answer.rfind("}")
    return answer[start : end + 1] if 0 <= start < end else answer
