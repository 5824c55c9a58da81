"""Where a text still stands: in any table, in any file."""

import os
from collections.abc import Iterator
from pathlib import Path

from tortoise import connections


async def tables_with(text: str) -> list[str]:
    """Each table of the database whose rows hold the text in any column, as it is or inside of JSON."""
    connection = connections.get("default")
    tables = await connection.execute_query_dict(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )
    found = []
    for table in tables:
        rows = await connection.execute_query_dict(
            f'SELECT 1 FROM "{table["name"]}" AS one WHERE one::text LIKE $1 LIMIT 1', [f"%{text}%"]
        )
        found += [table["name"]] if rows else []
    return found


def everything_below(home: Path) -> Iterator[Path]:
    """Passes over what goes meanwhile, as a run's checkpoints do after its end: `Path.rglob` raises there."""
    for folder, folders, files in os.walk(home):
        yield from (Path(folder, name) for name in [*folders, *files])


def files_with(text: str, home: Path, but: str) -> list[str]:
    """Each file below `home`, without the folder `but`, that holds the bytes of the text."""
    found = []
    for path in everything_below(home):
        if path.is_file() and but not in path.relative_to(home).parts:
            try:
                found += [str(path.relative_to(home))] if text.encode() in path.read_bytes() else []
            except FileNotFoundError:
                continue
    return found
