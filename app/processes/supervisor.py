"""Keeps the processes of one machine alive: starts them, knows when they are ready, starts again what dies,
shows what they complain about, and ends every one of them with all its descendants."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from rich.console import Console
from rich.markup import escape

from app.errors import Misconfigured
from app.infra.embedded import wait_until_gone
from app.processes.parent import EXIT_MISCONFIGURED, ready_file

_MOST_DEATHS = 5
_DEATHS_WITHIN_S = 60.0
_FIRST_PAUSE_S = 0.5  # doubled after every death
_STOP_S = 6.0  # of the 10 s that Ctrl-C may take: the trainer writes a checkpoint, the database comes after
_LARGEST_LOG = 20 << 20  # bytes; one older file of that size is kept


@dataclass(frozen=True)
class ChildSpec:
    """One process to keep alive. Ready when `ready_url` answers 200, or else when its ready file is there."""

    name: str
    command: tuple[str, ...]
    ready_url: str | None = None


@dataclass
class _Child:
    spec: ChildSpec
    log: Path
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    start_at: float = 0.0
    shown: int = 0  # bytes of the log that were looked at
    deaths: deque[float] = field(default_factory=deque)


class Supervisor:
    def __init__(self, home: Path, console: Console) -> None:
        self.home = home
        self.console = console
        self._children: dict[str, _Child] = {}
        self._record = home / "run" / "up.json"
        (home / "run").mkdir(parents=True, exist_ok=True)
        (home / "logs").mkdir(parents=True, exist_ok=True)

    def start(self, spec: ChildSpec) -> None:
        child = _Child(spec, self.home / "logs" / f"{spec.name}.log")
        self._children[spec.name] = child
        self._spawn(child)

    def not_ready(self) -> list[str]:
        return [name for name, child in self._children.items() if not child.ready]

    def look(self) -> list[str]:
        """One round over the children; returns the names of those that became ready.

        Raises Misconfigured when one can't be kept alive.
        """
        became_ready = []
        for child in self._children.values():
            self._show_complaints(child)
            if child.process is None:
                if time.monotonic() >= child.start_at:
                    self._spawn(child)
            elif child.process.poll() is not None:
                self._bury(child, child.process)
            elif not child.ready and self._is_ready(child.spec, child.process.pid):
                child.ready = True
                became_ready.append(child.spec.name)
        return became_ready

    def last_words(self, name: str, lines: int = 8) -> str:
        text = self._children[name].log.read_text(errors="replace")
        return "\n".join(text.rstrip().split("\n")[-lines:])

    def stop(self) -> None:
        """Ends all children and whatever they started; returns when nothing of it runs any more."""
        running = [child.process for child in self._children.values() if child.process is not None]
        family = _family(process.pid for process in running)
        for process in running:
            process.terminate()
        deadline = time.monotonic() + _STOP_S
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            _kill_group(process.pid)
        _kill(family)
        for process in running:
            process.wait()
        self._record.unlink(missing_ok=True)

    def _spawn(self, child: _Child) -> None:
        ready_file(self.home, child.spec.name).unlink(missing_ok=True)
        child.ready = False
        # Straight into the file: a supervisor that hangs or is stopped never blocks a child.
        with child.log.open("ab") as log:
            child.shown = log.tell()
            child.process = subprocess.Popen(
                [*child.spec.command, "--parent", str(os.getpid())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._write_record()

    def _bury(self, child: _Child, process: subprocess.Popen[bytes]) -> None:
        name, code, now = child.spec.name, process.returncode, time.monotonic()
        _kill_group(process.pid)  # what it started must not run beside what its successor starts
        child.process, child.ready = None, False
        child.deaths.append(now)
        while child.deaths[0] < now - _DEATHS_WITHIN_S:
            child.deaths.popleft()
        if code == EXIT_MISCONFIGURED:
            raise Misconfigured(f"{name} can't run:\n{self.last_words(name)}")
        if len(child.deaths) > _MOST_DEATHS:
            raise Misconfigured(
                f"{name} stopped {len(child.deaths)} times within a minute (exit code {code}). "
                f"The end of {child.log}:\n{self.last_words(name)}"
            )
        pause = _FIRST_PAUSE_S * 2 ** (len(child.deaths) - 1)
        child.start_at = now + pause
        self.console.print(
            f"[yellow]{name} stopped (exit code {code}); starting it again in {pause:.1f} s[/]"
        )

    def _is_ready(self, spec: ChildSpec, pid: int) -> bool:
        if spec.ready_url is not None:
            return answers(spec.ready_url)
        with suppress(OSError):
            return ready_file(self.home, spec.name).read_text() == str(pid)
        return False

    def _show_complaints(self, child: _Child) -> None:
        with suppress(FileNotFoundError), child.log.open("rb") as log:
            log.seek(child.shown)
            whole, newline, _ = log.read(1 << 20).rpartition(b"\n")
            child.shown += len(whole) + len(newline)
            for line in whole.split(b"\n"):
                if complaint := _complaint(line):
                    self.console.print(f"[yellow]{child.spec.name}[/] {escape(complaint)}", highlight=False)
        if child.shown > _LARGEST_LOG:  # the child goes on writing to the same file, at its new end
            shutil.copyfile(child.log, child.log.with_suffix(".log.1"))
            os.truncate(child.log, 0)
            child.shown = 0

    def _write_record(self) -> None:
        """Which processes are ours, for the next supervisor (`end_leftovers`) and for `coachable doctor`."""
        children = {
            name: [child.process.pid, psutil.Process(child.process.pid).create_time()]
            for name, child in self._children.items()
            if child.process is not None and child.process.poll() is None
        }
        aside = self._record.with_suffix(".new")
        aside.write_text(json.dumps({"pid": os.getpid(), "children": children}))
        aside.rename(self._record)


def recorded(home: Path) -> list[psutil.Process]:
    """The children of the last supervisor of this data folder that still run."""
    try:
        children = json.loads((home / "run" / "up.json").read_text())["children"]
    except (OSError, ValueError, KeyError):
        return []
    found = []
    for pid, create_time in children.values():
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            if process.create_time() == create_time and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def end_leftovers(home: Path) -> int:
    """Ends what a killed supervisor left (its children are on their way out already); returns how many."""
    leftovers = recorded(home)
    family = _family(process.pid for process in leftovers)
    for process in leftovers:
        with suppress(psutil.Error):
            process.terminate()
    wait_until_gone(leftovers, _STOP_S)
    _kill(family)
    return len(leftovers)


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()
    wait_until_gone(processes, 2.0)


def answers(url: str) -> bool:
    """True when a GET of the URL returns 200 within a second."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=1)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _family(pids: Iterable[int]) -> list[psutil.Process]:
    found = []
    for pid in pids:
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            found += [process, *process.children(recursive=True)]
    return found


def _complaint(line: bytes) -> str | None:
    """The message of a JSON log line of level warning or above."""
    try:
        entry = json.loads(line)
        if entry["level"] not in ("warning", "error", "critical"):
            return None
        return f"{entry['level']}: {entry['event']}"
    except (ValueError, KeyError, TypeError):
        return None
