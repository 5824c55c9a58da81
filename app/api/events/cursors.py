"""The place in a stream of events that a client has reached: the number of the last event, as a string."""

from typing import TypeVar

from tortoise import Model
from tortoise.expressions import RawSQL
from tortoise.queryset import QuerySet

from app.errors import InvalidInput

Row = TypeVar("Row", bound=Model)
CURSOR = "Place in the stream: give the last one that you saw as `after` to go on from there."
AT = "When it happened, by the database's clock."
LARGEST = 2**63 - 1  # of PostgreSQL's bigint


def parse_cursor(after: str | None) -> int:
    """No cursor is the start of the stream. Raises InvalidInput."""
    if after is None:
        return 0
    if after.isascii() and after.isdigit() and len(after) <= 19 and int(after) <= LARGEST:
        return int(after)
    raise InvalidInput(
        f"{after[:80]!r} is not a cursor; take `cursor` of the last event that you saw.", "after"
    )


def with_last_seq(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Row and number of its last event in one statement, so in one snapshot.

    An event that falls between two reads would be lost to a client that shows the row and subscribes after it.
    """
    table = rows.model._meta.db_table
    return rows.annotate(
        last_seq=RawSQL(f'(SELECT coalesce(max(e.seq), 0) FROM event e WHERE e.stream = "{table}"."id")')
    )
