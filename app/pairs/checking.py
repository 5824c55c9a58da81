"""The findings of a pair, beside the other pairs of its agent."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise import connections

from app.actor import Actor
from app.agents import service as agents
from app.answers.check import check, look
from app.answers.earlier import Earlier
from app.answers.finding import Finding
from app.answers.learn import LOOKED_AT
from app.answers.neighbours import Neighbours
from app.answers.overrides import Overrides, active, rules_of
from app.customers import service as queries
from app.errors import InvalidInput
from app.models import Agent, TrainingPair
from app.models.pair import QUERY_LENGTH, RESPONSE_LENGTH
from app.text.fields import optional

COMPARED = 5_000  # newest pairs of the agent that a new one is compared with


@dataclass(frozen=True, slots=True)
class Checked:
    """The cleaned texts that the spans of the findings count in."""

    query: str
    response: str
    findings: list[Finding]


async def check_response(
    actor: Actor,
    *,
    response: str,
    agent_id: UUID | None = None,
    query_id: UUID | None = None,
    query: str | None = None,
    pair_id: UUID | None = None,
) -> Checked:
    """What saving this response would find; `pair_id` names the pair that is being edited, if one is."""
    is_follow_up = False
    text = optional(response, "response", RESPONSE_LENGTH)
    asked = optional(query, "query", QUERY_LENGTH)
    if query_id is not None:
        open_query = await queries.get(actor, query_id)
        agent_id, asked = open_query.agent_id, asked or open_query.text
        is_follow_up = bool(open_query.earlier)
    elif agent_id is not None:
        await agents.get(actor, agent_id)
        edited = await TrainingPair.get_or_none(id=pair_id, agent_id=agent_id) if pair_id else None
        is_follow_up = edited is not None and bool(edited.earlier)
    if agent_id is None:
        raise InvalidInput("Say which agent answers, or which question is answered.", "agentId")
    if not text:
        return Checked(asked or "", "", [])
    found = await findings_of(agent_id, asked or "", text, but=pair_id, is_follow_up=is_follow_up)
    return Checked(asked or "", text, found)


async def findings_of(
    agent_id: UUID, query: str, response: str, *, but: UUID | None = None, is_follow_up: bool = False
) -> list[Finding]:
    """Beside the agent's other pairs, without the pair `but`. Not for the inside of a transaction: it takes
    milliseconds of computing, during which no lock should be held."""
    agent, earlier = await Agent.get(id=agent_id), await _earlier(agent_id, but)
    public = _public(agent)
    overrides = Overrides.from_json(agent.house_style)
    return await asyncio.to_thread(check, query, response, earlier, public, overrides, is_follow_up)


async def findings_in_turn(agent: Agent, pairs: Sequence[TrainingPair]) -> list[list[Finding]]:
    """Of new pairs in the order in which they are saved: each beside those before it, and in the house style as it
    is once all are there. Not for the inside of a transaction: 5,000 pairs take about 8 s of computing."""
    known = await _earlier(agent.id)
    public, overrides = _public(agent), Overrides.from_json(agent.house_style)

    def look_at_all() -> list[list[Finding]]:
        responses = [*(pair.response for pair in reversed(pairs)), *(pair.response for pair in known)]
        rules = active(rules_of(responses[:LOOKED_AT], overrides))
        before, found = Neighbours(known, COMPARED), []
        for pair in pairs:
            close = () if pair.earlier else before.close_to(pair.query)
            claiming = () if pair.earlier else before.claiming(pair.response)
            found.append(look(pair.query, pair.response, close, claiming, rules, public))
            if not pair.earlier:
                before.add(Earlier(pair.id, pair.query, pair.response))
        return found

    return await asyncio.to_thread(look_at_all)


async def _earlier(agent_id: UUID, but: UUID | None = None) -> list[Earlier]:
    """Newest first, without follow-ups and without the pair `but`."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT id, query, response FROM training_pair WHERE agent_id = $1 AND id IS DISTINCT FROM $2"
        " AND earlier = '[]'"
        " ORDER BY id DESC LIMIT $3",
        [agent_id, but, COMPARED],
    )
    return [Earlier(row["id"], row["query"], row["response"]) for row in rows]


async def look_again(changed: TrainingPair) -> None:
    """Renew the findings of the pairs that contradicted or doubled `changed`, which was edited."""
    about = TrainingPair.filter(
        agent_id=changed.agent_id, findings__contains=[{"pair_id": str(changed.id), "dismissed": False}]
    )
    await look_at([pair.id for pair in await about.exclude(id=changed.id).only("id")])


async def look_at(pair_ids: Iterable[UUID]) -> None:
    """Renew the findings of pairs, but for those that a person has dismissed all of."""
    for pair in await TrainingPair.filter(id__in=list(pair_ids)):
        if pair.findings and all(finding["dismissed"] for finding in pair.findings):
            continue
        findings = await findings_of(
            pair.agent_id, pair.query, pair.response, but=pair.id, is_follow_up=bool(pair.earlier)
        )
        # Only if it is still the text that was looked at.
        await TrainingPair.filter(id=pair.id, changed_at=pair.changed_at).update(
            findings=[finding.to_json() for finding in findings]
        )


def _public(agent: Agent) -> str:
    """What the agent may tell everybody."""
    return f"{agent.system_prompt}\n{agent.description}"
