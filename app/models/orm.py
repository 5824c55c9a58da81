"""How Tortoise reaches PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tortoise import Tortoise
from tortoise.context import TortoiseContext

from app.models.database_url import connect_arguments

# A network that swallows what is sent goes unnoticed for a quarter of an hour (tcp(7), tcp_retries2). Then the answer
# is given up and the connection with it. Nothing that is asked takes half as long; migrations may.
ANSWER_WITHIN_S = 60.0


def tortoise_config(
    database_url: str, pool: int = 10, answer_within_s: float | None = ANSWER_WITHIN_S
) -> dict[str, Any]:
    """`database_url`: see `connect_arguments`. Raises Misconfigured."""
    sizes = {"minsize": 1, "maxsize": pool, "command_timeout": answer_within_s}
    credentials = {**connect_arguments(database_url), **sizes}
    return {
        "connections": {"default": {"engine": "app.models.client", "credentials": credentials}},
        "apps": {"models": {"models": ["app.models", "aerich.models"], "default_connection": "default"}},
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def database(database_url: str, pool: int = 10) -> AsyncIterator[TortoiseContext]:
    """The pool of this process, visible to every task of it (Tortoise alone would keep it in a ContextVar)."""
    context = await Tortoise.init(config=tortoise_config(database_url, pool), _enable_global_fallback=True)
    try:
        yield context
    finally:
        await context.close_connections()
