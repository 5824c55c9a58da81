"""`coachable writer`: fetches the model that plays the customers, serves it, and gives its memory back under pressure.

It never ends by itself and is never in anybody's way: where there is nothing to do it only says so. It serves in a
child process and loads no torch itself.
"""

import fcntl
import logging
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.basemodels.catalogue import BaseModel
from app.basemodels.fetch_state import fetch_state
from app.basemodels.folders import folder_of, is_model
from app.basemodels.hardware import Memory, hardware, has_bfloat16, memory
from app.basemodels.needs import GIB, GPU_PROCESS
from app.config import Settings
from app.infra import writer_state
from app.infra.writer_fetch import Fetch, HubFetch, size_of, work_of
from app.infra.writer_models import DISK_STAYS_FREE, Choice, memory_bytes, writer_of
from app.infra.writer_state import Phase, WriterState
from app.processes.parent import Stopping, announce_ready
from app.processes.writer_child import ModelChild, Server, port_problem

log = logging.getLogger(__name__)

ROUND_S = 0.5
PROGRESS_EVERY_S = 1.0
FETCH_AGAIN_AFTER_S = 3600.0
LOAD_AGAIN_AFTER_S = 600.0
FREE_FOR_S = 300.0
"""So long must memory have been free before a model that gave it back is loaded again."""
AFTER_A_BUG_S = 60.0
KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a writer sees and starts; tests bring their own."""

    clock: Callable[[], float]
    memory: Callable[[], Memory]
    free_disk: Callable[[Path], int]
    fetch: Callable[[BaseModel, Path], Fetch]
    port_problem: Callable[[], str | None]
    serve: Callable[[Path, bool], Server]  # folder, on the GPU?


class Writer:
    """`round` looks at everything once and returns soon; call it about twice a second."""

    def __init__(self, home: Path, choice: Choice, needs: int, around: Surroundings) -> None:
        self._home = home
        self._choice = choice
        self._needs = needs  # bytes of memory
        self._around = around
        self._fetch: Fetch | None = None
        self._server: Server | None = None
        self._fetch_again_at = self._serve_again_at = 0.0  # what failed is not tried again before
        self._gave_back = False
        self._free_since: float | None = None
        self._said: WriterState | None = None
        self._said_at = 0.0

    def round(self) -> None:
        model = self._choice.model
        if model is None:
            self._say_state(writer_state.none(self._choice.reason))
        elif writer_state.is_declined(self._home):
            self._end()
            self._fetch_again_at = self._serve_again_at = 0.0  # who accepts it again waits for nothing
            self._gave_back = False
            self._say("declined", writer_state.declined_sentence(model.title), model)
        elif is_model(folder_of(model, self._home)):
            if self._server is None:
                self._start_server(model)
            else:
                self._look_after_server(model, self._server)
        elif model.folder is not None:
            self._say("failed", f"The folder {model.folder} holds no model any more.", model)
        elif self._fetch is None:
            self._start_fetch(model)
        else:
            self._look_after_fetch(model, self._fetch)

    def stop(self) -> None:
        self._end()
        model = self._choice.model
        if model is None or writer_state.is_declined(self._home):
            return
        if is_model(folder_of(model, self._home)):
            self._say("ready", f"{model.title} is here and plays the customers while Coachable runs.", model)
        else:
            self._say("waiting", f"{model.title} is fetched while Coachable runs.", model)

    def _start_fetch(self, model: BaseModel) -> None:
        if self._around.clock() < self._fetch_again_at:
            return
        elsewhere = fetch_state(self._home, model.id)
        if elsewhere.phase == "download":  # agents get the same model
            self._say("fetching", elsewhere.sentence, model, elsewhere.bytes_done)
            return
        missing = max(0, model.bytes - size_of(work_of(model, self._home))) + DISK_STAYS_FREE
        free = self._around.free_disk(self._home)
        if free < missing:
            self._fetch_again_at = self._around.clock() + FETCH_AGAIN_AFTER_S
            what = f"{model.title} needs {_gb(missing)} on the disk of {self._home}, but only {_gb(free)} are free"
            self._say("failed", f"{what}; the starter plays the customers.", model)
            return
        self._fetch = self._around.fetch(model, self._home)
        self._say_progress(model, self._fetch)

    def _look_after_fetch(self, model: BaseModel, fetch: Fetch) -> None:
        ended = fetch.poll()
        if ended is None:
            self._say_progress(model, fetch)
            return
        self._fetch = None
        if ended.reason is None:
            self._say("ready", f"{model.title} is here.", model, model.bytes)
            return
        log.info("fetching %s: %s", model.id, ended.reason)
        self._fetch_again_at = self._around.clock() + FETCH_AGAIN_AFTER_S
        rest = "the starter plays the customers; trying again in an hour."
        if ended.unreachable:
            self._say("waiting", f"The hub cannot be reached; {rest}", model, fetch.bytes_done())
        else:
            what = f"{model.title} could not be fetched ({ended.reason})"
            self._say("failed", f"{what}; {rest}", model, fetch.bytes_done())

    def _start_server(self, model: BaseModel) -> None:
        now = self._around.clock()
        if now < self._serve_again_at:
            return
        found = self._around.memory()
        if found.available < self._needs + _stays_free(found):
            self._gave_back, self._free_since = True, None
            what = f"{model.title} waits until {_gb(self._needs)} of memory are free"
            self._say("given_back", f"{what}; the starter plays the customers.", model)
            return
        if self._gave_back:
            if self._free_since is None:
                self._free_since = now
            if now - self._free_since < FREE_FOR_S:
                return
        self._gave_back = False
        if (problem := self._around.port_problem()) is not None:
            self._serve_again_at = now + LOAD_AGAIN_AFTER_S
            self._say("failed", f"{problem} The starter plays the customers.", model)
            return
        self._server = self._around.serve(folder_of(model, self._home), self._choice.on_gpu)
        self._say("ready", f"{model.title} is being loaded.", model, model.bytes)

    def _look_after_server(self, model: BaseModel, server: Server) -> None:
        code = server.poll()
        found = self._around.memory()
        if code is not None:
            self._server = None
        if code == KILLED or (code is None and found.available < _stays_free(found)):
            self._end()
            self._gave_back, self._free_since = True, None
            what = f"{model.title} has given its memory back, as others want it"
            self._say("given_back", f"{what}; the starter plays the customers.", model)
        elif code is not None:
            self._serve_again_at = self._around.clock() + LOAD_AGAIN_AFTER_S
            what = f"{model.title} stopped ({server.last_words() or f'exit code {code}'})"
            self._say(
                "failed", f"{what}; the starter plays the customers; trying again in ten minutes.", model
            )
        elif not self._serves() and server.is_ready():
            self._say("serving", f"{model.title} plays the customers, on this machine.", model, model.bytes)

    def _serves(self) -> bool:
        return self._said is not None and self._said.phase == "serving"

    def _end(self) -> None:
        if self._fetch is not None:
            self._fetch.stop()
        if self._server is not None:
            self._server.stop()
        self._fetch = self._server = None

    def _say_progress(self, model: BaseModel, fetch: Fetch) -> None:
        done = min(fetch.bytes_done(), model.bytes)
        percent = 100 * done // model.bytes
        self._say("fetching", f"Fetching {model.title} ({_gb(model.bytes)}), {percent} %", model, done)

    def _say(self, phase: Phase, sentence: str, model: BaseModel, done: int = 0) -> None:
        self._say_state(WriterState(phase, sentence, model.id, model.title, model.licence, done, model.bytes))

    def _say_state(self, state: WriterState) -> None:
        now = self._around.clock()
        same_phase = self._said is not None and self._said.phase == state.phase
        if state == self._said or (
            state.phase == "fetching" and same_phase and now - self._said_at < PROGRESS_EVERY_S
        ):
            return
        writer_state.write(self._home, state)
        if not same_phase:
            log.info(state.sentence)
        self._said, self._said_at = state, now


def run(settings: Settings) -> None:
    """Until SIGTERM or Ctrl-C."""
    stopping = Stopping()
    choice = writer_of(settings, hardware)
    around = Surroundings(
        time.monotonic,
        memory,
        lambda home: shutil.disk_usage(home).free,
        HubFetch,
        lambda: port_problem(settings.writer_port),
        lambda folder, on_gpu: ModelChild(folder, on_gpu, settings),
    )
    writer = Writer(settings.home.absolute(), choice, needs_of(choice, settings), around)
    announce_ready(settings.home, "writer")
    with _lock_file(settings.home).open("a") as lock:
        while not (locked := _locked(lock)) and not stopping.within(ROUND_S):
            pass  # another one runs: two would write to the same files
        pause = 0.0
        while locked and not stopping.within(pause):
            pause = ROUND_S
            try:
                writer.round()
            except Exception:  # a full disk or a bug here must not end `coachable up`
                log.exception("the writer model was not looked after")
                pause = AFTER_A_BUG_S
        if locked:
            writer.stop()


def needs_of(choice: Choice, settings: Settings) -> int:
    if choice.model is None:
        return 0
    if choice.on_gpu:
        return GPU_PROCESS
    return memory_bytes(choice.model, settings.precision == "auto" and has_bfloat16())


def _lock_file(home: Path) -> Path:
    path = home / "writer" / "lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stays_free(found: Memory) -> int:
    """With less than that available, others need the memory more."""
    return max(found.total // 10, 3 * GIB // 2)


def _gb(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
