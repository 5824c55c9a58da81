"""The decisions of `coachable writer`, with a clock, a memory, a download and a server of the test's own."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.basemodels.catalogue import BaseModel
from app.basemodels.fetch_state import Told
from app.basemodels.folders import folder_of
from app.basemodels.hardware import Memory
from app.basemodels.needs import GIB
from app.config import Settings
from app.infra.writer_fetch import Fetched
from app.infra.writer_models import TABLE, Choice, memory_bytes
from app.infra.writer_state import Phase, accept, decline, read
from app.processes import writer as module
from app.processes.writer import (
    FETCH_AGAIN_AFTER_S,
    FREE_FOR_S,
    KILLED,
    LOAD_AGAIN_AFTER_S,
    Surroundings,
    Writer,
    needs_of,
)

MODEL = TABLE[1]
NEEDS = 4 * GIB
PLENTY = Memory(16 * GIB, 12 * GIB)
SHORT = Memory(16 * GIB, GIB)


@dataclass
class FakeFetch:
    done: int = 0
    ended: Fetched | None = None
    stopped: bool = False

    def bytes_done(self) -> int:
        return self.done

    def poll(self) -> Fetched | None:
        return self.ended

    def stop(self) -> None:
        self.stopped = True


@dataclass
class FakeServer:
    folder: Path
    on_gpu: bool
    ready: bool = False
    code: int | None = None
    stopped: bool = False

    def poll(self) -> int | None:
        return self.code

    def is_ready(self) -> bool:
        return self.ready

    def stop(self) -> None:
        self.stopped = True

    def last_words(self) -> str:
        return "The model could not be loaded: it is odd"


@dataclass
class World:
    home: Path
    choice: Choice = field(default_factory=lambda: Choice(MODEL, "by hardware"))
    now: float = 1000.0
    memory: Memory = PLENTY
    disk: int = 100 * GIB
    port: str | None = None
    fetches: list[FakeFetch] = field(default_factory=list)
    servers: list[FakeServer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = self.start()

    def start(self) -> Writer:
        def fetch(model: BaseModel, home: Path) -> FakeFetch:
            self.fetches.append(FakeFetch())
            return self.fetches[-1]

        def serve(folder: Path, on_gpu: bool) -> FakeServer:
            self.servers.append(FakeServer(folder, on_gpu))
            return self.servers[-1]

        around = Surroundings(
            lambda: self.now, lambda: self.memory, lambda _: self.disk, fetch, lambda: self.port, serve
        )
        return Writer(self.home, self.choice, NEEDS, around)

    def after(self, seconds: float = 0.5) -> tuple[Phase, str]:
        """One round later: what a reader sees then."""
        self.now += seconds
        self.writer.round()
        state = read(self.home)
        return state.phase, state.sentence

    def bring_model(self) -> None:
        folder = folder_of(MODEL, self.home)
        folder.mkdir(parents=True)
        for file in ("config.json", "tokenizer.json", "model.safetensors"):
            (folder / file).touch()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.fixture
def serving(world: World) -> World:
    world.bring_model()
    world.after()
    world.servers[0].ready = True
    assert world.after()[0] == "serving"
    return world


def test_where_nobody_is_chosen_it_only_says_so(tmp_path: Path) -> None:
    world = World(tmp_path, Choice(None, "none, as COACHABLE_WRITER_MODEL says."))
    assert world.after() == ("none", "Writer model: none, as COACHABLE_WRITER_MODEL says.")
    assert (world.fetches, world.servers) == ([], [])


def test_it_is_fetched_loaded_and_served(world: World) -> None:
    assert world.after() == ("fetching", "Fetching Qwen3 1.7B (4.1 GB), 0 %")
    world.fetches[0].done = MODEL.bytes * 41 // 100 + 1
    assert world.after(1.0) == ("fetching", "Fetching Qwen3 1.7B (4.1 GB), 41 %")
    state = read(world.home)
    assert (state.model, state.licence, state.bytes_done, state.bytes_total) == (
        "qwen3-1.7b",
        "Apache-2.0",
        MODEL.bytes * 41 // 100 + 1,
        MODEL.bytes,
    )
    world.bring_model()
    world.fetches[0].ended = Fetched()
    assert world.after() == ("ready", "Qwen3 1.7B is being loaded.")
    (server,) = world.servers
    assert (server.folder, server.on_gpu) == (folder_of(MODEL, world.home), False)
    assert world.after()[0] == "ready"
    server.ready = True
    assert world.after() == ("serving", "Qwen3 1.7B plays the customers, on this machine.")


def test_what_agents_get_already_is_not_fetched_twice(world: World) -> None:
    told = Told(world.home, MODEL)
    told.progress("download", MODEL.bytes // 2, MODEL.bytes)
    assert world.after() == ("fetching", "Fetching Qwen3 1.7B (4.1 GB), 50 %")
    assert world.fetches == []
    told.done()
    assert world.after(1.0) == ("fetching", "Fetching Qwen3 1.7B (4.1 GB), 0 %")
    assert len(world.fetches) == 1


def test_progress_is_told_once_a_second_at_most(world: World) -> None:
    world.after()
    world.fetches[0].done = MODEL.bytes // 2
    assert world.after(0.9)[1].endswith(" 0 %")
    assert world.after(0.1)[1].endswith(" 50 %")


def test_without_a_hub_it_is_tried_again_in_an_hour(world: World) -> None:
    world.after()
    world.fetches[0].ended = Fetched("nobody there", unreachable=True)
    waiting = (
        "waiting",
        "The hub cannot be reached; the starter plays the customers; trying again in an hour.",
    )
    assert world.after() == waiting
    assert world.after(FETCH_AGAIN_AFTER_S - 1) == waiting
    assert len(world.fetches) == 1
    assert world.after(1)[0] == "fetching"


def test_a_hub_that_refuses_is_named(world: World) -> None:
    world.after()
    world.fetches[0].ended = Fetched("the hub answered 401 for Qwen/Qwen3-1.7B")
    assert world.after() == (
        "failed",
        "Qwen3 1.7B could not be fetched (the hub answered 401 for Qwen/Qwen3-1.7B); "
        "the starter plays the customers; trying again in an hour.",
    )


def test_files_that_somebody_brings_need_no_hub(world: World) -> None:
    world.after()
    world.fetches[0].ended = Fetched("nobody there", unreachable=True)
    world.after()
    world.bring_model()
    assert world.after()[0] == "ready"


def test_a_disk_without_room_is_told_before_anything_is_fetched(world: World) -> None:
    world.disk = 5 * GIB
    assert world.after() == (
        "failed",
        f"Qwen3 1.7B needs 6.2 GB on the disk of {world.home}, but only 5.4 GB are free; "
        "the starter plays the customers.",
    )
    assert world.fetches == []
    world.disk = 7 * GIB
    assert world.after(FETCH_AGAIN_AFTER_S)[0] == "fetching"


def test_declined_while_it_is_fetched(world: World) -> None:
    world.after()
    decline(world.home)
    assert world.after() == ("declined", "Qwen3 1.7B was declined; the starter plays the customers.")
    assert world.fetches[0].stopped
    world.writer = world.start()
    assert world.after()[0] == "declined"  # a restart changes nothing
    accept(world.home)
    assert world.after()[0] == "fetching"


def test_declined_while_it_serves(serving: World) -> None:
    decline(serving.home)
    assert serving.after()[0] == "declined"
    assert serving.servers[0].stopped
    accept(serving.home)
    assert serving.after()[0] == "ready"


def test_who_accepts_waits_for_no_hour(world: World) -> None:
    world.after()
    world.fetches[0].ended = Fetched("nobody there", unreachable=True)
    world.after()
    decline(world.home)
    world.after()
    accept(world.home)
    assert world.after()[0] == "fetching"


def test_memory_is_given_back_and_taken_again_after_five_free_minutes(serving: World) -> None:
    serving.memory = Memory(16 * GIB, 17 * GIB // 10)  # a tenth is kept for others
    assert serving.after()[0] == "serving"
    serving.memory = SHORT
    gone = (
        "given_back",
        "Qwen3 1.7B has given its memory back, as others want it; the starter plays the customers.",
    )
    assert serving.after() == gone
    assert serving.servers[0].stopped
    serving.memory = PLENTY
    serving.after()
    assert serving.after(FREE_FOR_S - 1)[0] == "given_back"
    serving.memory = Memory(16 * GIB, NEEDS)  # it would fit, but leave nothing for the others
    assert serving.after() == (
        "given_back",
        "Qwen3 1.7B waits until 4.3 GB of memory are free; the starter plays the customers.",
    )
    serving.memory = PLENTY
    serving.after()
    assert serving.after(FREE_FOR_S - 1)[0] == "given_back"
    assert len(serving.servers) == 1
    assert serving.after(1)[0] == "ready"
    assert len(serving.servers) == 2


def test_without_memory_nothing_is_loaded(world: World) -> None:
    world.bring_model()
    world.memory = SHORT
    assert world.after()[0] == "given_back"
    assert world.servers == []


def test_killed_for_want_of_memory_is_given_back(serving: World) -> None:
    serving.servers[0].code = KILLED
    assert serving.after()[0] == "given_back"
    serving.after(1)
    assert serving.after(FREE_FOR_S)[0] == "ready"


def test_a_model_that_can_not_be_loaded_is_tried_again_later(world: World) -> None:
    world.bring_model()
    world.after()
    world.servers[0].code = 1
    assert world.after() == (
        "failed",
        "Qwen3 1.7B stopped (The model could not be loaded: it is odd); the starter plays the customers; "
        "trying again in ten minutes.",
    )
    assert world.after(LOAD_AGAIN_AFTER_S - 1)[0] == "failed"
    assert world.after(1)[0] == "ready"


def test_a_taken_port_is_named(world: World) -> None:
    world.bring_model()
    world.port = "Port 8002 is taken."
    assert world.after() == ("failed", "Port 8002 is taken. The starter plays the customers.")
    assert world.servers == []


def test_on_a_gpu_the_server_is_told_so(tmp_path: Path) -> None:
    world = World(tmp_path, Choice(MODEL, "by hardware", on_gpu=True))
    world.bring_model()
    world.after()
    assert world.servers[0].on_gpu


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    model = BaseModel("/gone", "gone", 1, folder=Path("/gone"))
    world = World(tmp_path, Choice(model, "as wished"))
    assert world.after() == ("failed", "The folder /gone holds no model any more.")


def test_stopping_says_what_is_kept(world: World, serving: World) -> None:
    serving.writer.stop()
    assert serving.servers[0].stopped
    assert (read(serving.home).phase, read(serving.home).sentence) == (
        "ready",
        "Qwen3 1.7B is here and plays the customers while Coachable runs.",
    )


def test_stopping_a_download(world: World) -> None:
    world.after()
    world.writer.stop()
    assert world.fetches[0].stopped
    assert read(world.home).phase == "waiting"


def test_stopping_what_was_declined(world: World) -> None:
    decline(world.home)
    world.after()
    world.writer.stop()
    assert read(world.home).phase == "declined"


@pytest.mark.parametrize(
    ("choice", "precision", "fast", "bytes_"),
    [
        (Choice(None, "none"), "auto", True, 0),
        (Choice(MODEL, "x"), "auto", True, memory_bytes(MODEL, True)),
        (Choice(MODEL, "x"), "auto", False, memory_bytes(MODEL, False)),
        (Choice(MODEL, "x"), "float32", True, memory_bytes(MODEL, False)),
        (Choice(MODEL, "x", on_gpu=True), "auto", False, 3 * GIB),
    ],
)
def test_what_it_needs(
    choice: Choice, precision: str, fast: bool, bytes_: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "has_bfloat16", lambda: fast)
    assert needs_of(choice, Settings(precision=precision)) == bytes_  # type: ignore[arg-type]
