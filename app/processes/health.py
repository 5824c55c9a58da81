"""`coachable health`: whether a process of this machine works, for container platforms that ask by a command."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psutil
from rich.console import Console

from app.config import Settings, authority
from app.errors import Misconfigured
from app.processes.parent import SILENT_S, ready_file, started
from app.processes.supervisor import answers

_BEATS = ("worker", "trainer")


def run(settings: Settings, name: str | None) -> int:
    """0 where all is well. Without a name: of all processes that were started here. Raises Misconfigured."""
    checks = _checks(settings)
    names = [name] if name else started(settings.home)
    if unknown := [one for one in names if one not in checks]:
        raise Misconfigured(f"There is no process {unknown[0]}; ask for {', '.join(checks)}.")
    if not names:
        Console().print(f"Nothing was started in {settings.home}.", soft_wrap=True)
        return 1
    problems = {one: checks[one]() for one in names}
    for one, problem in problems.items():
        Console().print(f"{one}: {problem or 'works'}", markup=False, soft_wrap=True, highlight=False)
    return 1 if any(problems.values()) else 0


def _checks(settings: Settings) -> dict[str, Callable[[], str | None]]:
    api, models = (
        authority(settings.host, settings.port),
        authority(settings.models_host, settings.models_port),
    )
    return {
        "api": lambda: _answers(f"http://{api}/readyz"),
        "models": lambda: _answers(f"http://{models}/readyz"),
        **{name: partial(_beats, settings.home, name) for name in _BEATS},
        "writer": lambda: _runs(settings.home, "writer"),  # a download keeps it for minutes
    }


def _answers(url: str) -> str | None:
    return None if answers(url) else f"{url} does not answer with 200"


def _beats(home: Path, name: str) -> str | None:
    """Its loop marks the file; one that hangs does not."""
    problem = _runs(home, name)
    if problem is None and (silent_s := time.time() - ready_file(home, name).stat().st_mtime) > SILENT_S:
        problem = f"has been silent for {silent_s:.0f} s"
    return problem


def _runs(home: Path, name: str) -> str | None:
    try:
        pid = int(ready_file(home, name).read_text())
    except (OSError, ValueError):
        return "is not ready"
    return None if psutil.pid_exists(pid) else f"is gone (it was process {pid})"
