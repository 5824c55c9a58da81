"""Where the embedded PostgreSQL and Valkey of one data folder live, and what their life has in common:
start, be found again by the next supervisor, stop without an orphan."""

import hashlib
import os
import re
import socket
import stat
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL, Signals
from typing import ClassVar

import psutil

from app.config import Settings
from app.errors import Misconfigured

# The path of a unix socket may have 107 bytes on Linux and 103 on macOS; `/.s.PGSQL.5432` takes 14.
_LONGEST_FOLDER = 103 - 14

SILENCE_S = 30.0

# arq does not unquote the path of a `unix://` URL, so only characters that need no quoting are used.
_PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")


def socket_folder(home: Path, service: str) -> Path:
    """The folder of a service's unix socket; the same answer in every process of one data folder.

    `home/run/<service>`, or where that path is too long or too odd a folder in /tmp named by user and home.
    """
    folder = home.resolve() / "run" / service
    if len(str(folder)) <= _LONGEST_FOLDER and _PLAIN_PATH.fullmatch(str(folder)):
        return folder
    digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return Path(f"/tmp/coachable-{os.getuid()}-{digest}-{service}")


def postgres_url(home: Path) -> str:
    return f"postgres://coachable@/postgres?host={socket_folder(home, 'postgres')}"


def valkey_socket(home: Path) -> Path:
    return socket_folder(home, "valkey") / "valkey.sock"


def valkey_url(home: Path) -> str:
    return f"unix://{valkey_socket(home)}?db=0"


def resolve_urls(settings: Settings) -> Settings:
    """The settings with both URLs set: what was configured, else the embedded services of this data folder.

    Raises Misconfigured when an embedded service is needed and none listens.
    """
    found: dict[str, str] = {}
    if settings.database_url is None:
        postgres_socket = socket_folder(settings.home, "postgres") / ".s.PGSQL.5432"
        _require_listener(postgres_socket, "PostgreSQL", "DATABASE_URL")
        found["database_url"] = postgres_url(settings.home)
    if settings.redis_url is None:
        _require_listener(valkey_socket(settings.home), "Valkey", "REDIS_URL")
        found["redis_url"] = valkey_url(settings.home)
    return settings.model_copy(update=found)


def listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def _require_listener(path: Path, service: str, variable: str) -> None:
    if not listens(path):
        raise Misconfigured(f"No embedded {service} runs: start `coachable up`, or set {variable}.")


class EmbeddedService:
    """A server from a wheel, run for one data folder. `start` and `stop` can be repeated.

    A session of its own, it outlives a supervisor that was killed; the next one finds it by its pid file.
    """

    title: ClassVar[str]
    polite_stops: ClassVar[tuple[tuple[Signals, float], ...]]  # signal, seconds it gets; then SIGKILL

    def __init__(self, home: Path, service: str) -> None:
        self.home = home.resolve()
        self.folder = self.home / service
        self.sockets = socket_folder(home, service)
        self.log = self.home / "logs" / f"{service}.log"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid_file(self) -> Path:
        raise NotImplementedError

    @property
    def data(self) -> Path:
        """The working folder of the server process."""
        raise NotImplementedError

    @property
    def url(self) -> str:
        raise NotImplementedError

    def start(self) -> str:
        """Takes over the server of this data folder, else starts one. Returns its URL."""
        raise NotImplementedError

    def process(self) -> psutil.Process | None:
        """The server of this data folder, no matter who started it.

        A pid alone proves nothing (in a container the same small numbers come back after every restart),
        so the process must also work in the data folder.
        """
        try:
            process = psutil.Process(int(self.pid_file.read_text().split()[0]))
            at_work = process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == self.data
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return process if at_work else None

    def stop(self) -> None:
        process = self.process() or self._own()
        if process is not None:
            for signal, seconds in (*self.polite_stops, (SIGKILL, 5.0)):
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal)
                if wait_until_gone([process], seconds):
                    break
        if self._child is not None:
            self._child.wait()
            self._child = None

    def _own(self) -> psutil.Process | None:
        """What this object started, though its data folder may have been deleted or replaced meanwhile."""
        if self._child is None or self._child.poll() is not None:
            return None
        return psutil.Process(self._child.pid)

    def _launch(self, command: list[str], user: str | None = None) -> None:
        self.stop()  # one whose data folder was deleted may still hold the sockets
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=[] if user else None,
            )

    def _wait_until_ready(self) -> None:
        """As long as it says something: what a power cut left may take PostgreSQL minutes, of which it tells every ten
        seconds."""
        heard, deadline = self._log_bytes(), time.monotonic() + SILENCE_S
        while not self._is_ready():
            if self._child is not None and self._child.poll() is not None:
                raise Misconfigured(f"{self.title} did not start: {self._last_words()}")
            if (now := self._log_bytes()) != heard:
                heard, deadline = now, time.monotonic() + SILENCE_S
            if time.monotonic() > deadline:
                raise Misconfigured(
                    f"{self.title} is not ready and has said nothing for {SILENCE_S:.0f} s: {self._last_words()}"
                )
            time.sleep(0.01)

    def _log_bytes(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _is_ready(self) -> bool:
        raise NotImplementedError

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").split("\n") if self.log.exists() else []
        return " / ".join([line for line in lines if line.strip()][-3:]) + f" (log: {self.log})"


def private_folder(path: Path, uid: int) -> None:
    """Makes a folder that only `uid` can enter; refuses one that someone else left there."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.getuid()):
        raise Misconfigured(
            f"{path} belongs to another user: remove it, or set COACHABLE_HOME to another folder."
        )
    if found.st_uid != uid:
        os.chown(path, uid, -1)
    path.chmod(0o700)


def wait_until_gone(processes: Iterable[psutil.Process], timeout_s: float) -> bool:
    """True when all are gone in time. A zombie is gone: the init of many containers never buries one, so that
    psutil's own wait would last until its timeout."""
    deadline = time.monotonic() + timeout_s
    missing = list(processes)
    while missing := [process for process in missing if not _is_gone(process)]:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
