"""What an agent reads before it replies."""

import threading
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.answers import style
from app.answers.rules import Rule, RuleKind
from app.models import Agent, OpenQuestion, Source, TrainingPair
from app.pairs import deletion
from app.pairs import service as pairs
from app.replies import service as replies
from app.replies import sources
from app.replies.reply import Basis, Passage, Reply, SourceKind
from app.replies.shelf import Entry, Found, Shelf
from app.text import embedding
from tests.factories import make_agent, make_session

pytestmark = pytest.mark.slow

ASKED = [{"role": "user", "content": "How long does my refund take?"}]


@pytest.fixture
async def agent(actor: Actor) -> Agent:
    return await agents.update(actor, (await make_agent(actor)).id, use_examples=True)


async def contents(agent: Agent) -> list[str]:
    return [message["content"] for message in await replies.messages(agent, ASKED)]


async def test_a_saved_answer_is_shown_at_once(actor: Actor, agent: Agent) -> None:
    assert await contents(agent) == [agent.system_prompt, ASKED[0]["content"]]
    session = await make_session(actor, agent)
    saved = await pairs.add(
        actor, session.id, query="When is a refund paid?", response="After 5 working days."
    )

    messages = await replies.messages(agent, ASKED)

    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert [m["content"] for m in messages[1:3]] == ["When is a refund paid?", "After 5 working days."]
    await pairs.update(actor, saved.pair.id, response="After 3 working days.")
    assert (await contents(agent))[2] == "After 3 working days."
    await deletion.delete(actor, saved.pair.id)
    assert await contents(agent) == [agent.system_prompt, ASKED[0]["content"]]


