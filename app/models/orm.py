"""How Tortoise reaches PostgreSQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tortoise import Tortoise
from tortoise.context import TortoiseContext


def tortoise_config(database_url: str, pool: int = 10) -> dict[str, Any]:
    """`database_url`: postgresql://user:password@host:port/name; a socket folder goes into `?host=`."""
    parts = urlsplit(database_url)
    options = dict(parse_qsl(parts.query))
    credentials = {
        "host": options.pop("host", None) or parts.hostname or "127.0.0.1",
        "port": parts.port or 5432,
        "user": unquote(parts.username or "postgres"),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/") or "postgres",
        "minsize": 1,
        "maxsize": pool,
        "application_name": "coachable",
        **options,
    }
    return {
        "connections": {"default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}},
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
