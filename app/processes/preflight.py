"""What must be right on a machine before anything is started, found without any service: the data folder, the
disk, the address, the ports."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from app.basemodels.default import default_of
from app.basemodels.folders import folder_of, is_model
from app.config import Settings
from app.processes.supervisor import recorded

GIB = 1 << 30
_DISK_FOR_FIRST_START = (
    2 * GIB
)  # base model 0.5 GiB, its download, databases, a few adapters with checkpoints
_DISK_TO_RUN = GIB // 2


Verdict = Literal["ok", "note", "problem"]


@dataclass(frozen=True)
class Finding:
    verdict: Verdict
    text: str


def before_start(settings: Settings) -> Iterator[Finding]:
    """What can be known without any service: folder, disk, address, ports."""
    yield _home(settings.home)
    yield _disk(settings)
    yield _address(settings)
    yield _port(settings, settings.host, settings.port, "COACHABLE_PORT", "the page")
    if settings.port == settings.models_port:
        yield Finding("problem", "COACHABLE_PORT and COACHABLE_MODELS_PORT are the same: change one.")
    elif settings.models_url is None:
        yield _port(
            settings, settings.models_host, settings.models_port, "COACHABLE_MODELS_PORT", "the model server"
        )


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
            f"{gibibytes(free)} free on the disk of {settings.home}, {gibibytes(needed)} needed: "
            "make room, or set COACHABLE_HOME to a folder on another disk.",
        )
    return Finding("ok", f"Disk: {gibibytes(free)} free")


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
            address = connection.laddr
            if (
                connection.status == psutil.CONN_LISTEN
                and address
                and address.port == port
                and connection.pid
            ):
                return psutil.Process(connection.pid)
    return None


def base_model_folder(settings: Settings) -> Path | None:
    """Of the default; None where it is not there yet, or not whole."""
    folder = folder_of(default_of(settings).model, settings.home)
    return folder if is_model(folder) else None


def _existing(path: Path) -> Path:
    return next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())


def gibibytes(size: int) -> str:
    return f"{size / GIB:.1f} GiB"
