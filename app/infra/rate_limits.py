"""How often one key, or one address, may ask for something. The counts lie in Redis, so that all processes share them.

While Redis is away each process counts by itself: no request fails or waits for want of a count.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

import structlog
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from redis.asyncio import BlockingConnectionPool
from redis.exceptions import RedisError

from app.errors import RateLimited
from app.limits import Rate

PREFIX = "coachable:limits"
WITHIN_S = 0.25  # Redis answers in 0.5 ms where it is well
AWAY_S = 5.0
# Counts are taken from Redis in blocks: at the defaults every 60th operation asks it, and a limit holds to 2 %.
BLOCKS = 50
MOST_REMEMBERED = 10_000

log = structlog.get_logger()


class RateLimits:
    def __init__(
        self,
        rates: Mapping[str, Rate | None],
        redis_url: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Without a `redis_url` this process counts alone."""
        self._items: dict[str, RateLimitItem] = {
            name: RateLimitItemPerSecond(rate.amount, rate.seconds) for name, rate in rates.items() if rate
        }
        self._rates = rates
        self._clock = clock
        self._alone = FixedWindowRateLimiter(MemoryStorage())
        self._pool = _pool(redis_url) if redis_url else None
        self._shared = FixedWindowRateLimiter(_storage(self._pool)) if self._pool else None
        self._away_until = 0.0  # the clock's time; 0 while Redis answers
        self._stock: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    async def count(self, kind: str, who: str) -> None:
        """Raises RateLimited. A `kind` without a rate is not counted."""
        item = self._items.get(kind)
        if item is None or self._takes_from_stock(kind, who):
            return
        block = max(1, item.amount // BLOCKS)
        limiter = await self._hit(item, kind, who, block)
        if limiter is None:
            if block > 1:
                ends = self._clock() + item.get_expiry()
                self._stock[kind, who] = (block - 1, ends)
                if len(self._stock) > MOST_REMEMBERED:
                    self._stock.popitem(last=False)
            return
        raise _too_many(kind, self._rates[kind], await self._seconds_left(limiter, item, kind, who))

    async def aclose(self) -> None:
        if self._pool is not None:
            await self._pool.disconnect()

    def _takes_from_stock(self, kind: str, who: str) -> bool:
        left, ends = self._stock.pop((kind, who), (0, 0.0))
        if left > 1:
            self._stock[kind, who] = (left - 1, ends)
        return left > 0 and self._clock() < ends

    async def _hit(
        self, item: RateLimitItem, kind: str, who: str, cost: int
    ) -> FixedWindowRateLimiter | None:
        """None, or the limiter that refuses."""
        if self._shared is not None and self._clock() >= self._away_until:
            try:
                async with asyncio.timeout(WITHIN_S):
                    allowed = await self._shared.hit(item, kind, who, cost=cost)
            except (RedisError, OSError) as error:  # TimeoutError is an OSError
                if not self._away_until:
                    log.warning("rate_limits_counted_alone", reason=type(error).__name__)
                self._away_until = self._clock() + AWAY_S
            else:
                if self._away_until:
                    self._away_until = 0.0
                    log.info("rate_limits_shared_again")
                return None if allowed else self._shared
        return None if await self._alone.hit(item, kind, who, cost=cost) else self._alone

    async def _seconds_left(
        self, limiter: FixedWindowRateLimiter, item: RateLimitItem, kind: str, who: str
    ) -> float:
        try:
            async with asyncio.timeout(WITHIN_S):
                stats = await limiter.get_window_stats(item, kind, who)
        except (RedisError, OSError):
            return item.get_expiry()
        return stats.reset_time - time.time()


def _too_many(kind: str, rate: Rate | None, seconds_left: float) -> RateLimited:
    assert rate is not None
    wait = max(1, math.ceil(seconds_left))
    what = {
        "sign-in": "tries to sign in",
        "address": "requests from one address",
        "shared": "questions by one link",
        "visitor": "questions from one address",
    }.get(kind, kind)
    within = {1: "a second", 60: "a minute", 3600: "an hour"}.get(rate.seconds, f"{rate.seconds} seconds")
    return RateLimited(
        f"Too many requests: at most {rate.amount:,} {what} {within}. Try again in {wait} s.", wait
    )


def _pool(url: str) -> BlockingConnectionPool:
    pool: BlockingConnectionPool = BlockingConnectionPool.from_url(
        url, max_connections=10, timeout=WITHIN_S, socket_timeout=WITHIN_S, socket_connect_timeout=WITHIN_S
    )
    return pool


def _storage(pool: BlockingConnectionPool) -> RedisStorage:
    return RedisStorage("async+redis://", implementation="redispy", key_prefix=PREFIX, connection_pool=pool)  # type: ignore[arg-type]
