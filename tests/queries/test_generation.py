"""Writing a question: streamed to the log, tried again, and never missing."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from app import doorbell
from app.actor import Actor
from app.agents import service as agents
from app.errors import UpstreamFailed
from app.models import Agent, Event, GeneratedQuery, QuerySource, QueryStatus, TrainingPair, TrainingRun
from app.models.clock import now
from app.pairs import service as pairs
from app.queries import generation
from app.queries import service as queries
from app.queries.asked import Asked
from app.queries.fallback import fallback_question
from app.queries.generation import SAMPLES, generate
from app.queries.lease import forgotten
from app.queries.plan import Plan
from app.queries.prompts import Style
from app.sessions import service as sessions
from tests.conftest import Recorder

GOOD = "Hi, I can't find the invoice for our help-desk plan, where do I download it?"
OTHER = "My team gets a red error on the ticket list since Monday, how can we fix that?"


class Script:
    """A customer that says what it is told to, attempt by attempt, in pieces of five letters."""

    def __init__(self, *attempts: str | Exception, between: Callable[[], Any] | None = None) -> None:
        self.attempts, self.between, self.calls = list(attempts), between, 0

    async def __call__(self, messages: list[dict[str, str]], seed: int) -> AsyncIterator[str]:
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


async def write(
    query: GeneratedQuery, customer: Script, timeout_s: float = 20, style: Style = "instruct"
) -> GeneratedQuery:
    await generate(query.id, customer, style=style, timeout_s=timeout_s)
    return await GeneratedQuery.get(id=query.id)


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
    ("attempts", "calls", "source"),
    [
        (("", "Sure! Here is a question: how are you?", GOOD), 3, QuerySource.MODEL),
        ((UpstreamFailed("The model server is away."),), 3, QuerySource.FALLBACK),
        ((ValueError("a bug of ours"),), 3, QuerySource.FALLBACK),
        (("ha " * 400,), 3, QuerySource.FALLBACK),
    ],
    ids=["rubbish twice", "no server", "a bug", "too long"],
)
async def test_rubbish_is_tried_again_twice_then_the_grammar_asks(
    actor: Actor, agent: Agent, attempts: tuple[str | Exception, ...], calls: int, source: QuerySource
) -> None:
    started = await sessions.start(actor, agent.id)
    customer = Script(*attempts)
    written = await write(started.query, customer)

    assert customer.calls == calls
    assert written.source is source
    assert written.status is QueryStatus.OPEN
    assert len(written.text) > 10
    kind, payload = (await events_of(written))[-1]
    assert kind == ("query.ready" if source is QuerySource.MODEL else "query.fallback")
    assert payload["text"] == written.text
    assert (payload.get("reason") is not None) == (source is QuerySource.FALLBACK)


async def easy_prepared(actor: Actor, agent: Agent) -> tuple[GeneratedQuery, str]:
    """A prepared question, and what passes for a small model about it: the grammar's easy sentence on its topic."""
    started = await sessions.start(actor, agent.id)
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    topic = {"category": "account", "topic": "two-factor login"}
    plan = prepared.plan | topic | {"behaviour": "plain", "difficulty": "easy", "persona": "shop owner"}
    await GeneratedQuery.filter(id=prepared.id).update(plan=plan)
    return prepared, fallback_question(
        Plan.from_json(plan), queries.brief(agent, Asked("", 0, ())), [], seed=1
    ).text


async def test_the_small_model_writes_ahead_of_time(actor: Actor, agent: Agent) -> None:
    prepared, good = await easy_prepared(actor, agent)
    written = await write(prepared, Script(good), style="few_shot")
    assert (written.status, written.source, written.text) == (QueryStatus.READY, QuerySource.MODEL, good)
    assert [kind for kind, _ in await events_of(written)] == ["query.prepared"]


async def test_once_somebody_waits_the_best_that_the_small_model_has_said_is_shown_word_by_word(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "LOOK_S", 0.0)
    prepared, good = await easy_prepared(actor, agent)
    open_late = At(80, lambda: queries.next_query(actor, prepared.session_id))
    written = await write(prepared, Script(good, "ha " * 400, between=open_late), style="few_shot")

    assert (written.status, written.source, written.text) == (QueryStatus.OPEN, QuerySource.MODEL, good)
    assert open_late.pieces < 200  # of 720 that the others would have said
    told = await events_of(written)
    assert [kind for kind, _ in told if kind != "query.delta"] == ["query.started", "query.ready"]
    deltas = [payload for kind, payload in told if kind == "query.delta"]
    assert "".join(delta["text"] for delta in deltas) == good
    assert len(deltas) == len(good.split())


