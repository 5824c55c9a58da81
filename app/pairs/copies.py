"""A copy of an agent that goes on from what the first one was taught, to try something with it.

Copied are its settings, also those of its automatic training, its topics, material with the pairs that were found in
it, and its training pairs, as an export and an import would: with the drafts that were changed. What happened to the
first agent alone stays there: conversations, versions and runs, votes, and what it was asked in use.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tortoise import Model

from app.actor import Actor
from app.agents import service as agents
from app.agents.lock import lock
from app.answers.finding import Finding
from app.models import (
    Agent,
    AuditAction,
    AutoTraining,
    Material,
    ProposedPair,
    Topic,
    TrainingPair,
    TrainingRun,
)
from app.models.ids import new_id
from app.models.transaction import transactional
from app.pairs.batch import ROWS_PER_STATEMENT, add_all
from app.text.fields import counted, required
from app.workspaces import audit

MARK = " (copy)"
Ids = Mapping[UUID, UUID]  # of rows of the first agent: those of their copies


@dataclass(frozen=True, slots=True)
class Copied:
    agent: Agent
    run: TrainingRun | None
    notices: list[str]


@transactional
async def duplicate(actor: Actor, agent_id: UUID, name: str | None = None) -> Copied:
    """`name`: None is “X (copy)”. The pairs are in one completed conversation; a training starts when it is due by
    them. Raises InvalidInput, NotFound."""
    first = await agents.get(actor, agent_id)
    if name is None:
        name = first.name[: agents.NAME_LENGTH - len(MARK)] + MARK
    name = required(name, "name", agents.NAME_LENGTH)
    await lock(agent_id)  # so that its pairs are as of one moment
    agent = await _agent(actor, first, name)
    automatic = await _settings(first, agent)
    topics = await _copied(Topic, first, agent, lambda _: {"agreement": None, "measured_for": None})
    materials = await _copied(Material, first, agent, lambda _: {"session_id": None})
    pairs, run = await _pairs(first, agent, automatic)

    def found_in(row: ProposedPair) -> dict[str, object]:
        return {"material_id": _of(materials, row.material_id), "pair_id": _of(pairs, row.pair_id)}

    await _copied(ProposedPair, first, agent, found_in)
    await audit.note(actor, AuditAction.AGENT_CREATED, agent=agent.id, target=agent.id)
    amounts = (counted(len(ids), noun) for ids, noun in ((pairs, "pair"), (topics, "topic")))
    said = f"{' and '.join(amounts)} of {first.name} copied, with its material and settings; no versions or runs."
    return Copied(agent, run, [said])


async def _agent(actor: Actor, first: Agent, name: str) -> Agent:
    guide = [rule | {"id": str(new_id())} for rule in first.realism_guide]  # ids are never of two things
    values = _values(first) | {
        "name": name,
        "slug": await agents.free_slug(actor, name),
        "realism_guide": guide,
    }
    return await Agent.create(**values)


async def _settings(first: Agent, agent: Agent) -> AutoTraining:
    automatic = await AutoTraining.get(agent_id=first.id)
    await AutoTraining.create(**_values(automatic) | {"agent_id": agent.id})
    return await lock(agent.id)


async def _copied(
    table: type[Model], first: Agent, agent: Agent, other: Callable[[Any], dict[str, object]]
) -> Ids:
    """`other`: what a copy has in place of what its row has."""
    rows: list[Any] = await table.filter(agent_id=first.id).order_by("id")
    copies = [table(**_values(row) | {"agent_id": agent.id} | other(row)) for row in rows]
    await table.bulk_create(copies, batch_size=ROWS_PER_STATEMENT)
    return {row.id: copy.pk for row, copy in zip(rows, copies, strict=True)}


async def _pairs(first: Agent, agent: Agent, automatic: AutoTraining) -> tuple[Ids, TrainingRun | None]:
    rows = await TrainingPair.filter(agent_id=first.id).order_by("id")
    copies = [
        TrainingPair(
            agent_id=agent.id,
            query=row.query,
            response=row.response,
            category=row.category,
            context=row.context,
            difficulty=row.difficulty,
            earlier=row.earlier,
            draft=row.draft,
        )
        for row in rows
    ]
    ids = {row.id: copy.id for row, copy in zip(rows, copies, strict=True)}
    for row, copy in zip(rows, copies, strict=True):
        copy.follows = _of(ids, row.follows)
    if not copies:
        return ids, None
    found = [[_about(Finding.from_json(one), ids) for one in row.findings] for row in rows]
    saved = await add_all(agent, automatic, copies, found, f"Copied from {first.name}", None, "")
    return ids, saved.run


def _about(finding: Finding, ids: Ids) -> Finding:
    return replace(finding, pair_id=_of(ids, finding.pair_id))


def _of(ids: Ids, row_id: UUID | None) -> UUID | None:
    return None if row_id is None else ids.get(row_id)


def _values(row: Model) -> dict[str, Any]:
    """Of its columns, but for those that say which row it is."""
    return {name: getattr(row, name) for name in row._meta.db_fields if name not in ("id", "created_at")}
