"""Training processes without their start: forked from one that has loaded the libraries, where that takes 4 to 10 s.

A forked one is as one that was started: a child of the same parent, with the environment, the working directory and the
standard streams that it was given, and its module run from the top. Only its command line is not its own: its name is.
"""

import ctypes
import gc
import inspect
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MODULES = ("app.training", "app.training.export", "app.training.probe", "tests.trainer.noisy")
NAME = "app.training"
_SET_NAME, _SET_SUBREAPER = 15, 36  # of prctl(2)


class Nursery:
    """`with Nursery() as nursery` has a process ready of which others are forked."""

    def __enter__(self) -> "Nursery":
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # As the trainer starts them, but that all that is read as libraries are loaded is the same for all.
        from app.trainer.launch import environment

        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking", str(its.fileno())],
            env={
                **environment(),
                "OMP_NUM_THREADS": "1",
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            },
            pass_fds=[its.fileno()],
        )
        its.close()
        self._socket, self._lock = ours, threading.Lock()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()  # it ends by that
        self._process.wait()

    def fork(self, told: dict[str, Any], streams: list[int]) -> int:
        """The id of a new child of this process."""
        with self._lock, _parent_of_orphans():
            socket.send_fds(self._socket, [json.dumps(told).encode()], streams)
            return int(self._socket.recv(100))


@contextmanager
def _parent_of_orphans() -> Iterator[None]:
    libc = ctypes.CDLL(None)
    libc.prctl(_SET_SUBREAPER, 1, 0, 0, 0)
    yield
    libc.prctl(_SET_SUBREAPER, 0, 0, 0, 0)


def quick(nursery: Nursery) -> type[subprocess.Popen[Any]]:
    """What to start processes with: training processes are forked, all others are started."""
    plain = subprocess.Popen
    signature = inspect.signature(plain._execute_child)  # type: ignore[attr-defined]

    class Quick(plain):  # type: ignore[misc, valid-type]
        def _execute_child(self, *values: Any) -> None:
            given = signature.bind(self, *values).arguments
            python, dash, module, *arguments = [*map(str, given["args"]), "", ""][: len(given["args"]) + 2]
            if (python, dash) != (sys.executable, "-m") or module not in MODULES:
                super()._execute_child(*values)
                return
            pipes = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
            streams = [given[pipe] for pipe in ("p2cread", "c2pwrite", "errwrite")]
            told = {
                "module": module,
                "arguments": arguments[: len(given["args"]) - 3],
                "environment": dict(os.environ if given["env"] is None else given["env"]),
                "folder": given["cwd"] or os.getcwd(),
            }
            self.pid = nursery.fork(told, [own if one == -1 else one for own, one in enumerate(streams)])
            self._child_created = True
            self._close_pipe_fds(*(given[pipe] for pipe in pipes))

    return Quick


def main() -> None:
    """The process of which others are forked; ends with its parent."""
    from app.training.__main__ import THREADS

    for name, value in THREADS.items():
        os.environ.setdefault(name, value)
    import app.training.resident  # noqa: F401

    gc.freeze()
    asked = socket.socket(fileno=int(sys.argv[1]))
    while True:
        message, streams, *_ = socket.recv_fds(asked, 1 << 20, 3)
        if not message:
            return
        asked.send(str(_fork(json.loads(message), streams)).encode())
        for stream in streams:
            os.close(stream)


def _fork(told: dict[str, Any], streams: list[int]) -> int:
    """Whose parent is gone at once, so that the parent of orphans takes it."""
    said, says = os.pipe()
    goes, go = os.pipe()
    between = os.fork()
    if not between:
        if os.fork():
            os._exit(0)
        ctypes.CDLL(None).prctl(_SET_NAME, NAME.encode(), 0, 0, 0)
        os.close(go)
        os.write(says, str(os.getpid()).encode())
        os.read(goes, 1)  # ends when it has its new parent
        _become(told, streams)
    child = int(os.read(said, 100))
    os.waitpid(between, 0)
    for end in (said, says, goes, go):
        os.close(end)
    return child


def _become(told: dict[str, Any], streams: list[int]) -> None:
    code: object = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        os.closerange(3, 1 << 16)
        os.environ.clear()
        os.environ.update(told["environment"])
        os.chdir(told["folder"])
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv[1:] = told["arguments"]
        sys.modules.pop("app.training.__main__", None)  # it runs as a module that nobody has imported
        runpy.run_module(told["module"], run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main()
