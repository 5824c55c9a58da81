"""`coachable api`: the page, GraphQL and the OpenAI-compatible proxy on one port."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import uvicorn
from prometheus_client import Gauge
from starlette.applications import Starlette
from tortoise import connections

from app import doorbell
from app.api.app import create_app
from app.config import Settings
from app.errors import Misconfigured
from app.events.hub import Hub
from app.infra.event_bus import RedisDoorbell, feed
from app.infra.redis import connect
from app.infra.secrets import sign_in_secret
from app.infra.serving import Serving
from app.infra.writers import reachable
from app.models.database_url import connect_arguments
from app.models.orm import database
from app.models.transaction import settled
from app.processes.figures import measure
from app.text.language import identifier

FRAME_BYTES = 256 * 1024  # largest WebSocket message; it is read before anybody is asked who they are
SHUTDOWN_S = 5
REPLY_TOKENS = 512
REPLY_TEMPERATURE = 0.0  # the same question gets the answer that the report showed
SAMPLE_TEMPERATURE = 0.7  # above it models of this size ramble

SUBSCRIBERS = Gauge(
    "coachable_subscribers", "Subscriptions to sessions and runs that are open in this process."
)


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
    SUBSCRIBERS.set_function(lambda: hub.subscribers)
    server = AgentServer(Serving.of(settings))
    upstream = server.serving.client()
    reader: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        nonlocal reader
        doorbell.install(RedisDoorbell(redis))
        async with database(database_url, settings.database_pool), upstream:
            reader = asyncio.create_task(feed(hub, redis))
            await asyncio.to_thread(identifier)  # or the first answer of the day would wait for it
            try:
                yield
            finally:
                reader.cancel()
                with suppress(asyncio.CancelledError):
                    await reader
                await settled()
                await redis.aclose(close_connection_pool=True)

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
        lifespan=lifespan,
    )


def server(app: Starlette, host: str, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,  # its lines would hold the query string, and with it the token of /login
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=FRAME_BYTES,
        ws_per_message_deflate=False,  # it doubles the memory of a socket: 83 against 41 KiB
        ws_ping_timeout=60.0,  # graphql-ws takes the close after a missed ping for final
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    return uvicorn.Server(config)


def run(settings: Settings) -> None:
    server(build(settings), settings.host, settings.port).run()
