"""What a base model is good for: asked of its files once, when someone chooses it, and remembered beside them.

A child process looks (app/training/probe.py): torch stays out here, and a file that breaks a parser breaks nobody else.
"""

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from app import extras
from app.basemodels import notes
from app.basemodels.folders import lack_of

REMEMBERED = ".probe.json"
PATIENCE_S = (
    180  # the imports take 3 s; a machine that trains and fetches meanwhile may take ten times as long
)
_MODULE = "app.training.probe"
_READ = ("*.json", "*.jinja", "*.safetensors")

Answer = Literal[True] | str
"""True, or a sentence why not."""


@dataclass(frozen=True, slots=True)
class Probe:
    loads: Answer
    can_train: Answer
    can_serve: Answer
    can_export: dict[str, Answer]  # adapter, merged, gguf
    architecture: str | None = None
    attention: tuple[str, ...] = ()
    context: int | None = None
    chat: dict[str, str | None] | None = None  # system, thinking, prompt, closing

    @property
    def refusal(self) -> str | None:
        """Why no agent should be made on it. What is not served here may be by another server, so that it is no one."""
        return None if self.can_train is True else self.can_train

    @property
    def problem(self) -> str | None:
        """What it can't do here, in sentences."""
        return (
            " ".join(dict.fromkeys(said for said in (self.can_train, self.can_serve) if said is not True))
            or None
        )


UNSEEN = Probe(loads=True, can_train=True, can_serve=True, can_export={})
"""On a host without the packages for a look. Trainers and model servers have them, and look before they begin."""


@dataclass(frozen=True, slots=True)
class _Note:
    of: list[list[object]]
    found: dict[str, Any]


def probe(folder: Path, patience_s: float = PATIENCE_S) -> Probe:
    """Takes seconds the first time, so not on an event loop."""
    if lack := lack_of(folder):
        return _nothing(f"{folder.name} {lack}.")
    if known := remembered(folder):
        return known
    if not extras.is_installed("train"):
        return UNSEEN
    of = _files(folder)
    found, problem = _look(folder, patience_s)
    seen = _parsed(found)
    if seen is None:
        return _nothing(f"{folder.name} can't be looked at ({problem}): choose another base model.")
    with suppress(OSError):  # a folder of someone else's is only read
        notes.write(folder / REMEMBERED, _Note(of, found))
    return seen


def remembered(folder: Path) -> Probe | None:
    """What is known without a look; None where the files have changed since, or there has been no look yet."""
    note = notes.read(folder / REMEMBERED, _Note)
    return _parsed(note.found) if note is not None and note.of == _files(folder) else None


def _look(folder: Path, patience_s: float) -> tuple[dict[str, Any], str]:
    """What the child says, and what went wrong where it says nothing."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", _MODULE, str(folder.absolute())],
            capture_output=True,
            text=True,
            timeout=patience_s,
            check=False,
        )
        return json.loads(child.stdout), ""
    except subprocess.TimeoutExpired:
        return {}, f"it took longer than {patience_s:.0f} s"
    except ValueError:
        last = child.stderr.strip().splitlines()[-1:] or [f"the process ended with {child.returncode}"]
        return {}, f"{last[0]:.200}"


def _parsed(found: dict[str, Any]) -> Probe | None:
    try:
        return Probe(**{**found, "attention": tuple(found["attention"])})
    except (TypeError, KeyError):
        return None


def _nothing(why: str) -> Probe:
    return Probe(why, why, why, dict.fromkeys(("adapter", "merged", "gguf"), why))


def _files(folder: Path) -> list[list[object]]:
    """Name, size and time of change of all that is looked at, and the versions of who looks."""
    about = [(file.name, file.stat()) for pattern in _READ for file in sorted(folder.glob(pattern))]
    seen = [[name, stat.st_size, stat.st_mtime_ns] for name, stat in about if not name.startswith(".")]
    looker = version("transformers") if extras.is_installed("train") else ""
    return [["coachable", version("coachable")], ["transformers", looker], *seen]
