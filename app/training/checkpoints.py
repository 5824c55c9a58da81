"""Whole folders on disk or nothing: written aside, hashed, synced, renamed into place.

The manifest is written last and names the SHA-256 of every other file, so a folder that verifies is complete. Used for
checkpoints (the two newest are kept; resume takes the newest that verifies) and for the published adapter.
"""

import json
import shutil
import sys
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file, save_file
from torch import Tensor

from app.files import sha256, sync

KEPT = 2
MANIFEST = "manifest.json"


def publish(folder: Path, fill: Callable[[Path], None], about: Mapping[str, Any]) -> None:
    """Has `fill` write the files into a new folder beside `folder`, then makes it `folder` in one rename.

    An older `folder` is replaced. `about` goes into the manifest. Raises OSError; then nothing is left behind.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    aside.mkdir()
    try:
        fill(aside)
        files = {}
        for path in sorted(aside.iterdir()):
            files[path.name] = {"sha256": sha256(path), "bytes": path.stat().st_size}
            sync(path)
        manifest = aside / MANIFEST
        manifest.write_text(json.dumps({"files": files, **about}, indent=2))
        sync(manifest)
        sync(aside)
        if folder.exists():
            shutil.rmtree(folder)
        aside.rename(folder)
        sync(folder.parent)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def verifies(folder: Path) -> bool:
    """Whether the folder holds exactly the files of its manifest, byte for byte."""
    try:
        files = json.loads((folder / MANIFEST).read_text())["files"]
        if {path.name for path in folder.iterdir()} != {*files, MANIFEST}:
            return False
        return all(sha256(folder / name) == entry["sha256"] for name, entry in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


@dataclass(frozen=True)
class Checkpoint:
    """Everything that the rest of a run depends on."""

    state: dict[str, Any]  # JSON: step, learning-rate scale, curve, ...
    tensors: dict[str, dict[str, Tensor]]  # file name without ending to its tensors
    damaged: int = 0  # newer ones that were passed over


def save(folder: Path, checkpoint: Checkpoint, about: Mapping[str, Any]) -> None:
    """Adds `step-000123` to `folder` and drops all but the two newest."""

    def fill(aside: Path) -> None:
        for name, tensors in checkpoint.tensors.items():
            save_file(
                {key: value.detach().cpu().contiguous() for key, value in tensors.items()},
                aside / f"{name}.safetensors",
            )
        (aside / "state.json").write_text(json.dumps(checkpoint.state))

    publish(folder / f"step-{checkpoint.state['step']:06d}", fill, about)
    for old in _newest_first(folder)[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def load_newest(folder: Path, about: Mapping[str, Any]) -> Checkpoint | None:
    """The newest checkpoint that verifies and was made for the same `about`; damaged ones are passed over."""
    for leftover in folder.glob(".step-*"):  # of an attempt that was killed while writing
        shutil.rmtree(leftover, ignore_errors=True)
    damaged = 0
    for path in _newest_first(folder):
        if not verifies(path):
            damaged += 1
            print(f"checkpoint {path.name} is damaged; trying the one before", file=sys.stderr)  # noqa: T201
            continue
        manifest = json.loads((path / MANIFEST).read_text())
        if any(manifest.get(key) != value for key, value in about.items()):
            continue
        tensors = {file.stem: load_file(file) for file in path.glob("*.safetensors")}
        return Checkpoint(json.loads((path / "state.json").read_text()), tensors, damaged)
    return None


def _newest_first(folder: Path) -> list[Path]:
    return sorted(folder.glob("step-*"), reverse=True)
