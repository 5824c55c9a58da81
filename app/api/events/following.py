"""The two halves of a subscription over a WebSocket: its own reading of the log, and then what it shares with others.

Which half an operation is stands in its context; over SSE it is neither, and one generator does both.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import strawberry
from graphql import VariableNode, Visitor, visit

from app.errors import InvalidInput, Unavailable
from app.events import log
from app.events.conflation import conflated
from app.events.hub import AWAY_S, Announcement, Hub, announced


@dataclass(slots=True)
class Reading:
    """From a place to the end of the log; `seen` is where it has got to. `is_over`: nothing will follow the end."""

    after: int | None = None  # None: what the client asked for
    conflates: bool = False
    # Its client has listened for a while: what is unavailable is tried again and not told.
    goes_on: bool = False
    seen: int = 0
    sent: int = 0  # the last that the client has got, should the reading break off
    is_found: bool = False  # what it follows is there, and its actor may see it
    at_end: bool = False  # all that is in the log by now was read, and more may come
    is_over: bool = False
    after_variable: str | None = None  # variable of the document that says where to begin, and nothing else

    async def events(self, stream: UUID, asked_after: int) -> AsyncGenerator[Announcement, None]:
        self.seen = asked_after if self.after is None else self.after
        while True:
            try:
                page = [announced(event) for event in await log.read(stream, self.seen)]
                if not page and self.after is None:
                    await ensure_reached(stream, asked_after)
            except Unavailable:
                await asyncio.sleep(AWAY_S)
                continue
            for event in conflated(page) if self.conflates else page:
                self.seen = event.seq
                yield event
            if len(page) < log.PAGE:
                self.at_end = not self.is_over
                return


@dataclass(slots=True)
class Sharing:
    """What happens from now on; `shown` is the event whose result comes, an error that follows is of no event."""

    shown: int = 0
    is_over: bool = False  # the last event of the stream was delivered
    begun: asyncio.Event = field(default_factory=asyncio.Event)  # from then on nothing is left out

    async def events(self, hub: Hub, stream: UUID) -> AsyncGenerator[Announcement, None]:
        place = await log.last(stream)
        self.begun.set()
        async with aclosing(hub.follow(stream, place)) as events:
            async for event in events:
                yield event


async def ensure_reached(stream: UUID, after: int) -> None:
    """Raises InvalidInput where a client says that it has seen what did not happen yet."""
    if after and not await log.reaches(stream, after):
        raise InvalidInput(
            f"There is no event {after} yet; take `cursor` of the last event that you saw.", "after"
        )


def after_variable(info: strawberry.Info[Any, Any]) -> str | None:
    """The variable that this subscription's `after` is, unless the document uses it for something else too."""
    raw = info._raw_info
    asked = next((one for one in raw.field_nodes[0].arguments or () if one.name.value == "after"), None)
    if asked is None or not isinstance(asked.value, VariableNode):
        return None
    name = asked.value.name.value
    uses = _Uses(name)
    visit(raw.operation, uses)
    for fragment in raw.fragments.values():
        visit(fragment, uses)
    return name if uses.count == 1 else None


class _Uses(Visitor):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.count = name, 0

    def enter_variable_definition(self, *_: Any) -> Any:
        return self.SKIP

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.count += node.name.value == self.name
