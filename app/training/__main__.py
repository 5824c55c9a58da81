"""`python -m app.training run.json`: the child process. Stops on SIGTERM, and when its parent is gone.

With `-` for the file it gets ready first, reads from standard input what to do, and waits for more with the base model
in memory (app/trainer/spare.py).
`torchrun --nproc-per-node N -m app.training run.json` shares the batches among N processes.
"""

import json
import os
import select
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.contracts.lines import Failed, Loading, Waiting
from app.training.config import RunConfig
from app.training.failures import as_failure
from app.training.offline import refuse_network
from app.training.progress import ParentGone, Reporter

if TYPE_CHECKING:
    from app.training.resident import Resident

STOPPED = 143  # the exit code that a shell gives a process ended by SIGTERM
GRACE_S = 4.0  # a step on a slow machine may be longer; then the last checkpoint has to do
PARENT_POLL_S = 1.0
MEMORY_POLL_S = 5.0
# Threads that spin while they wait (the default of OpenMP) fight with the other processes of the machine: with six of
# them on two cores a step took 18 to 44 s, sleeping at once 10 to 13 s. Best is to spin for some microseconds and then
# sleep: on the busy machine 2.6 s a step against 4.0 s. Read when torch is imported.
THREADS = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "30000"}


class StopSignal:
    """Set by SIGTERM or by the parent's death; ends the process itself when there is no reaction in time."""

    def __init__(self) -> None:
        self.grace_s = GRACE_S
        self._asked = threading.Event()
        self._parent = os.getppid()
        signal.signal(signal.SIGTERM, self._ask)
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def _ask(self, *_: object) -> None:
        signal.signal(
            signal.SIGTERM, signal.SIG_IGN
        )  # a second one, inside `set`, would wait for the first's lock
        self._asked.set()

    def _watch(self) -> None:
        while not self._asked.wait(PARENT_POLL_S):
            if os.getppid() != self._parent:
                self._asked.set()
        time.sleep(self.grace_s)
        os._exit(STOPPED)


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python -m app.training run.json", file=sys.stderr)  # noqa: T201
        return 2
    reporter = Reporter.taking_over_stdout() if os.environ.get("RANK", "0") == "0" else Reporter.silent()
    stop = StopSignal()
    refuse_network()
    os.environ["HF_HUB_OFFLINE"] = "1"
    for name, value in THREADS.items():
        os.environ.setdefault(name, value)
    try:
        return wait(reporter, stop) if sys.argv[1] == "-" else run(Path(sys.argv[1]), reporter, stop)
    except ParentGone:
        return STOPPED


def run(file: Path, reporter: Reporter, stop: StopSignal, resident: "Resident | None" = None) -> int:
    """One run from its file; the exit code that says how it went. Raises ParentGone."""
    try:
        config = RunConfig.read(file)
        if config.cache_dir:  # read when something is compiled
            os.environ["TORCHINDUCTOR_CACHE_DIR"] = str(config.cache_dir)
        # Imported late: torch takes seconds, in which a signal or a bad file should already count.
        from app.training import loop
        from app.training.ranks import Ranks

        reporter.send(Loading())

        def check_stop() -> None:
            if stop.asked:
                raise loop.Stopped

        ranks = Ranks.join()
        try:
            loop.train(config, reporter, check_stop, ranks, resident)
        except loop.Stopped:
            return STOPPED
        finally:
            ranks.leave()
    except Exception as error:
        traceback.print_exc()
        failure = as_failure(error)
        reporter.send(Failed(code=failure.code, message=failure.message))
        return 1
    return 0


def wait(reporter: Reporter, stop: StopSignal) -> int:
    """Loads the libraries and takes one job after another, each a line {"job": file, "log": file, "keep_bytes"} on
    standard input, until one does not go well or the memory is needed elsewhere."""
    stop.grace_s = 0.0  # nothing to save yet
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, and it decides
    from app.training.resident import Resident, free_memory, held_bytes, is_short_of_memory

    resident, errors = Resident(), os.dup(2)
    while line := _next_line(lambda: resident.is_held and is_short_of_memory()):
        told = json.loads(line)
        log = os.open(told["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        _send_output_to(log)
        os.close(log)
        stop.grace_s = GRACE_S
        code = run(Path(told["job"]), reporter, stop, resident)
        stop.grace_s = 0.0
        _send_output_to(errors)
        free_memory()
        if code or not resident.may_stay(told.get("keep_bytes")):
            return code
        reporter.send(Waiting(bytes=held_bytes()))
    return 0


def _next_line(is_over: Callable[[], bool]) -> str:
    """Empty when the pipe ends without one, or it is over first."""
    while not select.select([sys.stdin], [], [], MEMORY_POLL_S)[0]:
        if is_over():
            return ""
    return sys.stdin.readline()


def _send_output_to(descriptor: int) -> None:
    """What libraries print; the lines for the parent have a descriptor of their own."""
    for stream in (1, 2):
        os.dup2(descriptor, stream)


if __name__ == "__main__":
    sys.exit(main())
