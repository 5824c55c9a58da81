"""What becomes of the writer model, for every process of this machine: one JSON file, and a flag file of the person.

`coachable writer` writes the state, anybody reads it; only people decline and accept. Free of torch.
"""

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import psutil

from app.basemodels import notes

Phase = Literal[
    "none",  # this machine or its settings have no writer model
    "declined",  # a person does not want it
    "waiting",  # not begun, or the hub can't be reached
    "fetching",
    "ready",  # its files are here; it is being loaded, or Coachable does not run
    "serving",  # it answers at COACHABLE_WRITER_PORT
    "given_back",  # its memory is wanted by others
    "failed",
]
_BY_A_PROCESS = ("fetching", "serving", "given_back")


@dataclass(frozen=True, slots=True)
class WriterState:
    phase: Phase
    sentence: str  # what a person reads
    model: str | None = None
    title: str | None = None
    licence: str | None = None
    bytes_done: int = 0
    bytes_total: int = 0
    updated_at: str = ""  # ISO 8601, UTC
    pid: int = 0  # of the process that wrote it


NOTHING_YET = WriterState("none", "Writer model: none was looked for yet.")


def none(reason: str) -> WriterState:
    return WriterState("none", f"Writer model: {reason}")


def read(home: Path) -> WriterState:
    """What people have decided counts at once; what a process that is gone was doing does not count any more."""
    state = notes.read(_folder(home) / "state.json", WriterState) or NOTHING_YET
    if is_declined(home):
        if state.phase in ("none", "declined"):
            return state
        return _changed(state, "declined", declined_sentence(state.title))
    if state.phase == "declined":
        return _changed(state, "waiting", f"{state.title or 'The writer model'} is wanted again.")
    if state.phase in _BY_A_PROCESS and not psutil.pid_exists(state.pid):
        return _changed(state, "waiting", f"{state.title or 'The writer model'} waits until Coachable runs.")
    return state


def write(home: Path, state: WriterState) -> None:
    """A reader sees either the old state or the new one."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    notes.write(_folder(home) / "state.json", replace(state, updated_at=now, pid=os.getpid()))


def decline(home: Path) -> None:
    """From now on nothing is fetched or served; a download that is under way stops within a second."""
    notes.replace(_flag(home), "")


def accept(home: Path) -> None:
    """Undoes `decline`; a download goes on where it was stopped."""
    _flag(home).unlink(missing_ok=True)


def is_declined(home: Path) -> bool:
    return _flag(home).exists()


def declined_sentence(title: str | None) -> str:
    return f"{title or 'The writer model'} was declined; the starter plays the customers."


def _changed(state: WriterState, phase: Phase, sentence: str) -> WriterState:
    return replace(state, phase=phase, sentence=sentence)


def _folder(home: Path) -> Path:
    return home / "writer"


def _flag(home: Path) -> Path:
    return _folder(home) / "declined"
