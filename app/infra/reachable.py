"""Whether a database or a Redis answers, and in one sentence why not."""

import asyncpg  # type: ignore[import-untyped]
from redis.asyncio import Redis
from redis.exceptions import RedisError

_TIMEOUT_S = 5.0


async def database_problem(url: str) -> str | None:
    # Tortoise also takes asyncpg://, asyncpg itself does not.
    scheme, separator, rest = url.partition("://")
    dsn = f"postgres{separator}{rest}" if scheme == "asyncpg" else url
    try:
        connection = await asyncpg.connect(dsn, timeout=_TIMEOUT_S)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return _sentence(error)
    await connection.close(timeout=_TIMEOUT_S)
    return None


async def redis_problem(url: str) -> str | None:
    try:
        client = Redis.from_url(url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S)
        async with client:
            await client.ping()
    except (OSError, TimeoutError, ValueError, RedisError) as error:
        return _sentence(error)
    return None


def _sentence(error: BaseException) -> str:
    return str(error).strip() or f"no answer within {_TIMEOUT_S:.0f} s"
