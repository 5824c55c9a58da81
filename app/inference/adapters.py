"""Which adapters may be served, where their folders are, and which of them are in memory."""

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from app.engine.served.lora import Adapter
from app.errors import Conflict, InvalidInput, NotFound
from app.files import sha256
from app.weights import differ, digest_of

REQUIRED = {"adapter_config.json", "adapter_model.safetensors"}
MANIFEST = "manifest.json"
BASE = "base"  # the base model's name, whichever it is
MAX_CONFIG_BYTES = 1 << 20
VERSIONED = re.compile(r"([0-9A-Za-z][0-9A-Za-z_-]{0,127})@([1-9][0-9]{0,8})")
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@/-]{0,199}")

Reader = Callable[[str, Path], Adapter]
Fetch = Callable[
    [str, int, Path], None
]  # (agent id, number, target): brings what is not here, if it is anywhere


class Adapters:
    """`read` turns a checked folder into weights; `drop` hears of weights that left the memory.

    At most `limit` adapters stay in memory, the others are read again when they are needed.
    A reply that is being written keeps its adapter alive, so unloading never disturbs it.
    """

    def __init__(
        self,
        root: Path,
        base_model: Path,
        read: Reader,
        drop: Callable[[Adapter], None],
        limit: int = 8,
    ) -> None:
        self._root = root.resolve()
        self._base_model = base_model
        self._base_names = frozenset({BASE, base_model.name})
        self._read = read
        self._drop = drop
        self._limit = limit
        self._folders: dict[str, Path] = {}
        self._loaded: OrderedDict[str, Adapter] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}

    @cached_property
    def _base_weights(self) -> str:
        """Found when the first adapter comes: a server that has none starts without it."""
        return digest_of(self._base_model)

    @property
    def names(self) -> list[str]:
        return sorted(self._folders)

    async def load(self, name: str, folder: str) -> None:
        """Register and read an adapter; again with the same folder changes nothing.

        Raises Conflict when the name stands for another folder, InvalidInput for a folder not to be loaded.
        """
        if not NAME.fullmatch(name) or name in self._base_names:
            raise InvalidInput(f"{name!r} can't be an adapter's name.")
        path = inside(self._root, folder)
        known = self._folders.get(name)
        if known is not None and known != path:
            raise Conflict(f"Adapter {name} is already loaded from another folder; unload it first.")
        await self._ensure(name, path)
        self._folders[name] = path

    def unload(self, name: str) -> None:
        if self._folders.pop(name, None) is None:
            raise NotFound(f"Adapter {name} is not loaded.")
        adapter = self._loaded.pop(name, None)
        if adapter is not None:
            self._drop(adapter)

    async def get(self, model: str) -> Adapter | None:
        """The adapter called `model`, None for the base model. Raises NotFound.

        `<agent id>@<number>` is also found by its folder, so that a restart needs no registration.
        """
        if model in self._base_names:
            return None
        folder = self._folders.get(model)
        if folder is None:
            folder = await asyncio.to_thread(folder_of, self._root, model)
            if folder is None:
                raise NotFound(f"There is no model {model!r} here; load its adapter or ask for 'base'.")
            await self.load(model, str(folder))
        return await self._ensure(model, folder)

    async def _ensure(self, name: str, folder: Path) -> Adapter:
        async with self._locks.setdefault(name, asyncio.Lock()):
            adapter = self._loaded.get(name)
            if adapter is None:
                adapter = await asyncio.to_thread(self._check_and_read, name, folder)
                self._loaded[name] = adapter
                while len(self._loaded) > self._limit:
                    self._drop(self._loaded.popitem(last=False)[1])
            else:
                self._loaded.move_to_end(name)
            return adapter

    def _check_and_read(self, name: str, folder: Path) -> Adapter:
        try:
            check_folder(name, folder, self._base_names)
            if differ(folder, self._base_weights):
                raise InvalidInput(
                    f"Adapter {name} was trained on other weights of {self._base_model.name}: "
                    "put those back, or train again."
                )
            return self._read(name, folder)
        except OSError as error:
            raise InvalidInput(
                f"Adapter {name} can't be read: {error.strerror or error}.", "lora_path"
            ) from error


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
