"""Where a text still stands: in any table, in any file."""

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


def files_with(text: str, home: Path, but: str) -> list[str]:
    """Each file below `home`, without the folder `but`, that holds the bytes of the text."""
    paths = [path for path in home.rglob("*") if path.is_file() and but not in path.relative_to(home).parts]
    return [str(path.relative_to(home)) for path in paths if text.encode() in path.read_bytes()]
