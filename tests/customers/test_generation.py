"""Writing a question: streamed to the log, tried again, and never missing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, Literal

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.customers import hearing, topics
from app.customers import service as queries
from app.customers.frames import frames
from app.customers.generation import generate
from app.customers.lease import claim, forgotten
from app.customers.topics import Edited
from app.errors import UpstreamFailed
from app.events import doorbell
from app.models import (
    Agent,
    Event,
    GeneratedQuery,
    QuerySource,
    QueryStatus,
    SkipReason,
    Topic,
    TopicSource,
    TrainingPair,
    TrainingRun,
)
from app.models.clock import now
from app.pairs import service as pairs
from app.sessions import service as sessions
from tests.doorbells import Recorder

GOOD = "Hi, I can't find the invoice for our help-desk plan, where do I download it?"
OTHER = "My team gets a red error on the ticket list since Monday, how can we fix that?"


class Script:
    """A writer that says what it is told to, attempt by attempt, in pieces of five letters."""

    def __init__(
        self,
        *attempts: str | Exception,
        between: Callable[[], Any] | None = None,
        kind: Literal["hosted", "local"] = "hosted",
    ) -> None:
        self.attempts, self.between, self.kind, self.calls = list(attempts), between, kind, 0
        self.is_there = True

    async def ask(self, messages: list[dict[str, str]], seed: int) -> AsyncIterator[str]:
        said = self.attempts[min(self.calls, len(self.attempts) - 1)]
        self.calls += 1
        if isinstance(said, Exception):
            raise said
        for at in range(0, len(said), 5):
            yield said[at : at + 5]
            if self.between is not None:
                await self.between()


class At:
    """Between two pieces: does `action` once at the given one, then rests. Counts the pieces of all samples."""

    def __init__(self, piece: int, action: Callable[[], Awaitable[Any]], rest_s: float = 0.0) -> None:
        self.piece, self.action, self.rest_s, self.pieces = piece, action, rest_s, 0

    async def __call__(self) -> None:
        self.pieces += 1
        if self.pieces == self.piece:
            await self.action()
        if self.rest_s:
            await asyncio.sleep(self.rest_s)


async def forever() -> None:
    await asyncio.Event().wait()


async def write(query: GeneratedQuery, writer: Script) -> GeneratedQuery:
    await generate(query.id, [writer])
    return await GeneratedQuery.get(id=query.id)


async def first_prepared(actor: Actor, agent: Agent) -> GeneratedQuery:
    started = await sessions.start(actor, agent.id)
    return await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()


async def make_training(agent: Agent) -> TrainingRun:
    moment = await now()
    return await TrainingRun.create(
        agent=agent,
        trigger="manual",
        queued_at=moment,
        status="running",
        lease_until=moment + timedelta(hours=1),
    )


async def events_of(query: GeneratedQuery) -> list[tuple[str, dict[str, Any]]]:
    rows = await Event.filter(stream=query.session_id).order_by("seq")
    return [(e.kind, e.payload) for e in rows if e.payload.get("query_id") == str(query.id)]


async def test_an_open_question_streams_into_the_log(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    written = await write(started.query, Script(GOOD))

    assert (written.status, written.source, written.text) == (QueryStatus.OPEN, QuerySource.MODEL, GOOD)
    told = await events_of(written)
    assert told[0][0] == "query.started"
    assert told[-1] == (
        "query.ready",
        {
            "query_id": str(written.id),
            "category": written.category,
            "context": written.context,
            "difficulty": written.difficulty,
            "text": GOOD,
            "source": "model",
        },
    )
    deltas = [payload for kind, payload in told if kind == "query.delta"]
    assert "".join(delta["text"] for delta in deltas) == GOOD
    assert [delta["offset"] for delta in deltas] == [len(GOOD[: delta["offset"]]) for delta in deltas]


async def test_of_a_prepared_question_nothing_is_told_but_that_it_is_there(
    actor: Actor, agent: Agent
) -> None:
    started = await sessions.start(actor, agent.id)
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    assert (await write(prepared, Script(OTHER))).status is QueryStatus.READY
    assert await events_of(prepared) == [("query.prepared", {"query_id": str(prepared.id)})]

    skipped = await queries.skip(actor, started.query.id, "not our topic")

    assert skipped.next_query.id == prepared.id
    kinds = [kind for kind, _ in await events_of(prepared)]
    assert kinds == ["query.prepared", "query.started", "query.ready"]


@pytest.mark.slow
async def test_a_question_that_becomes_whole_while_an_answer_is_saved_stops_neither(
    actor: Actor, agent: Agent
) -> None:
    """Both write into the log and lock the prepared question; in any order but the agreed one they wait for ever."""
    started = await sessions.start(actor, agent.id)
    query = await write(started.query, Script(GOOD))
    for number in range(12):
        prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id")
        await asyncio.gather(
            pairs.submit(actor, query.id, f"Under Billing {number}."),
            *(write(one, Script(f"{OTHER[:-1]} {number} {at}?")) for at, one in enumerate(prepared)),
        )
        query = await GeneratedQuery.get(session=started.session, status=QueryStatus.OPEN)
    assert await TrainingPair.filter(session=started.session).count() == 12


async def test_prepared_questions_are_listed_in_the_order_in_which_they_open(
    actor: Actor, agent: Agent
) -> None:
    started = await sessions.start(actor, agent.id)
    await write(started.query, Script(GOOD))
    first, second = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id")
    assert await queries.prepared(started.session) == []
    await write(second, Script("Why was my card charged twice for the same plan this month?"))
    await write(first, Script(OTHER))
    assert await queries.prepared(started.session) == [first, second]

    saved = await pairs.submit(actor, started.query.id, "Under Billing.", next_query_id=second.id)

    assert saved.next_query == second
    assert await queries.prepared(started.session) == [first]
    await agents.update(actor, agent.id, description="A bakery that bakes bread.")
    assert await queries.prepared(started.session) == []

    saved = await pairs.submit(actor, second.id, "We return one of them.", next_query_id=first.id)

    assert saved.next_query != first
    assert [kind for kind, _ in await events_of(first)] == ["query.prepared", "query.discarded"]


@pytest.mark.slow
async def test_opened_while_it_is_being_written(actor: Actor, agent: Agent) -> None:
    """The expert skips ahead: what was written so far comes in one piece, the rest goes on streaming."""
    started = await sessions.start(actor, agent.id)
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    between = At(4, lambda: queries.next_query(actor, started.session.id), rest_s=0.045)
    written = await write(prepared, Script(OTHER, between=between))

    assert written.status is QueryStatus.OPEN
    told = await events_of(written)
    assert [kind for kind, _ in told[:2]] == ["query.started", "query.delta"]
    deltas = [payload for kind, payload in told if kind == "query.delta"]
    assert deltas[0]["offset"] == 0
    assert len(deltas[0]["text"]) >= 20
    assert "".join(delta["text"] for delta in deltas) == OTHER


@pytest.mark.parametrize(
    ("attempts", "calls", "source", "rejections"),
    [
        (("", GOOD), 2, QuerySource.MODEL, ["empty"]),
        (("Where is [order number]?",), 2, QuerySource.FALLBACK, ["placeholder", "placeholder"]),
        (
            ("Wo finde ich bitte die Rechnung für unseren Tarif vom letzten Monat?", GOOD),
            2,
            QuerySource.MODEL,
            ["wrong_language"],
        ),
        ((UpstreamFailed("The model server is away."),), 1, QuerySource.FALLBACK, []),
        ((ValueError("a bug of ours"),), 1, QuerySource.FALLBACK, []),
        (("ha ha ha ho " * 40,), 2, QuerySource.FALLBACK, ["too_long", "repetitive"] * 2),
    ],
    ids=["nothing once", "a gap", "another language", "no server", "a bug", "too long"],
)
async def test_rubbish_is_tried_once_more_then_the_starter_asks(
    actor: Actor,
    agent: Agent,
    attempts: tuple[str | Exception, ...],
    calls: int,
    source: QuerySource,
    rejections: list[str],
) -> None:
    started = await sessions.start(actor, agent.id)
    writer = Script(*attempts)
    written = await write(started.query, writer)

    assert (writer.calls, written.source, written.status) == (calls, source, QueryStatus.OPEN)
    assert written.rejections == rejections
    kind, payload = (await events_of(written))[-1]
    assert kind == ("query.ready" if source is QuerySource.MODEL else "query.fallback")
    assert payload["text"] == written.text
    assert (payload.get("reason") is not None) == (source is QuerySource.FALLBACK)


async def test_without_a_writer_the_starter_asks_about_what_the_description_names(
    actor: Actor, agent: Agent
) -> None:
    started = await sessions.start(actor, agent.id)
    await generate(started.query.id, [])
    written = await GeneratedQuery.get(id=started.query.id)
    named = {topic.name: topic.source for topic in await Topic.filter(agent=agent)}
    assert named == {"plans": TopicSource.PERSON, "tickets": TopicSource.PERSON}
    assert (written.source, written.difficulty) == (QuerySource.FALLBACK, "easy")
    assert written.fallback_reason == "No model plays the customers here."
    assert written.plan["topic"] in named
    assert str(written.plan["topic"]) in written.text.lower()
    assert (written.plan["persona"], written.plan["behaviour"]) == ("", "plain")
    assert written.context == written.plan["topic"]
    assert (await Agent.get(id=agent.id)).language == "en"


async def test_who_waits_gets_the_starter_as_soon_as_the_writer_is_late(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "LOOK_S", 0.01)
    monkeypatch.setattr(hearing, "LATE_S", 0.05)
    started = await sessions.start(actor, agent.id)
    written = await write(started.query, Script(GOOD, between=forever))
    assert written.source is QuerySource.FALLBACK
    assert written.fallback_reason == "The model said nothing for 0 s while someone waited."
    assert [kind for kind, _ in await events_of(written)] == [
        "query.started",
        "query.delta",
        "query.fallback",
    ]


async def test_a_writer_that_is_late_stops_once_somebody_waits(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "LOOK_S", 0.01)
    monkeypatch.setattr(hearing, "LATE_S", 0.05)
    prepared = await first_prepared(actor, agent)

    async def open_it_and_say_no_more() -> None:
        await queries.next_query(actor, prepared.session_id)
        await forever()

    written = await write(prepared, Script(GOOD, between=open_it_and_say_no_more))
    assert (written.source, written.status) == (QuerySource.FALLBACK, QueryStatus.OPEN)


async def test_a_local_writer_writes_ahead_and_shows_nothing_before_it_is_whole(
    actor: Actor, agent: Agent
) -> None:
    started = await sessions.start(actor, agent.id)
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    local = Script(GOOD, kind="local")
    assert (await write(prepared, local)).source is QuerySource.MODEL
    assert [kind for kind, _ in await events_of(prepared)] == ["query.prepared"]

    waiting = Script(OTHER, kind="local")
    written = await write(started.query, waiting)
    assert (written.source, waiting.calls) == (QuerySource.FALLBACK, 0)
    assert written.fallback_reason == "Someone is waiting for it, and the local model takes seconds."


async def test_a_local_writer_leaves_the_processors_to_a_training(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "LOOK_S", 0.01)
    prepared = await first_prepared(actor, agent)

    async def train_and_say_no_more() -> None:
        await make_training(agent)
        await forever()

    written = await write(prepared, Script(GOOD, kind="local", between=train_and_say_no_more))
    assert (written.status, written.source) == (QueryStatus.READY, QuerySource.FALLBACK)
    assert written.fallback_reason == "An agent is being trained, and the local model would slow that down."

    silent, strong = Script(GOOD, kind="local"), Script(OTHER)
    (next_one,) = await GeneratedQuery.filter(status=QueryStatus.GENERATING, opened_at=None)
    await generate(next_one.id, [silent, strong])
    assert (silent.calls, (await GeneratedQuery.get(id=next_one.id)).text) == (0, OTHER)


async def test_a_trainer_that_fell_silent_takes_no_processors(actor: Actor, agent: Agent) -> None:
    prepared = await first_prepared(actor, agent)
    run = await make_training(agent)
    await TrainingRun.filter(id=run.id).update(lease_until=run.queued_at)
    assert (await write(prepared, Script(GOOD, kind="local"))).source is QuerySource.MODEL


async def test_the_next_writer_is_asked_where_the_strongest_fails(actor: Actor, agent: Agent) -> None:
    prepared = await first_prepared(actor, agent)
    await generate(prepared.id, [Script(UpstreamFailed("Its key is refused.")), Script(GOOD, kind="local")])
    assert (await GeneratedQuery.get(id=prepared.id)).text == GOOD


async def test_a_local_writer_that_is_not_there_is_not_asked(actor: Actor, agent: Agent) -> None:
    prepared = await first_prepared(actor, agent)
    away = Script(GOOD, kind="local")
    away.is_there = False
    written = await write(prepared, away)
    assert (written.source, away.calls) == (QuerySource.FALLBACK, 0)
    assert written.fallback_reason == "No model plays the customers here."


@pytest.mark.slow
async def test_fifty_questions_over_eight_topics_stay_different(actor: Actor, agent: Agent) -> None:
    names = [
        "opening hours",
        "deposits",
        "bulky waste",
        "missed bins",
        "fees",
        "garden waste",
        "recycling",
        "moving house",
    ]
    await topics.update(actor, agent.id, [Edited(None, name) for name in names])
    query = (await sessions.start(actor, agent.id)).query
    texts, about = [], []
    for _ in range(50):
        await generate(query.id, [])
        query = await GeneratedQuery.get(id=query.id)
        texts.append(query.text)
        about.append(str(query.plan["topic"]))
        query = (await queries.skip(actor, query.id)).next_query
    assert len(set(texts)) == 50
    assert {about.count(name) for name in names} == {6, 7}
    assert all(name in text.casefold() for name, text in zip(about, texts, strict=True))
    assert all(one != other for one, other in zip(about, about[1:], strict=False))


async def test_questions_that_are_written_at_the_same_time_are_not_the_same(
    actor: Actor, agent: Agent
) -> None:
    await topics.update(
        actor, agent.id, [Edited(None, "fees", questions=["how much is it", "and for two people"])]
    )
    started = await sessions.start(actor, agent.id)
    rows = await GeneratedQuery.filter(session=started.session)
    await asyncio.gather(*(generate(row.id, []) for row in rows))
    texts = await GeneratedQuery.filter(session=started.session).values_list("text", flat=True)
    assert len(rows) == len(set(texts)) == 3
    assert {"how much is it", "and for two people"} < set(texts)


async def test_a_model_that_says_the_same_to_all_is_kept_once(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    rows = await GeneratedQuery.filter(session=started.session)
    await asyncio.gather(*(generate(row.id, [Script(GOOD)]) for row in rows))
    written = await GeneratedQuery.filter(session=started.session)
    assert sorted(row.source for row in written) == ["fallback", "fallback", "model"]
    refused = [row for row in written if row.source is QuerySource.FALLBACK]
    assert {row.fallback_reason for row in refused} <= {
        "The model wrote what another customer just asked.",
        f"It is too close to an earlier question: {GOOD}",
    }
    assert all("too_similar" in row.rejections for row in refused)


@pytest.mark.slow
async def test_when_there_is_nothing_new_it_asks_for_topics_and_goes_on_with_the_first(
    actor: Actor, agent: Agent, bells: Recorder
) -> None:
    await topics.update(actor, agent.id, [Edited(None, "fees")])
    query = (await sessions.start(actor, agent.id)).query
    asked = 0
    while not query.needs_topics:
        asked += 1
        await generate(query.id, [])
        query = await GeneratedQuery.get(id=query.id)
        if query.text:
            query = (await queries.skip(actor, query.id)).next_query
    assert asked == len(frames("en").about) + len(frames("en").opening) + 1
    assert [kind for kind, _ in await events_of(query)][-1] == "query.topics_needed"
    assert await forgotten(older_than_s=0) == [
        q.id for q in await GeneratedQuery.filter(status="generating", needs_topics=False)
    ]
    assert await claim(query.id, 30) is None  # a bell that was rung twice

    bells.jobs.clear()
    await topics.update(actor, agent.id, [Edited(None, "fees"), Edited(None, "deposits")])
    assert query.id in bells.rung(doorbell.GENERATE_QUERY)
    await generate(query.id, [])
    written = await GeneratedQuery.get(id=query.id)
    assert (written.needs_topics, written.status, "deposits" in written.text.lower()) == (
        False,
        QueryStatus.OPEN,
        True,
    )


@pytest.mark.slow
async def test_a_frame_that_was_called_unrealistic_does_not_come_again_with_another_topic(
    actor: Actor, agent: Agent
) -> None:
    await topics.update(actor, agent.id, [Edited(None, name) for name in ("fees", "deposits")])
    query = (await sessions.start(actor, agent.id)).query
    await generate(query.id, [])
    first = await GeneratedQuery.get(id=query.id)
    query = (await queries.skip(actor, first.id, code=SkipReason.NOT_REALISTIC)).next_query
    frames_seen = set()
    for _ in range(len(frames("en").about)):
        await generate(query.id, [])
        query = await GeneratedQuery.get(id=query.id)
        frames_seen.add(query.plan["frame"])
        query = (await queries.skip(actor, query.id)).next_query
    assert first.plan["frame"] not in frames_seen


async def test_real_questions_come_first_and_word_for_word(actor: Actor, agent: Agent) -> None:
    await topics.update(
        actor, agent.id, [Edited(None, "deposits", questions=["do i get my deposit back in cash"])]
    )
    query = (await sessions.start(actor, agent.id)).query
    await generate(query.id, [])
    written = await GeneratedQuery.get(id=query.id)
    assert (written.text, written.plan["frame"]) == ("do i get my deposit back in cash", "real")


async def test_the_same_question_is_not_asked_twice(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    await write(started.query, Script(GOOD))
    following = (await queries.skip(actor, started.query.id)).next_query
    written = await write(following, Script(GOOD, OTHER))
    assert written.text == OTHER


async def test_skipping_stops_the_writer(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    skip = At(3, lambda: queries.skip(actor, started.query.id, "too hard"), rest_s=0.045)
    written = await write(started.query, Script(GOOD, between=skip))

    assert written.status is QueryStatus.SKIPPED
    assert written.text == ""
    assert skip.pieces < len(GOOD) // 5
    kinds = [kind for kind, _ in await events_of(written)]
    assert kinds[-1] == "query.skipped"
    assert "query.ready" not in kinds


async def test_a_changed_plan_stops_a_writer_that_holds_its_words_back(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "LOOK_S", 0.01)
    prepared = await first_prepared(actor, agent)

    async def discard() -> None:
        await agents.update(actor, agent.id, description="A bakery that bakes bread.")
        await queries.next_query(actor, prepared.session_id)

    between = At(3, discard, rest_s=0.045)
    written = await write(prepared, Script(GOOD, between=between, kind="local"))
    assert written.status is QueryStatus.DISCARDED
    assert 3 <= between.pieces < len(GOOD) // 5


async def test_two_workers_write_it_once(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    first, second = Script(GOOD), Script(OTHER)
    await asyncio.gather(*(generate(started.query.id, [writer]) for writer in (first, second)))
    assert sorted([first.calls, second.calls]) == [0, 1]


async def test_a_lost_bell_is_found(actor: Actor, agent: Agent, bells: Recorder) -> None:
    started = await sessions.start(actor, agent.id)
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    after = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("-id").first()
    assert bells.rung(doorbell.GENERATE_QUERY) == [started.query.id, prepared.id, after.id]
    await write(prepared, Script(GOOD))
    assert await forgotten(older_than_s=60) == []
    assert set(await forgotten(older_than_s=0)) == {started.query.id, after.id}


async def answered(actor: Actor, agent: Agent, response: str) -> GeneratedQuery:
    """The reaction that is being prepared after the first answer."""
    await agents.update(actor, agent.id, follow_up_rate=1)
    started = await sessions.start(actor, agent.id)
    await write(started.query, Script(GOOD))
    await pairs.submit(actor, started.query.id, response)
    return await GeneratedQuery.get(session=started.session, follows__isnull=False)


async def test_the_customer_reacts_to_an_answer_and_the_pair_keeps_what_was_said(
    actor: Actor, agent: Agent
) -> None:
    reaction = await answered(actor, agent, "Open Settings > Billing.")
    assert reaction.earlier == [
        {"role": "user", "content": GOOD},
        {"role": "assistant", "content": "Open Settings > Billing."},
    ]
    said = "Thanks, and do I lose the old ones when I do that?"
    written = await write(reaction, Script(said))
    assert (written.status, written.text) == (QueryStatus.READY, said)

    following = await queries.next_query(actor, reaction.session_id)
    assert following.id == reaction.id
    saved = await pairs.submit(actor, following.id, "No, they stay.")
    assert (saved.pair.follows, saved.pair.earlier) == (reaction.follows, reaction.earlier)
    assert reaction.follows is not None
    await pairs.update(actor, reaction.follows, response="Open Billing.")
    assert (await TrainingPair.get(id=saved.pair.id)).earlier[1]["content"] == "Open Billing."
    # Four turns are enough: the customer goes on his way after the second reaction.
    assert await GeneratedQuery.filter(session_id=reaction.session_id, follows=saved.pair.id).count() == 1


async def test_the_starter_reacts_to_an_answer_that_does_not_ask_back(actor: Actor, agent: Agent) -> None:
    reaction = await answered(actor, agent, "A seat costs 12 euro.")
    await generate(reaction.id, [])
    fits = await GeneratedQuery.get(id=reaction.id)
    assert (fits.status, fits.source) == (QueryStatus.READY, QuerySource.FALLBACK)
    assert fits.text in frames("en").follow_ups
    await GeneratedQuery.all().delete()
    reaction = await answered(actor, agent, "Which browser do you use?")
    await generate(reaction.id, [])
    assert (await GeneratedQuery.get(id=reaction.id)).status is QueryStatus.DISCARDED
