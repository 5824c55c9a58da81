"""Headers that keep a browser from being turned against its user: Host of every request, and those of every answer."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALONE = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
STRICT = f"{_ALONE}; frame-ancestors 'none'"
# GraphiQL's editor starts workers from blobs, brings its icons along as data, and writes style elements.
GRAPHIQL = (
    f"{STRICT}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
    " worker-src 'self' blob:"
)
HEADERS = {
    "Content-Security-Policy": STRICT,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def framed_by(origins: Sequence[str]) -> dict[str, str]:
    """Of a page that these sites may show in a frame; none of them: nobody may."""
    policy = f"{_ALONE}; frame-ancestors {' '.join(origins)}" if origins else STRICT
    return {"Content-Security-Policy": policy}


class OwnHost(TrustedHostMiddleware):
    """Starlette looks at the first Host; a second one would be another program's (RFC 9112, 3.2: answer 400)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] in ("http", "websocket")
            and sum(name == b"host" for name, _ in scope["headers"]) != 1
        ):
            await PlainTextResponse("Invalid host header", 400)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class SecurityHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"].startswith("/graphiql"):
                    headers.setdefault("Content-Security-Policy", GRAPHIQL)
                # It can't name sites. Browsers pass over it where there is a policy; what stands between may not.
                may_be_framed = headers.get("Content-Security-Policy", STRICT) not in (STRICT, GRAPHIQL)
                for name, value in HEADERS.items():
                    if name == "X-Frame-Options" and may_be_framed:
                        continue
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
