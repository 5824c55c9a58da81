"""A PostgreSQL of its own for a benchmark."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.infra.postgres import EmbeddedPostgres


@contextmanager
def own_database() -> Iterator[tuple[Path, str]]:
    """A folder, and the URL of a server that keeps its files there; both are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedPostgres(Path(folder), durable=False)
        try:
            yield Path(folder), server.start()
        finally:
            server.stop()
