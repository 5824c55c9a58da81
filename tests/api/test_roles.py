"""Who may do what: every mutation names its role, and who lacks it changes nothing."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tortoise import connections

from app.actor import Actor, Role
from app.api.ids import encode
from app.api.roles import Needs
from app.api.schema import schema
from app.config import Settings
from app.workspaces import service as workspaces
from tests.api.conftest import Api, serving
from tests.factories import make_agent

OPERATION = Path(__file__).parents[2] / "docs" / "operation.md"


def needed(type_name: str) -> dict[str, Role | None]:
    definition: Any = schema.get_type_by_name(type_name)
    return {
        schema.config.name_converter.get_graphql_name(field): next(
            (extension.role for extension in field.extensions if isinstance(extension, Needs)), None
        )
        for field in definition.fields
    }


def test_every_mutation_names_the_role_that_it_needs() -> None:
    roles = needed("Mutation")
    assert [name for name, role in roles.items() if role is None] == []
    definition: Any = schema.get_type_by_name("Mutation")
    for field in definition.fields:
        role = roles[schema.config.name_converter.get_graphql_name(field)]
        assert field.description.endswith(f" Needs the role {role}."), field.python_name
    assert {name for name, role in roles.items() if role is Role.VIEWER} == set()


def test_the_operator_is_told_what_each_role_may() -> None:
    table = OPERATION.read_text().partition("## Who may do what")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\w+) \| .* \| (.*) \|$", table, re.M)
    told = {role: set(re.findall(r"`(\w+)`", names)) for role, names in rows if role in set(Role)}
    needs = needed("Mutation") | needed("Query")
    assert told == {role: {name for name, needed in needs.items() if needed is role} for role in Role}


@pytest.mark.parametrize("role", Role)
def test_a_role_includes_those_below(role: Role) -> None:
    order = [Role.VIEWER, Role.COACH, Role.TRAINER, Role.ADMIN]
    assert [role.covers(other) for other in order] == [
        order.index(other) <= order.index(role) for other in order
    ]


@pytest.fixture
async def keyed(db: None, settings: Settings) -> AsyncIterator[Api]:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        yield api


async def key_of(api: Api, role: Role) -> str:
    return (await workspaces.create_key(api.actor, f"a {role}", role=role)).text


async def ask(api: Api, key: str, query: str, **variables: object) -> dict[str, Any]:
    response = await api.http.post(
        "/graphql",
        json={"query": query, "variables": variables},
        headers={"Authorization": f"Bearer {key}"},
    )
    assert response.status_code == 200, response.text
    return response.json()


async def contents() -> dict[str, list[Any]]:
    """Every row of every table but the keys, which note when they are used."""
    db = connections.get("default")
    tables = await db.execute_query_dict("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = sorted({row["tablename"] for row in tables} - {"api_key"})
    return {name: await db.execute_query_dict(f'SELECT * FROM "{name}"') for name in names}


@pytest.mark.parametrize(
    ("role", "needs", "query", "kind"),
    [
        (
            Role.VIEWER,
            "coach",
            "mutation ($id: ID!) { startSession(input: {agentId: $id}) { __typename } }",
            "Agent",
        ),
        (
            Role.COACH,
            "trainer",
            "mutation ($id: ID!) { retireVersion(agentId: $id) { __typename } }",
            "Agent",
        ),
        (
            Role.COACH,
            "trainer",
            "mutation ($id: ID!) { startTraining(input: {agentId: $id}) { __typename } }",
            "Agent",
        ),
        (Role.TRAINER, "admin", "mutation ($id: ID!) { deleteAgent(agentId: $id) { __typename } }", "Agent"),
    ],
)
async def test_a_refused_action_names_the_role_and_writes_nothing(
    keyed: Api, role: Role, needs: str, query: str, kind: str
) -> None:
    agent = await make_agent(keyed.actor)
    variables: dict[str, object] = {"id": encode(kind, agent.id)}
    key = await key_of(keyed, role)
    reading = await ask(keyed, key, "{ agents { edges { node { name } } } viewer { role } }")
    before = await contents()

    refused = await ask(keyed, key, query, **variables)

    assert reading["data"]["viewer"] == {"role": role.name}
    assert len(reading["data"]["agents"]["edges"]) == 1
    assert [(e["extensions"]["code"], e["message"]) for e in refused["errors"]] == [
        (
            "FORBIDDEN",
            f"This needs the role {needs}, and yours is {role}: ask an admin of your workspace for it.",
        )
    ]
    assert await contents() == before


async def test_a_viewer_takes_no_pairs_along(keyed: Api) -> None:
    agent = await make_agent(keyed.actor)

    async def export(role: Role) -> int:
        headers = {"Authorization": f"Bearer {await key_of(keyed, role)}"}
        return (await keyed.http.get(f"/agents/{agent.slug}/export", headers=headers)).status_code

    before = await contents()
    assert await export(Role.VIEWER) == 403
    made = await contents()
    made["audit_entry"] = [row for row in made["audit_entry"] if row["action"] != "key.created"]
    before["audit_entry"] = [row for row in before["audit_entry"] if row["action"] != "key.created"]
    assert made == before
    assert await export(Role.COACH) == 200


async def test_a_role_that_covers_it_acts(keyed: Api) -> None:
    agent = await make_agent(keyed.actor)
    query = "mutation ($id: ID!) { deleteAgent(agentId: $id) { __typename } }"
    done = await ask(keyed, await key_of(keyed, Role.ADMIN), query, id=encode("Agent", agent.id))
    assert done == {"data": {"deleteAgent": {"__typename": "AgentDeleted"}}}


def test_an_actor_without_a_role_may_only_read(actor: Actor) -> None:
    assert actor.role is Role.VIEWER
