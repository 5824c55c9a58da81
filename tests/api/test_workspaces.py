"""Invitations and teams: what became of a link, who may make a workspace, and that one admin always stays."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from app.actor import Actor, Role
from app.api.ids import encode
from app.config import Settings
from app.errors import Conflict, Forbidden, InvalidInput, NotFound, Unauthorized
from app.models import AuditEntry, Invitation, Member, Workspace
from app.workspaces import invitations, members, teams
from app.workspaces import service as workspaces
from tests.api.conftest import Api, serving
from tests.leftovers import tables_with

INVITE = """mutation ($name: String!) { inviteMember(input: {name: $name, role: COACH}) {
  ... on MemberInvited { path invitation { id state } } } }"""
LISTED = "{ invitations { edges { node { id name role state acceptedAt withdrawnAt } } } }"
WITHDRAW = """mutation ($id: ID!) { withdrawInvitation(id: $id) {
  ... on InvitationWithdrawn { invitation { state withdrawnAt } } ... on Problem { code message } } }"""
CREATE = """mutation ($name: String!) { createWorkspace(input: {name: $name, admin: "Ada"}) {
  ... on WorkspaceCreated { path workspace { id name memberCount } } ... on Problem { code message } } }"""


async def states(api: Api) -> dict[str, str]:
    edges = (await api.data(LISTED))["invitations"]["edges"]
    return {edge["node"]["name"]: edge["node"]["state"] for edge in edges}


async def test_each_invitation_says_what_became_of_it(api: Api) -> None:
    made = {name: await members.invite(api.actor, name, Role.COACH) for name in ("Ada", "Ben", "Cleo", "Dan")}
    await members.accept(made["Ada"].token)
    late = made["Ben"].row
    await Invitation.filter(id=late.id).update(expires_at=late.created_at - timedelta(seconds=1))
    withdrawn = await api.data(WITHDRAW, id=encode("Invitation", made["Cleo"].row.id))
    again = await api.data(WITHDRAW, id=encode("Invitation", made["Cleo"].row.id))

    assert await states(api) == {"Ada": "ACCEPTED", "Ben": "EXPIRED", "Cleo": "WITHDRAWN", "Dan": "OPEN"}
    assert withdrawn["withdrawInvitation"]["invitation"]["state"] == "WITHDRAWN"
    assert again == withdrawn
    for name in ("Ada", "Ben", "Cleo"):
        with pytest.raises(Unauthorized):
            await members.accept(made[name].token)
    assert await Member.filter(workspace_id=api.actor.workspace_id).count() == 2  # this machine and Ada
    assert await AuditEntry.filter(action="invitation.withdrawn").count() == 1


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("accepted", "Ada has accepted this invitation: remove the member instead."),
        ("expired", "The invitation of Ada has expired: its link opens nothing any more."),
    ],
)
async def test_what_is_over_is_not_withdrawn(api: Api, state: str, said: str) -> None:
    made = await members.invite(api.actor, "Ada", Role.COACH)
    if state == "accepted":
        await members.accept(made.token)
    else:
        await Invitation.filter(id=made.row.id).update(expires_at=made.row.created_at)

    refused = await api.data(WITHDRAW, id=encode("Invitation", made.row.id))

    assert refused["withdrawInvitation"] == {"code": "CONFLICT", "message": said}
    assert (await Invitation.get(id=made.row.id)).withdrawn_at is None


async def test_a_link_is_shown_once(api: Api) -> None:
    invited = (await api.data(INVITE, name="Ada"))["inviteMember"]
    token = invited["path"].partition("token=")[2]
    assert invited["invitation"]["state"] == "OPEN"
    assert token not in str(await api.data(LISTED))


async def test_opened_and_withdrawn_at_once_makes_a_member_or_none(actor: Actor) -> None:
    admin = Actor(actor.workspace_id, "local", Role.ADMIN)
    for number in range(10):
        made = await members.invite(admin, f"Guest {number}", Role.COACH)
        joined, withdrawn = await asyncio.gather(
            members.accept(made.token), invitations.withdraw(admin, made.row.id), return_exceptions=True
        )
        became = await Member.exists(name=f"Guest {number}")
        assert became == isinstance(joined, Member) == isinstance(withdrawn, Conflict)


async def team(actor: Actor) -> tuple[Actor, Member, Member]:
    """A workspace of its own with two admins."""
    owner = await members.create_workspace("Support")
    first, second = [
        await members.accept((await members.invite(owner, name, Role.ADMIN)).token) for name in ("Ada", "Ben")
    ]
    return owner, first, second


async def test_the_last_admin_stays(actor: Actor) -> None:
    owner, ada, ben = await team(actor)
    robot = Actor(owner.workspace_id, "key:1", Role.ADMIN)
    await members.remove(robot, ben.id)

    for work in (members.remove(robot, ada.id), members.change(robot, ada.id, Role.TRAINER)):
        with pytest.raises(Conflict, match="Ada is the last admin here"):
            await work
    assert (await members.change(robot, ada.id, Role.ADMIN)).role is Role.ADMIN
    assert (await Member.get(id=ada.id)).role is Role.ADMIN


@pytest.mark.parametrize("act", ["remove", "change"])
async def test_two_admins_who_end_each_other_leave_one(actor: Actor, act: str) -> None:
    for _ in range(5):
        owner, ada, ben = await team(actor)

        async def end(by: Member, whom: Member) -> None:
            if act == "remove":
                await members.remove(members.actor_of(by), whom.id)
            else:
                await members.change(members.actor_of(by), whom.id, Role.VIEWER)

        await asyncio.gather(end(ada, ben), end(ben, ada), return_exceptions=True)
        assert await Member.filter(workspace_id=owner.workspace_id, role=Role.ADMIN).count() == 1


async def test_a_person_who_is_removed_leaves_no_name(actor: Actor) -> None:
    owner, ada, ben = await team(actor)
    # As an invitation of an earlier release, which does not say whom it made a member.
    other = await members.accept((await members.invite(owner, "Gwendolyn", Role.COACH)).token)
    await Invitation.filter(member_id=other.id).update(member_id=None)
    pending = await members.invite(owner, "Ben", Role.COACH)

    await members.remove(owner, other.id)
    await members.remove(owner, ben.id)

    assert await tables_with("Gwendolyn") == []
    assert await tables_with(str(other.id)) == ["audit_entry"]  # an id that says nothing any more
    assert [row.id for row in await Invitation.filter(name="Ben")] == [pending.row.id]
    assert await Member.exists(id=ada.id)


async def test_operators_make_workspaces_and_see_them(api: Api) -> None:
    made = (await api.data(CREATE, name="Support"))["createWorkspace"]
    first = members.actor_of(await members.accept(made["path"].partition("token=")[2]))

    assert made["workspace"]["name"] == "Support"
    assert first.role is Role.ADMIN
    assert encode("Workspace", first.workspace_id) == made["workspace"]["id"]
    edges = (await api.data("{ workspaces { edges { node { name memberCount } } } }"))["workspaces"]["edges"]
    assert [edge["node"] for edge in edges] == [
        {"name": "Default", "memberCount": 1},
        {"name": "Support", "memberCount": 1},
    ]
    assert (await api.data(CREATE, name=""))["createWorkspace"]["code"] == "INVALID_INPUT"
    assert await Workspace.all().count() == 2
    where = {api.actor.workspace_id, first.workspace_id}
    assert {row.workspace_id for row in await AuditEntry.filter(action="workspace.created")} == where


async def test_admins_of_a_team_see_and_make_no_other(db: None, settings: Settings) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        owner = await members.create_workspace("Support")
        key = (await workspaces.create_key(owner, "an admin", role=Role.ADMIN)).text

        async def ask(query: str, **variables: object) -> Any:
            body = {"query": query, "variables": variables}
            return (
                await api.http.post("/graphql", json=body, headers={"Authorization": f"Bearer {key}"})
            ).json()

        before = await AuditEntry.all().count()
        mine = await ask("{ viewer { isOperator name } workspaces { edges { node { name } } } }")
        assert mine["data"]["viewer"] == {"isOperator": False, "name": "an admin"}
        assert mine["data"]["workspaces"]["edges"] == [{"node": {"name": "Support"}}]
        theirs = encode("Workspace", api.actor.workspace_id)
        assert (await ask("query ($id: ID!) { node(id: $id) { id } }", id=theirs))["data"] == {"node": None}
        for query in (
            CREATE,
            "mutation { declineWriterModel { kind } }",
            "mutation { acceptWriterModel { kind } }",
        ):
            refused = await ask(query, **({"name": "Third"} if query == CREATE else {}))
            assert [error["extensions"]["code"] for error in refused["errors"]] == ["FORBIDDEN"]
        assert await Workspace.all().count() == 2
        assert await AuditEntry.all().count() == before


async def test_only_operators(actor: Actor) -> None:
    owner = await members.create_workspace("Support")
    with pytest.raises(Forbidden, match="whole installation"):
        await teams.create(owner, "Third")
    with pytest.raises(Forbidden):
        await teams.create(Actor((await workspaces.local_actor()).workspace_id, "key:1", Role.TRAINER), "x")
    with pytest.raises(InvalidInput):
        await teams.create(await workspaces.local_actor(), "Third", "two\nlines")
    with pytest.raises(NotFound):
        await teams.get(owner, actor.workspace_id)
    assert await Workspace.filter(name__in=["Third", "x"]).count() == 0
