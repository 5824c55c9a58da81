"""A document of another server that is kept here: fetched at most once in 30 seconds, however many ask for it."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Generic, TypeVar

import structlog

from app.errors import AppError, Unavailable

EVERY_S = 30.0
USABLE_S = 24 * 3600.0  # without a word of the provider; then its keys may have been taken back long ago
AWAY = "Sign-on does not work at the moment, as its provider does not answer: try again in a minute."

log = structlog.get_logger()
Document = TypeVar("Document")


class Kept(Generic[Document]):
    """`fetch` raises an AppError. What is older than `fresh_s` is still used while it is fetched anew."""

    def __init__(self, name: str, fetch: Callable[[], Awaitable[Document]], fresh_s: float) -> None:
        self._name = name
        self._fetch = fetch
        self._fresh_s = fresh_s
        self._document: Document | None = None
        self._fetched = self._tried = float("-inf")
        self._trying: asyncio.Task[None] | None = None

    async def get(self, suits: Callable[[Document], bool] = lambda _: True) -> Document:
        """A document that `suits`, or else the newest there is. Raises Unavailable when there is none."""
        moment = monotonic()
        document = self._document if moment - self._fetched < USABLE_S else None
        if document is not None and suits(document):
            if moment - self._fetched >= self._fresh_s:
                self._try(moment)
            return document
        # Shielded: one who hangs up does not end it for the others that wait.
        if (trying := self._try(moment)) is not None:
            await asyncio.shield(trying)
            document = self._document if monotonic() - self._fetched < USABLE_S else None
        if document is None:
            raise Unavailable(AWAY)
        return document

    def _try(self, moment: float) -> asyncio.Task[None] | None:
        """None: it was tried a moment ago, and nothing is under way."""
        if self._trying is not None and not self._trying.done():
            return self._trying
        if moment - self._tried < EVERY_S:
            return None
        self._tried = moment
        self._trying = asyncio.create_task(self._renew())
        return self._trying

    async def _renew(self) -> None:
        try:
            self._document = await self._fetch()
            self._fetched = monotonic()
        except AppError as error:
            log.warning("oidc_provider", document=self._name, problem=error.message)
