import os
import subprocess
import sys
from pathlib import Path

from app.processes.parent import announce_ready, ready_file

SLEEPER = "import sys, time; from app.processes.parent import exit_with_parent; exit_with_parent(int(sys.argv[1])); "


def test_goes_when_the_parent_was_gone_before_it_could_ask() -> None:
    somebody_else = os.getppid()
    result = subprocess.run(
        [sys.executable, "-c", SLEEPER + "time.sleep(600)", str(somebody_else)], timeout=60
    )
    assert result.returncode == -15


def test_stays_while_the_parent_is_there() -> None:
    result = subprocess.run(
        [sys.executable, "-c", SLEEPER + "print(input())", str(os.getpid())],
        input="still here\n",
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (result.stdout, result.returncode) == ("still here\n", 0)


def test_ready_is_a_file_with_the_pid(tmp_path: Path) -> None:
    announce_ready(tmp_path, "worker")
    assert ready_file(tmp_path, "worker").read_text() == str(os.getpid())
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["worker.ready"]


RESTS = """
import os, signal, threading
from app.processes.parent import Stopping
stopping = Stopping()
assert not stopping.within(0)
for _ in range(300):
    threading.Timer(0.001, os.kill, (os.getpid(), signal.SIGTERM)).start()
    while not stopping.within(0):
        pass
"""


def test_a_signal_is_heard_wherever_it_comes_between_two_rounds() -> None:
    assert subprocess.run([sys.executable, "-c", RESTS], timeout=60).returncode == 0
