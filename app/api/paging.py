"""Relay connections by keyset: rows are ordered by their UUIDv7, and a cursor is the id of the row beside it.

A page costs one indexed read wherever it starts; rows that are added meanwhile neither repeat nor hide others.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import strawberry
from strawberry import relay
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.relay import Edge, PageInfo
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from tortoise import Model
from tortoise.queryset import QuerySet

from app.errors import InvalidInput

LIMIT = 100
DEFAULT = 20

Row = TypeVar("Row", bound=Model)
NodeType = TypeVar("NodeType", bound=relay.Node)


@strawberry.enum(description="Order of a list by time of creation.")
class Order(Enum):
    NEWEST_FIRST = "newest_first"
    OLDEST_FIRST = "oldest_first"


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a list that was asked for, checked. `from_end`: its last rows."""

    size: int
    after: UUID | None
    before: UUID | None
    newest_first: bool
    from_end: bool

    @classmethod
    def of(
        cls, first: int | None, after: str | None, last: int | None, before: str | None, order: Order
    ) -> "Slice":
        size, name = (DEFAULT if first is None else first, "first") if last is None else (last, "last")
        if not 1 <= size <= LIMIT:
            raise InvalidInput(f"{name} is {size}; a page has 1 to {LIMIT} rows.", name)
        return cls(
            size,
            None if after is None else _row_id(after, "after"),
            None if before is None else _row_id(before, "before"),
            order is Order.NEWEST_FIRST,
            last is not None,
        )

    @property
    def descending(self) -> bool:
        """Whether the rows have to be read from the highest id down."""
        return self.newest_first is not self.from_end

    @property
    def above(self) -> UUID | None:
        """Ids of the page are greater than this."""
        return self.before if self.newest_first else self.after

    @property
    def below(self) -> UUID | None:
        return self.after if self.newest_first else self.before


class Rows(Protocol):
    """A list that may be long."""

    async def read(self, part: Slice) -> Sequence[Any]:
        """Up to one row more than the page, in the direction in which they were read."""

    async def count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class QueryRows:
    rows: QuerySet[Any]

    async def read(self, part: Slice) -> Sequence[Any]:
        rows = self.rows
        if part.above is not None:
            rows = rows.filter(id__gt=part.above)
        if part.below is not None:
            rows = rows.filter(id__lt=part.below)
        return await rows.order_by("-id" if part.descending else "id").limit(part.size + 1)

    async def count(self) -> int:
        return await self.rows.count()


@strawberry.type(name="Connection", description="A page of a list.")
class Connection(relay.Connection[NodeType], Generic[NodeType]):
    rows: strawberry.Private[Rows]
    nodes: list[NodeType] = strawberry.field(description="The rows of the page, without their cursors.")

    @strawberry.field(description="Rows of the whole list, not only of this page.")
    async def total_count(self) -> int:
        return await self.rows.count()


class Paged(FieldExtension):
    """Gives a field the arguments of a list. Its resolver returns all the rows, as a QuerySet or as Rows."""

    def __init__(self, order: Order) -> None:
        self.order = order

    def apply(self, field: StrawberryField) -> None:
        field.arguments = [*field.arguments, *_arguments(self.order)]

    async def resolve_async(
        self,
        next_: Callable[..., Awaitable[Any]],
        source: Any,
        info: Any,
        *,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        order: Order | None = None,
        **arguments: Any,
    ) -> Connection[Any]:
        part = Slice.of(first, after, last, before, order or self.order)
        found = await next_(source, info, **arguments)
        rows: Rows = QueryRows(found) if isinstance(found, QuerySet) else found
        return _page(rows, await rows.read(part), part)


def listed(
    of: Any,
    description: str,
    *,
    order: Order = Order.NEWEST_FIRST,
    resolver: Any = None,
    extensions: Sequence[FieldExtension] = (),
) -> Any:
    """A field that is a list of `of`, page by page."""
    return strawberry.field(
        resolver=resolver,
        graphql_type=Connection[of],
        description=description,
        extensions=[*extensions, Paged(order)],
    )


def where(rows: QuerySet[Row], **conditions: object) -> QuerySet[Row]:
    """Conditions that are None don't apply. Raises InvalidInput for a text that is longer than its column."""
    given = {name: value for name, value in conditions.items() if value is not None}
    for name, value in given.items():
        most = getattr(rows.model._meta.fields_map[name], "max_length", None)
        if isinstance(value, str) and most is not None and len(value) > most:
            raise InvalidInput(f"{name} has {len(value)} characters; at most {most} are compared.", name)
    return rows.filter(**given)


def _page(rows: Rows, found: Sequence[Any], part: Slice) -> Connection[Any]:
    has_more = len(found) > part.size
    shown = list(found[: part.size])
    if part.from_end:
        shown.reverse()
    edges: list[Any] = [Edge(cursor=cursor(row.pk), node=row) for row in shown]
    return Connection(
        rows=rows,
        nodes=shown,
        edges=edges,
        page_info=PageInfo(
            has_next_page=part.before is not None if part.from_end else has_more,
            has_previous_page=has_more if part.from_end else part.after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )


def cursor(row_id: UUID) -> str:
    return base64.urlsafe_b64encode(row_id.bytes).decode().rstrip("=")


def _row_id(text: str, field: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except (ValueError, binascii.Error):
        raise InvalidInput(
            f"{text[:80]!r} is not a cursor of a page; take one of `pageInfo`.", field
        ) from None


def _arguments(order: Order) -> list[StrawberryArgument]:
    def argument(name: str, kind: Any, default: Any, description: str) -> StrawberryArgument:
        return StrawberryArgument(
            name, None, StrawberryAnnotation(kind), description=description, default=default
        )

    # None of them is required to be more than null: Relay sends null for each that a direction does without.
    return [
        argument("first", int | None, DEFAULT, f"Rows of the page, 1 to {LIMIT}; null: {DEFAULT}."),
        argument("after", str | None, None, "`endCursor` of the page before; null: from the start."),
        argument("last", int | None, None, f"In place of `first`: the last rows, 1 to {LIMIT}."),
        argument("before", str | None, None, "`startCursor` of the page behind; null: to the end."),
        argument("order", Order | None, order, f"By time of creation; null: {order.name}."),
    ]
