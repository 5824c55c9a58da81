"""`coachable models --engine vllm`: vLLM behind our gateway, both of them or neither."""

import ctypes
import logging
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from app.basemodels.default import default_of
from app.basemodels.fetching import ensure_base_model
from app.basemodels.folders import described
from app.config import Settings
from app.errors import AppError, Misconfigured, UpstreamFailed
from app.inference.gateway import Behind, Gateway
from app.infra.secrets import models_key
from app.processes.model_server import check_key, fetcher

log = logging.getLogger(__name__)

CONNECTIONS_END_WITHIN_S = 20  # replies that are being written
ENDS_WITHIN_S = 15.0  # vLLM ends its engines one after the other
_PR_SET_PDEATHSIG = 1
HOST = "127.0.0.1"


def run(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C. Raises Misconfigured where vLLM is missing or does not start, AppError where it
    ends later."""
    check_key(settings)
    program = shutil.which(settings.vllm)
    if program is None:
        raise Misconfigured(
            f"vLLM's program {settings.vllm!r} is not here. Install it in an environment of its own, as it wants other "
            "versions of libraries (python -m venv /opt/vllm && /opt/vllm/bin/pip install vllm), and set "
            "COACHABLE_VLLM=/opt/vllm/bin/vllm; or serve with --engine own."
        )
    port = _free_port()
    behind = Behind(f"http://{HOST}:{port}", secrets.token_urlsafe(32))
    gateway = Gateway(
        behind,
        models_key(settings),
        settings.home.absolute() / "adapters",
        fetcher(settings),
        max_body_bytes=settings.max_body_bytes,
    )
    server = uvicorn.Server(
        uvicorn.Config(
            gateway.app,
            host=settings.models_host,
            port=settings.models_port,
            log_level=settings.log_level,
            access_log=False,
            timeout_graceful_shutdown=CONNECTIONS_END_WITHIN_S,
        )
    )
    child = _Child(lambda: _command(program, settings, behind, port), gateway, server)
    child.start()
    try:
        server.run()
    finally:
        child.stop()
    if child.failure is not None:
        raise child.failure


def _command(program: str, settings: Settings, behind: Behind, port: int) -> tuple[list[str], dict[str, str]]:
    """Also fetches the base model where it is not here."""
    from app.inference.vllm import arguments, environment  # brings torch, which takes seconds

    folder = ensure_base_model(default_of(settings).model.id, settings.home)
    template = settings.home.absolute() / "run" / "chat_template.jinja"
    template.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ours = arguments(folder, described(str(folder)).context, HOST, port, template)
    behind.base = folder
    return [program, "serve", *ours, *shlex.split(settings.vllm_arguments or "")], dict(
        environment(os.environ.items(), behind.key)
    )


class _Child:
    """vLLM, started by a thread that stays with it: Linux tells a child that its thread has gone, not its process."""

    def __init__(
        self,
        prepare: Callable[[], tuple[list[str], dict[str, str]]],
        gateway: Gateway,
        server: uvicorn.Server,
    ) -> None:
        self._prepare, self._gateway, self._server = prepare, gateway, server
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="vllm", daemon=True)
        self.failure: AppError | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if (process := self._process) is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(ENDS_WITHIN_S)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _watch(self) -> None:
        try:
            command, environment = self._prepare()
            if self._stopping.is_set():
                return
            self._process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_leave_with_parent if sys.platform == "linux" else None,
            )
            code = self._process.wait()
            if not self._stopping.is_set():
                # One that could not start would not do so the next time; one that could is started again.
                kind = UpstreamFailed if self._gateway.was_ready else Misconfigured
                self.failure = kind(
                    f"vLLM ended (exit code {code}); what it said stands above. COACHABLE_VLLM_ARGUMENTS changes how "
                    "it is started."
                )
        except AppError as error:
            self.failure = error
        except Exception as error:
            log.exception("vLLM could not be started")
            self.failure = Misconfigured(f"vLLM could not be started: {error}")
        self._server.should_exit = True


def _leave_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
