"""Tokens of a sign-on provider: what counts, what does not, and how seldom the provider is asked."""

import asyncio
import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2
import pytest
from joserfc import jws, jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import Key, KeySet, RSAKey
from joserfc.registry import HeaderParameter

from app.config import Settings
from app.errors import Misconfigured, Unauthorized, Unavailable
from app.infra.oidc import kept
from app.infra.oidc.provider import checked_address, described
from app.infra.oidc.sign_on import SignOn, groups_of, problem
from tests.oidc_provider import CLIENT, KEYS, OidcProvider, providing

ADA = {"name": "Ada", "groups": ["coaches"]}
FORGED = RSAKey.generate_key(2048, {"kid": "rsa"})


@pytest.fixture(scope="module")
async def steady() -> AsyncIterator[OidcProvider]:
    """One for all tests that only ask it for tokens: a server takes 0.2 s to come and go."""
    async with providing(OidcProvider({"ada": ADA})) as provider:
        yield provider


@pytest.fixture(scope="module")
def steady_sign_on(steady: OidcProvider) -> SignOn:
    return SignOn(settings_for(steady.issuer))


@pytest.fixture
async def provider() -> AsyncIterator[OidcProvider]:
    async with providing(OidcProvider({"ada": ADA})) as provider:
        yield provider


@pytest.fixture
def sign_on(provider: OidcProvider) -> SignOn:
    return SignOn(settings_for(provider.issuer))


def settings_for(issuer: str, **changed: Any) -> Settings:
    return Settings(oidc_issuer=issuer, oidc_client_id=CLIENT, **changed)


