"""The tenant matrix: every field of the schema and every node, asked by those whom it does not concern.

The operations are made from the schema, so that a new field is in the matrix once it is in the schema. Another
workspace learns as much of an id that exists as of one that does not: the same answer, to the word and to the count.
"""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.actor import Role
from app.api.permissions import COOKIE
from app.config import Settings
from app.models import ApiKey, AuditEntry, Invitation
from app.models.clock import now
from app.workspaces import members
from app.workspaces import service as workspaces
from tests.api.conftest import Api, serving
from tests.api.operations import GRAPHQL, NODES, Operation, node_types, operations
from tests.api.test_roles import needed
from tests.api.worlds import World, alike, id_of_nothing, make_world, rows_by_table, uuid_in

pytestmark = pytest.mark.slow

ALL = list(operations())
WITH_ID = [operation for operation in ALL if operation.at is not None]
LISTS = [operation for operation in ALL if operation.at is None and operation.root == "Query"]
MAKERS = [operation for operation in ALL if operation.at is None and operation.root == "Mutation"]
NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"
MANY = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
NEEDED = {(root, name): role for root in ("Query", "Mutation") for name, role in needed(root).items() if role}
# What the operators of the installation alone may do, and nobody of a team.
OPERATORS = {"createWorkspace", "declineWriterModel", "acceptWriterModel"}
# Steps of a conversation, and of looking at versions, which change nothing that an agent learns or does.
STEPS = {
    "startSession",
    "completeSession",
    "archiveSession",
    "renameSession",
    "generateQuery",
    "skipQuery",
    "dismissProposedPair",
    "voteAnswers",
    "sendTestEvent",
}
# What a success looks like that depends on the state of the thing, not on whose it is.
REACHED = {"CONFLICT", "LIMIT_REACHED"}
VICTIM, ATTACKER, CONTROL = "vermilion", "cerulean", "viridian"


@pytest.fixture
async def keyed(db: None, settings: Settings) -> AsyncIterator[Api]:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        yield api


async def post(api: Api, document: str, variables: dict[str, Any], **headers: str) -> httpx.Response:
    body = {"query": document, "variables": variables}
    return await api.http.post("/graphql", json=body, headers=headers)


async def ask(api: Api, key: str, document: str, variables: dict[str, Any]) -> Any:
    """The whole answer; of a subscription the first."""
    if document.startswith("subscription"):
        async with api.socket() as socket:
            await socket.init(key)
            await socket.subscribe(document, variables)
            message = await socket.receive()
            return message["payload"] if message["type"] == "next" else {"errors": message["payload"]}
    response = await post(api, document, variables, Authorization=f"Bearer {key}")
    return response.json()


def codes(answer: Any) -> set[str]:
    found = {error["extensions"]["code"] for error in answer.get("errors") or []}
    found |= {
        value["code"]
        for value in (answer.get("data") or {}).values()
        if isinstance(value, dict) and "code" in value
    }
    return found


def ids_within(world: World) -> list[str]:
    return [*world.ids.values(), *(str(uuid_in(one)) for one in world.ids.values())]


def tells(answer: Any, world: World, asked: str | None) -> list[str]:
    """What an answer holds of a world, but for the id that was asked with."""
    text = json.dumps(answer)
    known = {asked, str(uuid_in(asked)) if asked else None}
    return [one for one in (world.word, *ids_within(world)) if one not in known and one in text]


def test_the_matrix_is_the_schema() -> None:
    assert {(one.root, one.field) for one in ALL} | {("Query", name) for name in NODES} == {
        (root, field)
        for root in ("Query", "Mutation", "Subscription")
        for field in GRAPHQL.get_type(root).fields
    }


async def test_the_world_has_everything(keyed: Api) -> None:
    world = await make_world(VICTIM)
    assert {*node_types()} <= world.ids.keys()
    assert [name for name, rows in (await rows_by_table()).items() if not rows] == []


