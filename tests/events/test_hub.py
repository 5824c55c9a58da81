"""The hub delivers every event of a stream once and in order, whatever gets lost on the way."""

import asyncio
import random
from contextlib import aclosing
from uuid import UUID

import pytest

from app.events import doorbell, log
from app.events import hub as hub_module
from app.events.hub import Announcement, Hub
from app.models import Event
from app.models.ids import new_id
from app.models.transaction import transactional
from tests.doorbells import Recorder
from tests.telling import Told


@transactional
async def write(stream: UUID, number: int) -> None:
    await log.append(stream, Told("test", {"number": number}))


@pytest.mark.slow
@pytest.mark.parametrize("lost", [0.0, 0.3])
async def test_two_hundred_disconnects_lose_and_repeat_nothing(
    db: None, lost: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "LOOK_AGAIN_S", 0.05)
    hub, stream, total, chance = Hub(), new_id(), 400, random.Random(7)
    doorbell.install(Recorder(hub, lost=lost, seed=3))
    try:
        writing = asyncio.create_task(_write_all(stream, total))
        received: list[int] = []
        disconnects = 0
        while len(received) < total:
            patience = chance.randint(1, 3) if disconnects < 200 else total
            async with aclosing(hub.follow(stream, received[-1] if received else 0)) as events:
                async for event in events:
                    received.append(event.seq)
                    patience -= 1
                    if patience == 0 or len(received) == total:
                        break
            disconnects += 1
        await writing
    finally:
        doorbell.install(doorbell.Silent())

    assert disconnects >= 134
    assert received == list(range(1, total + 1))
    assert received == await Event.filter(stream=stream).order_by("seq").values_list("seq", flat=True)
    assert hub.subscribers == 0


async def _write_all(stream: UUID, total: int) -> None:
    for number in range(total):
        await write(stream, number)


async def test_many_writers_of_one_stream_leave_no_gap(db: None) -> None:
    stream = new_id()
    await asyncio.gather(*(write(stream, number) for number in range(60)))
    assert await Event.filter(stream=stream).order_by("seq").values_list("seq", flat=True) == list(
        range(1, 61)
    )


async def test_a_full_queue_makes_the_subscriber_read_the_table(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "QUEUE", 4)
    hub, stream = Hub(), new_id()
    doorbell.install(Recorder(hub))
    try:
        await write(stream, 0)
        async with aclosing(hub.follow(stream)) as events:
            first = await anext(events)
            for number in range(1, 30):
                await write(stream, number)
            rest = [(await anext(events)).seq for _ in range(29)]
    finally:
        doorbell.install(doorbell.Silent())
    assert [first.seq, *rest] == list(range(1, 31))


@pytest.mark.parametrize("later", range(5))
async def test_a_cancellation_that_meets_an_announcement_is_not_lost(db: None, later: int) -> None:
    """`later`: turns of the loop between the two."""
    hub, stream, seen = Hub(), new_id(), asyncio.Event()
    await write(stream, 1)

    async def follow() -> None:
        async with aclosing(hub.follow(stream)) as announcements:
            async for _ in announcements:
                seen.set()

    task = asyncio.create_task(follow())
    await seen.wait()
    for _ in range(3):  # until it waits for the next one
        await asyncio.sleep(0)
    hub.announce(Announcement(stream, 2, "test", {}))
    for _ in range(later):
        await asyncio.sleep(0)
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=5)
    assert done == {task}
    assert hub.subscribers == 0
