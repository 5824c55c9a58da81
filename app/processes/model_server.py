"""`coachable models`: the base models and their adapters behind the OpenAI protocol."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING
from uuid import UUID

import uvicorn

from app.basemodels.default import default_of
from app.basemodels.fetch_state import Phase
from app.basemodels.fetching import Progress, ensure_base_model
from app.basemodels.folders import described
from app.basemodels.hardware import memory
from app.basemodels.listing import place_of, standing
from app.basemodels.needs import serving_bytes
from app.config import LOOPBACK, Settings
from app.errors import AppError, Misconfigured, NotFound, UpstreamFailed
from app.inference.folders import Fetch
from app.inference.server import ModelServer
from app.infra.secrets import models_key
from app.serving.store import store_of

if TYPE_CHECKING:
    from app.inference.engines import Engines

log = logging.getLogger(__name__)

REPLIES_END_WITHIN_S = 1.5
"""Time that replies have to end by themselves after SIGTERM; then they end with an error."""
CONNECTIONS_END_WITHIN_S = 4


class _Stopping(Exception):
    """Raised into a download that is under way when the process is told to stop."""


def run(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises Misconfigured when the default base model can't be had or loaded, and where
    anybody on the network could ask without a key."""
    check_key(settings)

    def load(tell: Progress) -> "Engines":
        # Before the model: at a first start another process fetches that meanwhile.
        from app.inference.engine import Engine
        from app.inference.engines import Engines, OtherBases, free_on_gpu

        adapters = settings.home / "adapters"

        def engine(folder: Path) -> Engine:
            return Engine(folder, adapters, allow_bfloat16=settings.precision == "auto")

        def find(name: str) -> Path:
            if folder := place_of(name, settings.home):
                return folder
            raise NotFound(standing(name, settings.home).sentence)

        def needed(folder: Path) -> int:
            return serving_bytes(described(str(folder)), "cpu" if free_on_gpu() is None else "cuda")

        first = engine(ensure_base_model(default_of(settings).model.id, settings.home, tell))
        others = OtherBases(
            find,
            engine,
            needed=needed,
            free=lambda: memory().available if (left := free_on_gpu()) is None else left,
        )
        return Engines(first, adapters, others, fetcher(settings))

    serve(settings, settings.models_host, settings.models_port, load)


def check_key(settings: Settings) -> None:
    """Raises Misconfigured where anybody on the network could ask without a key."""
    if settings.models_host not in LOOPBACK and settings.models_api_key is None:
        raise Misconfigured(
            f"COACHABLE_MODELS_HOST={settings.models_host} can be reached from outside: set COACHABLE_MODELS_API_KEY, "
            "the same for all hosts, or COACHABLE_MODELS_HOST=127.0.0.1."
        )


def fetcher(settings: Settings) -> Fetch:
    """Brings versions from the store. Raises Misconfigured."""
    store = store_of(settings)

    def fetch(agent: str, number: int, target: Path) -> None:
        if store is None:
            return
        try:
            agent_id = UUID(agent)
        except ValueError:  # a name of someone else's
            return
        try:
            store.fetch(agent_id, number, target)
        except OSError as error:
            raise UpstreamFailed(f"{settings.store_url} can't be read: {error.strerror or error}.") from error

    return fetch


def serve(settings: Settings, host: str, port: int, load: "Callable[[Progress], Engines]") -> None:
    """Engines behind the OpenAI protocol, until SIGTERM or Ctrl-C. Raises Misconfigured when they can't be loaded."""
    stopping = threading.Event()
    failures: list[Exception] = []

    def tell(phase: Phase, done: int, total: int) -> None:
        if stopping.is_set():
            raise _Stopping
        log.debug("base model: %s %d of %d bytes", phase, done, total)

    def load_engines() -> "Engines":
        # Threads that spin while they wait for one another cost a step seconds when a training run has the same
        # cores: less than 1 token/s against 12 on two cores. Those that never spin have to be woken for each product:
        # 34 ms a token with 1000 turns, 30 with 5000 or more, beside a training run 45 and 36 with 10,000 (Zen 4).
        # Read when torch is imported: that is in `load`, as it takes seconds, and /healthz answers meanwhile.
        os.environ.setdefault("GOMP_SPINCOUNT", "10000")
        # Code for products (steady.py), 0.7 MB for each form and size of a step; the default is 1024 of them.
        os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "256")
        return load(tell)

    def fail(error: Exception) -> None:
        if not isinstance(error, _Stopping):
            failures.append(error)
            server.should_exit = True

    models = ModelServer(
        load_engines,
        models_key(settings),
        max_body_bytes=settings.max_body_bytes,
        on_failure=fail,
    )
    server = _Server(
        uvicorn.Config(
            models.app,
            host=host,
            port=port,
            log_level=settings.log_level,
            access_log=False,
            timeout_graceful_shutdown=CONNECTIONS_END_WITHIN_S,
        ),
        stopping,
        models,
    )
    server.run()
    if failures:
        raise _explained(failures[0]) from failures[0]


def _explained(error: Exception) -> AppError:
    if isinstance(error, AppError):
        return error
    return Misconfigured(f"The model could not be loaded: {error}")


class _Server(uvicorn.Server):
    """Tells the loading thread and, a moment later, the engines as soon as the process is told to stop."""

    def __init__(self, config: uvicorn.Config, stopping: threading.Event, models: ModelServer) -> None:
        super().__init__(config)
        self._stopping = stopping
        self._models = models

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self._stopping.set()
        asyncio.get_running_loop().call_later(REPLIES_END_WITHIN_S, self._models.end_replies)
        await super().shutdown(sockets)