async def compared(api: Api, operation: Operation, control: World, attacker: World, victim: World) -> Any:
    """Two like worlds ask, one with the id of somebody else's thing and one with the id of nothing: what differs."""
    type_name = operation.of_type
    assert type_name is not None
    theirs, nothing = victim.ids[type_name], id_of_nothing(type_name)
    unknown = await ask(api, await control.key(), *operation.build(control.ids, nothing))
    answer = await ask(api, await attacker.key(), *operation.build(attacker.ids, theirs))
    said = [alike(one, ATTACKER, CONTROL) for one in (answer, unknown)]
    return (said if said[0] != said[1] else []) + tells(answer, victim, theirs)


async def is_untouched(api: Api, victim: World, before: dict[str, set[str]]) -> bool:
    """Whether all of its rows are as they were, and nothing new speaks of it."""
    after = await rows_by_table()
    own = {name: {row for row in rows if tells(row, victim, None)} for name, rows in before.items()}
    assert sum(map(len, own.values())) > 20
    made = [row for name, rows in after.items() for row in rows - before[name]]
    rung = [row for _, row in api.bells.jobs if tells(str(row), victim, None)]
    return (
        all(rows <= after[name] for name, rows in own.items())
        and not [row for row in made if tells(row, victim, None)]
        and not rung
        and VICTIM not in str(api.models.asked)
    )


async def test_what_belongs_to_others_does_not_exist(keyed: Api) -> None:
    control, attacker, victim = [await make_world(word) for word in (CONTROL, ATTACKER, VICTIM)]
    keyed.bells.jobs.clear()
    before, asked = await rows_by_table(), [one for one in WITH_ID if not one.is_mixed]
    differing = {str(one): await compared(keyed, one, control, attacker, victim) for one in asked}

    assert len(asked) > 50
    assert {name: found for name, found in differing.items() if found} == {}
    assert await is_untouched(keyed, victim, before)
    after = await rows_by_table()
    assert [name for name in after if after[name] != before[name]] == [
        "api_key",
        "audit_entry",
    ]  # the keys of the test
    assert keyed.bells.jobs == []


@pytest.mark.parametrize("operation", [one for one in WITH_ID if one.is_mixed], ids=str)
async def test_ids_of_others_mean_nothing_among_own_ones(keyed: Api, operation: Operation) -> None:
    control, attacker, victim = [await make_world(word) for word in (CONTROL, ATTACKER, VICTIM)]
    keyed.bells.jobs.clear()
    before = await rows_by_table()
    assert await compared(keyed, operation, control, attacker, victim) == []
    assert await is_untouched(keyed, victim, before)


async def test_lists_and_counts_know_nothing_of_others(keyed: Api) -> None:
    attacker = await make_world(ATTACKER)
    key = await attacker.key()

    async def answers() -> dict[str, Any]:
        return {str(one): await ask(keyed, key, *one.build(attacker.ids, None)) for one in LISTS}

    before = await answers()
    victim = await make_world(VICTIM)
    after = await answers()

    assert {name: alike(said) for name, said in after.items()} == {
        name: alike(said) for name, said in before.items()
    }
    assert {name: found for name, said in after.items() if (found := tells(said, victim, None))} == {}


@pytest.mark.parametrize("operation", MAKERS, ids=str)
async def test_what_is_made_is_made_at_home(keyed: Api, operation: Operation) -> None:
    attacker, victim = await make_world(ATTACKER), await make_world(VICTIM)
    key = await attacker.key()
    keyed.bells.jobs.clear()
    before = await rows_by_table()

    answer = await ask(keyed, key, *operation.build(attacker.ids, None))

    after = await rows_by_table()
    assert tells(answer, victim, None) == []
    assert await is_untouched(keyed, victim, before)
    assert codes(answer) == ({"FORBIDDEN"} if operation.field in OPERATORS else set())
    assert (after != before) == (operation.field not in OPERATORS)


