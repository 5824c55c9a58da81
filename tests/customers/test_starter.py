from dataclasses import replace

import pytest

from app.customers import starter
from app.customers.brief import AgentBrief, TopicBrief
from app.customers.frames import FOLDER, frames
from app.customers.plan import PlanRecord
from app.customers.planner import next_plan
from app.text.language import NAMES
from tests.customers.samples import RENTAL

BARE = AgentBrief(
    "Pedalpoint", "", "en", topics=(TopicBrief("deposits"), TopicBrief("how to bring a bike back"))
)


def ask(agent: AgentBrief, count: int) -> list[starter.Written | None]:
    history: list[PlanRecord] = []
    said: list[starter.Written | None] = []
    for number in range(count):
        plan = next_plan(agent, history, seed=number)
        written = starter.write(plan, agent, history, [one.text for one in said if one])
        said.append(written)
        if written is not None:
            topic = written.topic.name if written.topic else ""
            history.append(replace(plan.record, topic=topic, frame=written.frame))
    return said


def test_every_frame_comes_once_with_a_topic_then_the_openings_then_nothing() -> None:
    known = frames("en")
    most = len(known.about) + len(known.clause) + len(known.opening)
    said = ask(BARE, most + 2)
    assert said[most:] == [None, None]
    texts = [one.text for one in said if one]
    assert len(set(texts)) == most
    assert {text.casefold() for text in known.opening} <= {text.casefold() for text in texts}
    clauses = [one for one in said if one and one.topic and one.topic.name.startswith("how to")]
    assert {one.frame for one in clauses} == set(known.clause)


def test_a_frame_is_used_with_every_topic_before_it_comes_again() -> None:
    said = ask(replace(RENTAL, topics=RENTAL.topics[:5]), 2 * len(frames("en").about))
    first = [one.frame for one in said[: len(frames("en").about)] if one]
    assert len(set(first)) == len(first)


def test_real_questions_come_first_but_not_what_resembles_an_earlier_one_or_is_private() -> None:
    real = ("is the deposit back in cash", "deposit for order 48213?", "Is the deposit back in cash?")
    agent = replace(RENTAL, topics=(TopicBrief("deposit"),), asked=real, filed={"deposit": real})
    first, second = ask(agent, 2)
    assert first is not None
    assert (first.text, first.frame) == ("is the deposit back in cash", starter.REAL)
    assert second is not None
    assert second.frame in frames("en").about


def test_a_real_question_about_none_of_the_topics_is_asked_all_the_same() -> None:
    agent = replace(BARE, asked=("do you have a toilet",), filed={"": ("do you have a toilet",)})
    first, *others = ask(agent, 3)
    assert first is not None
    assert (first.text, first.topic, first.frame) == ("do you have a toilet", None, starter.REAL)
    assert all(one and one.topic for one in others)
    alone = AgentBrief("Pedalpoint", "", "en", filed={"": ("do you have a toilet",)})
    assert [one.text for one in ask(alone, 1) if one] == ["do you have a toilet"]


def test_a_bare_word_stands_apart_and_a_turkish_sentence_begins_as_it_should() -> None:
    agent = AgentBrief("Knotwork", "", "en", topics=(TopicBrief("parcel", stands_apart=True),))
    assert {one.text[:6] for one in ask(agent, 5) if one} == {"Parcel"}
    (written,) = ask(AgentBrief("Ofis", "", "tr", topics=(TopicBrief("izin"),)), 1)
    assert written is not None
    assert "İzin" in written.text


def test_the_customer_reacts_once_to_an_answer_that_does_not_ask_back() -> None:
    turns = [{"role": "user", "content": "Deposit?"}, {"role": "assistant", "content": "50 euro."}]
    said = starter.follow_up(turns, "de", seed=1)
    assert said in frames("de").follow_ups
    assert (
        starter.follow_up([*turns[:1], {"role": "assistant", "content": "どの店舗ですか？"}], "ja", 1) is None
    )


@pytest.mark.parametrize("language", NAMES)
def test_frames_are_whole(language: str) -> None:
    known = frames(language)
    assert len(known.about) >= 12
    assert len(known.clause) >= 5
    assert min(len(known.opening), len(known.follow_ups)) >= 8
    assert all(line.count("{topic}") == 1 for line in known.about)
    assert all(line.count("{clause}") == 1 for line in known.clause)
    everything = [*known.about, *known.clause, *known.opening, *known.follow_ups]
    assert len(set(everything)) == len(everything)
    assert not any(letter.isdigit() for line in everything for letter in line)
    assert not any("{" in line for line in (*known.opening, *known.follow_ups))


def test_every_language_that_an_agent_may_have_has_frames() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(NAMES)
