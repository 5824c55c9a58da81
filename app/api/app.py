"""The ASGI application, put together from its parts."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from app.api import pages, probes
from app.api.brake import Brake
from app.api.context import Context, ModelServer
from app.api.downloads import Downloads
from app.api.endpoint import Endpoint
from app.api.headers import OwnHost, SecurityHeaders
from app.api.login import login_with, logout
from app.api.openai.routes import AgentsAsModels
from app.api.permissions import Gate
from app.api.rates import AddressRates, Rates, too_many
from app.api.schema import schema
from app.api.sharing.routes import SharedConversations
from app.api.sign_on import SignOnRoutes
from app.api.socket.handler import TRY_AGAIN_LATER
from app.api.standing import Standing
from app.config import Settings
from app.errors import RateLimited, Unavailable
from app.events.hub import Hub
from app.infra.oidc.sign_on import SignOn
from app.infra.rate_limits import RateLimits

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
RETRY_AFTER_S = 2
WILDCARDS = ("0.0.0.0", "::")


def create_app(
    settings: Settings,
    *,
    secret: str,
    hub: Hub,
    model_server: ModelServer,
    upstream: httpx.AsyncClient,
    checks: Mapping[str, probes.Check],
    optional_checks: Mapping[str, probes.Check] | None = None,
    measure: Callable[[], Awaitable[None]] | None = None,
    rates: Rates | None = None,
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None,
) -> Starlette:
    """`secret`: the token of this machine. `upstream`: the model server's `/v1`. `checks`: for `/readyz`, which
    tells of the `optional_checks` and is ready without them. `measure`: before `/metrics` answers. `rates`: what
    other processes count as well; this one counts alone without it.
    """
    gate = Gate(settings, secret, SignOn(settings) if settings.oidc_issuer else None)
    rates = rates or RateLimits(settings.rate_limits)
    standing = Standing()
    hub.listen(standing.heard)

    def new_context() -> Context:
        return Context(hub=hub, settings=settings, model_server=model_server, standing=standing, rates=rates)

    endpoint = Endpoint(schema, gate, new_context, settings.allowed_origins, settings.socket_limits)
    return Starlette(
        routes=[
            Route("/graphql", endpoint),
            WebSocketRoute("/graphql", endpoint),
            Route("/login", login_with(gate, Brake(), rates), methods=["GET"]),
            Route("/logout", logout, methods=["POST"], max_body_size=1024),
            *SignOnRoutes(gate, rates).routes(),
            *AgentsAsModels(gate, upstream, rates).routes(),
            *Downloads(gate, rates).routes(),
            *SharedConversations(model_server, rates).routes(),
            *probes.routes(gate, checks, optional_checks, measure),
            *pages.routes(explorer=settings.explorer),
        ],
        middleware=[
            # First of all the Host: behind DNS rebinding another site's page would pass for our own.
            Middleware(OwnHost, allowed_hosts=_hosts(settings), www_redirect=False),
            Middleware(SecurityHeaders),
            *_cross_origin(settings),
            Middleware(AddressRates, rates=rates),
            Middleware(RequestBodyLimitMiddleware, max_body_size=settings.max_body_bytes),
        ],
        exception_handlers={Unavailable: _try_again, RateLimited: too_many},
        lifespan=lifespan,
    )


async def _try_again(connection: Request | WebSocket, error: Exception) -> Any:
    """Where the database is away before anybody is known: HTTP 503, or a close code on which clients reconnect."""
    assert isinstance(error, Unavailable)
    if isinstance(connection, WebSocket):
        await connection.close(TRY_AGAIN_LATER, error.message)
        return None
    body = {"errors": [{"message": error.message, "extensions": {"code": error.code}}]}
    return JSONResponse(body, 503, {"Retry-After": str(RETRY_AFTER_S)})


def _cross_origin(settings: Settings) -> list[Middleware]:
    """Without credentials: a page of another site shows a token of its own."""
    if not settings.allowed_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["*"],  # OpenAI's clients send a dozen of their own
            expose_headers=["x-request-id", "retry-after"],
        )
    ]


def _hosts(settings: Settings) -> list[str]:
    own = () if settings.is_loopback or settings.host in WILDCARDS else (settings.host,)
    public = (urlsplit(settings.public_url).hostname or "",) if settings.public_url else ()
    return [*LOOPBACK_HOSTS, *own, *public, *settings.allowed_hosts]
