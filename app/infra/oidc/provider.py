"""The sign-on provider as it describes itself (OpenID Connect Discovery 1.0) and its public keys (RFC 7517)."""

import asyncio
import json
import ssl
import warnings
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx2
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import JWKRegistry, Key, KeySet, OctKey, RSAKey

from app.config import LOOPBACK
from app.errors import Misconfigured, Unavailable
from app.infra.oidc.kept import Kept

DESCRIBED_FOR_S = 3600.0
KEYS_FOR_S = 300.0
TIMEOUT_S = 5.0  # without a byte
WITHIN_S = 10.0  # all of a document
MOST_BYTES = 1 << 20
RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class Metadata:
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    secret_in_body: bool  # the token endpoint knows client_secret_post and not client_secret_basic


class Provider:
    """`tls`: made once, as reading the certificates holds up the loop for a tenth of a second."""

    def __init__(self, issuer: str, tls: ssl.SSLContext) -> None:
        self.issuer = issuer
        self._tls = tls
        self._metadata = Kept("discovery", lambda: described(issuer, tls), DESCRIBED_FOR_S)
        self._keys = Kept("keys", self._fetch_keys, KEYS_FOR_S)

    async def metadata(self) -> Metadata:
        """Raises Unavailable."""
        return await self._metadata.get()

    async def keys(self, kid: str | None) -> KeySet:
        """With the key `kid` where the provider has it, as far as that may be asked. Raises Unavailable."""
        return await self._keys.get(lambda keys: kid is None or any(key.kid == kid for key in keys))

    async def _fetch_keys(self) -> KeySet:
        return _usable(await _document((await self.metadata()).jwks_uri, self._tls))


async def described(issuer: str, tls: ssl.SSLContext) -> Metadata:
    """Raises Unavailable where nothing answers, Misconfigured where something else does."""
    url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    found = await _document(url, tls)
    if (named := found.get("issuer")) != issuer:
        raise Misconfigured(f"{url} belongs to the issuer {named!r}: set COACHABLE_OIDC_ISSUER to that.")
    endpoints = {
        name: _endpoint(found, name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    }
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    secret_in_body = "client_secret_basic" not in methods and "client_secret_post" in methods
    return Metadata(**endpoints, secret_in_body=secret_in_body)


def checked_address(url: str, name: str) -> str:
    """Raises Misconfigured: anyone who can read or alter the traffic could sign in as anyone else."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url
    raise Misconfigured(f"{name} is {url!r}, and has to begin with https://.")


def _endpoint(found: dict[str, Any], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str):
        raise Misconfigured(f"The discovery document of the sign-on provider lacks {name}.")
    return checked_address(value, f"{name} of the sign-on provider")


async def _document(url: str, tls: ssl.SSLContext) -> dict[str, Any]:
    try:
        async with (
            asyncio.timeout(WITHIN_S),
            httpx2.AsyncClient(timeout=TIMEOUT_S, verify=tls) as client,
            client.stream("GET", url) as answer,
        ):
            answer.raise_for_status()
            body = b""
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise Misconfigured(f"{url} holds more than {MOST_BYTES >> 20} MiB.")
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
        raise Unavailable(f"{url} does not answer ({error or type(error).__name__}).") from error
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Misconfigured(f"{url} is not JSON.") from error
    if not isinstance(found, dict):
        raise Misconfigured(f"{url} is not a JSON object.")
    return found


def _usable(found: dict[str, Any]) -> KeySet:
    """Public keys for signatures. Others are left out, never a reason to refuse those beside them."""
    entries = found.get("keys")
    keys = [key for entry in entries if (key := _key(entry)) is not None] if isinstance(entries, list) else []
    if not keys:
        raise Misconfigured("The sign-on provider publishes no key that can be used.")
    return KeySet(keys)


def _key(entry: object) -> Key | None:
    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # short keys are refused below
            key = JWKRegistry.import_key(entry)
            short = isinstance(key, RSAKey) and key.raw_value.key_size < RSA_BITS
            key.ensure_kid()
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return None if short or isinstance(key, OctKey) else key
