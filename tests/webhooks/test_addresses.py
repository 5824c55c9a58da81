"""Webhooks lead to public addresses and nowhere else, unless the operator says so."""

import socket
import ssl
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.config import Settings
from app.errors import InvalidInput
from app.infra.posting import Poster
from app.webhooks.addresses import checked_url, refusal
from tests.tls import make_certificate
from tests.webhooks.receiver import Receiver, receiving

KEYS, LOCAL = Settings(auth="keys"), Settings(auth="local")
INNER = Settings(auth="keys", webhook_networks="10.1.0.0/16, fd00::5")
# fmt: off
FORBIDDEN = [
    "127.0.0.1", "127.8.9.1", "::1", "0.0.0.0", "::", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1",
]
# fmt: on
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_what_is_not_public_is_refused(address: str) -> None:
    said = refusal(address, KEYS)
    assert said == f"{address} is not a public address; COACHABLE_WEBHOOK_NETWORKS may allow it."


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_reached(address: str) -> None:
    assert refusal(address, KEYS) is None


def test_what_the_operator_allows_is_reached() -> None:
    assert [refusal(one, INNER) for one in ("10.1.2.3", "fd00::5", "::ffff:10.1.0.9")] == [None] * 3
    assert refusal("10.2.0.1", INNER) is not None
    assert [refusal(one, LOCAL) for one in ("127.0.0.1", "::1")] == [None, None]
    assert refusal("192.168.1.1", LOCAL) is not None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://hooks.example.com/", "hooks.example.com must be called over https."),
        ("ftp://hooks.example.com/", "hooks.example.com must be called over https."),
        ("http://127.0.0.1:9/", "127.0.0.1 must be called over https."),
        (
            "https://169.254.169.254/",
            "169.254.169.254 is not a public address; COACHABLE_WEBHOOK_NETWORKS may allow it.",
        ),
        ("https://[::1]/", "::1 is not a public address; COACHABLE_WEBHOOK_NETWORKS may allow it."),
        ("https://me:secret@example.com/", "Leave out user, password and what follows # in the address."),
        ("https://example.com/#a", "Leave out user, password and what follows # in the address."),
        ("", "'' is not an address such as https://hooks.example.com/coachable."),
        ("hooks", "'hooks' is not an address such as https://hooks.example.com/coachable."),
        ("https://[", "'https://[' is not an address such as https://hooks.example.com/coachable."),
        (
            "https://a:99999/",
            "'https://a:99999/' is not an address such as https://hooks.example.com/coachable.",
        ),
        ("https://a b/", "'https://a b/' is not an address such as https://hooks.example.com/coachable."),
    ],
)
def test_an_address_that_can_not_work_is_refused_at_once(url: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_url(url, KEYS)
    assert (refused.value.message, refused.value.field) == (said, "url")


def test_good_addresses_are_taken() -> None:
    assert (
        checked_url(" https://hooks.example.com:8443/a?b=c ", KEYS) == "https://hooks.example.com:8443/a?b=c"
    )
    for url in ("http://127.0.0.1:9/", "http://localhost/", "https://localhost/"):
        assert checked_url(url, LOCAL) == url


def resolves(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Every name leads there; which names were asked."""
    asked: list[str] = []

    def found(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


async def post(url: str, settings: Settings, within_s: float = 10.0) -> tuple[int | None, str | None]:
    poster = Poster()
    try:
        allowed = partial(refusal, settings=settings)
        return await poster.post(url, {"webhook-id": "msg_1"}, b"{}", refusal=allowed, within_s=within_s)
    finally:
        await poster.close()


async def test_the_address_that_was_looked_at_is_the_one_that_is_called(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere at the second look is looked up once."""
    asked = resolves(monkeypatch, "127.0.0.1")
    assert await post(f"http://hooks.example.com:{receiver.port}/hook", LOCAL) == (204, None)
    assert asked == ["hooks.example.com"]
    assert receiver.heard[0].headers["host"] == f"hooks.example.com:{receiver.port}"


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["127.0.0.1", "8.8.8.8"]])
async def test_a_name_that_leads_to_us_is_not_called(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    resolves(monkeypatch, *addresses)
    status, problem = await post(f"https://hooks.example.com:{receiver.port}/", KEYS)
    private = next(address for address in addresses if address != "8.8.8.8")
    assert (status, problem) == (None, refusal(private, KEYS))
    assert receiver.heard == []


async def test_redirects_are_not_followed(receiver: Receiver) -> None:
    async with receiving() as elsewhere:
        receiver.will_say(307, f"location: {elsewhere.url}")
        assert await post(receiver.url, LOCAL) == (307, None)
        assert elsewhere.heard == []


async def test_of_an_endless_answer_little_is_read(receiver: Receiver) -> None:
    receiver.answers.append(b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n" + b"x" * 100_000)
    assert await post(receiver.url, LOCAL) == (200, None)


async def test_who_does_not_answer_is_not_waited_for(receiver: Receiver) -> None:
    receiver.answers.append(b"")
    assert await post(receiver.url, LOCAL, within_s=0.2) == (None, "It did not answer within 0 s.")


async def test_why_nobody_was_reached_is_said_without_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving() as closed:
        pass
    assert await post(closed.url, LOCAL) == (None, "It could not be reached (ConnectError).")

    def fails(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    assert await post("https://nowhere.example/", KEYS) == (None, "Its name could not be resolved.")


async def test_the_certificate_has_to_be_that_of_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not of the address that is connected to."""
    certificate, key = make_certificate(tmp_path, "127.0.0.1")
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate, key)
    poster = Poster(ssl.create_default_context(cafile=str(certificate)))
    allowed = partial(refusal, settings=LOCAL)

    async def post_to(host: str, port: int) -> tuple[int | None, str | None]:
        return await poster.post(f"https://{host}:{port}/", {}, b"{}", refusal=allowed, within_s=10)

    async with receiving(theirs) as receiver:
        assert await post_to("127.0.0.1", receiver.port) == (204, None)
        resolves(monkeypatch, "127.0.0.1")
        assert await post_to("hooks.example.com", receiver.port) == (
            None,
            "It could not be reached (ConnectError).",
        )
        assert len(receiver.heard) == 1
    await poster.close()
