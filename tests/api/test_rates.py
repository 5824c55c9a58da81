"""Too many requests: refused with a code and the time to come back, at every door, and nothing was done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from app.api.ids import encode
from app.api.rates import address_of
from app.config import Settings
from app.limits import RATES, Rate
from app.models import Agent
from app.workspaces import service as workspaces
from tests.api.conftest import BEARER, SECRET, Api, serving
from tests.factories import make_agent

VIEWER = "{ viewer { subject } }"
CREATE = 'mutation { createAgent(input: {name: "A", description: "B"}) { __typename } }'


@asynccontextmanager
async def limited(settings: Settings, auth: str = "local", **rates: Rate) -> AsyncIterator[Api]:
    named = {name.replace("_", "-"): rate for name, rate in rates.items()}
    async with serving(settings.model_copy(update={"rate_limits": {**RATES, **named}, "auth": auth})) as api:
        yield api


def waits(response: httpx.Response) -> int:
    assert response.status_code == 429
    seconds = int(response.headers["retry-after"])
    assert 1 <= seconds <= 60
    return seconds


async def test_an_operation_too_many_over_http(db: None, settings: Settings) -> None:
    async with limited(settings, operations=Rate(2, 60)) as api:
        for _ in range(2):
            await api.data(VIEWER)
        refused = await api.http.post("/graphql", json={"query": CREATE}, headers=BEARER)
        stream = await api.http.post(
            "/graphql", json={"query": CREATE}, headers=BEARER | {"accept": "text/event-stream"}
        )
        seconds = waits(refused)
        waits(stream)
        assert refused.json() == {
            "errors": [
                {
                    "message": f"Too many requests: at most 2 operations a minute. Try again in {seconds} s.",
                    "extensions": {"code": "RATE_LIMITED", "retryAfter": seconds},
                }
            ]
        }
        assert refused.headers["content-security-policy"]
        assert await Agent.all().count() == 0


async def test_an_operation_too_many_on_a_socket_leaves_the_others(db: None, settings: Settings) -> None:
    async with limited(settings, operations=Rate(2, 60)) as api, api.socket() as socket:
        await socket.init()
        for id in ("a", "b"):
            await socket.subscribe(VIEWER, id=id)
            await socket.next(id)
            assert await socket.receive() == {"id": id, "type": "complete"}
        await socket.subscribe(CREATE, id="c")
        message = await socket.receive()
        assert (message["id"], message["type"]) == ("c", "error")
        assert message["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        await socket.send(type="ping")
        assert (await socket.receive())["type"] == "pong"
        assert await Agent.all().count() == 0


async def test_each_key_has_its_own_count(db: None, settings: Settings) -> None:
    async with limited(settings, auth="keys", operations=Rate(1, 60)) as api:
        keys = [(await workspaces.create_key(api.actor, name)).text for name in ("one", "two")]
        statuses = [
            (
                await api.http.post(
                    "/graphql", json={"query": VIEWER}, headers={"authorization": f"Bearer {key}"}
                )
            ).status_code
            for key in (*keys, *keys)
        ]
        assert statuses == [200, 200, 429, 429]


async def test_openai_clients_get_their_own_words(db: None, settings: Settings) -> None:
    async with limited(settings, replies=Rate(1, 60)) as api:
        assert (await api.http.get("/v1/models", headers=BEARER)).status_code == 200
        refused = await api.http.post("/v1/chat/completions", json={}, headers=BEARER)
        seconds = waits(refused)
        assert refused.json()["error"] == {
            "message": f"Too many requests: at most 1 replies a minute. Try again in {seconds} s.",
            "type": "rate_limit_error",
            "code": "rate_limit_exceeded",
            "param": None,
        }


async def test_downloads(db: None, settings: Settings) -> None:
    async with limited(settings, downloads=Rate(1, 60)) as api:
        where = f"/agents/{encode('Agent', (await make_agent(api.actor)).id)}/export"
        assert (await api.http.get(where, headers=BEARER)).status_code == 200
        refused = await api.http.get(where, headers=BEARER)
        assert refused.text == (
            f"Too many requests: at most 1 downloads a minute. Try again in {waits(refused)} s."
        )


async def test_tries_to_sign_in(db: None, settings: Settings) -> None:
    async with limited(settings, sign_in=Rate(2, 60)) as api:
        for token, status in (("wrong", 401), (SECRET, 303)):
            assert (await api.http.get("/login", params={"token": token})).status_code == status
        refused = await api.http.get("/login", params={"token": SECRET})
        waits(refused)
        assert "set-cookie" not in refused.headers
        await api.data(VIEWER)  # who is signed in goes on


async def test_tries_to_sign_on_at_a_provider_count_as_well(db: None, settings: Settings) -> None:
    provider = {"oidc_issuer": "http://127.0.0.1:9", "oidc_client_id": "coachable", "auth": "keys"}
    async with limited(settings.model_copy(update=provider), sign_in=Rate(2, 60), auth="keys") as api:
        begun = [(await api.http.get(path)).status_code for path in ("/login/oidc", "/login/oidc/callback")]
        assert begun == [503, 401]
        for path in ("/login/oidc", "/login/oidc/callback", "/login"):
            waits(await api.http.get(path))
        assert (await api.http.get("/login/options")).status_code == 200


async def test_an_address_is_counted_before_it_is_asked_who_it_is(db: None, settings: Settings) -> None:
    async with limited(settings, address=Rate(3, 60)) as api:
        for path in ("/graphql", "/v1/models", "/agents/x/export"):
            assert (await api.http.get(path)).status_code == 401
        for path in ("/graphql", "/v1/models", "/agents/x/export", "/login", "/metrics"):
            waits(await api.http.get(path, headers=BEARER))
        for path in ("/", "/healthz", "/readyz"):
            assert (await api.http.get(path)).status_code == 200
        reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
        writer.write(
            f"GET /graphql HTTP/1.1\r\nHost: 127.0.0.1:{api.port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n".encode()
        )
        answer = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)).lower()
        writer.close()
        assert answer.startswith(b"http/1.1 429 ")
        assert b"retry-after: " in answer


async def test_forwarded_addresses_count_from_trusted_proxies_only(db: None, settings: Settings) -> None:
    async def statuses(proxies: tuple[str, ...]) -> list[int]:
        changed = settings.model_copy(
            update={"rate_limits": RATES | {"address": Rate(1, 60)}, "trusted_proxies": proxies}
        )
        async with serving(changed) as api:
            return [
                (await api.http.get("/graphql", headers={"x-forwarded-for": forwarded})).status_code
                for forwarded in ("203.0.113.1", "203.0.113.2", "203.0.113.1", "203.0.113.9, 203.0.113.2")
            ]

    assert await statuses(()) == [401, 429, 429, 429]
    assert await statuses(("127.0.0.1",)) == [401, 401, 429, 429]


@pytest.mark.parametrize(
    ("client", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unix:", "unix:"),
    ],
)
def test_what_counts_as_one_address(client: str, address: str) -> None:
    assert address_of({"client": (client, 1)}) == address
    assert address_of({"client": None}) == ""
