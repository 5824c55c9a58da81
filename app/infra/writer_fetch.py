"""A download of a writer model that is under way: a child process, looked at from time to time."""

import os
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.basemodels import hub_download
from app.basemodels.catalogue import OPTIONAL, BaseModel
from app.basemodels.folders import folder_of, is_model


@dataclass(frozen=True, slots=True)
class Fetched:
    """How a download ended: well, or with a reason; `unreachable` when it may go better later."""

    reason: str | None = None
    unreachable: bool = False


class Fetch(Protocol):
    def bytes_done(self) -> int: ...
    def poll(self) -> Fetched | None: ...
    def stop(self) -> None: ...


class HubFetch:
    """What was fetched before it was stopped or failed stays, and the next one goes on there."""

    def __init__(self, model: BaseModel, home: Path) -> None:
        self._model = model
        self._target = folder_of(model, home)
        self._work = work_of(model, home)
        self._work.mkdir(parents=True, exist_ok=True)
        self._log = self._work.with_suffix(".log")
        command = hub_download.command(model, self._work, OPTIONAL)
        with self._log.open("wb") as log:
            self._child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def bytes_done(self) -> int:
        return size_of(self._work)

    def poll(self) -> Fetched | None:
        """None while it is under way. The files of a whole model are put where they belong."""
        code = self._child.poll()
        if code is None:
            return None
        if code != 0:
            return Fetched(
                self._last_words() or f"exit code {code}", unreachable=code == hub_download.UNREACHABLE
            )
        if not is_model(self._work):
            return Fetched("the files that came are not a model")
        if self._target.exists():  # left incomplete by hand
            shutil.rmtree(self._target)
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._work.rename(self._target)
        self._log.unlink()
        return Fetched()

    def stop(self) -> None:
        self._child.kill()
        self._child.wait()

    def _last_words(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


def work_of(model: BaseModel, home: Path) -> Path:
    return home.absolute() / "tmp" / f"fetch-{model.id.replace('.', '_')}"


def size_of(folder: Path) -> int:
    total = 0
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # renamed meanwhile
                total += entry.stat().st_size
    return total
