"""How often someone may ask: at the door by address, then by the key or the person that asks."""

from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.actor import Actor
from app.contracts.openai.errors import error_body
from app.errors import RateLimited
from app.infra.connections import network_of

OPERATIONS, REPLIES, DOWNLOADS, SIGN_IN, ADDRESS = "operations", "replies", "downloads", "sign-in", "address"
SHARED, VISITOR = "shared", "visitor"
# Files and probes cost next to nothing.
_DOORS = ("/graphql", "/v1/", "/agents/", "/audit/", "/login", "/logout", "/metrics", "/share/", "/chat/")


class Rates(Protocol):
    async def count(self, kind: str, who: str) -> None:
        """Raises RateLimited."""


class AddressRates:
    """Before anybody is asked who they are, as that costs a look into the database."""

    def __init__(self, app: ASGIApp, rates: Rates) -> None:
        self.app = app
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and scope["path"].startswith(_DOORS):
            try:
                await self._rates.count(ADDRESS, address_of(scope))
            except RateLimited as error:
                await refusal(scope["path"], error)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def address_of(scope: Scope) -> str:
    client = scope.get("client")
    return network_of(client[0]) if client else ""


def key_of(actor: Actor) -> str:
    return f"{actor.workspace_id}:{actor.subject}"


def refusal(path: str, error: RateLimited) -> Response:
    """429, in the words that clients of this path read."""
    headers = {"Retry-After": str(error.retry_after_s)}
    if path.startswith("/graphql"):
        return JSONResponse({"errors": [graphql_error(error)]}, 429, headers)
    if path.startswith("/v1/"):
        return JSONResponse(error_body(error)[1], 429, headers)
    if path.startswith("/share/"):
        return JSONResponse({"error": {"code": error.code, "message": error.message}}, 429, headers)
    return PlainTextResponse(error.message, 429, headers | {"Cache-Control": "no-store"})


def graphql_error(error: RateLimited) -> dict[str, object]:
    return {
        "message": error.message,
        "extensions": {"code": error.code, "retryAfter": error.retry_after_s},
    }


async def too_many(connection: HTTPConnection, error: Exception) -> Response:
    """For Starlette's exception handlers."""
    assert isinstance(error, RateLimited)
    return refusal(connection.url.path, error)
