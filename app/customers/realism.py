"""The realism guide of an agent: learned from skipped questions, edited by people, rewritten by a strong model."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from tortoise.expressions import Q

from app.actor import Actor
from app.agents import service as agents
from app.agents.waiting import wake
from app.customers import topics
from app.customers.asked import real_questions
from app.customers.guide import MOST_RULES, VALUE_LENGTH, Guide, Rule, RuleKind, numbered
from app.customers.plan import Behaviour, PlanRecord
from app.customers.resemblance import Resemblance, resemblance
from app.errors import InvalidInput, every_field
from app.events import doorbell
from app.models import Agent, AuditAction, GeneratedQuery, QuerySource, QueryStatus, SkipReason
from app.models.transaction import transactional
from app.text.fields import required
from app.workspaces import audit

_COMPARED = 100  # generated questions


def named(reason: str | None) -> SkipReason | None:
    """The code that a person's words are the name of: "Too hard" is TOO_HARD."""
    name = (reason or "").strip().strip(".").lower().replace(" ", "_")
    return SkipReason(name) if name in list(SkipReason) else None


@transactional
async def learn(agent: Agent, skipped: GeneratedQuery, code: SkipReason) -> list[Rule]:
    """Add what the skipped question teaches to the agent's guide; the new rules."""
    if code is SkipReason.NOT_OUR_TOPIC and skipped.source is QuerySource.REAL_USE:
        return []  # what someone else wrote: the topic that its words are filed under is the agent's all the same
    locked = await Agent.select_for_update().get(id=agent.id)
    earlier = await GeneratedQuery.filter(
        agent_id=agent.id, status=QueryStatus.SKIPPED, skip_code=code
    ).exclude(id=skipped.id)
    alike = [PlanRecord.from_json(query.plan) for query in earlier]
    before = Guide.from_json(locked.realism_guide)
    guide = before.learn(code, PlanRecord.from_json(skipped.plan), skipped.text, alike)
    agent.realism_guide = guide.to_json()
    if guide == before:
        return []
    await agent.save(update_fields=["realism_guide"])
    if code is SkipReason.NOT_REALISTIC:
        doorbell.ring_job_after_commit(doorbell.REFINE_GUIDE, agent.id)
    return [rule for rule in guide.rules if rule not in before.rules]


@transactional
async def update(actor: Actor, agent_id: UUID, rules: Sequence[Rule]) -> Agent:
    """Put `rules` in place of the whole guide; a rule without an id is new."""
    if len(rules) > MOST_RULES:
        raise InvalidInput(f"{len(rules)} rules are too many; {MOST_RULES} is the most.", "rules")
    await agents.get(actor, agent_id)
    with every_field() as field:
        for number, rule in enumerate(rules):
            with field(f"rules.{number}"):
                _check(rule)
    agent = await Agent.select_for_update().get(id=agent_id)
    agent.realism_guide = Guide(tuple(map(numbered, rules))).to_json()
    await agent.save(update_fields=["realism_guide"])
    await audit.note(actor, AuditAction.AGENT_CHANGED, agent=agent.id, target=agent.id)
    await wake(agent.id)
    return agent


@transactional
async def rewrite(agent_id: UUID, seen: Guide, sentences: Sequence[str]) -> None:
    """Put a model's sentences into the guide, unless a person changed it since the model read it."""
    agent = await Agent.select_for_update().get(id=agent_id)
    guide = Guide.from_json(agent.realism_guide)
    if guide == seen:
        agent.realism_guide = guide.rewritten(sentences).to_json()
        await agent.save(update_fields=["realism_guide"])


async def realism_of(agent: Agent) -> Resemblance | None:
    """The newest generated questions beside real ones that no writer has read."""
    rows = [row for row in await topics.of_agent(agent.id) if row.is_on]
    asked = await real_questions(agent, rows)
    real = set(asked.questions)
    newest = (
        GeneratedQuery.filter(agent_id=agent.id, follows=None, opened_at__isnull=False)
        .exclude(Q(text="") | Q(source=QuerySource.REAL_USE))
        .order_by("-id")
        .limit(_COMPARED)
    )
    generated = [query.text for query in await newest if query.text not in real]
    filing = topics.Filing.of(agent, rows)
    return await asyncio.to_thread(resemblance, generated, asked.held_out, filing.topic)


def _check(rule: Rule) -> None:
    """Raises InvalidInput."""
    match rule.kind:
        case RuleKind.AT_MOST if rule.difficulty is None:
            raise InvalidInput("A rule of kind AT_MOST needs a difficulty.", "rules")
        case RuleKind.LESS_OF if rule.value not in list(Behaviour):
            ways = ", ".join(Behaviour)
            raise InvalidInput(f"{rule.value!r} is not a way of writing; there are {ways}.", "rules")
        case RuleKind.AVOID_TOPIC | RuleKind.NOT_LIKE | RuleKind.WRITE:
            required(rule.value, "rules", VALUE_LENGTH)
