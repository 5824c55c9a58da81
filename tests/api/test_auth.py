"""Who gets in, by every door: HTTP, WebSocket, SSE, the proxy; by token, cookie, or nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from app.api.ids import encode
from app.api.permissions import COOKIE
from app.config import Settings
from app.errors import Misconfigured
from app.models import ApiKey, Member, Workspace
from app.processes.api import build
from app.workspaces import service as workspaces
from tests.api.conftest import BEARER, SECRET, Api, serving
from tests.factories import make_agent, make_pairs, make_session

VIEWER = "{ viewer { subject workspaceName } }"
UPDATED = """
subscription ($id: ID!) { sessionUpdated(sessionId: $id) { __typename ... on PairSavedEvent { pairCount } } }"""


def now() -> datetime:
    return datetime.now(UTC)


async def _cookie(api: Api, token: str = SECRET) -> str:
    response = await api.http.get("/login", params={"token": token})
    assert response.status_code == 303
    value = response.cookies[COOKIE]
    api.http.cookies.clear()  # every request of these tests says itself what it carries
    return f"{COOKIE}={value}"


async def _post(api: Api, **headers: str) -> int:
    named = {name.replace("_", "-"): value.encode() for name, value in headers.items()}
    response = await api.http.post("/graphql", json={"query": VIEWER}, headers=named)
    if response.status_code == 200:
        assert response.json() == {"data": {"viewer": {"subject": "local", "workspaceName": "Default"}}}
    return response.status_code


async def test_the_login_link_becomes_a_strict_cookie(api: Api) -> None:
    response = await api.http.get("/login", params={"token": SECRET})

    attributes = {part.strip().lower() for part in response.headers["set-cookie"].split(";")[1:]}
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert {"httponly", "samesite=strict", "path=/"} <= attributes
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert SECRET not in response.headers["set-cookie"]


@pytest.mark.parametrize("token", ["", "wrong", SECRET + "x", "ü", SECRET[:-1]])
async def test_a_wrong_link_gives_no_cookie(api: Api, token: str) -> None:
    response = await api.http.get("/login", params={"token": token})

    assert response.status_code == 401
    assert "set-cookie" not in response.headers


async def test_http_takes_tokens_and_cookies_of_our_own_page_only(api: Api) -> None:
    cookie = await _cookie(api)
    own, foreign = f"http://127.0.0.1:{api.port}", "http://evil.example"
    bearer = BEARER["Authorization"]

    assert await _post(api) == 401
    assert await _post(api, authorization=bearer) == 200
    assert await _post(api, authorization="Bearer wrong") == 401
    assert await _post(api, authorization=f"Basic {SECRET}") == 401
    assert await _post(api, cookie=cookie) == 200
    assert await _post(api, cookie=cookie, origin=own) == 200
    assert await _post(api, cookie=cookie, origin=foreign) == 401
    assert await _post(api, cookie=cookie, origin="null") == 401
    assert (
        await _post(api, cookie=cookie, origin=f"http://127.0.0.1:{api.port + 1}") == 401
    )  # same site to a browser
    assert await _post(api, cookie=cookie, sec_fetch_site="cross-site") == 401
    assert await _post(api, cookie=cookie, sec_fetch_site="same-site") == 401
    assert await _post(api, cookie=cookie, sec_fetch_site="same-origin") == 200
    assert await _post(api, cookie=cookie + "0") == 401
    assert await _post(api, cookie=f"{COOKIE}=local") == 401
    assert await _post(api, cookie=f"{COOKIE}=ü.x") == 401
    assert await _post(api, cookie=cookie, authorization="Bearer wrong") == 401  # what is said counts
    assert await _post(api, authorization=bearer, origin=foreign) == 200  # a program; nothing is ambient


async def test_get_and_sse_ask_for_credentials_as_well(api: Api) -> None:
    for accept in ("application/json", "text/event-stream"):
        response = await api.http.get("/graphql", params={"query": VIEWER}, headers={"accept": accept})
        assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (
            401,
            "UNAUTHORIZED",
        )
    for path in ("/v1/models", "/v1/models/x"):
        response = await api.http.get(path)
        assert (response.status_code, response.json()["error"]["code"]) == (401, "invalid_api_key")
    assert (await api.http.post("/v1/chat/completions", json={})).status_code == 401


async def test_socket_with_a_token(api: Api) -> None:
    async with api.socket() as socket:
        await socket.init()
        await socket.subscribe(VIEWER)
        assert (await socket.next())["data"]["viewer"]["subject"] == "local"


@pytest.mark.parametrize(
    "payload",
    [
        {"token": SECRET},
        {"authToken": SECRET},
        {"Authorization": f"Bearer {SECRET}"},
        {"authorization": f"bearer {SECRET}"},
        {"headers": {"Authorization": f"Bearer {SECRET}"}},
    ],
)
async def test_socket_with_a_token_in_the_shapes_that_clients_have(
    api: Api, payload: dict[str, object]
) -> None:
    async with api.socket() as socket:
        await socket.send(type="connection_init", payload=payload)
        assert await socket.receive() == {"type": "connection_ack"}


@pytest.mark.parametrize("payload", [{"Authorization": "Basic eA=="}, {"headers": []}, {"authToken": 5}])
async def test_other_shapes_are_refused(api: Api, payload: dict[str, object]) -> None:
    async with api.socket() as socket:
        await socket.send(type="connection_init", payload=payload)
        assert (await socket.closed())[0] == 4403


async def test_socket_with_a_cookie_of_our_own_page(api: Api) -> None:
    cookie, origin = await _cookie(api), f"http://127.0.0.1:{api.port}"
    async with api.socket(Cookie=cookie, Origin=origin) as socket:
        await socket.init(token=None)
        await socket.subscribe(VIEWER)
        assert (await socket.next())["data"]["viewer"]["subject"] == "local"


@pytest.mark.parametrize("token", [None, "wrong"])
async def test_socket_without_credentials_is_closed(api: Api, token: str | None) -> None:
    async with api.socket() as socket:
        await socket.send(type="connection_init", payload={"token": token} if token else {})
        assert await socket.closed() == (4403, "Forbidden")


async def test_socket_with_a_cookie_and_a_wrong_token_is_closed(api: Api) -> None:
    async with api.socket(Cookie=await _cookie(api)) as socket:
        await socket.send(type="connection_init", payload={"token": "wrong"})
        assert await socket.closed() == (4403, "Forbidden")


async def test_a_token_that_is_no_string_is_refused(api: Api) -> None:
    async with api.socket() as socket:
        await socket.send(type="connection_init", payload={"token": {"a": 1}})
        assert await socket.closed() == (4403, "Forbidden")


async def test_operations_before_connection_init_are_refused(api: Api) -> None:
    async with api.socket(Cookie=await _cookie(api)) as socket:
        await socket.subscribe(VIEWER)
        assert await socket.closed() == (4401, "Unauthorized")


async def test_sockets_of_other_pages_get_no_handshake(api: Api) -> None:
    for origin in ("http://evil.example", "null", f"http://127.0.0.1:{api.port + 1}"):
        with pytest.raises(InvalidStatus) as refused:
            async with api.socket(Cookie=await _cookie(api), Origin=origin):
                pass
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    ("_case", "host", "status"),
    [
        ("rebinding", "evil.example", 400),
        ("with our port", "evil.example:8000", 400),
        ("trailing dot", "localhost.", 400),
        ("user part", "127.0.0.1@evil.example", 400),
        ("suffix", "localhost.evil.example", 400),
        ("name", "localhost:8000", 200),
        ("IPv6", "[::1]:8000", 200),
    ],
)
async def test_host_header(api: Api, _case: str, host: str, status: int) -> None:
    assert await _post(api, host=host, authorization=BEARER["Authorization"]) == status
    assert (await api.http.get("/healthz", headers={"host": host})).status_code == status


async def test_a_rebound_name_gets_no_socket(api: Api) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    host = f"evil.example:{api.port}"
    writer.write(
        f"GET /graphql HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode()
    )

    status = await reader.readline()

    writer.close()
    assert status.startswith(b"HTTP/1.1 400 ")


async def test_no_answer_invites_other_origins(api: Api) -> None:
    headers = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    response = await api.http.options("/graphql", headers=headers)

    assert [name for name in response.headers if name.startswith("access-control")] == []


ORIGIN = "https://app.example.org"


@pytest.fixture
async def open_api(db: None, settings: Settings) -> AsyncIterator[Api]:
    async with serving(settings.model_copy(update={"allowed_origins": (ORIGIN,)})) as api:
        yield api


@pytest.mark.parametrize("path", ["/graphql", "/v1/chat/completions"])
async def test_an_allowed_origin_may_ask_with_a_token(open_api: Api, path: str) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,x-stainless-os",
    }
    preflight = await open_api.http.options(path, headers={"Origin": ORIGIN} | asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-credentials" not in preflight.headers

    answer = await open_api.http.post(
        path, json={"query": "{ viewer { subject } }"}, headers=BEARER | {"Origin": ORIGIN}
    )
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    other = await open_api.http.options(path, headers={"Origin": "https://evil.example"} | asked)
    assert (other.status_code, other.headers.get("access-control-allow-origin")) == (400, None)


async def test_a_cookie_never_counts_for_an_allowed_origin(open_api: Api) -> None:
    cookie = await _cookie(open_api)
    assert await _post(open_api, cookie=cookie, origin=ORIGIN) == 401
    async with open_api.socket(Cookie=cookie, Origin=ORIGIN) as socket:
        await socket.send(type="connection_init")
        assert (await socket.closed())[0] == 4403
    async with open_api.socket(Cookie=cookie, Origin=ORIGIN) as socket:
        await socket.init()
    with pytest.raises(InvalidStatus):
        async with open_api.socket(Origin="https://evil.example"):
            pass


async def test_api_keys(db: None, settings: Settings) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        key = await workspaces.create_key(api.actor, "ci")
        expired = await workspaces.create_key(api.actor, "old")
        await ApiKey.filter(id=expired.row.id).update(expires_at=expired.row.created_at)
        revoked = await workspaces.create_key(api.actor, "gone")
        await workspaces.revoke_key(api.actor, revoked.row.id)

        async def subject(**headers: str) -> str | None:
            response = await api.http.post("/graphql", json={"query": VIEWER}, headers=headers)
            return response.json()["data"]["viewer"]["subject"] if response.status_code == 200 else None

        assert await subject(authorization=f"Bearer {key.text}") == f"key:{key.row.prefix}"
        assert await subject(cookie=await _cookie(api, key.text)) == f"key:{key.row.prefix}"
        for text in (SECRET, expired.text, revoked.text, key.text[:-1], key.text + "x", "ck_"):
            assert await subject(authorization=f"Bearer {text}") is None
        assert (await ApiKey.get(id=key.row.id)).last_used_at is not None

        cookie = await _cookie(api, key.text)
        await workspaces.revoke_key(api.actor, key.row.id)
        assert await subject(cookie=cookie) is None


async def test_a_revoked_key_ends_what_is_open(db: None, settings: Settings) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        key = await workspaces.create_key(api.actor, "ci")
        other = await workspaces.create_key(api.actor, "other", now() + timedelta(hours=1))
        session = await make_session(api.actor, await make_agent(api.actor))
        variables: dict[str, object] = {"id": encode("Session", session.id)}
        cookie = await _cookie(api, key.text)
        async with (
            api.socket() as one,
            api.socket(Cookie=cookie, Origin=f"http://127.0.0.1:{api.port}") as two,
            api.socket() as idle,
            api.socket() as theirs,
        ):
            await one.init(key.text)
            await two.init(None)
            await idle.init(key.text)
            await theirs.init(other.text)
            for socket in (one, two, theirs):
                await socket.subscribe(UPDATED, variables)
                for _ in range(2):  # session started, query started
                    await socket.next()

            await workspaces.revoke_key(api.actor, key.row.id)
            assert await idle.closed() == (4403, "Forbidden")
            await make_pairs(api.actor, session, 3)

            for socket in (one, two):
                with pytest.raises(ConnectionClosed):
                    await socket.receive()
                assert await socket.closed() == (4403, "Forbidden")
            counts = [(await theirs.next())["data"]["sessionUpdated"]["pairCount"] for _ in range(3)]
            assert counts == [1, 2, 3]
            while api.endpoint.channels.subscribers > 1:  # noqa: ASYNC110  (nothing tells when it has cleaned up)
                await asyncio.sleep(0)

            await ApiKey.filter(id=other.row.id).update(expires_at=other.row.created_at)
            api.hub.resynchronise()  # nothing is announced by the end of a key's time, and it is asked every 3 s only
            await make_pairs(api.actor, session, 1, start=3)
            assert await theirs.closed() == (4403, "Forbidden")


async def test_a_revoked_key_ends_a_stream_over_sse(db: None, settings: Settings) -> None:
    async with serving(settings.model_copy(update={"auth": "keys"})) as api:
        key = await workspaces.create_key(api.actor, "ci")
        session = await make_session(api.actor, await make_agent(api.actor))
        body = {"query": UPDATED, "variables": {"id": encode("Session", session.id)}}
        headers = {"Authorization": f"Bearer {key.text}", "Accept": "text/event-stream"}
        async with api.http.stream("POST", "/graphql", json=body, headers=headers) as response:
            lines = response.aiter_lines()
            seen = [await anext(line async for line in lines if line.startswith("data:")) for _ in range(2)]
            await workspaces.revoke_key(api.actor, key.row.id)
            await make_pairs(api.actor, session, 1)
            rest = "".join([line async for line in lines])
        assert "SessionStartedEvent" in seen[0]
        assert "UNAUTHORIZED" in rest
        assert "PairSavedEvent" not in rest


async def test_a_key_is_kept_as_a_digest_only(api: Api) -> None:
    key = await workspaces.create_key(api.actor, "ci")

    row = (await ApiKey.all().values())[0]
    assert key.text not in str(row)
    assert len(row["digest"]) == 64


async def test_the_local_workspace_is_made_once(db: None) -> None:
    actors = await asyncio.gather(*(workspaces.local_actor() for _ in range(20)))

    assert len({actor.workspace_id for actor in actors}) == 1
    assert (await Workspace.all().count(), await Member.all().count()) == (1, 1)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5"])
def test_an_open_address_needs_keys(tmp_path: Path, host: str) -> None:
    settings = Settings(home=tmp_path, host=host, database_url="postgresql://x/y", redis_url="redis://x")

    with pytest.raises(Misconfigured, match="COACHABLE_AUTH=keys"):
        build(settings)