async def test_who_waits_already_gets_the_grammar_at_once_instead_of_the_small_model(
    actor: Actor, agent: Agent
) -> None:
    started = await sessions.start(actor, agent.id)
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    rubbish = "I'm sorry. How can I help you today?"
    for query, calls in ((started.query, 0), (prepared, 2 * SAMPLES)):
        customer = Script(rubbish)
        written = await write(query, customer, style="few_shot")
        assert (written.source, customer.calls) == (QuerySource.FALLBACK, calls)
        assert written.fallback_reason
    deltas = [p["text"] for kind, p in await events_of(started.query) if kind == "query.delta"]
    assert "".join(deltas) == (await GeneratedQuery.get(id=started.query.id)).text


async def make_training(agent: Agent) -> TrainingRun:
    moment = await now()
    return await TrainingRun.create(
        agent=agent,
        trigger="manual",
        queued_at=moment,
        status="running",
        lease_until=moment + timedelta(hours=1),
    )


async def test_the_small_model_leaves_the_processors_to_a_training(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "LOOK_S", 0.0)
    prepared, good = await easy_prepared(actor, agent)
    train = At(3, lambda: make_training(agent))
    written = await write(prepared, Script("ha " * 400, between=train), style="few_shot")
    assert (written.status, written.source) == (QueryStatus.READY, QuerySource.FALLBACK)
    assert written.fallback_reason == generation._BUSY
    assert train.pieces < 100  # of 960 that its samples would have said

    customer = Script(good)
    (next_one,) = await GeneratedQuery.filter(status=QueryStatus.GENERATING, opened_at=None)
    written = await write(next_one, customer, style="few_shot")
    assert (written.source, customer.calls) == (QuerySource.FALLBACK, 0)

    strong = Script(GOOD)
    query = await queries.next_query(actor, (await sessions.start(actor, agent.id)).session.id)
    assert (await write(query, strong)).source is QuerySource.MODEL


async def test_a_trainer_that_fell_silent_takes_no_processors(actor: Actor, agent: Agent) -> None:
    prepared, good = await easy_prepared(actor, agent)
    run = await make_training(agent)
    await TrainingRun.filter(id=run.id).update(lease_until=run.queued_at)
    written = await write(prepared, Script(good), style="few_shot")
    assert written.source is QuerySource.MODEL


async def test_a_slow_model_is_given_up(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)

    async def never() -> None:
        await asyncio.Event().wait()

    written = await write(started.query, Script(GOOD, between=never), timeout_s=0.05)
    assert written.source is QuerySource.FALLBACK
    assert written.fallback_reason == "the model took longer than 0.05 s"


async def test_the_same_question_is_not_asked_twice(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    await write(started.query, Script(GOOD))
    following = (await queries.skip(actor, started.query.id)).next_query
    written = await write(following, Script(GOOD, GOOD, OTHER))
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
    monkeypatch.setattr(generation, "LOOK_S", 0.0)
    prepared, _ = await easy_prepared(actor, agent)

    async def discard() -> None:
        await agents.update(actor, agent.id, description="A bakery that bakes bread.")
        await queries.next_query(actor, prepared.session_id)

    between = At(3, discard, rest_s=0.045)
    written = await write(prepared, Script(GOOD, between=between), style="few_shot")
    assert written.status is QueryStatus.DISCARDED
    assert 3 <= between.pieces < SAMPLES * (len(GOOD) // 5)


async def test_two_workers_write_it_once(actor: Actor, agent: Agent) -> None:
    started = await sessions.start(actor, agent.id)
    first, second = Script(GOOD), Script(OTHER)
    await asyncio.gather(
        *(generate(started.query.id, c, style="instruct", timeout_s=20) for c in (first, second))
    )
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


async def test_without_a_strong_model_the_customer_reacts_only_where_something_fits(
    actor: Actor, agent: Agent
) -> None:
    silent = Script("I never speak.")
    fits = await write(await answered(actor, agent, "A seat costs 12 euro."), silent, style="few_shot")
    assert (fits.status, fits.source, silent.calls) == (QueryStatus.READY, QuerySource.FALLBACK, 0)
    await GeneratedQuery.all().delete()
    nothing = await write(await answered(actor, agent, "Which browser do you use?"), silent, style="few_shot")
    assert nothing.status is QueryStatus.DISCARDED
