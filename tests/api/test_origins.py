"""Other pages' requests and foreign names: every way in, by HTTP, WebSocket and SSE, with the cookie of a browser."""

import asyncio

import pytest

from app.api.permissions import COOKIE
from app.models import Agent
from tests.api.conftest import SECRET, Api

CREATE = 'mutation { createAgent(input: {name: "A", description: "B"}) { __typename } }'
BODY = '{"query": "{ viewer { subject } }"}'
SOCKET = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"
)
WAYS = {
    "POST": f"POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}\r\n",
    "GET": "GET /graphql?query=%7Bviewer%7Bsubject%7D%7D HTTP/1.1\r\n",
    "SSE": f"POST /graphql HTTP/1.1\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\n",
    "socket": f"GET /graphql HTTP/1.1\r\n{SOCKET}",
    "/v1": "GET /v1/models HTTP/1.1\r\n",
    "export": "GET /agents/x/export HTTP/1.1\r\n",
}
LETS_IN = {"POST": 200, "GET": 200, "SSE": 200, "socket": 101, "/v1": 200, "export": 404}
FOREIGN_HOSTS = [
    "evil.example",
    "evil.example:{port}",
    "localhost.",
    "localhost.:{port}",
    "127.0.0.1.:{port}",
    "localhost.evil.example",
    "evil-localhost",
    "127.0.0.1@evil.example",
    "evil.example@127.0.0.1:{port}",
    "user:pass@localhost:{port}",
    "127.0.0.2",
    "127.1",
    "0.0.0.0:{port}",
    "2130706433",
    "0x7f000001",
    "[::]:{port}",
    "[::ffff:127.0.0.1]:{port}",
    "[::1",
    "::1",
    "[::1]evil.example",
    "",
    "*",
    "localhost, evil.example",
    "localhost/../evil",
    "local host",
    "evil.example\\x00.localhost",
    "xn--lcalhost-xl4c",
]
FOREIGN_ORIGINS = [
    "http://evil.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:{port}",
    "http://127.0.0.1:{port}.evil.example",
    "http://127.0.0.1:{port}@evil.example",
    "http://evil.example:{port}",
    "file://",
    "chrome-extension://abc",
    "http://[::1]:{port}",
    "",
    "http://127.0.0.1.:{port}",
]
OWN_HOSTS = ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "localhost", "LOCALHOST:{port}"]


@pytest.fixture
async def cookie(api: Api) -> str:
    response = await api.http.get("/login", params={"token": SECRET})
    return f"{COOKIE}={response.cookies[COOKIE]}"


async def status(api: Api, way: str, *headers: str) -> int:
    """Of one raw request with these header lines; 0 where the server closed without a word."""
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    lines = "".join(f"{header}\r\n" for header in headers)
    body = BODY if "Content-Length" in WAYS[way] else ""
    writer.write(f"{WAYS[way]}{lines}\r\n{body}".encode())
    try:
        line = await asyncio.wait_for(reader.readline(), 10)
    finally:
        writer.close()
    return int(line.split()[1]) if line else 0


@pytest.mark.parametrize("way", WAYS)
async def test_foreign_names_get_nothing(api: Api, cookie: str, way: str) -> None:
    for host in FOREIGN_HOSTS:
        named = host.format(port=api.port)
        assert await status(api, way, f"Host: {named}", f"Cookie: {cookie}") == 400, host
        # As the rebound page's own requests look.
        own = (f"Host: {named}", f"Origin: http://{named}", f"Cookie: {cookie}")
        assert await status(api, way, *own) == 400, host


@pytest.mark.parametrize("way", WAYS)
async def test_a_doubled_or_missing_host_gets_nothing(api: Api, cookie: str, way: str) -> None:
    own, foreign = f"Host: 127.0.0.1:{api.port}", "Host: evil.example"
    for hosts in ((own, foreign), (foreign, own), ()):
        assert await status(api, way, *hosts, f"Cookie: {cookie}") == 400


@pytest.mark.parametrize("way", WAYS)
async def test_own_names_are_let_in(api: Api, cookie: str, way: str) -> None:
    for host in OWN_HOSTS:
        named = host.format(port=api.port)
        assert await status(api, way, f"Host: {named}", f"Cookie: {cookie}") == LETS_IN[way], host
        own = (f"Host: {named}", f"Origin: http://{named.lower()}", f"Cookie: {cookie}")
        assert await status(api, way, *own) == LETS_IN[way], host


@pytest.mark.parametrize("way", WAYS)
async def test_a_cookie_does_not_count_on_other_pages(api: Api, cookie: str, way: str) -> None:
    for text in FOREIGN_ORIGINS:
        origin = f"Origin: {text.format(port=api.port)}"
        refused = await status(api, way, f"Host: 127.0.0.1:{api.port}", origin, f"Cookie: {cookie}")
        assert refused == (403 if way == "socket" else 401), text


@pytest.mark.parametrize("way", [way for way in WAYS if way != "socket"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_a_request_that_another_page_made_without_an_origin(
    api: Api, cookie: str, way: str, site: str
) -> None:
    """A picture, a form, a link: GET without Origin, and Sec-Fetch-Site says where from."""
    host = f"Host: 127.0.0.1:{api.port}"
    assert await status(api, way, host, f"Sec-Fetch-Site: {site}", f"Cookie: {cookie}") == 401


async def test_a_socket_of_another_page_without_an_origin_has_no_caller(api: Api, cookie: str) -> None:
    async with api.socket(Cookie=cookie, **{"Sec-Fetch-Site": "cross-site"}) as socket:
        await socket.send(type="connection_init", payload={})
        assert await socket.closed() == (4403, "Forbidden")


@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        "application/json",
    ],
)
async def test_forms_of_other_pages_change_nothing(api: Api, cookie: str, media_type: str) -> None:
    """What a form can send without being asked first, and JSON with it."""
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        for method, path in (("POST", "/graphql"), ("GET", f"/graphql?query={CREATE}")):
            response = await api.http.request(
                method,
                path,
                content='{"query": ' + f"{CREATE!r}".replace("'", '"', 1),
                headers={"cookie": cookie, "content-type": media_type, **headers},
            )
            assert response.status_code == 401
    assert await Agent.all().count() == 0
