"""The words of a complete question are deleted; whoever reconnects, wherever, loses and doubles nothing by it."""

from contextlib import aclosing
from uuid import UUID

import pytest

from app.actor import Actor
from app.customers import jobs, lease, service
from app.customers.plan import Plan
from app.events import doorbell
from app.events.hub import Announcement, Hub
from app.models import Agent, Event, GeneratedQuery, QuerySource, Session
from app.sessions import service as sessions
from tests.doorbells import Recorder

TEXT = "How do I add a colleague to my plan?"


@pytest.fixture
async def session(actor: Actor, agent: Agent, bells: Recorder) -> Session:
    return (await sessions.start(actor, agent.id)).session


@pytest.fixture
async def open_query(session: Session) -> GeneratedQuery:
    return (await service.current_of([session.id]))[session.id]


async def stream_words(query: GeneratedQuery, text: str = TEXT, size: int = 5) -> int:
    """What a worker does until the last word is told; the epoch of its lease."""
    epoch = await lease.claim(query.id, 60.0)
    assert epoch is not None
    told = 0
    for end in range(size, len(text) + size, size):
        told = await lease.tell(query.id, epoch, text[:end], told)
    return epoch


async def finish(query: GeneratedQuery, epoch: int) -> None:
    await lease.finish(query.id, epoch, TEXT, QuerySource.MODEL, plan=Plan.from_json(query.plan))


async def kinds(session: Session) -> list[str]:
    return await Event.filter(stream=session.id).order_by("seq").values_list("kind", flat=True)


def shown(text: str, event: Announcement) -> str:
    """What a client makes of an event of its question."""
    match event.kind:
        case "query.started":
            return ""
        case "query.delta":
            return text[: int(str(event.payload["offset"]))] + str(event.payload["text"])
        case "query.ready":
            return str(event.payload["text"])
    return text


async def follow(hub: Hub, stream: UUID, after: int, until: int) -> list[Announcement]:
    events = []
    async with aclosing(hub.follow(stream, after)) as following:
        async for event in following:
            events.append(event)
            if event.seq >= until:
                return events
    raise AssertionError


async def test_a_late_client_reads_the_whole_question_from_every_cursor(
    session: Session, open_query: GeneratedQuery
) -> None:
    await finish(open_query, await stream_words(open_query))
    before = await Event.filter(stream=session.id).order_by("seq")
    last = before[-1].seq
    assert [event.kind for event in before] == [
        "session.started",
        "query.started",
        *["query.delta"] * 8,
        "query.ready",
    ]

    assert await lease.forget_words(0.0, 100) == 8

    hub = Hub()
    for after in range(last):
        text = ""
        for event in before[:after]:
            text = shown(text, Announcement(event.stream, event.seq, event.kind, event.payload))
        events = await follow(hub, session.id, after, last)
        assert [event.seq for event in events] == [seq for seq in (1, 2, last) if seq > after]
        for event in events:
            text = shown(text, event)
        assert text == TEXT
    assert hub.subscribers == 0


async def test_a_client_that_is_connected_meanwhile_sees_everything_once(
    actor: Actor, session: Session, open_query: GeneratedQuery
) -> None:
    hub = Hub()

    epoch = await stream_words(open_query)
    doorbell.install(Recorder(hub))
    received = []
    async with aclosing(hub.follow(session.id, 0)) as following:
        for _ in range(4):  # two of the eight deltas
            received.append(await anext(following))
        await finish(open_query, epoch)
        await lease.forget_words(0.0, 100)
        await service.skip(actor, open_query.id)
        while received[-1].kind != "query.started" or len(received) < 5:
            received.append(await anext(following))

    numbers = [event.seq for event in received]
    assert numbers == sorted(set(numbers))
    text = ""
    for event in received[:-2]:
        text = shown(text, event)
    assert text == TEXT
    assert [event.kind for event in received[-3:]] == ["query.ready", "query.skipped", "query.started"]
    table = await Event.filter(stream=session.id).order_by("seq").values_list("seq", flat=True)
    assert set(table) <= set(numbers)


async def test_words_that_are_still_needed_stay(
    actor: Actor, session: Session, open_query: GeneratedQuery
) -> None:
    epoch = await stream_words(open_query)
    assert await lease.forget_words(0.0, 100) == 0  # it is still being written
    await finish(open_query, epoch)
    assert await lease.forget_words(3600.0, 100) == 0  # a moment ago
    assert [await lease.forget_words(0.0, 5) for _ in range(3)] == [5, 3, 0]
    assert await kinds(session) == ["session.started", "query.started", "query.ready"]

    # Numbers are never given twice, also when words were the last event of the stream.
    following = await service.next_query(actor, session.id)
    await stream_words(following)
    last = (await Event.filter(stream=session.id).order_by("-seq").first()).seq  # type: ignore[union-attr]
    await GeneratedQuery.filter(id=following.id).update(status="discarded")
    await lease.forget_words(0.0, 100)
    assert (await Event.filter(stream=session.id).order_by("-seq").first()).seq == last  # type: ignore[union-attr]
    assert (await kinds(session)).count("query.delta") == 1


async def test_the_job_deletes_in_parts(
    session: Session, open_query: GeneratedQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    await finish(open_query, await stream_words(open_query, size=2))
    monkeypatch.setattr(jobs, "WORDS_AT_ONCE", 4)
    await jobs.forget_words({})
    assert (await kinds(session)).count("query.delta") == 18  # they are younger than an hour
    monkeypatch.setattr(jobs, "WORDS_KEPT_S", 0.0)
    await jobs.forget_words({})
    assert await kinds(session) == ["session.started", "query.started", "query.ready"]
