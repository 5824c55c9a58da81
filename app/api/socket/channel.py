"""Subscriptions that are the same share one execution and one encoding: what differs is the id before the payload.

Who joins reads the log first, alone and up to its end, under their own rights. They are registered before they begin:
what the channel delivers meanwhile waits for them, and numbers tell what they have seen. So nothing is lost or doubled
where the two meet, nor after a client that read too slowly was left behind: it reads the log again from its last event.
"""

import asyncio
import json
import time
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

import structlog
from prometheus_client import Gauge
from strawberry.schema import BaseSchema
from strawberry.types import ExecutionResult

from app.actor import Actor, Role
from app.api.context import Context
from app.api.events.following import Reading, Sharing
from app.api.socket.connection import Connection, text_frame
from app.api.socket.messages import body_of, head_of
from app.errors import Unavailable
from app.events.hub import AWAY_S

# Of the log at once: an execution takes 20 KiB, and a storm of 8,000 would leave the heap in holes.
READERS = 16
FOUND_S = 3.0  # after which someone has to check again that it is there
MOST_DOCUMENTS = 256  # whose variables are remembered
LONGEST_REMEMBERED = 10_000  # characters; the page's have a few hundred
KEPT = 64  # events that wait while someone reads the log; past that the log is read once more
AT_ONCE = 250  # members after which others get a turn: 8,000 frames take 0.1 s

SUBSCRIBERS = Gauge(
    "coachable_subscribers",
    "Subscriptions to sessions, runs and workspaces over WebSockets that are open in this process.",
)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Document:
    """What was asked. `key`: the variables as text, without the one that says where to begin."""

    query: str
    operation_name: str | None
    variables: dict[str, Any] | None = field(compare=False)
    key: str = ""

    def shared(self, after_variable: str | None) -> "Document":
        rest = {name: value for name, value in (self.variables or {}).items() if name != after_variable}
        return replace(self, key=json.dumps(rest, sort_keys=True))

    @property
    def text(self) -> tuple[str, str | None]:
        return self.query, self.operation_name


Scope = tuple[Document, UUID, Role]  # all that a payload may depend on


class Peer(Protocol):
    """The other side of a socket, as its members need it."""

    connection: Connection

    def channel(self, document: Document) -> "Channel": ...

    async def read(self, id: str, document: Document, reading: Reading, turn: AsyncExitStack) -> bool:
        """Send what the reading brings; `turn` ends before a slow client is waited for.

        False: it was the end of the subscription, and the client knows.
        """

    async def complete(self, id: str) -> None: ...

    async def forbid(self) -> None:
        """End the socket."""


class Channel:
    def __init__(self, channels: "Channels", scope: Scope, context: Context) -> None:
        self.document, self.turns = scope[0], channels.turns
        self.sharing = Sharing()
        self.is_over = False
        self.found_at = -FOUND_S
        self._channels, self._scope, self._standing = channels, scope, context.standing
        self._members: dict[Actor, dict[Member, None]] = {}
        # Many, so no person in particular.
        shown_to = Actor(context.actor.workspace_id, "", context.actor.role)
        self._task = asyncio.create_task(self._run(replace(context, caller=shown_to, half=self.sharing)))

    def add(self, member: "Member") -> None:
        self._members.setdefault(member.actor, {})[member] = None
        SUBSCRIBERS.inc()

    def discard(self, member: "Member") -> None:
        group = self._members.get(member.actor, {})
        if member not in group:
            return
        del group[member]
        SUBSCRIBERS.dec()
        if not group:
            del self._members[member.actor]
        if not self._members:
            self._channels.forget(self._scope, self)
            self._task.cancel()

    @property
    def is_found(self) -> bool:
        """A member has just been shown what this is about, and what one may see all may: the same are their rights."""
        return time.monotonic() - self.found_at < FOUND_S

    def __len__(self) -> int:
        return sum(len(group) for group in self._members.values())

    async def _run(self, context: Context) -> None:
        try:
            results = await self._channels.schema.stream(
                self.document.query,
                variable_values=self.document.variables,
                context_value=context,
                operation_name=self.document.operation_name,
            )
            shown = 0
            async with aclosing(results) as events:
                async for result in events:
                    if self.sharing.shown <= shown:
                        break  # an error of no event; each member will find out what is wrong for itself
                    assert isinstance(result, ExecutionResult)  # @defer and @stream are not in the schema
                    shown = self.sharing.shown
                    await self._deliver(shown, body_of(result))
        except Exception:
            log.exception("channel_failed")
        self.is_over = True
        self._channels.forget(self._scope, self)
        self.sharing.begun.set()
        for member in [member for group in self._members.values() for member in group]:
            member.channel_ended()

    async def _deliver(self, number: int, body: bytes) -> None:
        unknown = [actor for actor in self._members if self._standing.known(actor) is None]
        await asyncio.gather(*(self._standing.holds(actor) for actor in unknown), return_exceptions=True)
        for actor, group in list(self._members.items()):
            may_hear = self._standing.known(actor)
            for count, member in enumerate(list(group), 1):
                if may_hear:
                    member.offer(number, body)
                elif may_hear is None:  # the database is away: they read the log when it is back
                    member.fall_behind()
                else:
                    member.refuse()
                if count % AT_ONCE == 0:
                    await asyncio.sleep(0)


