"""Fans events out to the subscriptions of this process.

One task reads the doorbell's announcements for the whole process and hands each to the subscribers of its stream.
A subscriber registers first and reads the table then, so nothing falls between; whatever it missed (a lost
announcement, a full queue, a restart of Redis) it reads from the table, where numbers without gaps tell it so.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.errors import Unavailable
from app.events import log
from app.models import Event

QUEUE = 256  # announcements a slow subscriber may be behind; past that it reads the table again
AWAY_S = 1.0  # between two looks while the database is away
LOOK_AGAIN_S = 5.0  # without any announcement; bounds the delay when Redis is away


@dataclass(frozen=True, slots=True)
class Announcement:
    stream: UUID
    seq: int
    kind: str
    payload: dict[str, object] = field(default_factory=dict)
    at: datetime | None = None  # what no client sees has none


class Hub:
    def __init__(self) -> None:
        self._queues: dict[UUID, set[asyncio.Queue[Announcement | None]]] = {}
        self._listeners: list[Callable[[Announcement | None], None]] = []

    def listen(self, heard: Callable[[Announcement | None], None]) -> None:
        """Call `heard` with every announcement, and with None when some may have been lost."""
        self._listeners.append(heard)

    def announce(self, announcement: Announcement) -> None:
        for heard in self._listeners:
            heard(announcement)
        for queue in self._queues.get(announcement.stream, ()):
            self._offer(queue, announcement)

    def resynchronise(self) -> None:
        """Announcements may have been lost: let every subscriber look into the table."""
        for heard in self._listeners:
            heard(None)
        for queues in self._queues.values():
            for queue in queues:
                self._offer(queue, None)

    @property
    def subscribers(self) -> int:
        return sum(len(queues) for queues in self._queues.values())

    async def follow(self, stream: UUID, after: int = 0) -> AsyncGenerator[Announcement, None]:
        """Every event of `stream` with a number above `after`, in order, each once, for ever."""
        queue: asyncio.Queue[Announcement | None] = asyncio.Queue(QUEUE)
        self._queues.setdefault(stream, set()).add(queue)
        try:
            seen = after
            while True:
                try:
                    events = await log.read(stream, seen)
                except Unavailable:  # the subscription stays, and goes on where it was
                    await asyncio.sleep(AWAY_S)
                    continue
                for event in events:
                    seen = event.seq
                    yield announced(event)
                if len(events) == log.PAGE:
                    continue
                while (live := await self._next(queue)) is not None and live.seq <= seen + 1:
                    if live.seq == seen + 1:
                        seen = live.seq
                        yield live
        finally:
            queues = self._queues[stream]
            queues.discard(queue)
            if not queues:
                del self._queues[stream]

    @staticmethod
    async def _next(queue: asyncio.Queue[Announcement | None]) -> Announcement | None:
        """The next announcement; None when the table has to be read instead."""
        try:
            # Not wait_for: in Python 3.11 it swallows a cancellation that comes together with an announcement
            # (https://github.com/python/cpython/issues/86296), and the subscription of a closed socket would go on.
            async with asyncio.timeout(LOOK_AGAIN_S):
                return await queue.get()
        except TimeoutError:
            return None

    @staticmethod
    def _offer(queue: asyncio.Queue[Announcement | None], item: Announcement | None) -> None:
        if queue.full():
            while not queue.empty():
                queue.get_nowait()
            item = None
        queue.put_nowait(item)


def announced(event: Event) -> Announcement:
    return Announcement(event.stream, event.seq, event.kind, event.payload, event.created_at)
