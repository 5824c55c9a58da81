"""What the agent had no answer to: kept once, counted, bounded, deletable, and nobody's private matter."""

import asyncio

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.customers import service as queries
from app.errors import NotFound
from app.events import doorbell
from app.models import Agent, Event, GeneratedQuery, OpenQuestion
from app.models.ids import new_id
from app.replies import open_questions as openquestions
from app.replies.open_wording import LENGTH
from tests.doorbells import Recorder
from tests.factories import make_agent, make_session, unlike_text

DOG = "May I bring my dog to the course?"
BUS = "Which bus stops near the pool on Sundays?"


async def texts(agent: Agent) -> list[tuple[str, int]]:
    return [(row.text, row.count) for row in await openquestions.listed(agent.id)]


async def test_a_question_is_kept_in_its_words_without_what_surrounds_them(agent: Agent) -> None:
    await openquestions.keep(agent.id, "  May I bring\n\tmy dog\x00 to the course?  ")

    row = await OpenQuestion.get()
    assert (row.agent_id, row.text, row.key) == (agent.id, DOG, "may i bring my dog to the course")
    assert (row.count, row.is_proposed, row.pair_id) == (1, False, None)
    assert row.created_at == row.last_asked_at


async def test_nearly_the_same_words_count_one_up(agent: Agent) -> None:
    for text in (DOG, BUS, "may i bring my dog to the course", "Can I bring my dog to the course, please?"):
        await openquestions.keep(agent.id, text)

    assert await texts(agent) == [(DOG, 3), (BUS, 1)]
    dog, bus = await openquestions.listed(agent.id)
    assert dog.created_at < bus.created_at < dog.last_asked_at


async def test_the_list_goes_by_count_and_then_by_who_asked_last(actor: Actor, agent: Agent) -> None:
    other = await make_agent(actor, "Second")
    for number in (0, 1, 2, 1):
        await openquestions.keep(agent.id, unlike_text(number))
    await openquestions.keep(other.id, BUS)

    assert await texts(agent) == [(unlike_text(1), 2), (unlike_text(2), 1), (unlike_text(0), 1)]
    of_both = await openquestions.listed_of([agent.id, other.id])
    assert {key: [row.text for row in rows] for key, rows in of_both.items()} == {
        agent.id: [unlike_text(1), unlike_text(2), unlike_text(0)],
        other.id: [BUS],
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\x00 ",
        "??? 12 !",
        "why " * 125 + "so?",
        "half a pair \ud83d and more",
        "My address is rosa@weiss.example, can you write to me?",
        "Call me on +49 30 901820 please, will you?",
        "Where is my order 4711-0815?",
        "Does Anna know whether Rosa Weissmann is in today?",
        "Is my card 4111 1111 1111 1111 charged?",
        "Does DE89 3704 0044 0532 0130 00 get the money?",
        "Is AKIAIOSFODNN7EXAMPLE my key?",
        "Why does sk_live_abcdefghijklmnopqrstuvwx not work?",
        "Is this the page: www.example.org?",
    ],
    ids=[
        "nothing",
        "blank",
        "no letter",
        "too long",
        "half a character",
        "e-mail",
        "phone",
        "number",
        "name",
        "card",
        "account",
        "key",
        "secret",
        "link",
    ],
)
async def test_what_is_no_question_or_private_is_left_out_without_a_word(
    agent: Agent, bells: Recorder, text: str
) -> None:
    before = await Event.all().count()
    await openquestions.keep(agent.id, text)

    assert await OpenQuestion.all().count() == 0
    assert (bells.jobs, await Event.all().count()) == ([], before)