class Member:
    """One subscription of one socket.

    `_waiting` holds what comes while it reads the log, or is None when it is up to date; `_is_behind` says that
    something came for which there was no room, so that the log has to be read again.
    """

    __slots__ = ("_channel", "_head", "_is_behind", "_peer", "_waiting", "actor", "id", "seen", "task")

    def __init__(self, peer: Peer, id: str, actor: Actor, channel: Channel) -> None:
        self._peer, self._channel = peer, channel
        self.actor, self.id, self.seen = actor, id, 0
        self._head = head_of(id)
        self._waiting: list[tuple[int, bytes]] | None = []
        self._is_behind = False
        self.task: asyncio.Task[None] | None = None  # that reads the log
        channel.add(self)

    def leave(self) -> None:
        self._channel.discard(self)
        if self.task is not None and self.task is not asyncio.current_task():
            self.task.cancel()

    async def catch_up(self, reading: Reading, document: Document) -> None:
        """`document`: with the variables of this client, which say where to begin unless the reading does."""
        connection = self._peer.connection
        while True:
            await self._channel.sharing.begun.wait()
            self._waiting, self._is_behind = [], False
            try:
                async with AsyncExitStack() as turn:
                    await turn.enter_async_context(self._channel.turns)
                    reading.is_found, looked_at = self._channel.is_found, time.monotonic()
                    looks = not reading.is_found
                    if not await self._peer.read(self.id, document, reading, turn):
                        return
            finally:
                self.seen = max(self.seen, reading.sent)
            if looks:
                self._channel.found_at = looked_at
            self.seen = max(self.seen, reading.seen)
            document, reading = self._channel.document, Reading(self.seen, reading.conflates, reading.goes_on)
            if connection.is_slow:
                await connection.drained()
            elif self._channel.is_over:
                await asyncio.sleep(AWAY_S)
                self._channel.discard(self)
                self._channel = self._peer.channel(self._channel.document)
                self._channel.add(self)
            elif not self._is_behind:
                break
        waiting, self._waiting, self.task = self._waiting, None, None
        for number, body in waiting:
            self.offer(number, body)

    def offer(self, number: int, body: bytes) -> None:
        if number <= self.seen:
            return
        if self._waiting is not None:
            self._is_behind = self._is_behind or len(self._waiting) == KEPT
            if self._is_behind:
                self._waiting.clear()
            else:
                self._waiting.append((number, body))
        elif self._peer.connection.is_slow:
            self.fall_behind(conflates=True)
        else:
            self.seen = number
            self._peer.connection.write(text_frame(self._head + body))

    def fall_behind(self, *, conflates: bool = False) -> None:
        """Hear nothing until the client has read what waits for it, then read the log."""
        if self._waiting is None:
            self._waiting, self._is_behind = [], True
            self.task = self._peer.connection.spawn(self._catch_up_later(conflates))

    async def _catch_up_later(self, conflates: bool) -> None:
        while True:
            await self._peer.connection.drained()
            try:
                return await self.catch_up(
                    Reading(self.seen, conflates, goes_on=True), self._channel.document
                )
            except Unavailable:
                await asyncio.sleep(AWAY_S)
            except Exception:
                log.exception("catching_up_failed")
                return await self._peer.complete(self.id)

    def refuse(self) -> None:
        self._peer.connection.spawn(self._peer.forbid())

    def channel_ended(self) -> None:
        """Who is reading learns from the log whether that was the end."""
        if self._waiting is None and self._channel.sharing.is_over:
            self._peer.connection.spawn(self._peer.complete(self.id))
        else:
            self.fall_behind()


class Channels:
    """Those of one process."""

    def __init__(self, schema: BaseSchema) -> None:
        self.schema = schema
        self.turns = asyncio.Semaphore(READERS)
        self._open: dict[Scope, Channel] = {}
        # Of documents that were executed.
        self._after_variables: dict[tuple[str, str | None], str | None] = {}

    def __len__(self) -> int:
        return len(self._open)

    @property
    def subscribers(self) -> int:
        return sum(map(len, self._open.values()))

    def known(self, document: Document, context: Context) -> Channel | None:
        """The channel of a document that someone's reading of the log has shown to be one that follows it."""
        if document.text not in self._after_variables:
            return None
        return self.of(document.shared(self._after_variables[document.text]), context)

    def learned(self, document: Document, after_variable: str | None) -> Document:
        if len(self._after_variables) >= MOST_DOCUMENTS:
            self._after_variables.clear()
        if len(document.query) <= LONGEST_REMEMBERED:
            self._after_variables[document.text] = after_variable
        return document.shared(after_variable)

    def of(self, document: Document, context: Context) -> Channel:
        scope = _scope(document, context)
        if scope not in self._open:
            self._open[scope] = Channel(self, scope, context)
        return self._open[scope]

    def forget(self, scope: Scope, channel: Channel) -> None:
        if self._open.get(scope) is channel:
            del self._open[scope]


def _scope(document: Document, context: Context) -> Scope:
    return document, context.actor.workspace_id, context.actor.role
