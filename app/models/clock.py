"""The one clock that all processes share: the database's."""

from datetime import datetime

from tortoise import connections


async def now() -> datetime:
    """Wall time of the database, not frozen at the start of the transaction."""
    rows = await connections.get("default").execute_query_dict("SELECT clock_timestamp() AS now")
    moment: datetime = rows[0]["now"]
    return moment
