"""What a process owes its supervisor, `coachable up` or a container platform: to say when it is ready and that it still
works, and to leave with it."""

import asyncio
import ctypes
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

EXIT_MISCONFIGURED = 78  # EX_CONFIG of sysexits.h: the supervisor does not start such a process again

BEAT_S = 5.0
SILENT_S = 30.0  # longer than a loop is ever blocked

_PR_SET_PDEATHSIG = 1
_POLL_S = 0.5
_GRACE_S = 8.0


class Stopping:
    """Whether SIGTERM or Ctrl-C has come, for a loop that rests between its rounds.

    Not a `threading.Event`: in a signal handler, `set` waits for ever for the lock that `wait` may hold in the same
    thread (2 of 40 processes that rested for 10 µs at a time). A SimpleQueue is made to be put to from anywhere.
    """

    def __init__(self) -> None:
        self._signals: SimpleQueue[int] = SimpleQueue()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda came, _frame: self._signals.put(came))

    def within(self, seconds: float) -> bool:
        try:
            self._signals.get(timeout=seconds)
        except Empty:
            return False
        return True


def ready_file(home: Path, name: str) -> Path:
    return home / "run" / f"{name}.ready"


def announce_ready(home: Path, name: str) -> None:
    """Called by a process without an HTTP port once it takes work; the supervisor waits for this file."""
    path = ready_file(home, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}")
    aside.write_text(str(os.getpid()))
    aside.rename(path)


def announce_started(home: Path, name: str) -> None:
    """For `coachable health`, which has to know what to ask for."""
    (home / "run").mkdir(parents=True, exist_ok=True)
    (home / "run" / f"{name}.started").write_text(str(os.getpid()))


def started(home: Path) -> list[str]:
    return sorted(path.stem for path in (home / "run").glob("*.started"))


async def beat(home: Path, name: str) -> None:
    """Until cancelled: mark the ready file, as long as this loop runs."""
    while True:
        await asyncio.sleep(BEAT_S)
        with suppress(OSError):
            os.utime(ready_file(home, name))


def exit_with_parent(parent: int) -> None:
    """Ends this process (SIGTERM, after 8 s SIGKILL for its whole group) when process `parent` is gone.

    Linux sends the signal by itself; a thread looks too, for other systems and a parent that died before.
    """
    kernel_tells = sys.platform == "linux" and not ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    gone_already = os.getppid() != parent
    threading.Thread(
        target=_watch, args=(parent, kernel_tells and not gone_already), name="exit-with-parent", daemon=True
    ).start()


def _watch(parent: int, kernel_tells: bool) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_S)
    if not kernel_tells:  # uvicorn and arq read a second SIGTERM as impatience
        os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE_S)
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
