"""`coachable doctor`: what is missing on this machine, in plain words. Its problems also keep `coachable up`
from starting."""

import asyncio
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil  # type: ignore[import-untyped]
from rich.console import Console

from app.config import Settings
from app.infra import reachable
from app.infra.embedded import EmbeddedService
from app.infra.postgres import EmbeddedPostgres
from app.infra.valkey import EmbeddedValkey
from app.processes.supervisor import recorded

_GIB = 1 << 30
_DISK_FOR_FIRST_START = (
    2 * _GIB
)  # base model 0.5 GiB, its download, databases, a few adapters with checkpoints
_DISK_TO_RUN = _GIB // 2
_MEMORY = 4 * _GIB  # model server 1 GiB, a training run on the CPU 2 GiB, the rest 0.5 GiB

Verdict = Literal["ok", "note", "problem"]
_SIGNS: dict[Verdict, str] = {"ok": "[green]✓[/]", "note": "[yellow]·[/]", "problem": "[red]✗[/]"}


@dataclass(frozen=True)
class Finding:
    verdict: Verdict
    text: str


def run(settings: Settings) -> int:
    """Prints every finding; returns the exit code: 1 when something must be mended."""
    console = Console()
    findings = [*before_start(settings), *_machine(settings), *asyncio.run(_services(settings))]
    for finding in findings:
        console.print(f"{_SIGNS[finding.verdict]} {finding.text}", highlight=False, soft_wrap=True)
    problems = sum(finding.verdict == "problem" for finding in findings)
    console.print("[green]Nothing to mend.[/]" if not problems else f"[red]To mend: {problems}[/]")
    return 1 if problems else 0


def before_start(settings: Settings) -> Iterator[Finding]:
    """What can be known without any service: folder, disk, address, ports."""
    yield _home(settings.home)
    yield _disk(settings)
    yield _address(settings)
    yield _port(settings, settings.host, settings.port, "COACHABLE_PORT", "the page")
    if settings.models_url is None or settings.llm_base_url is None:
        yield _port(settings, "127.0.0.1", settings.models_port, "COACHABLE_MODELS_PORT", "the model server")


def _home(home: Path) -> Finding:
    existing = _existing(home)
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return Finding(
            "problem", f"The data folder {home} can't be written: set COACHABLE_HOME to one that can."
        )
    return Finding("ok", f"Data folder {home}")


def _disk(settings: Settings) -> Finding:
    first_start = base_model_folder(settings) is None
    needed = _DISK_FOR_FIRST_START if first_start else _DISK_TO_RUN
    free = shutil.disk_usage(_existing(settings.home)).free
    if free < needed:
        return Finding(
            "problem",
            f"{_gib(free)} free on the disk of {settings.home}, {_gib(needed)} needed: "
            "make room, or set COACHABLE_HOME to a folder on another disk.",
        )
    return Finding("ok", f"Disk: {_gib(free)} free")


def _address(settings: Settings) -> Finding:
    if not settings.is_loopback and settings.auth == "local":
        return Finding(
            "problem",
            f"COACHABLE_HOST={settings.host} can be reached from outside, where the local token is too weak: "
            "set COACHABLE_AUTH=keys, or COACHABLE_HOST=127.0.0.1.",
        )
    return Finding(
        "ok", f"Address {settings.host}: {'this machine only' if settings.is_loopback else 'API keys'}"
    )


def _port(settings: Settings, host: str, port: int, variable: str, use: str) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As uvicorn does: a connection that lingers in TIME_WAIT does not hold the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return Finding("problem", f"Port {port} needs root: set {variable} to one above 1023.")
        except OSError as error:
            holder = _holder(port)
            if holder is None:
                return Finding("problem", f"Port {port} for {use} can't be used ({error}): set {variable}.")
            if holder.pid in {child.pid for child in recorded(settings.home)}:
                return Finding("ok", f"Port {port}: Coachable runs (process {holder.pid})")
            return Finding(
                "problem",
                f"Port {port} for {use} is taken by process {holder.pid} ({holder.name()}): "
                f"stop it, or set {variable} to a free port.",
            )
    return Finding("ok", f"Port {port} is free for {use}")


def _holder(port: int) -> psutil.Process | None:
    with suppress(psutil.Error):  # macOS tells only root
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return psutil.Process(connection.pid)
    return None


def _machine(settings: Settings) -> Iterator[Finding]:
    total = psutil.virtual_memory().total
    if total < _MEMORY:
        yield Finding(
            "note", f"Memory: {_gib(total)}; below {_gib(_MEMORY)} a training may end for lack of it."
        )
    else:
        yield Finding("ok", f"Memory: {_gib(total)}")
    folder = base_model_folder(settings)
    if folder is not None:
        yield Finding("ok", f"Base model {settings.base_model}: {folder}")
    elif "/" in settings.base_model:
        yield Finding("problem", f"COACHABLE_BASE_MODEL={settings.base_model} is not a folder with a model.")
    else:
        yield Finding("note", f"No base model {settings.base_model} yet: `coachable up` fetches it once.")
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        yield Finding("note", "No Chromium: only the tests of the page want it.")


async def _services(settings: Settings) -> list[Finding]:
    return [
        await _service("Database", "DATABASE_URL", settings.database_url, EmbeddedPostgres(settings.home)),
        await _service("Redis", "REDIS_URL", settings.redis_url, EmbeddedValkey(settings.home)),
    ]


async def _service(title: str, variable: str, url: str | None, embedded: EmbeddedService) -> Finding:
    if url is None and embedded.process() is None:
        return Finding("ok", f"{title}: `coachable up` starts its own {embedded.title}")
    check = reachable.database_problem if variable == "DATABASE_URL" else reachable.redis_problem
    problem = await check(url or embedded.url)
    if problem is None:
        return Finding("ok", f"{title}: reachable ({variable if url else f'own {embedded.title}'})")
    way_out = f"check {variable}, or unset it to use the embedded one" if url else f"see {embedded.log}"
    return Finding("problem", f"{title} unreachable ({problem}): {way_out}.")


def base_model_folder(settings: Settings) -> Path | None:
    for folder in (Path(settings.base_model), settings.home / "models" / settings.base_model):
        if (folder / "config.json").is_file():
            return folder
    return None


def _existing(path: Path) -> Path:
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())


def _gib(size: int) -> str:
    return f"{size / _GIB:.1f} GiB"
