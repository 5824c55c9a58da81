"""Which weights a folder holds: an adapter is good for those alone that it was trained on, whatever they are called."""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from app.files import sha256

# Beside the weights: hashing 16 GB takes ten seconds, and they hardly ever change.
REMEMBERED = ".weights.json"


def digest_of(folder: Path) -> str:
    """SHA-256 of the names and contents of its safetensors files. Raises OSError.

    A file is read again only when its size or its time of change is another one.
    """
    remembered = _remembered(folder)
    files = {
        file.name: _entry(file, remembered.get(file.name)) for file in sorted(folder.glob("*.safetensors"))
    }
    if files != remembered:
        _remember(folder, files)
    return hashlib.sha256(
        json.dumps([(name, entry[2]) for name, entry in files.items()]).encode()
    ).hexdigest()


def differ(adapter: Path, digest: str) -> bool:
    """Whether the adapter's manifest names other weights than those of the `digest`. Older ones name none."""
    with suppress(OSError, ValueError, AttributeError):
        return json.loads((adapter / "manifest.json").read_text()).get("base_weights") not in (None, digest)
    return False


def _entry(file: Path, known: object) -> list[object]:
    """Size in bytes, time of change in nanoseconds, SHA-256."""
    about = file.stat()
    if isinstance(known, list) and len(known) == 3 and known[:2] == [about.st_size, about.st_mtime_ns]:
        return known
    return [about.st_size, about.st_mtime_ns, sha256(file)]


def _remembered(folder: Path) -> dict[str, object]:
    with suppress(OSError, ValueError):
        found = json.loads((folder / REMEMBERED).read_text())
        return found if isinstance(found, dict) else {}
    return {}


def _remember(folder: Path, files: dict[str, list[object]]) -> None:
    aside = folder / f"{REMEMBERED}.{os.getpid()}"
    with suppress(OSError):  # a folder of someone else's is only read
        aside.write_text(json.dumps(files))
        aside.replace(folder / REMEMBERED)
