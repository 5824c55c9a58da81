"""Tortoise's way to asyncpg, with the database's absence told as what it is.

Whatever a lost or refused connection raises (a dozen kinds, from FileNotFoundError of a socket to InterfaceError of a
rollback on a dead connection) leaves here as `Unavailable`, so that callers can wait or tell clients to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg  # type: ignore[import-untyped]
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionContext, TransactionContextPooled
from tortoise.connection import get_connections

from app.errors import Misconfigured, Unavailable

AWAY = "The database does not answer; try again in a few seconds."
POOLED = (
    "A pooler stands between Coachable and the database and hands each transaction to another connection: "
    "add statement_cache_size=0 to DATABASE_URL."
)

_LOST = (
    OSError,  # with TimeoutError: no listener, or the connection broke
    asyncpg.PostgresConnectionError,  # class 08
    asyncpg.InterfaceError,  # of a closed connection, and of much else: see _is_lost
    asyncpg.OperatorInterventionError,  # class 57: it shuts down, or starts up
    asyncpg.TooManyConnectionsError,
    asyncpg.ReadOnlySQLTransactionError,  # this was the primary before a failover
    asyncpg.InternalClientError,  # an answer that was cut in the middle
)
_POOLED = (asyncpg.DuplicatePreparedStatementError, asyncpg.InvalidSQLStatementNameError)


@contextmanager
def told() -> Iterator[None]:
    """Raises Unavailable for every sign of a database that is away."""
    try:
        yield
    except _POOLED as error:
        raise Misconfigured(POOLED) from error
    except asyncpg.ClientConfigurationError as error:
        raise Misconfigured(f"DATABASE_URL: {error}") from error
    except _LOST as error:
        if not _is_lost(error):
            raise
        raise Unavailable(AWAY) from error


def _is_lost(error: Exception) -> bool:
    if isinstance(error, asyncpg.InterfaceError):
        return "closed" in str(error)
    return not isinstance(error, asyncpg.QueryCanceledError)  # of class 57, but by someone's wish


class Client(AsyncpgDBClient):
    async def create_connection(self, with_db: bool) -> None:
        with told():
            await super().create_connection(with_db)

    async def create_pool(self, **arguments: Any) -> asyncpg.Pool:
        # The URL says who and where, and asyncpg reads it.
        for name in ("host", "port", "user", "password", "database"):
            arguments.pop(name)
        return await asyncpg.create_pool(arguments.pop("dsn"), **arguments)

    async def _translate_exceptions(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        with told():
            return await super()._translate_exceptions(func, *args, **kwargs)

    def _in_transaction(self) -> TransactionContext:
        return _Transaction(_Wrapper(self), self._pool_init_lock)


class _Wrapper(TransactionWrapper):
    async def _translate_exceptions(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        with told():
            return await super()._translate_exceptions(func, *args, **kwargs)


class _Transaction(TransactionContextPooled):
    async def __aenter__(self) -> Any:
        self.client._connection = None
        try:
            with told():
                return await super().__aenter__()
        except BaseException:
            await self._give_back()
            raise

    async def _give_back(self) -> None:
        """After a BEGIN that failed or was cancelled: no `__aexit__` follows, Tortoise would keep the connection."""
        if self.client._connection is not None:
            get_connections().reset(self.token)
            await self.client._parent._pool.release(self.client._connection)

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        with told():
            await super().__aexit__(exc_type, exc_val, exc_tb)


client_class = Client
