"""The audit log: written with the action, never changed, without what people wrote, and for admins only."""

import csv
import json
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from app.actor import Actor, Role
from app.agents import service as agents
from app.api.ids import encode
from app.config import Settings
from app.infra import login_links
from app.models import Agent, AuditAction, AuditEntry, TrainingPair
from app.models.transaction import transactional
from app.pairs import deletion
from app.pairs import service as pairs
from app.runs import service as runs
from app.workspaces import audit, members
from app.workspaces import service as workspaces
from tests.api.conftest import SECRET, Api, serving
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
    await deletion.delete(actor, first.id)
    run = await runs.start(actor, made.id)
    await runs.cancel(actor, run.id)
    await runs.cancel(actor, run.id)
    await agents.delete(actor, made.id)

    entries = await noted()
    assert [(who, action) for who, action, _, _ in entries] == [
        ("local", action)
        for action in [
            "agent.created",
            *["pair.saved"] * 9,
            "pair.changed",
            "pair.deleted",
            "training.started",
            "training.cancelled",
            "agent.deleted",
        ]
    ]
    assert {agent for _, _, agent, _ in entries} == {made.id}
    assert [target for _, action, _, target in entries if action == "pair.deleted"] == [first.id]
    assert [target for _, action, _, target in entries if action.startswith("training")] == [run.id, run.id]


@pytest.mark.slow
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
    "statement",
    [
        "UPDATE audit_entry SET actor = 'x'",
        "DELETE FROM audit_entry",
        "DELETE FROM workspace",
        "TRUNCATE audit_entry",
        "TRUNCATE workspace CASCADE",
        # Not even as retention deletes: the entry is of today, and 30 days are kept in any case.
        "SET coachable.audit_kept_days = '30'; DELETE FROM audit_entry",
        "SET coachable.audit_kept_days = '0'; DELETE FROM audit_entry",
        "SET coachable.audit_kept_days = '-1'; DELETE FROM audit_entry",
    ],
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
    await deletion.delete(actor, pair.id)

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
    [refused] = (await api.graphql(LOG, actor="x" * 256))["errors"]
    assert (refused["message"], refused["extensions"]["code"]) == (
        "actor has 256 characters; at most 255 are compared.",
        "INVALID_INPUT",
    )


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


async def test_retention_deletes_what_is_older_and_nothing_else(
    actor: Actor, sql: asyncpg.Connection
) -> None:
    for days in (400, 50, 31, 29):
        await sql.execute(
            "INSERT INTO audit_entry (id, workspace_id, actor, action, created_at)"
            " VALUES (gen_random_uuid(), $1, $2, 'pair.saved', now() - make_interval(days => $3))",
            actor.workspace_id,
            f"{days} days",
            days,
        )

    async def left() -> set[str]:
        return {who for who, *_ in await noted()}

    assert await audit.forget(100) == 1
    assert await left() == {"50 days", "31 days", "29 days"}
    assert await audit.forget(30) == 2
    assert await left() == {"29 days"}
    with pytest.raises(asyncpg.RaiseError, match="append-only"):
        await audit.forget(7)  # less than the table allows
    assert await left() == {"29 days"}


async def export(api: Api, token: str = SECRET, **parameters: str) -> httpx.Response:
    return await api.http.get(
        "/audit/export", params=parameters, headers={"Authorization": f"Bearer {token}"}
    )


async def test_the_log_is_exported_as_lines_or_cells(api: Api) -> None:
    made = await agents.create(api.actor, name="One", description="Books courses.")
    await agents.update(Actor(api.actor.workspace_id, "member:1", Role.TRAINER), made.id, name="Two")

    jsonl, csv_ = await export(api), await export(api, format="csv", action="agent.changed")

    entries = [json.loads(line) for line in jsonl.text.splitlines()]
    assert [(entry["actor"], entry["action"]) for entry in entries] == [
        ("local", "agent.created"),
        ("member:1", "agent.changed"),
        ("local", "audit.exported"),
    ]
    assert jsonl.headers["content-disposition"] == 'attachment; filename="audit-log.jsonl"'
    assert csv_.headers["content-type"] == "text/csv; charset=utf-8"
    head, *rows = csv.reader(csv_.text.splitlines())
    assert head == ["id", "at", "actor", "action", "agent", "target"]
    assert [row[2:] for row in rows] == [["member:1", "agent.changed", str(made.id), str(made.id)]]
    assert (await export(api, actor="member:1")).text == jsonl.text.splitlines(keepends=True)[1]


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"format": "xml"}, "format is 'xml'; use jsonl, csv."),
        ({"action": "nothing"}, "action is 'nothing'; use agent.created"),
    ],
)
async def test_an_export_that_makes_no_sense_is_refused(
    api: Api, parameters: dict[str, str], said: str
) -> None:
    refused = await export(api, **parameters)
    assert (refused.status_code, refused.text.startswith(said)) == (400, True)
    assert await noted() == []


async def test_only_admins_take_the_log_along(db: None, settings: Settings) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        trainer = (await workspaces.create_key(api.actor, "t", role=Role.TRAINER)).text
        before = await noted()
        refused, unknown = await export(api, trainer), await export(api, "ck_0")
        assert (refused.status_code, refused.text) == (
            403,
            "This needs the role admin, and yours is trainer: ask an admin of your workspace for it.",
        )
        assert unknown.status_code == 401
        assert await noted() == before


async def test_signing_in_is_noted(api: Api) -> None:
    link = login_links.new_token(SECRET)
    assert (await api.http.get("/login", params={"token": link})).status_code == 303
    api.http.cookies.clear()
    assert (await api.http.get("/login", params={"token": link})).status_code == 401
    assert (await api.http.get("/login", params={"token": "wrong"})).status_code == 401
    assert await noted() == [("local", "member.signed_in", None, None)]


async def test_entries_name_who_is_still_there(api: Api) -> None:
    invited = await members.invite(api.actor, "Ada", Role.ADMIN)
    ada = await members.accept(invited.token)
    key = await workspaces.create_key(members.actor_of(ada), "ci", role=Role.COACH)
    await make_agent(Actor(api.actor.workspace_id, f"key:{key.row.prefix}", Role.TRAINER))
    query = "{ auditLog(order: OLDEST_FIRST) { edges { node { action actorName } } } }"

    async def named() -> list[tuple[str, str | None]]:
        edges = (await api.data(query))["auditLog"]["edges"]
        return [(edge["node"]["action"], edge["node"]["actorName"]) for edge in edges]

    assert [name for _, name in await named()] == [None, "Ada", "Ada", "ci", "ci"]
    await members.remove(api.actor, ada.id)
    assert [name for _, name in await named()] == [None, None, None, "ci", "ci", None]
