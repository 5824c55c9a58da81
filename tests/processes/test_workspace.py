"""`coachable workspace` and `coachable audit` as processes of their own: teams, their people, and what was done."""

import asyncio
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from app.actor import Role
from app.config import Settings
from app.errors import Unauthorized
from app.infra.event_bus import feed
from app.infra.redis import connect
from app.models import ApiKey, Invitation, Workspace
from app.workspaces import members
from app.workspaces import service as workspaces
from tests.api.conftest import serving
from tests.processes.cli import coachable

pytestmark = pytest.mark.slow


@pytest.mark.torture
async def test_a_team_is_made_and_invited(db: None, settings: Settings) -> None:
    await workspaces.local_actor()
    code, link, _ = await coachable(settings, "workspace", "create", "Support")
    assert code == 0
    (token,) = parse_qs(urlsplit(link).query)["token"]
    first = members.actor_of(await members.accept(token))
    assert (await Workspace.get(id=first.workspace_id)).name == "Support"
    assert first.role == "admin"

    assert (await coachable(settings, "workspace", "list"))[:2] == (0, "Default\nSupport")
    code, _, _ = await coachable(
        settings, "workspace", "invite", "Ada", "--workspace", "Support", "--role", "trainer"
    )
    ada = await Invitation.get(name="Ada")
    assert (code, ada.workspace_id, ada.role) == (0, first.workspace_id, "trainer")
    wrong = "There is no workspace 'Sales'; `coachable workspace list` shows them."
    assert await coachable(settings, "workspace", "invite", "Ada", "--workspace", "Sales") == (1, "", wrong)

    _, secret, _ = await coachable(
        settings, "token", "ci", "--workspace", "Support", "--role", "coach", "--days", "30"
    )
    key = await workspaces.verify_key(secret)
    assert (key.workspace_id, key.role, key.expires_at is None) == (first.workspace_id, "coach", False)

    support = ("--workspace", "Support")
    listed = (await coachable(settings, "workspace", "invitations", *support))[1].splitlines()
    assert [line.split("\t")[:3] for line in listed] == [
        ["first admin", "admin", "accepted"],
        ["Ada", "trainer", "open"],
    ]
    _, shown, _ = await coachable(settings, "workspace", "keys", *support)
    await key.refresh_from_db()
    assert shown.split("\t")[:4] == [
        f"ck_{key.prefix}",
        "coach",
        "ci",
        f"used {key.last_used_at:%Y-%m-%d %H:%M}",
    ]

    _, lines, _ = await coachable(settings, "audit", *support)
    entries = [json.loads(line) for line in lines.splitlines()]
    assert [(entry["actor"], entry["action"]) for entry in entries] == [
        ("local", "workspace.created"),
        ("local", "member.invited"),
        (first.subject, "member.joined"),
        ("local", "member.invited"),
        ("local", "key.created"),
    ]


async def test_people_come_change_and_go(db: None, settings: Settings) -> None:
    owner = await members.create_workspace("Support")
    for name, role in (("Ada", Role.ADMIN), ("Ben", Role.COACH), ("Ben", Role.COACH)):
        await members.accept((await members.invite(owner, name, role)).token)
    cleo = await members.invite(owner, "Cleo", Role.COACH)
    support = ("--workspace", "Support")
    ada, ben, other = await members.visible(owner).order_by("id")

    async def refused(*arguments: str) -> str:
        code, out, said = await coachable(settings, "workspace", *arguments, *support)
        assert (code, out) == (1, "")
        return said

    _, listed, _ = await coachable(settings, "workspace", "members", *support)
    assert listed.splitlines() == [
        f"Ada\tadmin\t{ada.subject}",
        f"Ben\tcoach\t{ben.subject}",
        f"Ben\tcoach\t{other.subject}",
    ]
    assert await coachable(settings, "workspace", "role", ben.subject, "trainer", *support) == (0, "", "")
    assert await coachable(settings, "workspace", "remove", str(other.id), *support) == (0, "", "")
    assert await coachable(settings, "workspace", "withdraw", "Cleo", *support) == (0, "", "")
    with pytest.raises(Unauthorized):
        await members.accept(cleo.token)
    assert {row.name: row.role for row in await members.visible(owner)} == {"Ada": "admin", "Ben": "trainer"}

    assert "Ada is the last admin here" in await refused("remove", "Ada")
    assert "Ada is the last admin here" in await refused("role", "Ada", "coach")
    assert "There is no member 'Dan'; `coachable workspace members` shows them." in await refused(
        "remove", "Dan"
    )
    assert "There is no open invitation of 'Cleo'" in await refused("withdraw", "Cleo")
    await members.accept((await members.invite(owner, "Ben", Role.COACH)).token)
    assert f"Several members are called 'Ben': {ben.subject}" in await refused("remove", "Ben")
    assert await members.visible(owner).count() == 3

    _, cells, _ = await coachable(settings, "audit", "--csv", *support)
    assert cells.splitlines()[0] == "id,at,actor,action,agent,target"
    assert "invitation.withdrawn" in cells


async def test_a_key_revoked_on_the_command_line_ends_sockets(db: None, settings: Settings) -> None:

    assert settings.redis_url
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        redis = connect(settings.redis_url)
        reader = asyncio.create_task(feed(api.hub, redis))
        try:
            key = await workspaces.create_key(api.actor, "ci")
            async with api.socket() as socket:
                await socket.init(key.text)
                assert (await coachable(settings, "token", "--revoke", key.text[:11]))[0] == 0
                assert await socket.closed() == (4403, "Forbidden")
        finally:
            reader.cancel()
            await redis.aclose(close_connection_pool=True)
    assert (await ApiKey.get(id=key.row.id)).revoked_at is not None
