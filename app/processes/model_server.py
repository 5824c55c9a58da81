"""`coachable models`: the base model and its adapters behind the OpenAI protocol, on loopback only."""

import logging
import threading
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

import uvicorn

from app.config import Settings
from app.errors import AppError, Misconfigured
from app.inference.server import ModelServer
from app.infra.base_models import Phase, ensure_base_model
from app.infra.secrets import read_or_create_token

if TYPE_CHECKING:
    from app.inference.engine import Engine

log = logging.getLogger(__name__)

STREAMS_END_WITHIN_S = 2
"""Time that replies have to end by themselves after SIGTERM; then they are cut off."""


class _Stopping(Exception):
    """Raised into a download that is under way when the process is told to stop."""


def token_file(settings: Settings) -> Path:
    return settings.home / "models.token"


def run(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises Misconfigured when the base model can't be had or loaded."""
    stopping = threading.Event()
    failures: list[Exception] = []

    def load_engine() -> "Engine":
        def tell(phase: Phase, done: int, total: int) -> None:
            if stopping.is_set():
                raise _Stopping
            log.debug("base model: %s %d of %d bytes", phase, done, total)

        base_model = ensure_base_model(settings.base_model, settings.home, tell)
        # Here and not above: torch takes seconds to import, and /healthz answers meanwhile.
        from app.inference.engine import Engine

        return Engine(base_model, settings.home / "adapters")

    def fail(error: Exception) -> None:
        if not isinstance(error, _Stopping):
            failures.append(error)
            server.should_exit = True

    models = ModelServer(
        load_engine,
        read_or_create_token(token_file(settings)),
        max_body_bytes=settings.max_body_bytes,
        on_failure=fail,
    )
    server = _Server(
        uvicorn.Config(
            models.app,
            host="127.0.0.1",
            port=settings.models_port,
            log_level=settings.log_level,
            access_log=False,
            timeout_graceful_shutdown=STREAMS_END_WITHIN_S,
        ),
        stopping,
    )
    server.run()
    if failures:
        raise _explained(failures[0]) from failures[0]


def _explained(error: Exception) -> AppError:
    if isinstance(error, AppError):
        return error
    return Misconfigured(f"The base model could not be loaded: {error}")


class _Server(uvicorn.Server):
    """Tells the loading thread to stop as soon as the process is told."""

    def __init__(self, config: uvicorn.Config, stopping: threading.Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        self._stopping.set()
        await super().shutdown(sockets)
