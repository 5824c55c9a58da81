"""`/login/oidc`: the browser signs on at the provider and comes back with a code to `/login/oidc/callback`.
Parameters: `return`, a path of the page, and `workspace`, a name, for who belongs to several.

One cookie remembers the attempt between the two, so that no one can make a browser finish an attempt that it did not
begin. It holds no secret: nonce and PKCE verifier are made of its state and the secret of the server.
"""

import base64
import hashlib
import hmac
import secrets
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from app.api.login import sign_in
from app.api.permissions import Gate
from app.api.rates import SIGN_IN, Rates, address_of
from app.errors import AppError, Unauthorized, Unavailable
from app.infra.oidc.sign_on import START_AGAIN, Attempt, SignOn
from app.workspaces import service as workspaces

START, CALLBACK = "/login/oidc", "/login/oidc/callback"
COOKIE = "coachable-sign-on"
VALID_S = 600  # for a password, a second factor, and a mail that is looked for
NO_STORE = {"Cache-Control": "no-store"}


class SignOnRoutes:
    def __init__(self, gate: Gate, rates: Rates) -> None:
        self._gate, self._rates = gate, rates

    def routes(self) -> list[Route]:
        options = Route("/login/options", self.options, methods=["GET"])
        if self._gate.sign_on is None:
            return [options]
        return [
            options,
            Route(START, self.start, methods=["GET"]),
            Route(CALLBACK, self.callback, methods=["GET"]),
        ]

    async def options(self, _request: Request) -> Response:
        """What the page offers to people who are signed out."""
        on = self._gate.sign_on
        return JSONResponse({"oidc": {"name": on.name, "path": START} if on else None}, headers=NO_STORE)

    async def start(self, request: Request) -> Response:
        await self._rates.count(SIGN_IN, address_of(request.scope))
        state = secrets.token_urlsafe(32)
        try:
            address = await self._sign_on.address(self._attempt(request, state))
        except Unavailable as error:
            return PlainTextResponse(error.message, 503, NO_STORE)
        asked = request.query_params
        back = inside(asked.get("return"))
        workspace = "".join(filter(str.isprintable, asked.get("workspace", "")))[: workspaces.NAME_LENGTH]
        body = f"{state}.{int(time.time()) + VALID_S}.{_packed(back)}.{_packed(workspace)}"
        response = RedirectResponse(address, 303, NO_STORE)
        # Lax, as the provider sends the browser back here; it goes to the callback alone.
        response.set_cookie(
            COOKIE,
            f"{body}.{self._gate.signature('sign-on', body).hex()}",
            max_age=VALID_S,
            path=CALLBACK,
            secure=self._is_secure(request),
            httponly=True,
            samesite="lax",
        )
        return response

    async def callback(self, request: Request) -> Response:
        await self._rates.count(SIGN_IN, address_of(request.scope))
        try:
            response = await self._finished(request)
        except Unavailable as error:
            response = PlainTextResponse(error.message, 503, NO_STORE)
        except AppError as error:
            response = PlainTextResponse(error.message, 401, NO_STORE)
        response.delete_cookie(COOKIE, path=CALLBACK, httponly=True, samesite="lax")
        return response

    async def _finished(self, request: Request) -> Response:
        state, until, back, workspace = self._begun(request)
        answer = request.query_params
        if not hmac.compare_digest(answer.get("state", "").encode("utf-8", "replace"), state.encode()):
            raise Unauthorized(START_AGAIN)
        # Once, so that an address out of a history or a log finishes nothing, whatever the provider makes of its code.
        if not await workspaces.use_link(hashlib.sha256(f"sign-on:{state}".encode()).hexdigest(), until):
            raise Unauthorized(START_AGAIN)
        if "code" not in answer:
            raise Unauthorized(
                f"The provider did not sign you on ({answer.get('error', 'no reason')[:100]})."
            )
        identity = await self._sign_on.finish(self._attempt(request, state), answer["code"])
        cookie = await self._gate.cookie_of(identity, workspace)
        response = RedirectResponse(back, 303, NO_STORE)
        seconds = int(identity.expires_at.timestamp() - time.time())
        sign_in(response, cookie, seconds, secure=self._is_secure(request))
        return response

    def _begun(self, request: Request) -> tuple[str, datetime, str, str | None]:
        """State, end, way back and workspace of the attempt that this browser began. Raises Unauthorized."""
        body, _, signature = request.cookies.get(COOKIE, "").rpartition(".")
        expected = self._gate.signature("sign-on", body).hex()
        if not hmac.compare_digest(signature.encode("utf-8", "replace"), expected.encode()):
            raise Unauthorized(START_AGAIN)
        state, until, back, workspace = body.split(".")
        if int(until) <= time.time():
            raise Unauthorized(START_AGAIN)
        return (
            state,
            datetime.fromtimestamp(int(until), UTC),
            inside(_unpacked(back)),
            _unpacked(workspace) or None,
        )

    def _attempt(self, request: Request, state: str) -> Attempt:
        base = self._gate.settings.public_url or f"{request.url.scheme}://{request.url.netloc}"
        return Attempt(
            redirect_uri=base.rstrip("/") + CALLBACK,
            state=state,
            nonce=self._derived("nonce", state),
            verifier=self._derived("verifier", state),
        )

    def _derived(self, purpose: str, state: str) -> str:
        """43 characters, as RFC 7636 asks of a verifier."""
        return base64.urlsafe_b64encode(self._gate.signature(purpose, state)).decode().rstrip("=")

    def _is_secure(self, request: Request) -> bool:
        return urlsplit(self._gate.settings.public_url or str(request.url)).scheme == "https"

    @property
    def _sign_on(self) -> SignOn:
        assert self._gate.sign_on is not None
        return self._gate.sign_on


def inside(path: str | None) -> str:
    """`path` where it leads to a place of this page, or else the start. Browsers read `\\` as `/` and leave out tabs
    and line ends, so that more than `//` leads elsewhere."""
    if not path or not path.startswith("/") or path.startswith("//") or len(path) > 500:
        return "/"
    if "\\" in path or not path.isascii() or not path.isprintable():
        return "/"
    return path


def _packed(path: str) -> str:
    return base64.urlsafe_b64encode(path.encode()).decode().rstrip("=")


def _unpacked(text: str) -> str:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
