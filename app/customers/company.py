"""What is read from the rows of an agent before a question is planned or written."""

import json
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q

from app.agents.language import language_of_agent
from app.customers import topics as topic_rows
from app.customers.asked import Asked, real_questions
from app.customers.brief import AgentBrief, TopicBrief, is_avoided
from app.customers.certainty import weights
from app.customers.guide import Guide, RuleKind
from app.customers.plan import PlanRecord
from app.models import Agent, GeneratedQuery, QueryStatus, SkipReason, TopicSource
from app.text.similarity import TOO_SIMILAR, similarity

HISTORY = 300  # earlier questions of the agent that a plan and the checks look at
# What was thrown away before anybody saw it has covered nothing.
_COUNTS = Q(opened_at__isnull=False) | Q(status__not=QueryStatus.DISCARDED)


@dataclass(frozen=True, slots=True)
class Company:
    brief: AgentBrief
    guide: Guide
    asked: Asked

    def forbids(self, text: str) -> bool:
        """Whether the guide says that nobody asks this, or about it."""
        unlike = self.guide.values(RuleKind.NOT_LIKE)
        return is_avoided(text, self.guide.avoided, self.brief.language) or any(
            similarity(text, other) >= TOO_SIMILAR for other in unlike
        )


async def company(agent: Agent) -> Company:
    rows = [row for row in await topic_rows.of_agent(agent.id) if row.is_on]
    asked = await real_questions(agent, rows)
    guide = Guide.from_json(agent.realism_guide)
    doubted = weights({row.name: row.agreement for row in rows if row.agreement is not None})
    topics = tuple(
        TopicBrief(
            row.name,
            row.category,
            row.weight * doubted.get(row.name, 1.0),
            tuple(row.questions),
            asked.covered.get(row.name, 0),
            row.source is TopicSource.TICKETS,
        )
        for row in rows
    )
    brief = AgentBrief(
        agent.name,
        agent.description,
        language_of_agent(agent),
        agent.system_prompt,
        topics,
        guide.avoided,
        tuple(agent.customers),
        asked.questions,
        tuple(asked.shown),
        asked.filed,
    )
    return Company(brief, guide, asked)


async def earlier_texts(query: GeneratedQuery) -> list[str]:
    """The newest questions of its agent but for itself, oldest first."""
    newest = GeneratedQuery.filter(_COUNTS, agent_id=query.agent_id).exclude(text="").order_by("-id")
    texts = cast("list[str]", await newest.exclude(id=query.id).limit(HISTORY).values_list("text", flat=True))
    return texts[::-1]


async def plans(agent_id: UUID) -> list[PlanRecord]:
    """Of the newest questions that new customers asked or are about to ask, oldest first."""
    newest = GeneratedQuery.filter(_COUNTS, agent_id=agent_id, follows=None).order_by("-id").limit(HISTORY)
    return [PlanRecord.from_json(plan) for plan in reversed(await newest.values_list("plan", flat=True))]


async def framed(agent_id: UUID) -> list[PlanRecord]:
    """Of all questions that the starter wrote, however old: none of its frames comes twice with one topic."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT plan FROM generated_query WHERE agent_id = $1 AND plan->>'frame' <> ''"
        " AND (opened_at IS NOT NULL OR status <> $2) ORDER BY id",
        [agent_id, QueryStatus.DISCARDED],
    )
    return [PlanRecord.from_json(json.loads(row["plan"])) for row in rows]


async def refused_frames(agent_id: UUID, guide: Guide) -> set[str]:
    """Frames of questions that the guide calls unrealistic: what nobody writes of one topic, nobody writes of others.
    A rule that a person takes back takes its frame back as well."""
    unlike = guide.values(RuleKind.NOT_LIKE)
    rows = GeneratedQuery.filter(agent_id=agent_id, skip_code=SkipReason.NOT_REALISTIC, text__in=list(unlike))
    found = cast("list[dict[str, object]]", await rows.values_list("plan", flat=True))
    return {str(plan["frame"]) for plan in found if plan.get("frame")}
