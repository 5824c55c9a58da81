"""Whether a database or a Redis answers, and in one sentence why not."""

import asyncpg  # type: ignore[import-untyped]
from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.errors import Misconfigured
from app.models.database_url import connect_arguments

_TIMEOUT_S = 5.0


_NO_ANSWER = (
    OSError,
    TimeoutError,
    ValueError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    Misconfigured,
)


async def database_problem(url: str) -> str | None:
    try:
        connection = await _connect(url)
    except _NO_ANSWER as error:
        return _sentence(error)
    await connection.close(timeout=_TIMEOUT_S)
    return None


async def base_models_in_use(url: str) -> dict[str, int]:
    """How many agents there are of each base model; none where the database does not answer, or has no tables yet."""
    try:
        connection = await _connect(url)
    except _NO_ANSWER:
        return {}
    try:
        rows = await connection.fetch(
            "SELECT base_model, count(*) FROM agent WHERE deleted_at IS NULL GROUP BY 1 ORDER BY 1"
        )
    except _NO_ANSWER:
        return {}
    finally:
        await connection.close(timeout=_TIMEOUT_S)
    return {name: count for name, count in rows}


async def _connect(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(**connect_arguments(url) | {"timeout": _TIMEOUT_S})


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
