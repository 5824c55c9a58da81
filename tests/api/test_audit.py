"""The audit log: written with the action, never changed, without what people wrote, and for admins only."""

import json
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app.actor import Actor, Role
from app.agents import service as agents
from app.api.ids import encode
from app.audit import service as audit
from app.models import Agent, AuditAction, AuditEntry, TrainingPair
from app.models.transaction import transactional
from app.pairs import service as pairs
from app.runs import service as runs
from app.workspaces import service as workspaces
from tests.api.conftest import Api
from tests.factories import make_agent, make_pairs, make_session

LOG = """
query ($after: String, $actor: String, $action: AuditAction, $agentId: ID) {
  auditLog(first: 2, after: $after, actor: $actor, action: $action, agentId: $agentId) {
    edges { node { actor action agentId targetId at } }
    pageInfo { hasNextPage endCursor }
  }
}"""


async def noted() -> list[tuple[str, str, UUID | None, UUID | None]]:
    rows = await AuditEntry.all().order_by("id")
    return [(row.actor, row.action, row.agent_id, row.target_id) for row in rows]


async def test_what_people_do_is_noted_with_who_did_it(actor: Actor) -> None:
    made = await agents.create(actor, name="Tidepool", description="Books courses.")
    session = await make_session(actor, made)
    first, *_ = [saved.pair for saved in await make_pairs(actor, session, 9)]
    await pairs.update(actor, first.id, response="Another answer.")
    await pairs.delete(actor, first.id)
    run = await runs.start(actor, made.id)
    await runs.cancel(actor, run.id)
    await runs.cancel(actor, run.id)
    await agents.delete(actor, made.id)

    entries = await noted()
    assert [(who, action) for who, action, _, _ in entries] == [
        ("local", action)
        for action in [
            "agent.created", *["pair.saved"] * 9, "pair.changed", "pair.deleted",
            "training.started", "training.cancelled", "agent.deleted",
        ]
    ]  # fmt: skip
    assert {agent for _, _, agent, _ in entries} == {made.id}
    assert [target for _, action, _, target in entries if action == "pair.deleted"] == [first.id]
    assert [target for _, action, _, target in entries if action.startswith("training")] == [run.id, run.id]


async def test_a_training_that_was_due_is_noted_as_automatic(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    await make_pairs(actor, session, 20)

    started = [entry for entry in await noted() if entry[1] == AuditAction.TRAINING_STARTED]
    assert [(who, of) for who, _, of, _ in started] == [("automatic", agent.id)]


async def test_what_fails_is_not_noted(actor: Actor, agent: Agent) -> None:
    @transactional
    async def fails() -> None:
        await audit.note(actor, AuditAction.AGENT_CHANGED, agent=agent.id)
        raise ValueError("no")

    before = await noted()
    with pytest.raises(ValueError, match="no"):
        await fails()
    with pytest.raises(RuntimeError, match="in the transaction that does it"):
        await audit.note(actor, AuditAction.AGENT_CHANGED, agent=agent.id)
    assert await noted() == before


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry", "DELETE FROM workspace"]
)
async def test_nobody_changes_an_entry(actor: Actor, sql: asyncpg.Connection, statement: str) -> None:
    await workspaces.create_key(Actor(actor.workspace_id, "local", Role.ADMIN), "ci")
    before = await noted()

    with pytest.raises(
        (asyncpg.RaiseError, asyncpg.RestrictViolationError, asyncpg.ForeignKeyViolationError)
    ):
        await sql.execute(statement)

    assert len(before) == 1
    assert await noted() == before


async def test_no_words_of_a_pair_are_kept(actor: Actor, agent: Agent, sql: asyncpg.Connection) -> None:
    session = await make_session(actor, agent)
    [pair] = [saved.pair for saved in await make_pairs(actor, session, 1)]
    words = [pair.query, pair.response]
    await pairs.delete(actor, pair.id)

    rows = [str(tuple(row)) for row in await sql.fetch("SELECT * FROM audit_entry")]
    assert len(rows) >= 2
    assert not [row for row in rows for word in words if word in row]
    assert not await TrainingPair.exists(id=pair.id)


async def test_the_log_is_read_by_pages_and_filters(api: Api) -> None:
    other = Actor(api.actor.workspace_id, "member:1", Role.TRAINER)
    made = await agents.create(api.actor, name="One", description="Books courses.")
    await agents.create(other, name="Two", description="Books courses.")
    await agents.update(other, made.id, name="Three")

    async def log(**variables: object) -> tuple[list[tuple[str, str]], dict[str, Any]]:
        page = (await api.data(LOG, **variables))["auditLog"]
        nodes = [edge["node"] for edge in page["edges"]]
        assert all(node["targetId"] for node in nodes)
        return [(node["actor"], node["action"]) for node in nodes], page["pageInfo"]

    newest, info = await log()
    assert newest == [("member:1", "AGENT_CHANGED"), ("member:1", "AGENT_CREATED")]
    assert info["hasNextPage"]
    assert (await log(after=info["endCursor"]))[0] == [("local", "AGENT_CREATED")]
    assert (await log(actor="local"))[0] == [("local", "AGENT_CREATED")]
    assert (await log(action="AGENT_CHANGED"))[0] == [("member:1", "AGENT_CHANGED")]
    assert (await log(agentId=encode("Agent", made.id)))[0] == [
        ("member:1", "AGENT_CHANGED"),
        ("local", "AGENT_CREATED"),
    ]


async def test_a_download_is_noted(api: Api) -> None:
    agent = await make_agent(api.actor)
    response = await api.http.get(
        f"/agents/{agent.slug}/export", headers={"Authorization": "Bearer the-token-of-this-machine"}
    )

    assert response.status_code == 200
    assert (await noted())[-1] == ("local", "pairs.exported", agent.id, agent.id)


async def test_all_entries_as_lines(actor: Actor, agent: Agent) -> None:
    await agents.update(actor, agent.id, name="Other")

    entries = [json.loads(line) async for line in audit.lines(actor)]
    stranger = [line async for line in audit.lines(Actor(UUID(int=1), "local"))]

    assert [(entry["actor"], entry["action"], entry["agent"]) for entry in entries] == [
        (who, action, str(of)) for who, action, of, _ in await noted()
    ]
    assert stranger == []
