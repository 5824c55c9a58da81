"""Several base models behind one server: who answers, what is loaded, what leaves the memory, what is said instead."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from app.errors import Conflict, InvalidInput, NotFound, UpstreamFailed
from app.inference.engine import Engine
from app.inference.engines import Engines, OtherBases
from tests.inference.conftest import Served, ask, text_of
from tests.inference.tiny_base import write_adapter, write_base_model

SIZE = 100  # bytes that each model is said to need


class Watched(Engine):
    is_running = True

    def stop(self) -> None:
        super().stop()
        self.is_running = False


class Shelf:
    """Base models below one folder, and a memory of a given size."""

    def __init__(self, models: Path, adapters: Path) -> None:
        self.models, self.adapters = models, adapters
        self.memory = 10 * SIZE
        self.engines: dict[str, list[Watched]] = {}
        self.may_load = threading.Event()
        self.may_load.set()
        self.patience_s = 60.0

    def open(self) -> Engines:
        others = OtherBases(
            self.find, self.load, lambda _: SIZE, lambda: self.memory - SIZE * self.loaded, self.patience_s
        )
        return Engines(self.load(self.models / "tiny"), self.adapters, others)

    @property
    def loaded(self) -> int:
        return sum(engine.is_running for made in self.engines.values() for engine in made)

    def find(self, name: str) -> Path:
        if not (self.models / name).is_dir():
            raise NotFound(f"Base model {name} is not on this machine.")
        return self.models / name

    def load(self, folder: Path) -> Watched:
        self.may_load.wait(60)
        engine = Watched(folder, self.adapters, device="cpu", threads=1)
        self.engines.setdefault(folder.name, []).append(engine)
        return engine


@pytest.fixture(scope="module")
def two_bases(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bases")
    shutil.copytree(served.base, root / "models" / "tiny")
    shutil.copytree(served.adapters, root / "adapters")
    for seed, name in enumerate(("other", "third"), start=7):
        base = write_base_model(root / "models" / name, seed=seed, hidden=32)
        write_adapter(root / "adapters" / name / "1", base, seed=seed)
    return root


@pytest.fixture
async def shelf(two_bases: Path) -> AsyncIterator[Shelf]:
    shelf = Shelf(two_bases / "models", two_bases / "adapters")
    yield shelf
    shelf.may_load.set()
    for made in shelf.engines.values():
        for engine in made:
            engine.stop()


async def said(engines: Engines, model: str) -> str:
    return "".join([piece async for piece in await engines.generate(ask("How do I pay?", model, 8))])


@pytest.mark.slow
async def test_each_version_is_served_by_the_base_model_that_it_was_trained_on(shelf: Shelf) -> None:
    engines = shelf.open()

    answers = {name: await said(engines, name) for name in ("base", "anna@1", "base:other", "other@1")}

    alone = shelf.load(shelf.models / "other")
    assert answers["base:other"] == await text_of(alone, ask("How do I pay?", "base", 8))
    assert answers["other@1"] == await text_of(alone, ask("How do I pay?", "other@1", 8))
    assert len(set(answers.values())) == 4
    assert {name: len(made) for name, made in shelf.engines.items()} == {"tiny": 1, "other": 2}
    assert engines.names == [
        ("base", None),
        ("tiny", None),
        ("base:other", None),
        ("anna@1", "tiny"),
        ("other@1", "other"),
    ]


async def test_requests_that_come_together_load_it_once(shelf: Shelf) -> None:
    engines = shelf.open()

    await asyncio.gather(*(said(engines, name) for name in ("base:other", "other@1", "base:other")))

    assert len(shelf.engines["other"]) == 1


async def test_others_are_answered_while_one_is_loaded_and_who_waits_long_is_told(shelf: Shelf) -> None:
    shelf.patience_s = 0.01
    engines = shelf.open()
    shelf.may_load.clear()

    with pytest.raises(
        UpstreamFailed, match=r"^Base model other is being loaded; try again in a few seconds\.$"
    ):
        await said(engines, "base:other")
    assert await said(engines, "base")

    shelf.may_load.set()
    text = ""
    while not text:
        with suppress(UpstreamFailed):
            text = await said(engines, "base:other")
    assert len(shelf.engines["other"]) == 1


@pytest.mark.slow
async def test_the_least_recently_used_makes_room_and_comes_back(shelf: Shelf) -> None:
    shelf.memory = 2 * SIZE
    engines = shelf.open()
    await said(engines, "base:other")
    expected = await said(engines, "base")

    await said(engines, "base:third")
    assert [engine.is_running for engine in shelf.engines["other"]] == [False]
    assert [engine.is_running for engine in shelf.engines["tiny"]] == [True]

    await said(engines, "base:other")
    assert [engine.is_running for engine in shelf.engines["tiny"]] == [False]
    assert await said(engines, "base") == expected


async def test_who_writes_a_reply_stays(shelf: Shelf) -> None:
    shelf.memory = SIZE
    engines = shelf.open()
    reply = await engines.generate(ask("How do I pay?", "base", 1900))
    await anext(reply)

    refusal = (
        "Base model other needs 0.0 GB of memory to reply, there are 0.0 GB: wait until tiny has replied, or choose a "
        "smaller base model for the agent."
    )
    with pytest.raises(UpstreamFailed) as caught:
        await said(engines, "base:other")
    assert caught.value.message == refusal

    reply.cancel()
    async for _ in reply:
        pass
    assert await said(engines, "base:other")


async def test_what_never_fits_drives_nobody_out(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.memory = SIZE - 1
    engines = shelf.open()

    with pytest.raises(UpstreamFailed, match="close other programs, or choose a smaller base model"):
        await said(engines, "base:other")

    assert [engine.is_running for engine in shelf.engines["tiny"]] == [True]


async def test_a_base_model_that_is_gone_is_named(shelf: Shelf, two_bases: Path, tmp_path: Path) -> None:
    lost = write_base_model(tmp_path / "lost", seed=3)
    write_adapter(two_bases / "adapters" / "lost" / "1", lost, seed=3)
    engines = shelf.open()

    for model in ("lost@1", "base:lost"):
        with pytest.raises(NotFound, match=r"^Base model lost is not on this machine\.$"):
            await said(engines, model)
    with pytest.raises(NotFound, match="There is no model 'nobody@1' here"):
        await said(engines, "nobody@1")


async def test_one_that_can_not_be_loaded_harms_nobody(shelf: Shelf, two_bases: Path) -> None:
    broken = two_bases / "models" / "broken"
    shutil.copytree(two_bases / "models" / "other", broken)
    (broken / "config.json").write_text('{"model_type": "no such"}')
    engines = shelf.open()

    with pytest.raises(UpstreamFailed, match="^Base model broken can't be loaded "):
        await said(engines, "base:broken")
    assert await said(engines, "base")


async def test_adapters_go_to_the_engine_of_their_base_model(shelf: Shelf) -> None:
    engines = shelf.open()
    folder = str(shelf.adapters / "other" / "1")

    await engines.load_adapter("mine", folder)
    await engines.load_adapter("mine", folder)
    assert ("mine", "other") in engines.names
    assert await said(engines, "mine") == await said(engines, "other@1")
    with pytest.raises(Conflict, match="unload it first"):
        await engines.load_adapter("mine", str(shelf.adapters / "anna" / "1"))

    engines.unload_adapter("mine")
    assert "mine" not in dict(engines.names)
    with pytest.raises(NotFound):
        engines.unload_adapter("mine")


async def test_without_others_there_is_the_default_alone(shelf: Shelf) -> None:
    engines = Engines(shelf.load(shelf.models / "tiny"), shelf.adapters)

    assert await said(engines, "base")
    with pytest.raises(InvalidInput, match=r"Adapter other@1 was trained on another base model \(other\)"):
        await said(engines, "other@1")
    with pytest.raises(NotFound):
        await said(engines, "base:other")
