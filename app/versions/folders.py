"""Where adapters lie, and how a finished one gets there: aside, verified, renamed; then never changed."""

import hashlib
import os
import shutil
from pathlib import Path
from uuid import UUID

from app.errors import TrainingFailed

FILES = {"adapter_config.json", "adapter_model.safetensors", "manifest.json"}


def adapter_folder(home: Path, agent_id: UUID, number: int) -> Path:
    return home.absolute() / "adapters" / str(agent_id) / str(number)


def publish(made: Path, target: Path, epoch: int) -> dict[str, dict[str, object]]:
    """Bring the folder `made` to `target` and return {name: {"sha256", "bytes"}}; repeatable after a crash."""
    if not target.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f"{target.name}.tmp-{epoch}")
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(made, aside)
        for path in aside.iterdir():
            _sync(path)
        _sync(aside)
        aside.rename(target)
        _sync(target.parent)
    return _listing(target)


def is_complete(folder: Path, files: dict[str, dict[str, object]]) -> bool:
    """All files are there with the sizes they had (their hashes are checked by whoever loads them)."""
    return bool(files) and all(
        (folder / name).is_file() and (folder / name).stat().st_size == entry["bytes"]
        for name, entry in files.items()
    )


def _listing(folder: Path) -> dict[str, dict[str, object]]:
    names = {path.name for path in folder.iterdir()}
    if names != FILES:
        raise TrainingFailed(
            f"The adapter folder holds {sorted(names)} instead of {sorted(FILES)}; train again."
        )
    return {
        name: {
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
            "bytes": (folder / name).stat().st_size,
        }
        for name in sorted(names)
    }


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
