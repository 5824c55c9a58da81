"""Several samples side by side: the best acceptable one wins, and a time limit loses nothing that was said."""

import asyncio
from collections.abc import AsyncIterator

from app.errors import UpstreamFailed
from app.queries.audition import Audition, Choice
from app.queries.checks import Reason, Rejection

MERITS = {"Where is my order?": 1.0, "Where is my parcel, it is late?": 2.0}


def judge(text: str) -> float | Rejection:
    return MERITS.get(text, Rejection(Reason.NO_SENSE, f"No customer would say: {text}"))


async def heard() -> None: ...


def saying(*texts: str) -> Audition:
    async def ask(seed: int) -> AsyncIterator[str]:
        for word in texts[seed].split(" "):
            yield f"{word} "

    return Audition(ask, range(len(texts)), judge)


async def test_the_best_of_those_that_pass() -> None:
    audition = saying("Nonsense.", "Where is my order?", "Where is my parcel, it is late?")
    await audition.run(heard)
    assert audition.best() == Choice("Where is my parcel, it is late?")


async def test_none_passes() -> None:
    audition = saying("Nonsense.", "More nonsense.")
    await audition.run(heard)
    assert audition.best() == Choice(None, "No customer would say: Nonsense.")


async def test_the_others_start_with_the_first_piece_so_that_the_prompt_is_read_once() -> None:
    started: list[int] = []
    go_on = asyncio.Event()

    async def ask(seed: int) -> AsyncIterator[str]:
        started.append(seed)
        await go_on.wait()
        yield "Where is my order?"

    audition = Audition(ask, [0, 1, 2], judge)
    running = asyncio.create_task(audition.run(heard))
    for _ in range(10):
        await asyncio.sleep(0)
    assert started == [0]
    go_on.set()
    await running
    assert started == [0, 1, 2]


async def test_what_was_said_in_time_counts_but_no_half_sentence() -> None:
    async def ask(seed: int) -> AsyncIterator[str]:
        yield ["Where is my order? I", "Where is my parcel, it is late"][seed]
        await asyncio.Event().wait()

    audition = Audition(ask, [0, 1], judge)
    both = 0

    async def stop() -> None:
        nonlocal both
        both += 1
        if both == 2:
            raise TimeoutError

    try:
        await audition.run(stop)
    except TimeoutError:
        assert audition.best() == Choice("Where is my order?")


async def test_a_failing_server_is_the_reason_and_one_failure_costs_one_sample() -> None:
    async def ask(seed: int) -> AsyncIterator[str]:
        if seed != 1:
            raise UpstreamFailed("The model server is away.")
        yield "Where is my order?"

    audition = Audition(ask, [0, 1], judge)
    await audition.run(heard)
    assert audition.best() == Choice("Where is my order?")
    alone = Audition(ask, [0], judge)
    await alone.run(heard)
    assert alone.best() == Choice(None, "The model server is away.")
