"""The child process of `coachable writer` that holds the model."""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from app.config import Settings
from app.processes.supervisor import answers

ENDS_WITHIN_S = 6.0  # it ends replies after 1.5 s and connections after 4 s


class Server(Protocol):
    def poll(self) -> int | None: ...
    def is_ready(self) -> bool: ...
    def stop(self) -> None: ...
    def last_words(self) -> str: ...


class ModelChild:
    def __init__(self, folder: Path, on_gpu: bool, settings: Settings) -> None:
        self._url = f"http://127.0.0.1:{settings.writer_port}/readyz"
        self._log = settings.home / "logs" / "writer_server.log"
        self._log.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "app.processes.writer_server", str(folder)]
        command += ["cuda" if on_gpu else "cpu", str(os.getpid())]
        with self._log.open("wb") as log:
            self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def poll(self) -> int | None:
        return self._child.poll()

    def is_ready(self) -> bool:
        return answers(self._url)

    def stop(self) -> None:
        self._child.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(ENDS_WITHIN_S)
        self._child.kill()
        self._child.wait()

    def last_words(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else ""


def port_problem(port: int) -> str | None:
    """A sentence. Looked at before a start, or the /readyz of a stranger would be taken for ours."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return f"Port {port} is taken or not allowed: set COACHABLE_WRITER_PORT to a free one."
    return None
