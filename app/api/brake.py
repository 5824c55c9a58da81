"""Slows down attempts to guess tokens at `/login`: each wrong one makes the next from that address wait longer."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

FREE = 3  # wrong ones without a wait: a link that is over, a bad copy
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 8.0
FORGOTTEN_AFTER_S = 600.0
MOST_ADDRESSES = 10_000

Pause = Callable[[float], Awaitable[None]]


class Brake:
    def __init__(self, pause: Pause = asyncio.sleep) -> None:
        self._pause = pause
        self._tries: OrderedDict[str, tuple[int, float]] = OrderedDict()

    async def before(self, address: str) -> None:
        """Counts the try as a wrong one before it is looked at: many at once are not faster."""
        count, last = self._tries.pop(address, (0, 0.0))
        moment = time.monotonic()
        count = 0 if moment - last > FORGOTTEN_AFTER_S else count
        self._tries[address] = (count + 1, moment)
        if len(self._tries) > MOST_ADDRESSES:
            self._tries.popitem(last=False)
        if count >= FREE:
            await self._pause(min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(count - FREE, 10)))

    def right(self, address: str) -> None:
        self._tries.pop(address, None)
