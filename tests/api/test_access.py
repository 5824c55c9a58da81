"""Members and keys as an admin handles them: secrets are shown once, links open once, and what ends, ends at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import asyncpg
import httpx
import pytest

from app.actor import Actor, Role
from app.api.ids import encode
from app.api.permissions import COOKIE
from app.api.standing import Standing
from app.config import Settings
from app.errors import Conflict, Forbidden, InvalidInput, Unauthorized
from app.models import ApiKey, AuditEntry, Invitation, Member
from app.workspaces import members
from app.workspaces import service as workspaces
from tests.api.conftest import Api, serving
from tests.factories import make_agent, make_pairs, make_session

VIEWER = "{ viewer { subject role } }"
UPDATED = "subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename } }"
CREATE = """
mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  ... on ApiKeyCreated { secret apiKey { id name role prefix expiresAt revokedAt } }
  ... on Problem { code message } } }"""
REVOKE = (
    "mutation ($id: ID!) { revokeApiKey(id: $id) { ... on ApiKeyRevoked { apiKey { name revokedAt } } } }"
)
INVITE = """
mutation ($name: String!, $role: Role!) { inviteMember(input: {name: $name, role: $role}) {
  ... on MemberInvited { path expiresAt } ... on Problem { code message } } }"""
MEMBERS = "{ members { edges { node { id name role subject } } } }"


async def as_key(api: Api, secret: str, query: str = VIEWER) -> httpx.Response:
    return await api.http.post(
        "/graphql", json={"query": query}, headers={"Authorization": f"Bearer {secret}"}
    )


async def as_browser(api: Api, cookie: str, query: str = VIEWER) -> httpx.Response:
    return await api.http.post("/graphql", json={"query": query}, headers={"Cookie": f"{COOKIE}={cookie}"})


async def admin_key(api: Api) -> str:
    return (await workspaces.create_key(api.actor, "the first", role=Role.ADMIN)).text


async def joined(api: Api, role: Role = Role.COACH) -> tuple[Member, str]:
    """A member, and the cookie of their browser."""
    made = await members.invite(api.actor, "Ada", role)
    response = await api.http.get("/login", params={"token": made.token})
    cookie = response.cookies[COOKIE]
    api.http.cookies.clear()
    return await Member.get(name="Ada"), cookie


async def test_a_key_is_made_shown_once_listed_and_revoked(db: None, settings: Settings) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        admin = await admin_key(api)
        until = (datetime.now(UTC) + timedelta(days=30)).replace(microsecond=0)

        async def ask(query: str, **variables: object) -> Any:
            body = {"query": query, "variables": variables}
            response = await api.http.post(
                "/graphql", json=body, headers={"Authorization": f"Bearer {admin}"}
            )
            return response.json()["data"]

        wish = {"name": "ci", "role": "COACH", "expiresAt": until.isoformat()}
        made = (await ask(CREATE, input=wish))["createApiKey"]
        secret, shown = made["secret"], made["apiKey"]
        assert (shown["name"], shown["role"], shown["prefix"]) == ("ci", "COACH", secret[:11])
        assert datetime.fromisoformat(shown["expiresAt"]) == until
        viewer = (await as_key(api, secret)).json()["data"]["viewer"]
        assert viewer == {"subject": f"key:{secret[3:11]}", "role": "COACH"}

        listed = await ask("{ apiKeys { edges { node { name lastUsedAt } } } }")
        assert [edge["node"]["name"] for edge in listed["apiKeys"]["edges"]] == ["ci", "the first"]
        assert secret not in str(listed)
        assert secret not in str([row async for row in ApiKey.all().values()])

        first = (await ask(REVOKE, id=shown["id"]))["revokeApiKey"]["apiKey"]
        assert (await ask(REVOKE, id=shown["id"]))["revokeApiKey"]["apiKey"] == first
        assert first["revokedAt"]
        assert (await as_key(api, secret)).status_code == 401
        refused = (await ask(CREATE, input=wish | {"expiresAt": "2020-01-01T00:00:00Z"}))["createApiKey"]
        assert refused["code"] == "INVALID_INPUT"
        assert await AuditEntry.filter(actor__startswith="key:").order_by("id").values_list(
            "action", flat=True
        ) == [
            "key.created",
            "key.revoked",
        ]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.COACH, Role.TRAINER])
async def test_only_admins_read_members_keys_and_the_log(db: None, settings: Settings, role: Role) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        secret = (await workspaces.create_key(api.actor, "small", role=role)).text
        entry = await AuditEntry.first()
        assert entry is not None
        node = f'{{ node(id: "{encode("AuditEntry", entry.id)}") {{ id }} }}'
        for query in (
            "{ members { edges { cursor } } }",
            "{ apiKeys { edges { cursor } } }",
            "{ auditLog { edges { cursor } } }",
            node,
        ):
            answer = (await as_key(api, secret, query)).json()
            assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


@pytest.mark.parametrize("role", [Role.COACH, Role.TRAINER])
async def test_nobody_gives_more_than_they_have(actor: Actor, role: Role) -> None:
    small = Actor(actor.workspace_id, "key:1", role)

    with pytest.raises(Forbidden, match=f"Your role is {role}"):
        await workspaces.create_key(small, "more", role=Role.ADMIN)
    with pytest.raises(Forbidden, match=f"Your role is {role}"):
        await members.invite(small, "Ada", Role.ADMIN)
    assert (await workspaces.create_key(small, "same")).row.role is role
    assert (await ApiKey.all().count(), await Invitation.all().count()) == (1, 0)


async def test_an_invitation_makes_a_member_once(api: Api) -> None:
    invited = (await api.data(INVITE, name="ada@example.com", role="COACH"))["inviteMember"]
    again = []
    assert (await api.http.head(invited["path"])).status_code == 204  # a mail program looks at the link

    first = await api.http.get(invited["path"])
    cookie = first.cookies[COOKIE]
    api.http.cookies.clear()
    again = await asyncio.gather(*(api.http.get(invited["path"]) for _ in range(3)))

    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert [response.status_code for response in again] == [401] * 3
    (member,) = await Member.filter(name="ada@example.com")
    assert (await as_browser(api, cookie)).json()["data"]["viewer"] == {
        "subject": f"member:{member.id}",
        "role": "COACH",
    }
    names = [edge["node"]["name"] for edge in (await api.data(MEMBERS))["members"]["edges"]]
    assert names == ["", "ada@example.com"]
    token = invited["path"].partition("token=")[2]
    assert token not in str(await Invitation.all().values())


async def test_invitations_at_once_and_late_ones(actor: Actor) -> None:
    admin = Actor(actor.workspace_id, "local", Role.ADMIN)
    made = await members.invite(admin, "Ada", Role.VIEWER)
    outcomes = await asyncio.gather(*(members.accept(made.token) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(one, Member) for one in outcomes) == 1
    assert await Member.filter(name="Ada").count() == 1

    late = await members.invite(admin, "Ben", Role.VIEWER)
    await Invitation.filter(id=late.row.id).update(expires_at=late.row.created_at)
    for token in (late.token, made.token, "inv_", "inv_ü"):
        with pytest.raises(Unauthorized, match="used already or is over"):
            await members.accept(token)
    assert not await Member.exists(name="Ben")


async def test_a_member_who_is_removed_is_signed_out_everywhere(api: Api) -> None:
    member, cookie = await joined(api)
    headers = {"Cookie": f"{COOKIE}={cookie}", "Origin": f"http://127.0.0.1:{api.port}"}
    remove = "mutation ($id: ID!) { removeMember(memberId: $id) { __typename } }"
    async with api.socket(**headers) as socket:
        await socket.init(None)
        removed = await api.data(remove, id=encode("Member", member.id))
        assert removed["removeMember"]["__typename"] == "MemberRemoved"
        assert await socket.closed() == (4403, "Forbidden")
    assert (await as_browser(api, cookie)).status_code == 401


async def test_a_role_that_is_changed_counts_at_once(api: Api) -> None:
    member, cookie = await joined(api, Role.VIEWER)
    update = """mutation ($id: ID!, $role: Role!) {
      updateMember(input: {memberId: $id, role: $role}) { ... on MemberUpdated { member { role } } } }"""

    changed = await api.data(update, id=encode("Member", member.id), role="TRAINER")

    assert changed["updateMember"] == {"member": {"role": "TRAINER"}}
    assert (await as_browser(api, cookie)).json()["data"]["viewer"]["role"] == "TRAINER"


async def test_nobody_locks_themselves_out(api: Api) -> None:
    own = await Member.get(subject="local")
    member, _ = await joined(api, Role.ADMIN)
    with pytest.raises(Conflict):
        await members.remove(members.actor_of(member), own.id)
    with pytest.raises(Conflict):
        await members.change(members.actor_of(member), member.id, Role.VIEWER)


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "two\nlines"])
async def test_a_name_that_no_list_could_show_is_refused(actor: Actor, name: str) -> None:
    admin = Actor(actor.workspace_id, "local", Role.ADMIN)
    with pytest.raises(InvalidInput):
        await workspaces.create_key(admin, name)
    with pytest.raises(InvalidInput):
        await members.invite(admin, name, Role.COACH)
    with pytest.raises(InvalidInput):
        await members.create_workspace(name)


@pytest.mark.slow
async def test_events_cost_no_statement_for_each_subscriber(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.api.standing.FRESH_S", 3600.0)
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        key = await workspaces.create_key(api.actor, "ci")
        session = await make_session(api.actor, await make_agent(api.actor))
        with patch.object(workspaces, "still", wraps=workspaces.still) as still:
            async with api.socket() as one, api.socket() as two:
                for socket in (one, two):
                    await socket.init(key.text)
                    for number in range(20):
                        await socket.subscribe(UPDATED, {"id": encode("Session", session.id)}, id=str(number))
                await make_pairs(api.actor, session, 5)
                for socket in (one, two):
                    for _ in range(20 * 7):  # two events before the pairs
                        assert (await socket.receive())["type"] == "next"
        assert still.call_count == 1  # instead of one for each of 280 events


async def test_a_key_that_was_revoked_while_no_bell_rang_ends_when_they_ring_again(
    db: None, settings: Settings
) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        gone = await workspaces.create_key(api.actor, "gone")
        good = await workspaces.create_key(api.actor, "good")
        async with api.socket() as idle, api.socket() as theirs:
            await idle.init(gone.text)
            await theirs.init(good.text)
            await ApiKey.filter(id=gone.row.id).update(revoked_at=gone.row.created_at)

            api.hub.resynchronise()

            assert await idle.closed() == (4403, "Forbidden")
            await theirs.subscribe(VIEWER)
            assert (await theirs.next())["data"]["viewer"]["role"] == "ADMIN"


async def test_an_idle_socket_ends_with_the_time_of_its_key(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasting, until = [], datetime.now(UTC) + timedelta(hours=1)

    def over_at_once(end: datetime) -> float:
        lasting.append(end)
        return 0.0

    monkeypatch.setattr("app.api.standing.seconds_left", over_at_once)
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        short = await workspaces.create_key(api.actor, "short", until)
        unlimited = await workspaces.create_key(api.actor, "unlimited")
        async with api.socket() as idle, api.socket() as theirs:
            await theirs.init(unlimited.text)
            await idle.init(short.text)
            assert await idle.closed() == (4403, "Forbidden")
            await theirs.subscribe(VIEWER)
            assert (await theirs.next())["data"]["viewer"]["role"] == "ADMIN"
    assert lasting == [until]


async def test_many_who_ask_at_once_share_one_look(actor: Actor, sql: asyncpg.Connection) -> None:
    key = await workspaces.create_key(Actor(actor.workspace_id, "local", Role.ADMIN), "ci")
    standing, caller = Standing(), workspaces.actor_of(key.row)
    with patch.object(workspaces, "still", wraps=workspaces.still) as still:
        assert await asyncio.gather(*(standing.holds(caller) for _ in range(50))) == [True] * 50
    assert still.call_count == 1
