"""The ASGI application, put together from its parts."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from app.api import pages, probes
from app.api.brake import Brake
from app.api.context import Context, ModelServer
from app.api.downloads import Downloads
from app.api.endpoint import Endpoint
from app.api.headers import SecurityHeaders
from app.api.login import login_with, logout
from app.api.openai_proxy import OpenAIProxy
from app.api.permissions import Gate
from app.api.schema import schema
from app.api.standing import Standing
from app.config import Settings
from app.errors import Unavailable
from app.events.hub import Hub

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
RETRY_AFTER_S = 2
TRY_AGAIN_LATER = 1013  # https://www.iana.org/assignments/websocket/websocket.xhtml
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
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]] | None = None,
) -> Starlette:
    """`secret`: the token of this machine. `upstream`: the model server's `/v1`. `checks`: for `/readyz`, which
    tells of the `optional_checks` and is ready without them. `measure`: before `/metrics` answers.
    """
    gate = Gate(settings, secret)
    standing = Standing()
    hub.listen(standing.heard)

    def new_context() -> Context:
        return Context(hub=hub, settings=settings, model_server=model_server, standing=standing)

    endpoint = Endpoint(schema, gate, new_context)
    return Starlette(
        routes=[
            Route("/graphql", endpoint),
            WebSocketRoute("/graphql", endpoint),
            Route("/login", login_with(gate, Brake()), methods=["GET"]),
            Route("/logout", logout, methods=["POST"]),
            *OpenAIProxy(gate, upstream).routes(),
            *Downloads(gate).routes(),
            *probes.routes(gate, checks, optional_checks, measure),
            *pages.routes(),
        ],
        middleware=[
            # First of all the Host: behind DNS rebinding another site's page would pass for our own.
            Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(settings), www_redirect=False),
            Middleware(SecurityHeaders),
            Middleware(RequestBodyLimitMiddleware, max_body_size=settings.max_body_bytes),
        ],
        exception_handlers={Unavailable: _try_again},
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


def _hosts(settings: Settings) -> list[str]:
    own = () if settings.is_loopback or settings.host in WILDCARDS else (settings.host,)
    return [*LOOPBACK_HOSTS, *own, *settings.allowed_hosts]