async def test_a_larger_model_is_told_the_house_style_as_people_left_it(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    for what in ("Umbrellas", "Lockers", "Dogs", "Towels", "Trees", "Trains"):
        await pairs.add(actor, session.id, query=f"{what}?", response=f"Thanks for asking. {what} are green.")
    own = (Rule(RuleKind.AVOID, "sorry"),)
    agent = await style.update(actor, agent.id, off=["length:"], own=own)
    asked = [{"role": "user", "content": "How do I pay?"}]
    assert await replies.messages(agent, asked) == [
        {"role": "system", "content": agent.system_prompt},
        *asked,
    ]  # the small default gains nothing from a longer prompt

    await Agent.filter(id=agent.id).update(base_model="larger")
    agent = await agents.get(actor, agent.id)
    told = "\n\nEach of your answers:\n- Never says “sorry”.\n- Begins with “Thanks for asking.”."
    assert await replies.messages(agent, asked) == [
        {"role": "system", "content": agent.system_prompt + told},
        *asked,
    ]
    agent = await style.update(
        actor, agent.id, off=["length:", "own:avoid:sorry", "opening:Thanks for asking."]
    )
    assert (await replies.messages(agent, asked))[0]["content"] == agent.system_prompt


async def test_an_agent_may_do_without(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query="When is a refund paid?", response="After 5 working days.")
    agent = await agents.update(actor, agent.id, use_examples=False)
    assert await contents(agent) == [agent.system_prompt, ASKED[0]["content"]]


async def test_a_blocked_pair_and_one_with_an_earlier_talk_stay_out(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    blocked, later = [
        (await pairs.add(actor, session.id, query=f"When is {what} refund paid?", response="Soon.")).pair.id
        for what in ("the first", "another person's")
    ]
    finding = {"severity": "blocking", "dismissed": False}
    await TrainingPair.filter(id=blocked).update(findings=[finding])
    await TrainingPair.filter(id=later).update(earlier=[{"role": "user", "content": "Hi"}])
    assert await contents(agent) == [agent.system_prompt, ASKED[0]["content"]]


async def test_a_long_conversation_leaves_no_room(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query="When is a refund paid?", response="After 5 working days.")
    long = [{"role": "user", "content": "When is a refund paid? " * 270}]
    assert len(await replies.messages(agent, long)) == 4
    long = [{"role": "user", "content": "When is a refund paid? " * 350}]
    assert len(await replies.messages(agent, long)) == 2


async def test_the_event_loop_does_not_build_the_index(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    class Watched(Shelf):
        def __init__(self, entries: Sequence[Entry]) -> None:
            threads.append(threading.get_ident())
            super().__init__(entries)

    monkeypatch.setattr(sources, "Shelf", Watched)
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query="When is a refund paid?", response="After 5 working days.")
    assert len(await contents(agent)) == len(await contents(agent)) == 4
    assert len(threads) == 1
    assert threading.get_ident() not in threads


async def never(_messages: list[dict[str, str]]) -> AsyncGenerator[str, None]:
    raise AssertionError("no model is asked")
    yield ""


async def replied(agent: Agent, *said: str, is_in_use: bool = True, given: str = "I see.") -> Reply:
    """Where no model may write; `said` by the customer, `given` by the agent in between."""
    turns = [{"role": "user", "content": text} for text in said]
    for place in range(len(said) - 1, 0, -1):
        turns.insert(place, {"role": "assistant", "content": given})
    stream = replies.reply(agent, turns, may_write=False, ask=never, is_in_use=is_in_use)
    first, reply = [piece async for piece in stream]
    assert isinstance(reply, Reply)
    assert first == reply.text
    return reply


@pytest.fixture
async def taught(actor: Actor) -> Agent:
    """Of a bicycle rental, by the pairs of a company that stands in no data that the ranking was fitted on."""
    agent = await agents.update(actor, (await make_agent(actor)).id, language="en")
    session = await make_session(actor, agent)
    for query, response in (
        ("How much is a city bike for a day?", "A city bike is 14 EUR a day."),
        ("what do e-bikes cost", "An e-bike is 32 EUR a day and 9 EUR an hour."),
        ("When are you open?", "We are open from 8:30 to 18:00 from Tuesday to Sunday."),
        ("Can I take my dog along?", "Yes, but only in a dog trailer, which is 11 EUR a day."),
        ("how can i pay? cash ok?", "You can pay by card or by phone. We take no cash."),
    ):
        await pairs.add(actor, session.id, query=query, response=response)
    return agent


async def test_a_taught_answer_is_given_word_for_word(actor: Actor, taught: Agent) -> None:
    for asked in ("when are you open", "What are your opening hours?", "are you open on Tuesdays"):
        reply = await replied(taught, asked)
        assert (reply.text, reply.basis) == (
            "We are open from 8:30 to 18:00 from Tuesday to Sunday.",
            Basis.TAUGHT,
        )
    (source,) = reply.sources
    pair = await TrainingPair.get(query="When are you open?")
    assert source == Passage(SourceKind.TAUGHT, pair.query, pair.response, pair_id=pair.id)
    assert await OpenQuestion.all().count() == 0


async def test_a_changed_or_deleted_answer_is_gone_at_once(actor: Actor, taught: Agent) -> None:
    pair = await TrainingPair.get(query="When are you open?")
    await pairs.update(actor, pair.id, response="We are open from 10:00.")
    assert (await replied(taught, "What are your opening hours?")).text == "We are open from 10:00."
    assert await Source.filter(agent=taught).count() == 5
    await deletion.delete(actor, pair.id)
    assert (await replied(taught, "What are your opening hours?")).basis is Basis.UNSURE
    assert await Source.filter(agent=taught).count() == 4


async def test_what_nobody_taught_is_said_so_and_kept_for_the_coach(actor: Actor, taught: Agent) -> None:
    reply = await replied(taught, "Who founded the company?")
    assert (reply.text, reply.basis, reply.sources) == (
        "I am not sure about that, so I will pass your question on to a colleague.",
        Basis.UNSURE,
        (),
    )
    assert await OpenQuestion.all().values_list("text", "count") == [("Who founded the company?", 1)]
    await replied(taught, "Who founded the company?")
    assert await OpenQuestion.all().values_list("text", "count") == [("Who founded the company?", 2)]
    await replied(taught, "Who designed the logo of it?", is_in_use=False)
    assert await OpenQuestion.all().count() == 1
    taught = await agents.update(actor, taught.id, unsure_sentence="Please call 0555 318 420.")
    assert (await replied(taught, "Who founded the company?")).text == "Please call 0555 318 420."


async def test_what_may_be_meant_is_offered(taught: Agent) -> None:
    """Far from the taught words, so the agent is not sure: the answer is there all the same."""
    reply = await replied(taught, "How dear is the electric one for sixty minutes?")
    assert reply.basis is Basis.UNSURE
    assert reply.text == (
        "I am not sure that this answers your question:\n\nAn e-bike is 32 EUR a day and 9 EUR an hour.\n\n"
        "If it does not, I will pass your question on to a colleague."
    )
    assert [source.title for source in reply.sources] == ["what do e-bikes cost"]


async def test_a_short_question_is_read_with_the_one_before(taught: Agent) -> None:
    reply = await replied(taught, "What does an e-bike cost?", "And per hour?")
    assert "9 EUR an hour" in reply.text
    assert "14 EUR" not in reply.text


async def test_hello_and_thanks_are_no_questions(taught: Agent) -> None:
    for said, answer in (("Hello!", "Hello! How can I help you?"), ("ok thanks", "You are welcome!")):
        reply = await replied(taught, said)
        assert (reply.text, reply.basis, reply.sources) == (answer, Basis.WRITTEN, ())
    assert await OpenQuestion.all().count() == 0


async def test_words_that_may_stand_beside_thanks_are_no_thanks(taught: Agent) -> None:
    assert (await replied(taught, "thanks, that was all for the help")).text == "You are welcome!"
    for said in ("help", "is everything all right", "no", "please", "for your"):
        assert (await replied(taught, said)).basis is not Basis.WRITTEN, said


async def test_an_agent_that_was_taught_nothing_knows_nothing(actor: Actor) -> None:
    agent = await agents.update(actor, (await make_agent(actor)).id, language="de")
    assert (await replied(agent, "Was kostet ein Fahrrad?")).text == (
        "Das weiß ich leider nicht sicher. Ich gebe Ihre Frage an eine Kollegin oder einen Kollegen weiter."
    )


async def test_without_the_embedding_model_words_alone_are_compared(
    taught: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "is_available", lambda: False)
    sources._shelves.clear()
    assert (await replied(taught, "When are you open?")).basis is Basis.TAUGHT
    assert (await replied(taught, "Who founded the company?")).basis is Basis.UNSURE
    sources._shelves.clear()


async def test_an_answer_that_was_given_is_not_given_again(taught: Agent) -> None:
    """The question before finds its own answer, whatever is said after it."""
    answer = "We are open from 8:30 to 18:00 from Tuesday to Sunday."
    for said in ("thanks", "asdf", "Can I bring my cat?", "that helped, thank you", "are you a human being?"):
        reply = await replied(taught, "When are you open?", said, given=answer)
        assert answer not in reply.text, said
        assert reply.basis is not Basis.TAUGHT
    offered = (
        f"I am not sure that this answers your question:\n\n{answer} On Mondays we are closed.\n\nIf not, …"
    )
    assert answer not in (await replied(taught, "When are you open?", "asdf", given=offered)).text
    reply = await replied(taught, "When are you open?", "and how is it on Tuesdays?", given=answer)
    assert reply.text.startswith(answer)  # the message alone has to do with it


async def test_an_answer_that_says_yes_has_to_be_surer(actor: Actor, taught: Agent) -> None:
    session = await make_session(actor, taught)
    await pairs.add(actor, session.id, query="Do you ship to Austria?", response="Yes, for 9.90 EUR.")
    passage = (await sources.shelf_of(taught.id)).search("Do you ship to Austria?", None)[0].passage
    assert replies.is_sure(taught, [Found(passage, 0.9, 0.7)]) is False
    assert replies.is_sure(taught, [Found(passage, 0.9, 0.75)]) is True
    other = replace(passage, text="It is 9.90 EUR to Austria.")
    assert replies.is_sure(taught, [Found(other, 0.9, 0.7)]) is True
    assert replies.is_sure(taught, [Found(other, 0.9, 0.64)]) is False


@pytest.mark.parametrize(
    ("asked", "basis"),
    [
        ("What does a tank of 200 litres cost each month?", Basis.TAUGHT),
        ("What does a tank of 500 litres cost each month?", Basis.UNSURE),
        ("Can I send a jacket back after 40 days?", Basis.TAUGHT),
    ],
)
async def test_what_was_taught_for_another_value_is_an_offer(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch, asked: str, basis: Basis
) -> None:
    """However sure: only the values of a taught question tell it from another one."""
    session = await make_session(actor, agent)
    tank = await pairs.add(
        actor,
        session.id,
        query="What does a tank of 200 litres cost a month?",
        response="It costs £129 a month.",
    )
    jacket = await pairs.add(
        actor, session.id, query="How long can I send a jacket back?", response="Within 30 days, unworn."
    )
    meant = (jacket if "jacket" in asked else tank).pair

    def search(self: Shelf, question: str, *_: object) -> list[Found]:
        passage = Passage(SourceKind.TAUGHT, meant.query, meant.response, pair_id=meant.id)
        return [Found(passage, 0.97, 0.97)]

    monkeypatch.setattr(Shelf, "search", search)
    found = await replies.search(agent, [{"role": "user", "content": asked}])
    reply = replies.fallback(agent, found)

    assert (reply.basis, [source.pair_id for source in reply.sources]) == (basis, [meant.id])
    assert (reply.text == meant.response) is (basis is Basis.TAUGHT)
