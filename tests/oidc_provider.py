"""A small OpenID Connect provider for tests: discovery, keys, authorization code flow with PKCE, signed tokens.

It is as strict as real ones are (exact redirect address, a code works once and only with its verifier, the client's
secret), so that it is proven here what is sent to them. Run as a process of its own, it signs people in by a page.
"""

import asyncio
import base64
import hashlib
import html
import json
import secrets
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet, OKPKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "coachable-test", "the-secret-of-the-client:+/"
KEYS: dict[str, Key] = {
    "rsa": RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig", "alg": "RS256"}),
    "pss": RSAKey.generate_key(2048, {"kid": "pss"}),
    "ec": ECKey.generate_key("P-256", {"kid": "ec"}),
    "ed": OKPKey.generate_key("Ed25519", {"kid": "ed"}),
}


@dataclass
class Code:
    person: str
    redirect_uri: str
    challenge: str
    nonce: str | None


@dataclass
class OidcProvider:
    people: dict[str, dict[str, Any]]  # claims beside `sub`, which is the name
    issuer: str = ""
    lifetime_s: int = 300
    published: list[dict[str, Any]] = field(
        default_factory=lambda: KeySet([*KEYS.values()]).as_dict()["keys"]
    )
    fetches: list[str] = field(default_factory=list)  # paths of documents that were asked for
    id_token: dict[str, Any] = field(default_factory=dict)  # claims that the next ID tokens have instead
    codes: dict[str, Code] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def claims(self, person: str, **changed: Any) -> dict[str, Any]:
        """Of a token for `person`; a change to None leaves the claim out."""
        moment = int(time.time())
        claims = (
            {
                "iss": self.issuer,
                "sub": person,
                "aud": CLIENT,
                "iat": moment,
                "exp": moment + self.lifetime_s,
            }
            | self.people[person]
            | changed
        )
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, person: str, key: Key = KEYS["rsa"], alg: str = "RS256", **changed: Any) -> str:
        header = {"alg": alg, "kid": key.kid}
        return jwt.encode(header, self.claims(person, **changed), key, algorithms=[alg])

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
            ]
        )

    async def _discovery(self, request: Request) -> Response:
        self.fetches.append(request.url.path)
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            }
        )

    async def _keys(self, request: Request) -> Response:
        self.fetches.append(request.url.path)
        return JSONResponse({"keys": self.published})

    async def _authorize(self, request: Request) -> Response:
        asked = request.query_params
        expected = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(asked.get(name) != value for name, value in expected.items()):
            return HTMLResponse("This request is not one of a known client.", 400)
        if "openid" not in asked["scope"].split() or len(asked.get("code_challenge", "")) != 43:
            return HTMLResponse("This request lacks the scope openid, or its challenge.", 400)
        if not asked["redirect_uri"].endswith("/login/oidc/callback"):
            return HTMLResponse("This address is not registered.", 400)
        if (person := asked.get("as")) is None:
            links = "".join(
                f'<p><a href="{html.escape(f"{request.url}&as={name}")}">{name}</a>' for name in self.people
            )
            return HTMLResponse(f"<!doctype html><title>Who are you?</title><h1>Who are you?</h1>{links}")
        code = secrets.token_urlsafe(16)
        self.codes[code] = Code(person, asked["redirect_uri"], asked["code_challenge"], asked.get("nonce"))
        answer = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return RedirectResponse(f"{asked['redirect_uri']}?{answer}", 303)

    async def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        if not _is_the_client(request.headers.get("authorization", "")):
            return self._refusal("invalid_client", 401)
        code = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if form.get("grant_type") != "authorization_code" or code is None:
            return self._refusal("invalid_grant")
        if (code.redirect_uri, code.challenge) != (form.get("redirect_uri"), challenge):
            return self._refusal("invalid_grant")
        token = self.token(code.person, **({"nonce": code.nonce} | self.id_token))
        return JSONResponse({"access_token": "opaque", "token_type": "Bearer", "id_token": token})

    def _refusal(self, error: str, status: int = 400) -> Response:
        self.refused.append(error)
        return JSONResponse({"error": error}, status)


def _is_the_client(authorization: str) -> bool:
    """RFC 6749, 2.3.1: both parts are form-encoded before they are joined."""
    kind, _, encoded = authorization.partition(" ")
    client, _, secret = base64.b64decode(encoded).decode().partition(":")
    return (kind, unquote(client), unquote(secret)) == ("Basic", CLIENT, SECRET)


@asynccontextmanager
async def providing(provider: OidcProvider, port: int = 0) -> AsyncIterator[OidcProvider]:
    """Served on a port of its own by the loop of the test, over real HTTP."""
    server = _server(provider, port)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn offers no event)
        await asyncio.sleep(0)
    provider.issuer = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        server.should_exit = True
        await serving


def _server(provider: OidcProvider, port: int) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(provider.app(), host="127.0.0.1", port=port, log_config=None, access_log=False)
    )


def main(arguments: Sequence[str]) -> None:
    port, people = int(arguments[0]), json.loads(arguments[1])
    _server(OidcProvider(people, f"http://127.0.0.1:{port}"), port).run()


if __name__ == "__main__":
    main(sys.argv[1:])
