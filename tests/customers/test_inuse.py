"""The loop closes: what the agent could not answer in use is what the next customer asks."""

import asyncio
from uuid import UUID

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.customers import realism, topics
from app.customers import service as queries
from app.customers.generation import generate
from app.customers.guide import Rule, RuleKind
from app.customers.topics import Edited
from app.models import (
    Agent,
    Category,
    Difficulty,
    GeneratedQuery,
    OpenQuestion,
    QuerySource,
    QueryStatus,
    Session,
    SkipReason,
)
from app.pairs import service as pairs
from app.replies import open_questions as openquestions
from app.sessions import service as sessions
from tests.customers.test_generation import GOOD, OTHER, Script, events_of, write
from tests.factories import make_session

DOG = "May I bring my dog to the shop?"
BUS = "Which bus stops near you on Sundays?"
LAKE = "Could somebody swim across the lake?"


async def write_all(session: Session, *writers: Script) -> None:
    """What the workers do."""
    for query in await GeneratedQuery.filter(session=session, status=QueryStatus.GENERATING).order_by("id"):
        await generate(query.id, list(writers))


async def current(session: Session) -> GeneratedQuery:
    return (await queries.current_of([session.id]))[session.id]


async def listed(agent: Agent) -> list[str]:
    return [row.text for row in await openquestions.listed(agent.id)]


async def test_what_was_asked_in_use_is_asked_in_the_next_session_and_its_answer_ends_it(
    actor: Actor, agent: Agent
) -> None:
    await openquestions.keep(agent.id, DOG)
    started = await sessions.start(actor, agent.id)
    await write_all(started.session)

    asked = await current(started.session)
    assert (asked.id, asked.text, asked.source) == (started.query.id, DOG, QuerySource.REAL_USE)
    assert (asked.fallback_reason, asked.plan["persona"], asked.plan["behaviour"]) == (None, "", "plain")
    assert await listed(agent) == [DOG]

    saved = await pairs.submit(actor, asked.id, "Yes, on a lead.")

    assert await listed(agent) == []
    assert (await OpenQuestion.get()).pair_id == saved.pair.id
    assert saved.next_query is not None
    assert saved.next_query.source is QuerySource.FALLBACK
    assert await GeneratedQuery.filter(source=QuerySource.REAL_USE).count() == 1


@pytest.mark.parametrize("kind", ["hosted", "local"])
async def test_no_model_is_asked_for_it(actor: Actor, agent: Agent, kind: str) -> None:
    await openquestions.keep(agent.id, DOG)
    started = await sessions.start(actor, agent.id)
    writer = Script(GOOD, kind=kind)  # type: ignore[arg-type]

    written = await write(started.query, writer)

    assert (written.text, written.source, writer.calls) == (DOG, QuerySource.REAL_USE, 0)
    assert await events_of(written) == [
        (
            "query.started",
            {
                "query_id": str(written.id),
                "category": started.query.category,
                "context": started.query.context,
                "difficulty": started.query.difficulty,
                "attempt": 1,
            },
        ),
        (
            "query.ready",
            {
                "query_id": str(written.id),
                "category": "general",
                "context": "",
                "difficulty": started.query.difficulty,
                "text": DOG,
                "source": "real_use",
            },
        ),
    ]
    prepared = await GeneratedQuery.filter(session=started.session, opened_at=None).order_by("id").first()
    assert (await write(prepared, Script(OTHER))).source is QuerySource.MODEL


async def test_the_most_asked_comes_first_and_each_once(actor: Actor, agent: Agent) -> None:
    for text in (LAKE, DOG, DOG, DOG, BUS, BUS):
        await openquestions.keep(agent.id, text)
    session, said = await make_session(actor, agent), []
    for _ in range(5):
        await write_all(session)
        said.append((await current(session)).text)
        await queries.next_query(actor, session.id)

    assert said[:3] == [DOG, BUS, LAKE]
    assert not {DOG, BUS, LAKE} & set(said[3:])
    # Asked, but not answered: they stay on the list, and no other session asks them.
    assert await listed(agent) == [DOG, BUS, LAKE]
    other = await make_session(actor, agent)
    await write_all(other)
    assert not await GeneratedQuery.filter(session=other, source=QuerySource.REAL_USE).exists()


