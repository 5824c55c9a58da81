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
# Parts that need not work are not waited for: a prober may give up after a second.
OPTIONAL_WITHIN_S = 0.3


def routes(
    gate: Gate,
    checks: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    measure: Callable[[], Awaitable[None]] | None = None,
) -> list[Route]:
    """`checks`: what has to work before requests are sent here, by name. `optional`: what is told as well.
    `measure`: brings the figures up to date that are read from the database."""
    beside = {name: _Beside(check) for name, check in (optional or {}).items()}

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        found = await asyncio.gather(
            *map(_passes, checks.values()), *(part.works() for part in beside.values())
        )
        works = dict(zip([*checks, *beside], found, strict=True))
        return JSONResponse(works, 200 if all(works[name] for name in checks) else 503)

    async def metrics(request: Request) -> Response:
        if not _from_this_machine(request):
            try:
                await gate.actor(request)
            except Unauthorized as error:
                return PlainTextResponse(error.message, 401)
        if measure is not None:
            await measure()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


class _Beside:
    """A check that may take its time: until it says something else its last word is told, at first that all is well.

    It goes on when a request has had its answer, so that a slow one comes to an end as well.
    """

    def __init__(self, check: Check) -> None:
        self._check = check
        self._works = True
        self._running: asyncio.Task[None] | None = None

    async def works(self) -> bool:
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._look())
        await asyncio.wait({self._running}, timeout=OPTIONAL_WITHIN_S)
        return self._works

    async def _look(self) -> None:
        try:
            self._works = await self._check()
        except Exception:  # whatever it is: it does not work
            self._works = False


async def _passes(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), WITHIN_S)
    except Exception:  # whatever it is: not ready
        return False


def _from_this_machine(request: Request) -> bool:
    # Behind a proxy of this machine every request would look local.
    forwarded = "forwarded" in request.headers or "x-forwarded-for" in request.headers
    return request.client is not None and request.client.host in LOOPBACK and not forwarded