async def test_the_longest_texts_are_told_apart_by_all_of_their_words(agent: Agent) -> None:
    long = [" ".join(map(unlike_text, (0, 1, 2, *range(at, at + 9))))[:LENGTH] for at in (3, 13)]
    assert long[0][:140] == long[1][:140]
    assert [len(text) for text in long] == [LENGTH, LENGTH]

    for text in [*long, long[0].upper()]:
        await openquestions.keep(agent.id, text)

    assert await texts(agent) == [(long[0], 2), (long[1], 1)]
    keys = [row.key for row in await OpenQuestion.all()]
    assert [len(key) for key in keys] == [200, 200]
    assert len(set(keys)) == 2


async def test_of_a_deleted_agent_or_none_nothing_is_kept(actor: Actor, agent: Agent) -> None:
    await openquestions.keep(new_id(), DOG)
    await agents.delete(actor, agent.id)
    await openquestions.keep(agent.id, DOG)
    assert await OpenQuestion.all().count() == 0


async def test_the_least_asked_and_oldest_makes_room(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openquestions, "MOST", 3)
    for number in (0, 0, 1, 2, 3, 4, 4, 5, 5):
        await openquestions.keep(agent.id, unlike_text(number))

    assert await texts(agent) == [(unlike_text(5), 2), (unlike_text(4), 2), (unlike_text(0), 2)]
    # Also where all others were asked more often: what is new gets its chance.
    await openquestions.keep(agent.id, unlike_text(6))
    assert await texts(agent) == [(unlike_text(5), 2), (unlike_text(4), 2), (unlike_text(6), 1)]


def test_an_agent_has_two_hundred_at_most() -> None:
    assert openquestions.MOST == 200


async def test_twenty_who_ask_at_once_are_counted_and_none_of_them_fails(agent: Agent) -> None:
    asked = [DOG, "may i bring my DOG to the course", "Can I bring my dog to the course?", BUS] * 5

    await asyncio.gather(*(openquestions.keep(agent.id, text) for text in asked))

    rows = await openquestions.listed(agent.id)
    assert [row.count for row in rows] == [15, 5]
    assert rows[0].text in asked[:3]
    assert rows[1].text == BUS


@pytest.mark.slow
async def test_a_full_list_that_many_write_to_at_once_stays_full(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openquestions, "MOST", 3)
    await asyncio.gather(*(openquestions.keep(agent.id, unlike_text(number)) for number in range(12)))
    assert [count for _, count in await texts(agent)] == [1, 1, 1]


async def test_what_is_deleted_is_gone_and_begins_anew(actor: Actor, agent: Agent) -> None:
    for text in (DOG, DOG, BUS):
        await openquestions.keep(agent.id, text)
    dog, _ = await openquestions.listed(agent.id)

    assert (await openquestions.delete(actor, dog.id)).id == agent.id

    assert await texts(agent) == [(BUS, 1)]
    with pytest.raises(NotFound, match="no open question"):
        await openquestions.delete(actor, dog.id)
    await openquestions.keep(agent.id, DOG)
    assert await texts(agent) == [(DOG, 1), (BUS, 1)]


async def test_another_workspace_deletes_nothing_nor_anybody_of_a_deleted_agent(
    actor: Actor, agent: Agent
) -> None:
    await openquestions.keep(agent.id, DOG)
    row = await OpenQuestion.get()
    with pytest.raises(NotFound):
        await openquestions.delete(Actor(new_id(), "stranger"), row.id)
    await agents.delete(actor, agent.id)
    with pytest.raises(NotFound):
        await openquestions.delete(actor, row.id)
    assert await OpenQuestion.filter(id=row.id).exists()


async def test_a_customer_who_had_nothing_left_to_ask_is_woken(
    actor: Actor, agent: Agent, bells: Recorder
) -> None:
    session = await make_session(actor, agent)
    query = (await queries.current_of([session.id]))[session.id]
    await GeneratedQuery.filter(id=query.id).update(needs_topics=True)
    bells.jobs.clear()

    await openquestions.keep(agent.id, DOG)

    assert bells.jobs == [(doorbell.GENERATE_QUERY, query.id)]
    assert not (await GeneratedQuery.get(id=query.id)).needs_topics
