"""The engines of a model server, one for each base model: the default's from the start, others when they are needed.

Where memory is short, the engine that was used least recently makes room for the next one, never while it writes.
"""

import asyncio
import gc
import logging
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from app.errors import AppError, Conflict, InvalidInput, NotFound, UpstreamFailed
from app.inference.engine import Engine
from app.inference.folders import BASE, Fetch, base_of, folder_of, inside
from app.inference.generation import Generation, GenerationRequest

log = logging.getLogger(__name__)

OTHER = f"{BASE}:"  # `base:<name>` is the base model of that name


@dataclass(frozen=True, slots=True)
class OtherBases:
    """Where base models beside the default come from, and what room there is for them.

    `find` turns a name into a folder or raises NotFound with the way out. `load` blocks for seconds. `needed` and
    `free` are bytes: to serve the model in a folder, and of memory that is free now.
    """

    find: Callable[[str], Path]
    load: Callable[[Path], Engine]
    needed: Callable[[Path], int]
    free: Callable[[], int]
    patience_s: float = 20.0
    """How long a request waits for its base model; then its client is told to come again."""


class Engines:
    """`first` serves the default base model. Without `others` nothing else is served. `fetch` brings versions that
    other hosts made."""

    def __init__(
        self, first: Engine, adapters: Path, others: OtherBases | None = None, fetch: Fetch = lambda *_: None
    ) -> None:
        self._default = first.folder
        self._root = adapters
        self._fetch = fetch
        self._others = others
        self._loaded = OrderedDict({first.folder: first})  # the one used last stands last
        self._users: Counter[Path] = (
            Counter()
        )  # requests between finding their engine and standing in its line
        self._loading: dict[Path, asyncio.Task[None]] = {}
        self._memory = asyncio.Lock()  # one load at a time: two would count on the same memory
        self._adapters: dict[str, Path] = {}
        self._bases: dict[Path, str | None] = {}  # of adapters, which never change

    @property
    def names(self) -> list[tuple[str, str | None]]:
        """What is served without loading a base model: its name, and for adapters that of the base model."""
        bases = [(BASE, None), (self._default.name, None)]
        bases += [(f"{OTHER}{folder.name}", None) for folder in self._loaded if folder != self._default]
        engines = list(self._loaded.values())
        return [*bases, *((name, engine.name) for engine in engines for name in engine.adapters.names)]

    async def generate(self, request: GenerationRequest) -> Generation:
        """Raises NotFound for what is not here, UpstreamFailed while it is loaded or where no memory is left for it,
        LimitReached when too many requests are in line."""
        base, adapter = await self._resolved(request.model)
        async with self._engine(base) as engine:
            if adapter is None:
                return await engine.generate(replace(request, model=BASE))
            try:
                await engine.adapters.load(request.model, str(adapter))
            except InvalidInput as error:
                if await asyncio.to_thread(adapter.is_dir):
                    raise
                # A second attempt to publish it has just taken the place of the first.
                raise NotFound(f"There is no model {request.model!r} here yet.") from error
            return await engine.generate(request)

    async def load_adapter(self, name: str, path: str) -> None:
        """Raises InvalidInput and Conflict, as `Adapters.load`. A version's name says where it lies, whatever host
        sent the path."""
        own = await asyncio.to_thread(folder_of, self._root, name, self._fetch)
        folder = own or inside(self._root, path)
        if self._adapters.get(name, folder) != folder:
            raise Conflict(f"Adapter {name} is already loaded from another folder; unload it first.")
        async with self._engine(await self._base_of(name, folder)) as engine:
            await engine.adapters.load(name, str(folder))
        self._adapters[name] = folder

    def unload_adapter(self, name: str) -> None:
        """Raises NotFound."""
        holders = [engine for engine in self._loaded.values() if name in engine.adapters.names]
        if self._adapters.pop(name, None) is None and not holders:
            raise NotFound(f"Adapter {name} is not loaded.")
        for engine in holders:
            engine.adapters.unload(name)

    def end_replies(self) -> None:
        for engine in self._loaded.values():
            engine.end_replies()

    def stop(self) -> None:
        self.end_replies()
        for engine in self._loaded.values():
            engine.stop()

    async def _resolved(self, model: str) -> tuple[Path, Path | None]:
        """Folder of the base model and, for a version, of its adapter."""
        if model in (BASE, self._default.name):
            return self._default, None
        if model.startswith(OTHER):
            return await self._folder(model.removeprefix(OTHER)), None
        adapter = self._adapters.get(model) or await asyncio.to_thread(
            folder_of, self._root, model, self._fetch
        )
        if adapter is None:
            raise NotFound(f"There is no model {model!r} here; load its adapter or ask for 'base'.")
        return await self._base_of(model, adapter), adapter

    async def _base_of(self, name: str, adapter: Path) -> Path:
        if adapter not in self._bases:
            self._bases[adapter] = await asyncio.to_thread(base_of, adapter)
        base = self._bases[adapter]
        if base is None:
            return self._default
        if self._others is None and base != self._default.name:
            raise InvalidInput(f"Adapter {name} was trained on another base model ({base}).")
        return await self._folder(base)

    async def _folder(self, name: str) -> Path:
        if name in (self._default.name, str(self._default)):
            return self._default
        if self._others is None:
            raise NotFound(f"Base model {name} is not served here.")
        return await asyncio.to_thread(self._others.find, name)

    @asynccontextmanager
    async def _engine(self, base: Path) -> AsyncIterator[Engine]:
        """Loads it first where it has to; it stays in memory meanwhile."""
        while (engine := self._loaded.get(base)) is None:
            await self._wait_for(base)
        self._loaded.move_to_end(base)
        self._users[base] += 1
        try:
            yield engine
        finally:
            self._users[base] -= 1

    async def _wait_for(self, base: Path) -> None:
        assert self._others is not None, "the default is never unloaded without others"
        loading = self._loading.get(base)
        if loading is None:
            loading = self._loading[base] = asyncio.create_task(self._load(base, self._others))
            loading.add_done_callback(lambda _: self._loading.pop(base, None))
        # The load goes on for the next caller, even if this one gives up.
        done, _ = await asyncio.wait({loading}, timeout=self._others.patience_s)
        if not done:
            raise UpstreamFailed(f"Base model {base.name} is being loaded; try again in a few seconds.")
        loading.result()

    async def _load(self, base: Path, others: OtherBases) -> None:
        async with self._memory:
            needed = await asyncio.to_thread(others.needed, base)
            await self._make_room(base, needed, others)
            try:
                self._loaded[base] = await asyncio.to_thread(others.load, base)
            except AppError:
                raise
            except Exception as error:
                log.exception("base model %s can't be loaded", base.name)
                raise UpstreamFailed(
                    f"Base model {base.name} can't be loaded ({error}): choose another one."
                ) from error
            log.info("base model %s is loaded, %d in memory", base.name, len(self._loaded))

    async def _make_room(self, base: Path, needed: int, others: OtherBases) -> None:
        while (free := await asyncio.to_thread(others.free)) < needed:
            idle = [folder for folder, engine in self._loaded.items() if self._may_go(folder, engine)]
            freed = sum([await asyncio.to_thread(others.needed, folder) for folder in idle])
            if free + freed < needed or not idle:
                raise self._no_room(base, needed, free + freed)
            engine = self._loaded.pop(idle[0])
            log.info("base model %s leaves the memory for %s", engine.name, base.name)
            await asyncio.to_thread(engine.stop)
            del engine
            _give_back()

    def _no_room(self, base: Path, needed: int, left: int) -> UpstreamFailed:
        busy = [folder.name for folder, engine in self._loaded.items() if not self._may_go(folder, engine)]
        way_out = f"wait until {' and '.join(busy)} has replied" if busy else "close other programs"
        return UpstreamFailed(
            f"Base model {base.name} needs {_gigabytes(needed)} of memory to reply, there are {_gigabytes(left)}: "
            f"{way_out}, or choose a smaller base model for the agent."
        )

    def _may_go(self, folder: Path, engine: Engine) -> bool:
        return self._users[folder] == 0 and engine.is_idle


def _give_back() -> None:
    """Memory of an engine that is gone, to the system and to the GPU's driver."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def free_on_gpu() -> int | None:
    """Bytes; None where engines run on the CPU."""
    return torch.cuda.mem_get_info()[0] if torch.cuda.is_available() else None


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