def signed(header: dict[str, Any], claims: dict[str, Any], key: Key) -> str:
    """As an attacker would: by any algorithm, with any header."""
    extensions = {name: HeaderParameter("known to the one who signs", lambda _: None) for name in header}
    registry = jws.JWSRegistry(extensions, [header["alg"]], strict_check_header=False)
    return jws.serialize_compact(header, json.dumps(claims), key, registry=registry)


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def by_hand(header: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    return f"{encoded(header)}.{encoded(claims)}.{signature}"


def changed(token: str, **claims: Any) -> str:
    """The same signature under another payload."""
    header, payload, signature = token.split(".")
    before = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return f"{header}.{encoded(before | claims)}.{signature}"


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """For what is kept alone: the loop of the test goes by the same clock."""
    monkeypatch.setattr(kept, "monotonic", lambda: time.monotonic() + seconds)


def with_secret(algorithm: str, claims: dict[str, Any], secret: bytes, kid: str = "rsa") -> str:
    """joserfc itself refuses to take a public key for a secret."""
    signed = f"{encoded({'alg': algorithm, 'kid': kid})}.{encoded(claims)}"
    digest = hmac.digest(secret, signed.encode(), f"sha{algorithm[2:]}")
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


NOW = time.time
RS = {"alg": "RS256", "kid": "rsa"}
HOSTILE: dict[str, Callable[[OidcProvider], str]] = {
    "alg none": lambda p: by_hand({"alg": "none"}, p.claims("ada")),
    "alg None, a kid, a signature": lambda p: by_hand({"alg": "None", "kid": "rsa"}, p.claims("ada"), "AAAA"),
    "alg none of a signed token": lambda p: p.token("ada").rpartition(".")[0] + ".",
    "HS256 with the public key": lambda p: with_secret(
        "HS256", p.claims("ada"), KEYS["rsa"].as_pem(private=False)
    ),
    "HS512 with the public key": lambda p: with_secret(
        "HS512", p.claims("ada"), KEYS["rsa"].as_der(private=False)
    ),
    "HS256 with an EC key": lambda p: with_secret(
        "HS256", p.claims("ada"), KEYS["ec"].as_pem(private=False), "ec"
    ),
    "HS256 with nothing": lambda p: with_secret("HS256", p.claims("ada"), b""),
    "no alg": lambda p: by_hand({"kid": "rsa"}, p.claims("ada"), "AAAA"),
    "alg is a list": lambda p: by_hand({"alg": ["RS256"], "kid": "rsa"}, p.claims("ada"), "AAAA"),
    "wrong audience": lambda p: p.token("ada", aud="account"),
    "wrong audiences": lambda p: p.token("ada", aud=["account", CLIENT + "2"]),
    "no audience": lambda p: p.token("ada", aud=None),
    "audience is an object": lambda p: p.token("ada", aud={CLIENT: True}),
    "wrong issuer": lambda p: p.token("ada", iss="https://accounts.example.com"),
    "issuer with a slash": lambda p: p.token("ada", iss=p.issuer + "/"),
    "no issuer": lambda p: p.token("ada", iss=None),
    "expired": lambda p: p.token("ada", exp=int(NOW()) - 1),
    "no exp": lambda p: p.token("ada", exp=None),
    "exp is text": lambda p: p.token("ada", exp="4000000000"),
    "exp is true": lambda p: p.token("ada", exp=True),
    "exp is no number": lambda p: signed(RS, p.claims("ada", exp=float("nan")), KEYS["rsa"]),
    "exp is endless": lambda p: signed(RS, p.claims("ada", exp=float("inf")), KEYS["rsa"]),
    "exp beyond all years": lambda p: p.token("ada", exp=10**18),
    "nbf in the future": lambda p: p.token("ada", nbf=int(NOW()) + 120),
    "issued in the future": lambda p: p.token("ada", iat=int(NOW()) + 120),
    "no iat": lambda p: p.token("ada", iat=None),
    "no subject": lambda p: p.token("ada", sub=None),
    "empty subject": lambda p: p.token("ada", sub=""),
    "subject is a number": lambda p: p.token("ada", sub=7),
    "unknown kid": lambda p: signed(RS | {"kid": "new"}, p.claims("ada"), FORGED),
    "another key under a known kid": lambda p: signed(RS, p.claims("ada"), FORGED),
    "no kid among several keys": lambda p: signed({"alg": "RS256"}, p.claims("ada"), KEYS["rsa"]),
    "kid is a number": lambda p: by_hand(RS | {"kid": 1}, p.claims("ada"), "AAAA"),
    "jku": lambda p: signed(RS | {"kid": "evil", "jku": f"{p.issuer}/evil"}, p.claims("ada"), FORGED),
    "jku under a known kid": lambda p: signed(RS | {"jku": f"{p.issuer}/evil"}, p.claims("ada"), FORGED),
    "x5u": lambda p: signed(RS | {"x5u": f"{p.issuer}/evil"}, p.claims("ada"), FORGED),
    "jwk": lambda p: signed(RS | {"jwk": FORGED.as_dict(private=False)}, p.claims("ada"), FORGED),
    "x5c": lambda p: signed(RS | {"x5c": ["MIIB"]}, p.claims("ada"), FORGED),
    "typ of a logout token": lambda p: signed(RS | {"typ": "logout+jwt"}, p.claims("ada"), KEYS["rsa"]),
    "typ of a DPoP proof": lambda p: signed(RS | {"typ": "dpop+jwt"}, p.claims("ada"), KEYS["rsa"]),
    "typ is a number": lambda p: by_hand(RS | {"typ": 1}, p.claims("ada"), "AAAA"),
    "an EC key for RS256": lambda p: by_hand(
        RS | {"kid": "ec"}, p.claims("ada"), p.token("ada").rsplit(".")[2]
    ),
    "an RSA key for ES256": lambda p: by_hand(RS | {"alg": "ES256"}, p.claims("ada"), "A" * 86),
    "PS256 with a key for RS256": lambda p: signed(
        RS | {"alg": "PS256"}, p.claims("ada"), unbound(KEYS["rsa"])
    ),
    "another subject under the signature": lambda p: changed(p.token("ada"), sub="admin"),
    "more groups under the signature": lambda p: changed(p.token("ada"), groups=["admins"]),
    "cut signature": lambda p: p.token("ada")[:-4],
    "crit": lambda p: signed(RS | {"crit": ["exp"], "exp": 1}, p.claims("ada"), KEYS["rsa"]),
    "payload not encoded": lambda p: signed(
        RS | {"b64": True, "crit": ["b64"]}, p.claims("ada"), KEYS["rsa"]
    ),
    "payload is a list": lambda p: jws.serialize_compact(RS, "[]", KEYS["rsa"]),
    "payload is not valid JSON": lambda p: jws.serialize_compact(RS, "{", KEYS["rsa"]),
    "deep payload": lambda p: jws.serialize_compact(RS, "[" * 100_000, KEYS["rsa"]),
    "encrypted": lambda p: p.token("ada") + ".x.y",
    "three points": lambda p: "eyJ..",
    "no ASCII": lambda p: "eyJü.ü.ü",
    "half a character": lambda p: "eyJ\ud800.a.b",
}


def unbound(key: Key) -> Key:
    """The same numbers without the algorithm that they are published for."""
    return RSAKey.import_key({k: v for k, v in key.as_dict(private=True).items() if k != "alg"})


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_token_counts_for_nothing(
    name: str, steady: OidcProvider, steady_sign_on: SignOn
) -> None:
    await steady_sign_on.identity(steady.token("ada"))  # the same with nothing wrong
    fetched = len(steady.fetches)
    with pytest.raises(Unauthorized) as refused:
        await steady_sign_on.identity(HOSTILE[name](steady))
    assert refused.value.message == "This sign-on token is not valid here, or has ended: sign in again."
    assert steady.fetches[fetched:] == []


@pytest.mark.parametrize(
    ("key", "alg"), [("rsa", "RS256"), ("pss", "PS256"), ("pss", "RS512"), ("ec", "ES256"), ("ed", "Ed25519")]
)
async def test_each_kind_of_signature_is_read(key: str, alg: str, steady: OidcProvider) -> None:
    token = steady.token("ada", KEYS[key], alg, aud=["account", CLIENT], nbf=int(time.time()) + 10)
    found = await SignOn(settings_for(steady.issuer)).identity(token)
    assert (found.issuer, found.subject, found.name) == (steady.issuer, "ada", "Ada")
    assert found.groups == {"coaches"}
    assert found.expires_at.timestamp() - found.issued_at.timestamp() == steady.lifetime_s


async def test_a_token_for_programs_names_its_own_audience(steady: OidcProvider) -> None:
    sign_on = SignOn(settings_for(steady.issuer, oidc_audiences=("api://coachable", "another")))
    token = jwt.encode(
        {"alg": "RS256", "kid": "rsa", "typ": "at+jwt"}, steady.claims("ada", aud="another"), KEYS["rsa"]
    )
    assert (await sign_on.identity(token)).subject == "ada"
    with pytest.raises(Unauthorized):
        await sign_on.identity(steady.token("ada"))


@pytest.mark.slow
async def test_a_flood_of_unknown_keys_asks_the_provider_once_in_30_s(
    provider: OidcProvider, sign_on: SignOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def flood(size: int) -> None:
        tokens = [signed(RS | {"kid": f"k{n}"}, provider.claims("ada"), FORGED) for n in range(size)]
        answers = await asyncio.gather(*map(sign_on.identity, tokens), return_exceptions=True)
        assert {type(answer) for answer in answers} == {Unauthorized}

    await flood(100)
    assert sorted(provider.fetches) == ["/.well-known/openid-configuration", "/keys"]
    new = RSAKey.generate_key(2048, {"kid": "new"})
    provider.published += KeySet([new]).as_dict()["keys"]
    await flood(100)
    assert provider.fetches.count("/keys") == 1

    later(monkeypatch, kept.EVERY_S)
    await flood(100)
    assert provider.fetches.count("/keys") == 2
    assert (await sign_on.identity(provider.token("ada", new))).subject == "ada"  # and the new key is known


async def test_a_key_that_is_taken_back_counts_no_more(
    provider: OidcProvider, sign_on: SignOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = provider.token("ada", KEYS["pss"])
    await sign_on.identity(token)
    provider.published = KeySet([KEYS["rsa"]]).as_dict()["keys"]
    later(monkeypatch, 301)
    await sign_on.identity(token)  # the keys are fetched anew beside it
    await sign_on._provider._keys._trying  # type: ignore[misc]
    with pytest.raises(Unauthorized):
        await sign_on.identity(token)


async def test_while_the_provider_is_away_its_keys_go_on_for_a_day(
    provider: OidcProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with providing(OidcProvider({"ada": ADA})) as away:
        sign_on = SignOn(settings_for(away.issuer))
        token = away.token("ada", exp=int(time.time()) + 200_000)
        await sign_on.identity(token)
    later(monkeypatch, 23 * 3600)
    assert (await sign_on.identity(token)).subject == "ada"
    await sign_on._provider._keys._trying  # type: ignore[misc]
    later(monkeypatch, 25 * 3600)
    with pytest.raises(Unavailable, match="try again in a minute"):
        await sign_on.identity(token)


async def test_one_who_hangs_up_ends_nothing_for_the_others(provider: OidcProvider, sign_on: SignOn) -> None:
    first, second = (asyncio.create_task(sign_on.identity(provider.token("ada"))) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).subject == "ada"
    assert first.cancelled()


async def test_keys_that_are_of_no_use_are_left_out(provider: OidcProvider, sign_on: SignOn) -> None:
    with pytest.warns(SecurityWarning):
        short = RSAKey.generate_key(1024, {"kid": "short"})
    provider.published = [
        {"kty": "oct", "kid": "rsa", "k": "c2VjcmV0"},
        {"kty": "AKP", "kid": "later"},
        {"kty": "RSA", "kid": "rsa"},
        {"kty": "EC", "kid": "rsa", "crv": "P-256", "x": "AA", "y": "AA"},
        {**KEYS["rsa"].as_dict(private=False), "use": "enc"},
        short.as_dict(private=False),
        "nonsense",  # type: ignore[list-item]
        KEYS["ec"].as_dict(private=False),
    ]
    for token in (provider.token("ada"), provider.token("ada", short)):
        with pytest.raises(Unauthorized):
            await sign_on.identity(token)
    with pytest.raises(Unauthorized):
        await sign_on.identity(with_secret("HS256", provider.claims("ada"), b"secret"))
    assert (await sign_on.identity(provider.token("ada", KEYS["ec"], "ES256"))).subject == "ada"


@pytest.mark.slow
async def test_doctor_is_told_what_is_wrong_with_the_provider(
    provider: OidcProvider, sign_on: SignOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await problem(settings_for(provider.issuer)) is None
    assert await problem(Settings(oidc_issuer=provider.issuer)) == (
        "Sign-on needs both COACHABLE_OIDC_ISSUER and COACHABLE_OIDC_CLIENT_ID."
    )
    url = f"{provider.issuer}/.well-known/openid-configuration"
    with_slash = await problem(settings_for(provider.issuer + "/"))
    assert (
        with_slash == f"{url} belongs to the issuer {provider.issuer!r}: set COACHABLE_OIDC_ISSUER to that."
    )
    nowhere = await problem(settings_for(f"{provider.issuer}/realms/none"))
    assert nowhere is not None
    assert "404 Not Found" in nowhere
    assert await problem(settings_for("http://sso.example.com")) == (
        "COACHABLE_OIDC_ISSUER is 'http://sso.example.com', and has to begin with https://."
    )
    provider.issuer = "http://127.0.0.1:9"
    assert "does not answer" in str(await problem(settings_for("http://127.0.0.1:9")))


async def test_an_endpoint_without_tls_is_refused() -> None:
    for url in ("http://sso.example.com/keys", "file:///etc/passwd", "", "https:"[:4]):
        with pytest.raises(Misconfigured):
            checked_address(url, "jwks_uri")
    async with providing(OidcProvider({})) as provider:
        provider.issuer = provider.issuer.replace("127.0.0.1", "localhost")
        assert (
            await described(provider.issuer, httpx2.create_ssl_context())
        ).jwks_uri == f"{provider.issuer}/keys"


@pytest.mark.parametrize(
    ("claims", "claim", "groups"),
    [
        ({"groups": ["a", "b", 3, None]}, "groups", {"a", "b"}),
        ({"groups": []}, "groups", set()),
        ({}, "groups", None),
        ({"groups": {"a": 1}}, "groups", None),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", {"a"}),
        ({"realm_access": ["roles"]}, "realm_access.roles", None),
        ({"https://example.com/groups": ["a"]}, "https://example.com/groups", {"a"}),
        ({"hd": "example.com"}, "hd", {"example.com"}),
        ({"email": "ada@example.com", "email_verified": True}, "email", {"ada@example.com"}),
        ({"email": "ada@example.com", "email_verified": "true"}, "email", None),
        ({"email": "ada@example.com"}, "email", None),
    ],
)
def test_groups_of_a_token(claims: dict[str, Any], claim: str, groups: set[str] | None) -> None:
    assert groups_of(claims, claim) == groups


async def test_a_name_is_one_line_of_what_can_be_shown(steady: OidcProvider) -> None:
    sign_on = SignOn(settings_for(steady.issuer))
    odd = steady.claims("ada", name="  Ada\u202e\x00\n\ud800Lovelace " + "x" * 200)
    found = await sign_on.identity(signed(RS, odd, KEYS["rsa"]))
    assert found.name.startswith("AdaLovelace x")
    assert (len(found.name), found.name.isprintable()) == (100, True)
    assert (
        await sign_on.identity(steady.token("ada", name=7, email="ada@example.com"))
    ).name == "ada@example.com"
