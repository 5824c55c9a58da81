"""Training processes that the tests started and that still are there."""

import psutil


def children() -> list[psutil.Process]:
    """Of this process alone; PostgreSQL and Valkey may be its children too."""
    return [p for p in psutil.Process().children() if "app.training" in p.cmdline()]
