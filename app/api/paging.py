"""Relay connections by keyset: rows are ordered by their UUIDv7, and a cursor is the id of the row beside it.

A page costs one indexed read wherever it starts; rows that are added meanwhile neither repeat nor hide others.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry
from strawberry.relay import Connection, Edge, PageInfo
from tortoise import Model
from tortoise.queryset import QuerySet

from app.errors import InvalidInput

LIMIT = 100
DEFAULT = 20

Row = TypeVar("Row", bound=Model)


@strawberry.enum(description="Order of a list by time of creation.")
class Order(Enum):
    NEWEST_FIRST = "newest_first"
    OLDEST_FIRST = "oldest_first"


First = Annotated[int, strawberry.argument(description=f"Rows of the page, 1 to {LIMIT}.")]
After = Annotated[
    str | None, strawberry.argument(description="`endCursor` of the page before; null: from the start.")
]
Ordered = Annotated[Order, strawberry.argument(description="By time of creation.")]


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a list that was asked for, checked."""

    first: int
    after: UUID | None
    newest_first: bool

    @classmethod
    def of(cls, first: int, after: str | None, order: Order) -> "Slice":
        if not 1 <= first <= LIMIT:
            raise InvalidInput(f"first is {first}; a page has 1 to {LIMIT} rows.", "first")
        return cls(first, None if after is None else _row_id(after), order is Order.NEWEST_FIRST)


def cursor(row_id: UUID) -> str:
    return base64.urlsafe_b64encode(row_id.bytes).decode().rstrip("=")


def _row_id(text: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except (ValueError, binascii.Error):
        raise InvalidInput(f"{text[:80]!r} is no cursor of a page; take `endCursor`.", "after") from None


async def page(
    rows: QuerySet[Row], first: int, after: str | None, order: Order, **conditions: object
) -> Connection[Any]:
    """One page of `rows`; conditions that are None don't apply."""
    part = Slice.of(first, after, order)
    rows = rows.filter(**{name: value for name, value in conditions.items() if value is not None})
    if part.after is not None:
        rows = rows.filter(**{"id__lt" if part.newest_first else "id__gt": part.after})
    found = await rows.order_by("-id" if part.newest_first else "id").limit(part.first + 1)
    return connection(found, part)


def connection(rows: Sequence[Row], part: Slice) -> Connection[Any]:
    """`rows` holds one row more than the page when there is a next page."""
    edges: list[Any] = [Edge(cursor=cursor(row.pk), node=row) for row in rows[: part.first]]
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=len(rows) > part.first,
            has_previous_page=part.after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )
