"""Where adapters lie, and which folders are adapters at all: looked at before a weight is read. Free of torch."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.errors import InvalidInput
from app.files import sha256

REQUIRED = {"adapter_config.json", "adapter_model.safetensors"}
MANIFEST = "manifest.json"
BASE = "base"  # the base model's name, whichever it is
MAX_CONFIG_BYTES = 1 << 20
VERSIONED = re.compile(r"([0-9A-Za-z][0-9A-Za-z_-]{0,127})@([1-9][0-9]{0,8})")

# (agent id, number, target): brings what is not here, if it is anywhere.
Fetch = Callable[[str, int, Path], None]


def folder_of(root: Path, name: str, fetch: Fetch = lambda *_: None) -> Path | None:
    """Where the version `<agent id>@<number>` lies, fetched first where it is not here; None where there is none."""
    match = VERSIONED.fullmatch(name)
    if match is None:
        return None
    folder = root.resolve() / match[1] / match[2]
    if not folder.is_dir():
        fetch(match[1], int(match[2]), folder)
    return folder if folder.is_dir() else None


def inside(root: Path, folder: str) -> Path:
    """Raises InvalidInput for what is not below `root`."""
    path = Path(folder)
    if not path.is_absolute() or ".." in path.parts:
        raise InvalidInput("lora_path must be an absolute path without '..'.")
    resolved = path.resolve()
    if not resolved.is_relative_to(root.resolve()) or resolved == root.resolve():
        raise InvalidInput("lora_path must be inside the adapters folder of this installation.", "lora_path")
    return resolved


def base_of(folder: Path) -> str | None:
    """The name of the base model that an adapter was trained on, as its manifest or its configuration has it."""
    for file, key in ((MANIFEST, "base_model"), ("adapter_config.json", "base_model_name_or_path")):
        with suppress(OSError, ValueError, AttributeError):  # `check_folder` says what is wrong with it
            name = json.loads((folder / file).read_bytes()).get(key)
            if isinstance(name, str) and name:
                return Path(name).name
    return None


def check_folder(name: str, folder: Path, base_names: frozenset[str]) -> None:
    """Refuse, before a weight is read, whatever is not exactly an adapter for this base model."""
    entries = {entry.name: entry for entry in folder.iterdir()}
    if not set(entries) >= REQUIRED or set(entries) - REQUIRED - {MANIFEST}:
        raise InvalidInput(
            f"Adapter {name}: the folder must hold adapter_config.json, adapter_model.safetensors and "
            f"perhaps manifest.json, but it holds {', '.join(sorted(entries)) or 'nothing'}."
        )
    for entry in entries.values():
        if entry.is_symlink() or not entry.is_file():
            raise InvalidInput(f"Adapter {name}: {entry.name} is not a plain file.")
    config = _read_object(name, entries["adapter_config.json"])
    bases = {config.get("base_model_name_or_path")}
    if MANIFEST in entries:
        manifest = _read_object(name, entries[MANIFEST])
        bases.add(manifest.get("base_model"))
        _check_hashes(name, folder, manifest)
    for base in bases - {None, ""}:
        if not isinstance(base, str) or Path(base).name not in base_names:
            raise InvalidInput(f"Adapter {name} was trained on another base model ({base}).")


def _check_hashes(name: str, folder: Path, manifest: dict[str, object]) -> None:
    files = manifest.get("files")
    if not isinstance(files, dict) or not set(files) >= REQUIRED:
        raise InvalidInput(f"Adapter {name}: manifest.json does not list its files.")
    for file in sorted(REQUIRED):
        digest = sha256(folder / file)
        if not isinstance(files[file], dict) or digest != files[file].get("sha256"):
            raise InvalidInput(f"Adapter {name}: {file} differs from its manifest; train again.")


def _read_object(name: str, file: Path) -> dict[str, object]:
    if file.stat().st_size > MAX_CONFIG_BYTES:
        raise InvalidInput(f"Adapter {name}: {file.name} is too large.")
    try:
        content = json.loads(file.read_bytes())
    except ValueError as error:
        raise InvalidInput(f"Adapter {name}: {file.name} is not JSON.") from error
    if not isinstance(content, dict):
        raise InvalidInput(f"Adapter {name}: {file.name} is not a JSON object.")
    return content
