"""Which adapters may be served, where their folders are, and which of them are in memory."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from app.engine.served.lora import Adapter
from app.engine.weights import differ, digest_of
from app.errors import Conflict, InvalidInput, NotFound
from app.inference.folders import BASE, check_folder, folder_of, inside

NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._@/-]{0,199}")

Reader = Callable[[str, Path], Adapter]


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
