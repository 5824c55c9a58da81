"""Listens to a writer: what it says, and whether anybody still wants it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from typing import Literal, Protocol
from uuid import UUID

from app.customers import lease
from app.customers.brief import AgentBrief
from app.customers.company import Company
from app.customers.plan import Plan
from app.customers.prompts import build_messages, reaction_messages
from app.runs.lease import anybody_trains
from app.text.fields import storable

FLUSH_S = 0.04  # the first piece goes out at once, later ones at most 25 times a second
LOOK_S = 0.25  # between two looks at whether the question is still wanted, and whether someone waits for it
LATE_S = 4.0  # so long someone who waits looks at dots before the starter asks

_BUSY = "An agent is being trained, and the local model would slow that down."

Messages = list[dict[str, str]]


class Writer(Protocol):
    """A model that plays the customer. `ask` raises AppError, and bounds its own silence."""

    @property
    def kind(self) -> Literal["hosted", "local"]: ...

    @property
    def is_there(self) -> bool: ...

    def ask(self, messages: Messages, seed: int) -> AsyncIterator[str]: ...


@dataclass(slots=True)
class Task:
    """What to write, and all that it takes. `earlier`: what the question must not resemble; `turns`: said before it,
    when it reacts to an answer; `facts`: what the company's own pages say about the topic."""

    query_id: UUID
    epoch: int
    plan: Plan
    company: Company
    earlier: list[str]
    turns: list[dict[str, str]]
    facts: list[str]
    rejections: list[str] = field(default_factory=list)

    @property
    def agent(self) -> AgentBrief:
        return self.company.brief


async def hindrance(task: Task) -> str | None:
    """Why a local model had better be silent now. Raises Gone."""
    if await lease.is_open(task.query_id, task.epoch):
        return "Someone is waiting for it, and the local model takes seconds."
    if await anybody_trains():
        return _BUSY
    return None


class Late(Exception):
    """Someone waits, and the writer has said nothing for too long."""


class Hearing:
    """Collects one text. A hosted writer's pieces are passed on as they come."""

    def __init__(self, task: Task, writer: Writer) -> None:
        self._task = task
        self._writer = writer
        self._heard_at = time.monotonic()

    async def text(self, attempt: int) -> str:
        """Raises Gone, AppError, and Late."""
        task, text, told, flushed_at = self._task, "", 0, 0.0
        pieces: asyncio.Queue[str | Exception | None] = asyncio.Queue()
        pump = asyncio.create_task(self._pump(attempt, pieces))
        try:
            while True:
                try:
                    piece = await asyncio.wait_for(pieces.get(), LOOK_S)
                except TimeoutError:
                    await self._look()
                    continue
                if isinstance(piece, Exception):
                    raise piece
                if piece is None:
                    break
                self._heard_at = time.monotonic()
                text += storable(piece)
                if self._writer.kind == "hosted" and time.monotonic() - flushed_at >= FLUSH_S:
                    told = await lease.tell(task.query_id, task.epoch, text, told)
                    flushed_at = time.monotonic()
        finally:
            pump.cancel()
            with suppress(asyncio.CancelledError):
                await pump
        if self._writer.kind == "hosted":
            await lease.tell(task.query_id, task.epoch, text, told)
        return text

    async def _pump(self, attempt: int, pieces: "asyncio.Queue[str | Exception | None]") -> None:
        """In a task of its own: waiting for the next piece must not be what a look interrupts."""
        task = self._task
        messages = (
            reaction_messages(task.plan, task.agent, task.turns, task.company.guide)
            if task.turns
            else build_messages(task.plan, task.agent, task.earlier, task.company.guide, task.facts)
        )
        try:
            async with aclosing(self._writer.ask(messages, task.plan.seed + attempt)) as said:  # type: ignore[type-var]
                async for piece in said:
                    pieces.put_nowait(piece)
        except Exception as error:
            pieces.put_nowait(error)
        else:
            pieces.put_nowait(None)

    async def _look(self) -> None:
        is_open = await lease.is_open(self._task.query_id, self._task.epoch)
        if not is_open:
            if self._writer.kind == "local" and await anybody_trains():
                raise Late(_BUSY)
            return
        silent = time.monotonic() - self._heard_at
        if self._writer.kind == "local" or silent >= LATE_S:
            raise Late(f"The model said nothing for {max(silent, LOOK_S):.0f} s while someone waited.")
