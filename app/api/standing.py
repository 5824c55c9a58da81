"""Whether those who speak for hours may still speak: sockets and streams outlive a key that is revoked meanwhile.

A revocation is announced to every process, which ends the subject's sockets at once. An announcement may be lost, so
the tables are asked as well, once in a few seconds for a subject, whatever the number of its subscriptions.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog

from app.actor import Actor
from app.errors import Unauthorized
from app.events.hub import Announcement
from app.workspaces import service as workspaces

FRESH_S = 3.0

Who = tuple[UUID, str]
End = Callable[[], Coroutine[Any, Any, None]]

log = structlog.get_logger()


class Standing:
    def __init__(self) -> None:
        self._looks: dict[Who, tuple[float, asyncio.Task[bool]]] = {}
        self._open: dict[Who, tuple[Actor, set[End]]] = {}
        self._ending: set[asyncio.Task[None]] = set()
        self._alarms: dict[End, asyncio.TimerHandle] = {}

    def known(self, actor: Actor) -> bool | None:
        """None: the tables have to be asked."""
        if actor.subject == workspaces.LOCAL:
            return True
        if actor.until is not None and seconds_left(actor.until) == 0:
            return False  # of this token alone: another one of the same subject may last longer
        begun, look = self._looks.get(_who(actor), (0.0, None))
        if look is None or time.monotonic() - begun > FRESH_S or not look.done() or look.exception():
            return None
        return look.result()

    async def holds(self, actor: Actor) -> bool:
        if (known := self.known(actor)) is not None:
            return known
        return await self._belongs(actor)

    async def ensure(self, actor: Actor) -> None:
        """Raises Unauthorized."""
        if not await self.holds(actor):
            raise Unauthorized(workspaces.NO_LONGER)

    async def _belongs(self, actor: Actor) -> bool:
        """Whether the subject may still speak, whatever the end of this token."""
        who = _who(actor)
        begun, look = self._looks.get(who, (0.0, None))
        if look is None or time.monotonic() - begun > FRESH_S or (look.done() and look.exception()):
            look = asyncio.create_task(workspaces.still(actor))
            self._looks[who] = (time.monotonic(), look)
        return await asyncio.shield(look)  # others wait for it too

    def opened(self, actor: Actor, end: End) -> None:
        self._open.setdefault(_who(actor), (actor, set()))[1].add(end)
        if actor.until is not None:
            loop = asyncio.get_running_loop()
            self._alarms[end] = loop.call_later(seconds_left(actor.until), lambda: self._do(end()))

    def closed(self, actor: Actor, end: End) -> None:
        who = _who(actor)
        _, ends = self._open.get(who, (actor, set()))
        ends.discard(end)
        if (alarm := self._alarms.pop(end, None)) is not None:
            alarm.cancel()
        if not ends:
            self._open.pop(who, None)
            self._looks.pop(who, None)

    def heard(self, announcement: Announcement | None) -> None:
        """None: some may have been lost."""
        if announcement is None:
            self._looks.clear()
            for actor, _ in self._open.values():
                self._do(self._end_unless_it_holds(actor))
        elif announcement.kind == workspaces.ACCESS_ENDED:
            who = (UUID(str(announcement.payload["workspace"])), str(announcement.payload["subject"]))
            self._looks.pop(who, None)
            self._end(who)

    async def _end_unless_it_holds(self, actor: Actor) -> None:
        try:
            holds = await self._belongs(actor)
        except Exception:  # the database is away: asked again at the next event
            log.warning("standing_unknown", exc_info=True)
        else:
            if not holds:
                self._end(_who(actor))

    def _end(self, who: Who) -> None:
        if who in self._open:
            for end in self._open[who][1]:
                self._do(end())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


def seconds_left(until: datetime) -> float:
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _who(actor: Actor) -> Who:
    return actor.workspace_id, actor.subject
