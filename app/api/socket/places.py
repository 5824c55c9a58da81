"""How many WebSockets may be open: of those not signed in yet, and of a workspace."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from uuid import UUID

import structlog

from app.infra.connections import SOON_S, Waiting

WAITING = "Too many connections wait to sign in. Try again in some seconds."
FULL = "Your workspace has too many open connections. Close some, then try again."

log = structlog.get_logger()


class Places:
    """Those of one process."""

    def __init__(self, limits: Mapping[str, int | None]) -> None:
        self.waiting = Waiting(limits["waiting"], limits["waiting-per-address"])
        self._most_per_workspace = limits["per-workspace"]
        self._by_workspace: Counter[UUID] = Counter()

    def enters(self, workspace: UUID) -> bool:
        if self._most_per_workspace is not None and self._by_workspace[workspace] >= self._most_per_workspace:
            return False
        self._by_workspace[workspace] += 1
        return True

    def leaves(self, workspace: UUID) -> None:
        self._by_workspace[workspace] -= 1
        if not self._by_workspace[workspace]:
            del self._by_workspace[workspace]


class Place:
    """Of one socket. It waits until the server acknowledges who it is."""

    __slots__ = ("_address", "_began", "_places", "_timer", "_too_many", "_waits", "_workspace")

    def __init__(self, places: Places, address: str, too_many: Callable[[], None]) -> None:
        self._places, self._address, self._too_many = places, address, too_many
        self._began = time.monotonic()
        self._waits = False
        self._workspace: UUID | None = None
        self._timer: asyncio.TimerHandle | None = asyncio.get_running_loop().call_later(SOON_S, self._is_slow)

    def signed_in(self, workspace: UUID) -> bool:
        """False where the workspace has too many."""
        self._ends_waiting()
        if not self._places.enters(workspace):
            return False
        self._workspace = workspace
        return True

    def left(self) -> None:
        """Writes the one line that a socket has in the log."""
        self._ends_waiting()
        if self._workspace is not None:
            self._places.leaves(self._workspace)
        log.info(
            "socket_closed",
            address=self._address,
            seconds=round(time.monotonic() - self._began, 1),
            signed_in=self._workspace is not None,
        )

    def _is_slow(self) -> None:
        self._timer = None
        self._waits = self._places.waiting.enter(self._address)
        if not self._waits:
            self._too_many()

    def _ends_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waits:
            self._waits = False
            self._places.waiting.leave(self._address)