async def test_a_node_of_others_is_none(keyed: Api) -> None:
    attacker, victim = await make_world(ATTACKER), await make_world(VICTIM)
    outside, inside = await attacker.key(), {role: await victim.key(role) for role in Role}
    for name in node_types():
        theirs, nothing = victim.ids[name], id_of_nothing(name)

        async def node(key: str, id: str) -> Any:
            return await ask(keyed, key, NODE, {"id": id})

        assert await node(inside[Role.ADMIN], theirs) == {
            "data": {"node": {"__typename": name, "id": theirs}}
        }
        assert await node(outside, theirs) == await node(outside, nothing) == {"data": {"node": None}}, name
        needs = _python_type(name).needs
        for role, key in inside.items():
            if not role.covers(needs):
                refused = await node(key, theirs)
                assert codes(refused) == {"FORBIDDEN"}
                assert refused == await node(key, nothing)
    anything = {"ids": [*victim.ids.values(), *map(id_of_nothing, node_types())]}
    assert (await ask(keyed, outside, MANY, anything))["data"]["nodes"] == [None] * len(anything["ids"])
    assert {name for name in node_types() if _python_type(name).needs is Role.ADMIN} == {
        "ApiKey",
        "AuditEntry",
        "Invitation",
        "Member",
        "ShareLink",
        "Webhook",
        "WebhookDelivery",
        "Workspace",
    }


def _python_type(type_name: str) -> Any:
    from app.api.schema import schema

    definition: Any = schema.get_type_by_name(type_name)
    return definition.origin


async def test_nobody_and_those_who_were_learn_nothing(keyed: Api) -> None:
    """No credentials, wrong ones, an expired key, a revoked key, a removed member: one answer each for everything."""
    victim = await make_world(VICTIM)
    expired = await workspaces.create_key(victim.actor, "expired", await now() + timedelta(hours=1))
    await ApiKey.filter(id=expired.row.id).update(expires_at=await now() - timedelta(seconds=1))
    revoked = await workspaces.create_key(victim.actor, "revoked")
    await workspaces.revoke_key(victim.actor, revoked.row.id)
    invited = await members.invite(victim.actor, "removed", Role.TRAINER)
    cookie = (await keyed.http.get("/login", params={"token": invited.token})).cookies[COOKIE]
    keyed.http.cookies.clear()
    member = await Invitation.get(id=invited.row.id)
    assert member.member_id is not None
    await members.remove(victim.actor, member.member_id)
    callers = {
        "none": {},
        "wrong": {"Authorization": "Bearer ck_00000000_nothing"},
        "expired": {"Authorization": f"Bearer {expired.text}"},
        "revoked": {"Authorization": f"Bearer {revoked.text}"},
        "removed": {"Cookie": f"{COOKIE}={cookie}"},
    }
    before = await rows_by_table()

    answers: dict[str, set[tuple[int, str]]] = {caller: set() for caller in callers}
    for operation in ALL:
        document, variables = operation.build(victim.ids, victim.ids.get(operation.of_type or ""))
        for caller, headers in callers.items():
            response = await post(keyed, document, variables, **headers)
            answers[caller].add((response.status_code, response.text))
    for id in victim.ids.values():
        for caller, headers in callers.items():
            response = await post(keyed, NODE, {"id": id}, **headers)
            answers[caller].add((response.status_code, response.text))

    assert {caller: len(said) for caller, said in answers.items()} == dict.fromkeys(callers, 1)
    assert {status for said in answers.values() for status, _ in said} == {401}
    assert answers["wrong"] == answers["expired"] == answers["revoked"]
    assert [one for said in answers.values() for _, text in said for one in tells(text, victim, None)] == []
    assert await rows_by_table() == before
    for caller in ("wrong", "expired", "revoked"):
        async with keyed.socket() as socket:
            await socket.send(type="connection_init", payload={"token": callers[caller]["Authorization"][7:]})
            assert await socket.closed() == (4403, "Forbidden")


async def test_a_role_too_low_is_refused_and_writes_nothing(keyed: Api) -> None:
    victim = await make_world(VICTIM)
    keys = {role: await victim.key(role) for role in Role}
    before = await rows_by_table()
    refused = 0
    for operation in ALL:
        role = NEEDED.get((operation.root, operation.field), Role.VIEWER)
        document, variables = operation.build(victim.ids, victim.ids.get(operation.of_type or ""))
        for lower in (one for one in Role if not one.covers(role)):
            answer = await ask(keyed, keys[lower], document, variables)
            assert answer["data"] is None, operation
            assert [(error["extensions"]["code"], error["message"]) for error in answer["errors"]] == [
                (
                    "FORBIDDEN",
                    f"This needs the role {role}, and yours is {lower}: ask an admin of your workspace for it.",
                )
            ]
            assert tells(answer, victim, None) == []
            refused += 1
    assert refused > 80
    assert await rows_by_table() == before


