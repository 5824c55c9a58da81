"""The house style of an agent: learned from its newest pairs, changed by its people."""

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

from tortoise import connections

from app.actor import Actor
from app.agents import service as agents
from app.answers.learn import LOOKED_AT
from app.answers.overrides import MOST_OWN, Overrides, StyleRule, id_of, rules_of
from app.answers.rules import Rule
from app.errors import InvalidInput
from app.models import Agent, AuditAction
from app.models.transaction import transactional
from app.workspaces import audit


async def style_of(agent: Agent) -> list[StyleRule]:
    return await style_by(agent, (await newest_responses([agent.id])).get(agent.id, []))


async def newest_responses(agent_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """What house styles are learned from, in one statement."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT asked.id AS agent_id, newest.response FROM unnest($1::uuid[]) AS asked(id), LATERAL ("
        "SELECT id, response FROM training_pair WHERE agent_id = asked.id ORDER BY id DESC LIMIT $2) AS newest"
        " ORDER BY newest.id DESC",
        [list(agent_ids), LOOKED_AT],
    )
    found: dict[UUID, list[str]] = {}
    for row in rows:
        found.setdefault(row["agent_id"], []).append(row["response"])
    return found


async def style_by(agent: Agent, responses: Sequence[str]) -> list[StyleRule]:
    """`responses`: the newest, the newest first."""
    # Learning from 100 long responses takes 0.07 s, in which the API has others to serve.
    return await asyncio.to_thread(rules_of, responses, Overrides.from_json(agent.house_style))


@transactional
async def update(
    actor: Actor,
    agent_id: UUID,
    *,
    off: Sequence[str] | None = None,
    own: Sequence[Rule] | None = None,
    switch_off: Sequence[str] = (),
    switch_on: Sequence[str] = (),
    add: Sequence[Rule] = (),
    remove: Sequence[str] = (),
) -> Agent:
    """Replace which rules are off (by id), or the own rules, or both; what is not given stays. Then switch, remove
    (own ones, by id) and add single rules: what others changed meanwhile stays."""
    await agents.get(actor, agent_id)
    agent = await Agent.select_for_update().get(id=agent_id)
    stored = Overrides.from_json(agent.house_style)
    kept = [rule for rule in (stored.own if own is None else own) if id_of(rule, True) not in remove]
    own_rules = tuple({rule.key: rule for rule in [*kept, *add]}.values())
    if len(own_rules) > MOST_OWN:
        raise InvalidInput(f"There are {len(own_rules)} own rules; {MOST_OWN} is the most.", "own")
    known = {one.id for one in await style_of(agent)} | {id_of(rule, True) for rule in own_rules} | stored.off
    if unknown := {*(off or ()), *switch_off} - known:
        raise InvalidInput(f"There is no rule {sorted(unknown)[0][:80]!r} to switch off.", "off")
    are_off = (stored.off if off is None else frozenset(off)) - {*switch_on, *remove} | set(switch_off)
    agent.house_style = Overrides(are_off, own_rules).to_json()
    await agent.save(update_fields=["house_style"])
    await audit.note(actor, AuditAction.AGENT_CHANGED, agent=agent.id, target=agent.id)
    return agent
