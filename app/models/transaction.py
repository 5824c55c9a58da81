"""The only place that opens a transaction.

A request that is cancelled inside Tortoise's `in_transaction()` leaks its pooled connection (nine cancelled ones
emptied a pool of five), and Strawberry cancels operations on every disconnect. So the body runs in a task of its
own, shielded: it always ends, by commit or by rollback. What takes a lock that many want is done last, before the
commit. What has to be told to the outside (jobs, events) is told after it, beside the reply: no one waits for a bell
(3 events and a job are 7 round trips to Redis).
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from tortoise.transactions import in_transaction

P = ParamSpec("P")
R = TypeVar("R")
Ring = Callable[[], Awaitable[None]]
Work = Callable[[list[Any]], Awaitable[None]]

_SETTLED_WITHIN_S = 5.0

log = structlog.get_logger()


@dataclass(slots=True)
class _Open:
    last: dict[Work, list[Any]] = field(default_factory=dict)
    rings: list[Ring] = field(default_factory=list)


_open: ContextVar[_Open | None] = ContextVar("open_transaction", default=None)
_running: set[asyncio.Task[Any]] = set()


def transactional(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Run `function` in one transaction; called from within another one, it joins that."""

    @wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if _open.get() is not None:
            return await function(*args, **kwargs)
        return await asyncio.shield(_start(_commit(function(*args, **kwargs))))

    return call


def before_commit(work: Work, item: object) -> None:
    """Call `work` once, with all items that it was given, when nothing else of the current transaction is left to do.

    For locks that whole workspaces share: they are held for the commit alone, and as nobody who has one goes on to
    take another kind of lock, nobody waits in a circle.
    """
    _current("before_commit").last.setdefault(work, []).append(item)


def after_commit(ring: Ring) -> None:
    """Call `ring` once the current transaction is committed; a rolled-back one never rings."""
    _current("after_commit").rings.append(ring)


def in_progress() -> bool:
    """Whether the caller is inside of a transaction."""
    return _open.get() is not None


async def settled() -> None:
    """Returns when every transaction and every bell of this process is done, soon in any case; for its end."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_SETTLED_WITHIN_S):
            while _running:
                await asyncio.wait(_running)


def _start(work: Coroutine[Any, Any, R]) -> asyncio.Task[R]:
    task = asyncio.create_task(work)
    _running.add(task)
    task.add_done_callback(_ended)
    return task


async def _commit(body: Coroutine[Any, Any, R]) -> R:
    current = _Open()
    token = _open.set(current)
    try:
        async with in_transaction():
            result = await body
            for work, items in current.last.items():
                await work(items)
    finally:
        body.close()
        _open.reset(token)
    if current.rings:
        _start(_tell(current.rings))
    return result


def _current(caller: str) -> _Open:
    current = _open.get()
    if current is None:
        raise RuntimeError(f"{caller}() is for the inside of a transaction")
    return current


async def _tell(rings: list[Ring]) -> None:
    for ring in rings:
        try:
            await ring()
        except Exception:  # only a bell: the tables hold the fact anyway
            log.warning("ring_failed", exc_info=True)


def _ended(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if not task.cancelled():
        task.exception()  # seen: the caller may be gone
