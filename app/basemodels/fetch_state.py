"""What becomes of a base model that is being fetched, for every process of this machine: one JSON file a model."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import psutil

from app.basemodels import notes
from app.basemodels.catalogue import BaseModel
from app.basemodels.folders import described, folder_of, is_model

Phase = Literal["waiting", "download", "unpack", "convert"]
_EVERY_S = 1.0
_DOING = {"download": "Fetching", "unpack": "Unpacking", "convert": "Converting"}


@dataclass(frozen=True, slots=True)
class FetchState:
    phase: Literal["none", "waiting", "download", "unpack", "convert", "here", "failed"]
    sentence: str  # what a person reads
    bytes_done: int = 0
    bytes_total: int = 0  # 0 where that is not known
    updated_at: str = ""  # ISO 8601, UTC
    pid: int = 0  # of the process that fetches


def fetch_state(home: Path, id: str) -> FetchState:
    """What a process that is gone was doing counts no more; a folder that is whole always does."""
    model = described(id)
    if is_model(folder_of(model, home)):
        return FetchState("here", f"{model.title} is here.", model.bytes, model.bytes)
    state = notes.read(_file(home, model), FetchState)
    if state is None:
        return FetchState("none", f"{model.title} is not here.", 0, model.bytes)
    if state.phase in _DOING and not psutil.pid_exists(state.pid):
        return replace(
            state, phase="none", sentence=f"{model.title} was fetched in part; the next try goes on there."
        )
    return state


class Told:
    """Progress that others read, written about once a second."""

    def __init__(self, home: Path, model: BaseModel) -> None:
        self._file, self._model = _file(home, model), model
        self._phase: str | None = None
        self._at = 0.0

    def progress(self, phase: Phase, done: int, total: int) -> None:
        now = time.monotonic()
        if phase == "waiting" or (phase == self._phase and now - self._at < _EVERY_S):
            return  # who waits for another process leaves it to that one
        self._phase, self._at = phase, now
        percent = f", {100 * done // total} %" if total else ""
        what = f"{_DOING[phase]} {self._model.title}" + (f" ({total / 1e9:.1f} GB)" if total else "")
        self._write(FetchState(phase, f"{what}{percent}", done, total))

    def failed(self, sentence: str) -> None:
        self._write(FetchState("failed", sentence, 0, self._model.bytes))

    def done(self) -> None:
        self._file.unlink(missing_ok=True)

    def _write(self, state: FetchState) -> None:
        stamp = datetime.now(UTC).isoformat(timespec="seconds")
        with suppress(OSError):  # a disk that is full is told by the fetching itself
            notes.write(self._file, replace(state, updated_at=stamp, pid=os.getpid()))


def _file(home: Path, model: BaseModel) -> Path:
    return home.absolute() / "models" / f".{model.id}.fetch.json"