async def at_home(api: Api, world: World, operation: Operation) -> Any:
    """With the least role that it needs, and one's own ids."""
    role = NEEDED.get((operation.root, operation.field), Role.VIEWER)
    answer = await ask(
        api, await world.key(role), *operation.build(world.ids, world.ids.get(operation.of_type or ""))
    )
    if operation.field in OPERATORS:
        assert codes(answer) == {"FORBIDDEN"}
    else:
        assert codes(answer) <= REACHED, answer
        assert (answer.get("errors"), "data" in answer) == (None, True)
    return answer


@pytest.mark.parametrize("operation", [one for one in ALL if one.root != "Query"], ids=str)
async def test_at_home_it_works(keyed: Api, operation: Operation) -> None:
    """Else the rest of the matrix would say nothing. And what was done is in the audit log, by the key that did it."""
    answer = await at_home(keyed, await make_world(VICTIM), operation)
    if operation.root == "Mutation" and not codes(answer):
        assert await AuditEntry.filter(actor__startswith="key:").exists() == (operation.field not in STEPS)


async def test_at_home_everything_is_shown(keyed: Api) -> None:
    world = await make_world(VICTIM)
    silent = {
        str(one)
        for one in ALL
        if one.root == "Query" and VICTIM not in json.dumps(await at_home(keyed, world, one))
    }
    assert silent == {
        "auditLog",
        "auditLog(agentId)",
        "baseModels",
        "exchangeFormats",
        "writer",
        "topicPacks",
        "previewImport(input.agentId)",
        "checkResponse",
        "checkResponse(input.queryId)",
        "checkResponse(input.agentId)",
        "checkResponse(input.pairId)",
    }


async def test_downloads_and_the_openai_api_know_nothing_of_others(keyed: Api) -> None:
    attacker, victim = await make_world(ATTACKER), await make_world(VICTIM)
    headers = {"Authorization": f"Bearer {await attacker.key()}"}

    async def get(path: str) -> tuple[int, str]:
        response = await keyed.http.get(path, headers=headers)
        return response.status_code, response.text

    async def complete(model: str) -> tuple[int, str]:
        body = {"model": model, "messages": [{"role": "user", "content": "Hi"}]}
        response = await keyed.http.post("/v1/chat/completions", json=body, headers=headers)
        return response.status_code, alike(response.text, model.partition("@")[0])

    before = await rows_by_table()
    by_slug = "query ($slug: String!) { agent(slug: $slug) { id } }"
    named = [
        await ask(keyed, headers["Authorization"][7:], by_slug, {"slug": s})
        for s in (victim.slug, "nothing-desk")
    ]
    assert alike(named[0], victim.slug) == alike(named[1], "nothing-desk")
    assert codes(named[0]) == {"NOT_FOUND"}
    for path, unknown in ((victim.slug, "nothing-desk"), (victim.ids["Agent"], id_of_nothing("Agent"))):
        theirs, nothing = await get(f"/agents/{path}/export"), await get(f"/agents/{unknown}/export")
        assert theirs[0] == nothing[0] == 404
        assert alike(theirs[1], path) == alike(nothing[1], unknown)
    for model, unknown in ((victim.slug, "nothing-desk"), (f"{victim.slug}@1", "nothing-desk@1")):
        theirs, nothing = await complete(model), await complete(unknown)
        assert (theirs[0], theirs) == (404, nothing)
    assert await rows_by_table() == before
    for path in ("/v1/models", "/audit/export", "/audit/export?format=csv"):
        status, text = await get(path)
        assert (status, tells(text, victim, None)) == (200, [])
    assert keyed.models.asked == []
