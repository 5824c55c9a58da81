"""Several samples of one question side by side, and the choice among those that a person may see.

A 135M model writes a usable question in one of three samples. Four at once cost hardly more time than one: the model
server reads their common prompt once, and writes a token of each in a step.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.errors import AppError
from app.queries.checks import Rejection
from app.queries.prompts import clean, ended
from app.text import storable

Ask = Callable[[int], AsyncIterator[str]]  # seed -> pieces of one sample
Judge = Callable[[str], float | Rejection]  # text -> its merit, or why nobody may see it


@dataclass(frozen=True, slots=True)
class Choice:
    """`text` is None when no sample may be seen; `reason` says why then."""

    text: str | None
    reason: str = ""


class Audition:
    """Run it, under a time limit if you like; `best` chooses among what was said until then."""

    def __init__(self, ask: Ask, seeds: Sequence[int], judge: Judge) -> None:
        self._ask = ask
        self._seeds = seeds
        self._judge = judge
        self._said = ["" for _ in seeds]
        self._complete = [False for _ in seeds]
        self._failure = ""

    async def run(self, heard: Callable[[], Awaitable[None]]) -> None:
        """Listen to all samples; `heard` is called after every piece, and what it raises ends the audition."""
        # The server keeps what it read of a prompt from the first piece on: the others start then.
        first_piece = asyncio.Event()
        tasks = [asyncio.create_task(self._listen(n, first_piece, heard)) for n in range(len(self._seeds))]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(BaseException):
                    await task

    def best(self) -> Choice:
        heard = [
            clean(text) if complete else clean(ended(text))
            for text, complete in zip(self._said, self._complete, strict=True)
        ]
        judged = [(self._judge(text), text) for text in heard if text]
        passed = [(merit, text) for merit, text in judged if not isinstance(merit, Rejection)]
        if passed:
            return Choice(max(passed)[1])
        refused = [verdict.sentence for verdict, _ in judged if isinstance(verdict, Rejection)]
        return Choice(None, self._failure or (refused[0] if refused else "the model said nothing in time"))

    async def _listen(
        self, number: int, first_piece: asyncio.Event, heard: Callable[[], Awaitable[None]]
    ) -> None:
        try:
            if number > 0:
                await first_piece.wait()
            async for piece in self._ask(self._seeds[number]):
                self._said[number] += storable(piece)
                first_piece.set()
                await heard()
            self._complete[number] = True
        except AppError as error:
            self._failure = error.message
        finally:
            first_piece.set()
