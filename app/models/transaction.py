"""The only place that opens a transaction.

A request that is cancelled inside Tortoise's `in_transaction()` leaks its pooled connection (nine cancelled ones
emptied a pool of five), and Strawberry cancels operations on every disconnect. So the body runs in a task of its
own, shielded: it always ends, by commit or by rollback. What has to be told to the outside (jobs, events) is told
after the commit.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from tortoise.transactions import in_transaction

P = ParamSpec("P")
R = TypeVar("R")
Ring = Callable[[], Awaitable[None]]

log = structlog.get_logger()
_rings: ContextVar[list[Ring] | None] = ContextVar("rings_after_commit", default=None)
_running: set[asyncio.Task[Any]] = set()


def transactional(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Run `function` in one transaction; called from within another one, it joins that."""

    @wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if _rings.get() is not None:
            return await function(*args, **kwargs)
        task = asyncio.create_task(_commit(function(*args, **kwargs)))
        _running.add(task)
        task.add_done_callback(_ended)
        return await asyncio.shield(task)

    return call


def after_commit(ring: Ring) -> None:
    """Call `ring` once the current transaction is committed; a rolled-back one never rings."""
    rings = _rings.get()
    if rings is None:
        raise RuntimeError("after_commit() is for the inside of a transaction")
    rings.append(ring)


async def _commit(body: Coroutine[Any, Any, R]) -> R:
    rings: list[Ring] = []
    token = _rings.set(rings)
    try:
        async with in_transaction():
            result = await body
    finally:
        body.close()
        _rings.reset(token)
    for ring in rings:
        try:
            await ring()
        except Exception:  # a bell only: whoever reads the tables finds the fact anyway
            log.warning("ring_failed", exc_info=True)
    return result


def _ended(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled():
        task.exception()  # seen: the caller may be gone
