"""Sign-on at an OpenID Connect provider: bearer tokens, the browser's way there and back, groups and roles."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from app.actor import Actor, Identity, Role
from app.api import sign_on
from app.api.ids import encode
from app.api.permissions import COOKIE
from app.api.sign_on import inside
from app.config import Settings
from app.errors import Misconfigured
from app.models import AuditAction, AuditEntry, Member, Session, UsedLink, Workspace
from app.workspaces import identities, members
from app.workspaces import service as workspaces
from tests.api.conftest import SECRET, Api, Socket, serving
from tests.factories import make_agent, make_session
from tests.oidc_provider import CLIENT, OidcProvider, providing
from tests.oidc_provider import SECRET as CLIENT_SECRET

VIEWER = "{ viewer { subject role workspaceName } }"
CREATE = 'mutation { createAgent(input: {name: "A", description: "A shop."}) { __typename } }'
UPDATED = "subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename } }"
PEOPLE: dict[str, dict[str, Any]] = {
    "ada": {"name": "Ada Lovelace", "groups": ["staff", "coaches"]},
    "bob": {"name": "Bob", "groups": ["bosses"]},
    "eve": {"name": "Eve", "groups": ["guests"]},
}
ROLES = {"readers": "viewer", "coaches": "coach", "bosses": "admin", "north": "North/trainer"}


def settings_with(settings: Settings, provider: OidcProvider, **changed: Any) -> Settings:
    mine = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": CLIENT_SECRET,
        "oidc_roles": ROLES,
        "oidc_name": "Example",
    }
    return Settings(**{**settings.model_dump(exclude_unset=True), **mine, **changed})


@pytest.fixture
async def provider() -> AsyncIterator[OidcProvider]:
    async with providing(OidcProvider({name: dict(claims) for name, claims in PEOPLE.items()})) as provider:
        yield provider


@pytest.fixture
async def api(db: None, settings: Settings, provider: OidcProvider) -> AsyncIterator[Api]:
    async with serving(settings_with(settings, provider, auth="keys")) as api:
        yield api


async def ask(api: Api, token: str, query: str = VIEWER) -> httpx.Response:
    return await api.http.post(
        "/graphql", json={"query": query}, headers={"Authorization": f"Bearer {token}"}
    )


async def role_of(api: Api, token: str) -> str | None:
    """None: refused."""
    answer = await ask(api, token)
    return answer.json()["data"]["viewer"]["role"] if answer.status_code == 200 else None


async def noted() -> list[tuple[str, str]]:
    return [(row.action.value, row.actor) for row in await AuditEntry.all().order_by("id")]


def subject(provider: OidcProvider, person: str) -> str:
    moment = datetime.now(UTC)
    return identities.subject_of(Identity(provider.issuer, person, "", None, moment, moment))


# --- bearer tokens ---


async def test_a_token_speaks_over_http_sockets_and_v1(api: Api, provider: OidcProvider) -> None:
    token = provider.token("ada")
    viewer = (await ask(api, token)).json()["data"]["viewer"]
    assert viewer == {"subject": subject(provider, "ada"), "role": "COACH", "workspaceName": "Default"}
    async with api.socket() as socket:
        await socket.init(token)
        await socket.subscribe(VIEWER)
        assert (await socket.next())["data"]["viewer"] == viewer
    bearer = {"Authorization": f"Bearer {token}"}
    async with api.socket(**bearer) as socket:
        await socket.init(None)
    assert (await api.http.get("/v1/models", headers=bearer)).json() == {"object": "list", "data": []}
    (member,) = await Member.exclude(subject="local")
    assert (member.name, member.role, member.workspace_id) == (
        "Ada Lovelace",
        Role.COACH,
        api.actor.workspace_id,
    )
    assert await noted() == [("member.joined", member.subject)]


async def test_keys_and_the_local_token_go_on_beside_it(
    api: Api, provider: OidcProvider, settings: Settings
) -> None:
    key = (await workspaces.create_key(api.actor, "ci", role=Role.VIEWER)).text
    assert await role_of(api, key) == "VIEWER"
    assert await role_of(api, SECRET) is None
    async with serving(settings_with(settings, provider)) as local:
        assert await role_of(local, SECRET) == "ADMIN"
        assert await role_of(local, provider.token("ada")) == "COACH"
        assert await role_of(local, key) is None


async def test_a_role_is_a_limit(api: Api, provider: OidcProvider) -> None:
    refused = (await ask(api, provider.token("ada"), CREATE)).json()
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert (await ask(api, provider.token("bob"), CREATE)).json()["data"] == {
        "createAgent": {"__typename": "AgentCreated"}
    }


async def test_who_is_in_no_group_stays_out(api: Api, provider: OidcProvider) -> None:
    for token in (
        provider.token("eve"),
        provider.token("ada", groups=None),
        provider.token("ada", groups=[]),
    ):
        refused = await ask(api, token)
        assert refused.status_code == 401
        assert "none of your groups may use Coachable" in refused.json()["errors"][0]["message"]
        models = await api.http.get("/v1/models", headers={"Authorization": f"Bearer {token}"})
        assert models.status_code == 401
        async with api.socket() as socket:
            await socket.send(type="connection_init", payload={"token": token})
            assert await socket.closed() == (4403, "Forbidden")
    assert await Member.exclude(subject="local").count() == 0
    assert await noted() == []


async def test_the_same_subject_of_another_issuer_is_somebody_else(provider: OidcProvider) -> None:
    moment = datetime.now(UTC)
    one, other, joined = (
        identities.subject_of(Identity(issuer, name, "", None, moment, moment))
        for issuer, name in (
            ("https://a.example", "ada"),
            ("https://b.example", "ada"),
            ("https://a.example\nada", ""),
        )
    )
    assert len({one, other, joined}) == 3
    assert all(len(subject) <= 255 for subject in (one, other))


async def test_a_new_token_brings_the_role_up_or_down_and_an_older_one_changes_nothing(
    api: Api, provider: OidcProvider
) -> None:
    earlier = provider.token("ada", iat=int(time.time()) - 100)
    assert await role_of(api, earlier) == "COACH"
    provider.people["ada"]["groups"] = ["bosses", "readers"]
    assert await role_of(api, provider.token("ada")) == "ADMIN"
    assert await role_of(api, earlier) is None
    assert (await ask(api, earlier)).json()["errors"][0]["message"] == identities.OLDER
    provider.people["ada"]["groups"] = ["readers"]
    assert await role_of(api, provider.token("ada")) == "VIEWER"
    provider.people["ada"]["groups"] = ["guests"]
    assert await role_of(api, provider.token("ada")) is None
    assert await Member.exclude(subject="local").count() == 0
    assert await role_of(api, earlier) is None
    me = subject(provider, "ada")
    changes = ["member.joined", "member.changed", "member.changed", "member.removed"]
    assert await noted() == [(action, me) for action in changes]


async def test_a_token_that_is_silent_about_groups_takes_nothing(api: Api, provider: OidcProvider) -> None:
    assert await role_of(api, provider.token("ada")) == "COACH"
    assert await role_of(api, provider.token("ada", groups=None)) is None
    assert await role_of(api, provider.token("ada")) == "COACH"
    assert [action for action, _ in await noted()] == ["member.joined"]


@pytest.mark.slow
async def test_many_first_requests_at_once_make_one_membership(api: Api, provider: OidcProvider) -> None:
    token = provider.token("ada")
    roles = await asyncio.gather(*(role_of(api, token) for _ in range(20)))
    assert set(roles) == {"COACH"}
    assert await Member.exclude(subject="local").count() == 1
    assert [action for action, _ in await noted()] == ["member.joined"]


@pytest.mark.slow
async def test_groups_of_several_workspaces(api: Api, provider: OidcProvider) -> None:
    provider.people["ada"]["groups"] = ["north"]
    assert await role_of(api, provider.token("ada")) is None  # there is no such workspace
    north = await Workspace.create(name="North")
    viewer = (await ask(api, provider.token("ada"))).json()["data"]["viewer"]
    assert (viewer["role"], viewer["workspaceName"]) == ("TRAINER", "North")
    provider.people["ada"]["groups"] = ["north", "coaches"]
    viewer = (await ask(api, provider.token("ada"))).json()["data"]["viewer"]
    assert (viewer["role"], viewer["workspaceName"]) == ("COACH", "Default")  # the first of the setting
    assert await Member.filter(subject=subject(provider, "ada")).count() == 2
    for name, role in (("North", "TRAINER"), ("Default", "COACH")):  # a browser chooses
        back = await signed_on(api, "ada", workspace=name)
        viewer = (await as_browser(api, back.cookies[COOKIE])).json()["data"]["viewer"]
        assert (viewer["role"], viewer["workspaceName"]) == (role, name)
    await Workspace.create(name="Süd")
    assert (await signed_on(api, "ada", workspace="North\x00")).status_code == 303
    for name in ("Süd", "nowhere", "x" * 100):
        refused = await signed_on(api, "ada", workspace=name)
        assert (refused.status_code, COOKIE in refused.cookies) == (401, False)
        assert refused.text == f"Ada Lovelace: none of your groups may use the workspace {name!r}."
    in_the_north = (await signed_on(api, "ada", workspace="North")).cookies[COOKIE]
    provider.people["ada"]["groups"] = ["coaches"]
    assert await role_of(api, provider.token("ada")) == "COACH"
    assert await Member.filter(workspace=north).count() == 0
    assert (await as_browser(api, in_the_north)).status_code == 401


async def test_an_admin_ends_a_membership_but_groups_decide_on_the_role(
    api: Api, provider: OidcProvider
) -> None:
    token = provider.token("ada", iat=int(time.time()) - 100)
    assert await role_of(api, token) == "COACH"
    (member,) = await Member.exclude(subject="local")
    with pytest.raises(Exception, match="change it at the provider"):
        await members.change(admin(api), member.id, Role.ADMIN)
    await members.remove(admin(api), member.id)
    assert await role_of(api, token) is None
    assert await Member.exclude(subject="local").count() == 0
    assert await role_of(api, provider.token("ada")) == "COACH"  # signed in again


async def test_a_role_that_there_is_not_stops_the_start(settings: Settings, provider: OidcProvider) -> None:
    for roles in ({"coaches": "coach", "x": "owner"}, {"x": "North/"}, {"x": ""}):
        with pytest.raises(Misconfigured, match="viewer, coach, trainer, admin"):
            async with serving(settings_with(settings, provider, oidc_roles=roles)):
                pass
    with pytest.raises(Misconfigured, match="COACHABLE_OIDC_CLIENT_ID"):
        async with serving(settings_with(settings, provider, oidc_client_id=None)):
            pass


# --- what is open when access ends ---


@pytest.fixture
async def session(api: Api) -> Session:
    return await make_session(api.actor, await make_agent(api.actor))


@asynccontextmanager
async def following(api: Api, session: Session, token: str | None, **headers: str) -> AsyncIterator[Socket]:
    async with api.socket(**headers) as socket:
        await socket.init(token)
        await socket.subscribe(UPDATED, {"id": encode("Session", session.id)})
        yield socket


@pytest.mark.slow
async def test_a_socket_ends_with_its_token(api: Api, session: Session, provider: OidcProvider) -> None:
    end = int(time.time()) + 4  # time for three handshakes on a busy machine
    short, long = provider.token("ada", exp=end), provider.token("ada")
    async with following(api, session, short) as socket, following(api, session, long) as longer:
        assert await socket.closed() == (4403, "Forbidden")
        assert end <= time.time() <= end + 5
        await longer.subscribe(VIEWER, id="2")  # of the same person
        while (message := await longer.receive())["id"] != "2":
            pass
        assert message["payload"]["data"]["viewer"]["role"] == "COACH"
        api.hub.resynchronise()  # who belongs here is looked up anew, and the end of the other token says nothing
        for number in ("3", "4", "5"):
            await longer.subscribe(VIEWER, id=number)
            while (message := await longer.receive()).get("id") != number:
                pass
            assert message["type"] == "next"
            assert (await longer.receive())["type"] == "complete"
    assert await role_of(api, provider.token("ada", exp=end)) is None


@pytest.mark.parametrize("by", ["an admin", "a group that is left", "another role"])
async def test_a_socket_ends_when_access_does(
    by: str, api: Api, session: Session, provider: OidcProvider
) -> None:
    async with following(api, session, provider.token("ada")) as socket:
        (member,) = await Member.exclude(subject="local")
        if by == "an admin":
            await members.remove(admin(api), member.id)
        else:
            provider.people["ada"]["groups"] = ["guests"] if by == "a group that is left" else ["bosses"]
            await ask(api, provider.token("ada"))
        assert await socket.closed() == (4403, "Forbidden")


@pytest.mark.slow
async def test_a_browsers_socket_ends_with_its_sign_on(
    api: Api, session: Session, provider: OidcProvider
) -> None:
    provider.lifetime_s = 4
    cookie = (await signed_on(api, "ada")).cookies[COOKIE]
    headers = {"Cookie": f"{COOKIE}={cookie}", "Origin": f"http://127.0.0.1:{api.port}"}
    async with following(api, session, None, **headers) as socket:
        assert await socket.closed() == (4403, "Forbidden")
    assert (await as_browser(api, cookie)).status_code == 401


# --- the browser ---


def admin(api: Api) -> Actor:
    return Actor(api.actor.workspace_id, "local", Role.ADMIN)


async def as_browser(api: Api, cookie: str) -> httpx.Response:
    headers = {"Cookie": f"{COOKIE}={cookie}", "Origin": f"http://127.0.0.1:{api.port}"}
    return await api.http.post("/graphql", json={"query": VIEWER}, headers=headers)


async def begun(api: Api, **query: str) -> httpx.Response:
    answer = await api.http.get("/login/oidc", params=query)
    assert answer.status_code == 303
    return answer


async def at_provider(answer: httpx.Response, person: str) -> str:
    """What the browser is sent back with."""
    async with httpx.AsyncClient(verify=False) as browser:
        back = await browser.get(f"{answer.headers['location']}&as={person}")
    assert back.status_code == 303, back.text
    return str(back.headers["location"])


async def signed_on(api: Api, person: str, **query: str) -> httpx.Response:
    return await api.http.get(await at_provider(await begun(api, **query), person))


async def test_a_browser_signs_on_and_out(api: Api, provider: OidcProvider) -> None:
    assert (await api.http.get("/login/options")).json() == {
        "oidc": {"name": "Example", "path": "/login/oidc"}
    }
    start = await begun(api, **{"return": "/agents/x/pairs?q=1"})
    asked = {name: value for name, (value,) in parse_qs(urlsplit(start.headers["location"]).query).items()}
    assert len(asked["state"]) == len(asked["nonce"]) == len(asked["code_challenge"]) == 43
    assert {name: asked[name] for name in asked if name not in ("state", "nonce", "code_challenge")} == {
        "response_type": "code",
        "client_id": CLIENT,
        "scope": "openid profile email",
        "code_challenge_method": "S256",
        "redirect_uri": f"http://127.0.0.1:{api.port}/login/oidc/callback",
    }
    attempt = start.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", "Path=/login/oidc/callback", "Max-Age=600"):
        assert part in attempt
    assert asked["nonce"] not in attempt

    back = await api.http.get(await at_provider(start, "ada"))
    assert (back.status_code, back.headers["location"]) == (303, "/agents/x/pairs?q=1")
    assert back.headers["cache-control"] == "no-store"
    session, ended = back.headers.get_list("set-cookie")
    for part in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age="):
        assert part in session
    assert ended.startswith(f'{sign_on.COOKIE}="";')
    cookie = back.cookies[COOKIE]
    assert (await as_browser(api, cookie)).json()["data"]["viewer"]["role"] == "COACH"
    assert [action for action, _ in await noted()] == ["member.joined", "member.signed_in"]
    forged = cookie.replace(":", ":9", 1)
    later = cookie.partition(".")[0] + "9." + cookie.partition(".")[2]
    for wrong in (forged, later):
        assert (await as_browser(api, wrong)).status_code == 401

    out = await api.http.post("/logout", headers={"Origin": f"http://127.0.0.1:{api.port}"})
    assert out.headers["set-cookie"].startswith(f'{COOKIE}="";')


async def test_what_comes_back_finishes_once_and_in_its_own_browser(api: Api, provider: OidcProvider) -> None:
    start = await begun(api)
    address = await at_provider(start, "ada")
    attempt = api.http.cookies[sign_on.COOKIE]
    api.http.cookies.clear()

    async def back(address: str, cookie: str | None) -> tuple[int, bool]:
        headers = {} if cookie is None else {"Cookie": f"{sign_on.COOKIE}={cookie}"}
        answer = await api.http.get(address, headers=headers)
        api.http.cookies.clear()
        return answer.status_code, COOKIE in answer.cookies

    parts = urlsplit(address)
    query = {name: value for name, (value,) in parse_qs(parts.query).items()}
    no_state = f"{parts.path}?{urlencode({'code': query['code']})}"
    wrong_state = f"{parts.path}?{urlencode(query | {'state': 'x' * 43})}"
    await begun(api)
    another = api.http.cookies[sign_on.COOKIE]
    for wrong, cookie in (
        (address, None),
        (address, another),
        (address, attempt[:-1]),
        (address, "junk"),
        (address, "ü".encode().hex()),
        (no_state, attempt),
        (wrong_state, attempt),
    ):
        api.http.cookies.clear()
        assert await back(wrong, cookie) == (401, False)
    assert len(provider.codes) == 1  # none of them came as far as the provider
    assert await Member.exclude(subject="local").count() == 0

    answers = await asyncio.gather(*(back(address, attempt) for _ in range(5)))
    assert sorted(answers) == [(303, True), *[(401, False)] * 4]
    assert provider.refused == []
    assert await UsedLink.all().count() == 1


@pytest.mark.slow
async def test_a_code_is_of_no_use_without_its_verifier_or_for_another_nonce(
    api: Api, provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Somebody who got hold of Ada's code puts it into an attempt of his own.
    stolen = parse_qs(urlsplit(await at_provider(await begun(api), "ada")).query)["code"][0]
    mine = parse_qs(urlsplit((await begun(api)).headers["location"]).query)["state"][0]
    callback = "/login/oidc/callback?"
    answer = await api.http.get(callback + urlencode({"code": stolen, "state": mine}))
    assert (answer.status_code, COOKIE in answer.cookies) == (401, False)
    assert provider.refused == ["invalid_grant"]

    for junk in ("", "ü", "\x00", "a&code=b", "%zz", "x" * 5_000):
        state = parse_qs(urlsplit((await begun(api)).headers["location"]).query)["state"][0]
        answer = await api.http.get(callback + urlencode({"code": junk, "state": state}))
        assert (answer.status_code, answer.text) == (401, sign_on.START_AGAIN)

    for claims in ({"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"azp": "another"}, {"exp": 1}):
        provider.id_token = claims
        answer = await signed_on(api, "ada")
        assert (answer.status_code, COOKIE in answer.cookies) == (401, False)
    assert await Member.exclude(subject="local").count() == 0
    provider.id_token = {}
    assert (await signed_on(api, "ada")).status_code == 303


async def test_an_attempt_ends_after_ten_minutes(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_on, "VALID_S", 0)
    start = await begun(api)
    address = await at_provider(start, "ada")
    cookie = start.headers["set-cookie"].partition("=")[2].partition(";")[0]
    answer = await api.http.get(address, headers={"Cookie": f"{sign_on.COOKIE}={cookie}"})
    assert (answer.status_code, answer.text) == (
        401,
        "The sign-on did not work, or took too long: start it again.",
    )


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
        "",
        "/a\r\nSet-Cookie: a=b",
        "/\u2028",
        "/" + "a" * 500,
        " //evil.example",
    ],
)
async def test_the_way_back_leads_nowhere_else(path: str, api: Api) -> None:
    assert inside(path) == "/"
    back = await signed_on(api, "ada", **{"return": path})
    assert (back.status_code, back.headers["location"]) == (303, "/")


async def test_who_may_not_come_in_is_told_so(api: Api, provider: OidcProvider) -> None:
    refused = await signed_on(api, "eve")
    assert (refused.status_code, COOKIE in refused.cookies) == (401, False)
    assert refused.text == "Eve: none of your groups may use Coachable. Ask an admin of your team."
    state = parse_qs(urlsplit((await begun(api)).headers["location"]).query)["state"][0]
    query = urlencode({"error": "access_denied", "state": state})
    refused = await api.http.get(f"/login/oidc/callback?{query}")
    assert (refused.status_code, refused.text) == (401, "The provider did not sign you on (access_denied).")


async def test_behind_a_proxy_the_public_address_counts(
    db: None, settings: Settings, provider: OidcProvider
) -> None:
    public = settings_with(settings, provider, public_url="https://coach.example.com/")
    async with serving(public) as api:
        start = await begun(api)
        (asked,) = parse_qs(urlsplit(start.headers["location"]).query)["redirect_uri"]
        assert asked == "https://coach.example.com/login/oidc/callback"
        assert "; Secure" in start.headers["set-cookie"]
        host = {"Host": "coach.example.com"}
        assert (await api.http.get("/login/options", headers=host)).status_code == 200
        assert (await api.http.get("/login/options", headers={"Host": "evil.example"})).status_code == 400


async def test_a_provider_that_is_away_holds_up_nobody_with_a_key(
    db: None, settings: Settings, provider: OidcProvider
) -> None:
    away = settings_with(settings, provider, oidc_issuer="http://127.0.0.1:9", auth="keys")
    async with serving(away) as api:
        key = (await workspaces.create_key(api.actor, "ci", role=Role.VIEWER)).text
        token = provider.token("ada")
        refused = await ask(api, token)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert refused.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
        started = await api.http.get("/login/oidc")
        assert (started.status_code, "set-cookie" in started.headers) == (503, False)
        models = await api.http.get("/v1/models", headers={"Authorization": f"Bearer {token}"})
        async with api.socket() as socket:
            await socket.send(type="connection_init", payload={"token": token})
            assert (await socket.closed())[0] == 1013  # on which clients come again
        export = await api.http.get("/agents/a/export", headers={"Authorization": f"Bearer {token}"})
        assert (models.status_code, export.status_code) == (503, 503)
        assert await role_of(api, key) == "VIEWER"
        assert (await api.http.get("/readyz")).status_code == 200


async def test_without_a_provider_there_is_no_sign_on(
    db: None, settings: Settings, provider: OidcProvider
) -> None:
    async with serving(settings_with(settings, provider, auth="keys")) as api:
        cookie = (await signed_on(api, "ada")).cookies[COOKIE]
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        assert (await api.http.get("/login/options")).json() == {"oidc": None}
        assert "location" not in (await api.http.get("/login/oidc")).headers
        assert await role_of(api, provider.token("ada")) is None
        assert (await as_browser(api, cookie)).status_code == 401
        assert AuditAction.MEMBER_JOINED in [row.action for row in await AuditEntry.all()]
