"""`coachable api`: the page, GraphQL and the OpenAI-compatible proxy on one port."""

import asyncio
import gc
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial

import uvicorn
from starlette.applications import Starlette
from tortoise import connections

from app.api.app import create_app
from app.api.socket.handshake import Handshake
from app.config import Settings
from app.errors import Misconfigured
from app.events import doorbell
from app.events.hub import Hub
from app.infra.connections import BoundedHttp, Waiting
from app.infra.event_bus import RedisDoorbell, feed
from app.infra.rate_limits import RateLimits
from app.infra.redis import connect
from app.infra.secrets import sign_in_secret
from app.infra.serving import Serving
from app.infra.writers import reachable
from app.models.database_url import connect_arguments
from app.models.orm import database
from app.models.transaction import settled
from app.processes.figures import measure
from app.serving.canaries import Canary
from app.text.language import identifier

SHUTDOWN_S = 5
REPLY_TOKENS = 512
REPLY_TEMPERATURE = 0.0  # the same question gets the answer that the report showed
PROVEN_WITHIN_S = 10.0  # someone waits for it
SAMPLE_TEMPERATURE = 0.7  # above it models of this size ramble


@dataclass(frozen=True, slots=True)
class AgentServer:
    serving: Serving

    def stream_chat(
        self, model: str, messages: Sequence[dict[str, str]], *, seed: int | None = None
    ) -> AsyncGenerator[str, None]:
        return self.serving.stream_chat(
            model,
            messages,
            temperature=REPLY_TEMPERATURE if seed is None else SAMPLE_TEMPERATURE,
            max_tokens=REPLY_TOKENS,
            seed=seed,
        )

    async def ensure(self, name: str) -> None:
        await self.serving.ensure(name)

    async def unproven(self, name: str, asked: Sequence[Canary]) -> str | None:
        return await self.serving.unproven(name, asked, PROVEN_WITHIN_S)


def build(settings: Settings) -> Starlette:
    """Needs running services (`database_url`, `redis_url`). Raises Misconfigured."""
    if not settings.is_loopback and settings.auth == "local":
        raise Misconfigured(
            f"COACHABLE_HOST={settings.host} can be reached from outside, where the local token is too weak: "
            "set COACHABLE_AUTH=keys, or COACHABLE_HOST=127.0.0.1."
        )
    if settings.database_url is None or settings.redis_url is None:
        raise Misconfigured("Set DATABASE_URL and REDIS_URL, or let `coachable up` start both.")
    database_url = settings.database_url
    connect_arguments(database_url)  # refused here, in a sentence, and not by the server's start
    redis = connect(settings.redis_url)
    hub = Hub()
    server = AgentServer(Serving.of(settings))
    upstream = server.serving.client()
    rates = RateLimits(settings.rate_limits, settings.redis_url)
    reader: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        nonlocal reader
        doorbell.install(RedisDoorbell(redis))
        async with database(database_url, settings.database_pool), upstream:
            reader = asyncio.create_task(feed(hub, redis))
            await asyncio.to_thread(identifier)  # or the first answer of the day would wait for it
            gc.collect()
            gc.freeze()  # what is loaded stays: looking through all of it again held every request for 150 ms
            try:
                yield
            finally:
                reader.cancel()
                with suppress(asyncio.CancelledError):
                    await reader
                await settled()
                await redis.aclose(close_connection_pool=True)
                await rates.aclose()

    async def database_answers() -> bool:
        await connections.get("default").execute_query("SELECT 1")
        return True

    async def redis_answers() -> bool:
        return bool(await redis.ping())

    async def events_are_read() -> bool:
        return reader is not None and not reader.done()

    async def writer_answers() -> bool:
        return await reachable(settings) is None

    return create_app(
        settings,
        secret=sign_in_secret(settings),
        hub=hub,
        model_server=server,
        upstream=upstream,
        checks={"database": database_answers, "redis": redis_answers, "events": events_are_read},
        optional_checks={"models": server.serving.answers}
        | ({"writer": writer_answers} if settings.llm_base_url else {}),
        measure=measure,
        rates=rates,
        lifespan=lifespan,
    )


def server(app: Starlette, settings: Settings, host: str, port: int) -> uvicorn.Server:
    limits, proxies = settings.socket_limits, settings.trusted_proxies
    # Connections of a proxy all come from one address; its clients' addresses are known once there is a request.
    waiting = Waiting(limits["waiting"], None if proxies else limits["waiting-per-address"])
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,  # its lines would hold the query string, and with it the token of /login
        server_header=False,
        proxy_headers=bool(proxies),  # by default uvicorn trusts every client that connects from 127.0.0.1
        forwarded_allow_ips=list(proxies),
        http=partial(BoundedHttp, waiting=waiting),  # type: ignore[arg-type]  # any factory does
        ws=Handshake,
        ws_per_message_deflate=False,  # it doubles the memory of a socket: 83 against 41 KiB
        ws_ping_interval=None,  # app.api.socket.connection sends its own
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    return uvicorn.Server(config)


def run(settings: Settings) -> None:
    server(build(settings), settings, settings.host, settings.port).run()
