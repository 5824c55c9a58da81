"""Training processes that the tests started and that still are there."""

import psutil


def children() -> list[psutil.Process]:
    """Of this process alone; PostgreSQL and Valkey may be its children too."""
    return [child for child in psutil.Process().children() if _is_training(child)]


def _is_training(process: psutil.Process) -> bool:
    """A forked one (tests/forking.py) has the command of what it was forked from, and a name of its own."""
    return "app.training" in (process.name(), *_command(process))


def _command(process: psutil.Process) -> list[str]:
    """A process that has just been started has no command line until its kernel has set up its memory: 4 of 600 were
    seen without one on two busy cores."""
    while not (command := process.cmdline()):
        pass
    return command
