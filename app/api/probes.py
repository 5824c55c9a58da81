"""`/healthz`, `/readyz`, `/metrics`: for supervisors and monitoring."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from app.api.permissions import Gate
from app.config import LOOPBACK
from app.errors import Unauthorized

Check = Callable[[], Awaitable[bool]]
WITHIN_S = 2.0


def routes(gate: Gate, checks: Mapping[str, Check]) -> list[Route]:
    """`checks`: what has to work before requests are sent here, by name."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        works = dict(zip(checks, await asyncio.gather(*map(_passes, checks.values())), strict=True))
        return JSONResponse(works, 200 if all(works.values()) else 503)

    async def metrics(request: Request) -> Response:
        if not _from_this_machine(request):
            try:
                await gate.actor(request)
            except Unauthorized as error:
                return PlainTextResponse(error.message, 401)
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _passes(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), WITHIN_S)
    except Exception:  # whatever it is: not ready
        return False


def _from_this_machine(request: Request) -> bool:
    # Behind a proxy of this machine every request would look local.
    forwarded = "forwarded" in request.headers or "x-forwarded-for" in request.headers
    return request.client is not None and request.client.host in LOOPBACK and not forwarded