async def test_it_passes_what_was_invented_and_is_prepared_already(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    await write_all(session)
    await openquestions.keep(agent.id, DOG)
    assert (await queries.next_query(actor, session.id)).source is QuerySource.FALLBACK
    await write_all(session)

    first, *others = await queries.prepared(session)
    assert (first.text, [query.source for query in others]) == (DOG, [QuerySource.FALLBACK])
    assert (await queries.next_query(actor, session.id)).id == first.id


async def test_what_is_asked_more_often_meanwhile_comes_first(actor: Actor, agent: Agent) -> None:
    for text in (DOG, DOG, DOG, BUS, BUS, LAKE):
        await openquestions.keep(agent.id, text)
    session = await make_session(actor, agent)
    await write_all(session)
    assert [query.text for query in await queries.prepared(session)] == [BUS, LAKE]
    for _ in range(2):
        await openquestions.keep(agent.id, LAKE)

    assert [query.text for query in await queries.prepared(session)] == [LAKE, BUS]
    assert (await queries.next_query(actor, session.id)).text == LAKE


async def test_what_is_prepared_in_a_session_that_nobody_goes_on_with_is_asked_in_another(
    actor: Actor, agent: Agent
) -> None:
    left, other = await make_session(actor, agent), await make_session(actor, agent)
    await write_all(left)
    await openquestions.keep(agent.id, DOG)
    await queries.next_query(actor, left.id)
    await write_all(left)
    (waiting,) = [query for query in await queries.prepared(left) if query.text == DOG]

    await write_all(other)
    assert (await current(other)).text == DOG

    assert waiting not in await queries.prepared(left)
    assert (await queries.next_query(actor, left.id)).text != DOG
    assert (await GeneratedQuery.get(id=waiting.id)).status is QueryStatus.DISCARDED
    assert [kind for kind, _ in await events_of(waiting)] == ["query.prepared", "query.discarded"]


async def test_what_is_thrown_away_with_a_session_unseen_is_asked_all_the_same(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    await write_all(session)
    await openquestions.keep(agent.id, DOG)
    await queries.next_query(actor, session.id)
    await write_all(session)
    await sessions.complete(actor, session.id)

    following = await make_session(actor, agent)
    await write_all(following)
    assert (await current(following)).text == DOG


async def test_another_description_throws_away_what_is_invented_and_not_what_was_asked(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    await write_all(session)
    await openquestions.keep(agent.id, DOG)
    await queries.next_query(actor, session.id)
    await write_all(session)
    await agents.update(actor, agent.id, description="A bakery that bakes bread.")

    assert [query.text for query in await queries.prepared(session)] == [DOG]
    assert (await queries.next_query(actor, session.id)).text == DOG


async def test_what_is_deleted_or_answered_meanwhile_is_not_asked(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    await write_all(session)
    await openquestions.keep(agent.id, DOG)
    await queries.next_query(actor, session.id)
    await write_all(session)
    (waiting,) = [query for query in await queries.prepared(session) if query.text == DOG]

    await openquestions.delete(actor, (await OpenQuestion.get()).id)
    assert not await GeneratedQuery.filter(text=DOG).exists()
    assert [kind for kind, _ in await events_of(waiting)] == ["query.prepared", "query.discarded"]

    await openquestions.keep(agent.id, BUS)
    await queries.next_query(actor, session.id)
    await write_all(session)
    assert BUS in [query.text for query in await queries.prepared(session)]
    await pairs.add(actor, session.id, query=BUS, response="The 12.")
    assert (await queries.next_query(actor, session.id)).text != BUS


@pytest.mark.parametrize("code", [SkipReason.NOT_OUR_TOPIC, SkipReason.NOT_REALISTIC, SkipReason.DUPLICATE])
async def test_skipped_as_nothing_to_answer_it_is_deleted(
    actor: Actor, agent: Agent, code: SkipReason
) -> None:
    text = "Are tickets for the zoo cheaper on Mondays?"
    await openquestions.keep(agent.id, text)
    session = await make_session(actor, agent)
    await write_all(session)
    asked = await current(session)
    assert (asked.text, asked.plan["topic"]) == (text, "tickets")

    learned = (await queries.skip(actor, asked.id, code=code)).learned

    assert await OpenQuestion.all().count() == 0
    # The topic is the agent's all the same: nothing is learned about it.
    unlike = [(RuleKind.NOT_LIKE, text)] if code is SkipReason.NOT_REALISTIC else []
    assert [(rule.kind, rule.value) for rule in learned] == unlike


@pytest.mark.parametrize("code", [None, SkipReason.TOO_HARD, SkipReason.OTHER])
async def test_skipped_for_now_it_stays_on_the_list(
    actor: Actor, agent: Agent, code: SkipReason | None
) -> None:
    await openquestions.keep(agent.id, DOG)
    session = await make_session(actor, agent)
    await write_all(session)

    following = (await queries.skip(actor, (await current(session)).id, code=code)).next_query

    assert await listed(agent) == [DOG]
    await write_all(session)
    assert (await GeneratedQuery.get(id=following.id)).text != DOG


async def test_it_is_filed_under_its_topic_and_what_is_off_or_avoided_is_not_asked(
    actor: Actor, agent: Agent
) -> None:
    rows = [
        Edited(None, "card charges", Category.BILLING),
        Edited(None, "parking", is_on=False),
        Edited(None, "opening hours"),
    ]
    await topics.update(actor, agent.id, rows)
    await realism.update(
        actor, agent.id, [Rule(RuleKind.AVOID_TOPIC, "lake"), Rule(RuleKind.NOT_LIKE, "May I bring a dog?")]
    )
    charged = "Why was my card charged twice?"
    for text in (LAKE, "Is parking free?", "May I bring the dog?", charged):
        await openquestions.keep(agent.id, text)
    session = await make_session(actor, agent)
    await write_all(session)

    (asked,) = await GeneratedQuery.filter(session=session, source=QuerySource.REAL_USE)
    assert (asked.text, asked.category, asked.context) == (charged, "billing", "card charges")
    assert len(await listed(agent)) == 4


async def test_a_session_about_named_topics_has_no_others(actor: Actor, agent: Agent) -> None:
    await openquestions.keep(agent.id, DOG)
    await openquestions.keep(agent.id, "How many tickets does a plan have?")
    session = (await sessions.start(actor, agent.id, topics=["tickets"], difficulty=Difficulty.HARD)).session
    await write_all(session)
    asked = await GeneratedQuery.filter(session=session, source=QuerySource.REAL_USE)
    assert [(query.text, query.difficulty) for query in asked] == [
        ("How many tickets does a plan have?", "hard")
    ]


async def test_sessions_that_prepare_and_open_at_once_ask_it_once(actor: Actor, agent: Agent) -> None:
    await openquestions.keep(agent.id, DOG)
    both = [await make_session(actor, agent) for _ in range(2)]
    rows = await GeneratedQuery.filter(session_id__in=[session.id for session in both])

    await asyncio.gather(*(generate(row.id, []) for row in rows))

    opened = GeneratedQuery.filter(text=DOG, opened_at__isnull=False)
    for _ in range(3):
        await asyncio.gather(*(queries.next_query(actor, session.id) for session in both))
        for session in both:
            await write_all(session)
    assert await opened.count() == 1


async def test_two_that_open_it_at_the_same_moment(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have it prepared, and both read that nobody has asked it yet."""
    both = [await make_session(actor, agent) for _ in range(2)]
    for session in both:
        await write_all(session)
    await openquestions.keep(agent.id, DOG)
    for session in both:
        await queries.next_query(actor, session.id)
        await write_all(session)
        assert [query.text for query in await queries.prepared(session)][0] == DOG
    read, have_read = openquestions.waiting, asyncio.Barrier(2)

    async def read_together(agent_id: UUID) -> list[OpenQuestion]:
        rows = await read(agent_id)
        await asyncio.wait_for(have_read.wait(), 10)
        return rows

    monkeypatch.setattr(openquestions, "waiting", read_together)
    opened = await asyncio.gather(*(queries.next_query(actor, session.id) for session in both))

    assert sorted(query.source for query in opened) == [QuerySource.FALLBACK, QuerySource.REAL_USE]
    left = await GeneratedQuery.filter(text=DOG).order_by("opened_at")
    assert [query.status for query in left] == [QueryStatus.OPEN, QueryStatus.DISCARDED]


@pytest.mark.slow
async def test_it_resembles_real_questions_by_being_one_and_does_not_count(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    for number in range(10):
        await pairs.add(actor, session.id, query=f"Is there a plan for {number} people?", response="Yes.")
    for text in (DOG, BUS, LAKE):
        await openquestions.keep(agent.id, text)
    for _ in range(3):
        await write_all(session)
        await queries.next_query(actor, session.id)
    generated = GeneratedQuery.filter(opened_at__isnull=False).exclude(text="")
    assert await generated.filter(source=QuerySource.REAL_USE).count() == 3
    seen: list[list[str]] = []

    def look(texts: list[str], *others: object) -> None:
        seen.append(texts)

    patch = pytest.MonkeyPatch()
    patch.setattr(realism, "resemblance", look)
    await realism.realism_of(agent)
    patch.undo()
    assert not {DOG, BUS, LAKE} & set(seen[0])
