"""Realism, measured: generated questions beside real ones of the same organisation."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.customers.resemblance import LEAST, Resemblance, resemblance
from tests.customers.tickets import PARCELS

BRIGHTDESK: list[str] = json.loads((Path(__file__).parent / "brightdesk_questions.json").read_text("utf-8"))
MATTERS = (
    "the Starter plan",
    "refunds",
    "the inbox",
    "two-factor login",
    "the chat widget",
    "API limits",
    "invoices",
    "agents and seats",
    "automations",
    "exporting data",
    "opening hours",
    "webhooks",
    "roles",
    "the owner",
)
FRAMED = [f"What should I know about {matter}?" for matter in MATTERS]
POLITE = [
    f"Hello, I would like to know how I can change {matter}. Could you please help me?" for matter in MATTERS
]

many = st.lists(st.text(max_size=60), min_size=LEAST, max_size=20)


def measured(generated: Sequence[str], real: Sequence[str], **topics: str) -> Resemblance:
    """`topics`: words that tell them."""
    names = {word: name for name, word in topics.items()}
    found = resemblance(
        generated, real, lambda text: next((n for word, n in names.items() if word in text.lower()), None)
    )
    assert found
    return found


def halves(questions: Sequence[str], seeds: int = 20) -> list[Resemblance]:
    found = []
    for seed in range(seeds):
        mixed = random.Random(seed).sample(questions, len(questions))
        found.append(measured(mixed[::2], mixed[1::2]))
    return found


def test_too_few_say_nothing() -> None:
    assert resemblance(BRIGHTDESK[: LEAST - 1], BRIGHTDESK) is None
    assert resemblance(BRIGHTDESK, BRIGHTDESK[: LEAST - 1]) is None
    assert resemblance([*BRIGHTDESK[: LEAST - 1], " ", ""], BRIGHTDESK) is None
    assert resemblance(BRIGHTDESK[:LEAST], BRIGHTDESK) is not None


@pytest.mark.parametrize("questions", [BRIGHTDESK, PARCELS, BRIGHTDESK[:20]], ids=["48", "30", "20"])
def test_people_resemble_themselves(questions: Sequence[str]) -> None:
    """The best simulators get 76, people 93 (USI, arXiv 2603.11245)."""
    found = halves(questions)
    assert 88 <= fmean(one.score for one in found) <= 98
    assert fmean(len(one.sentences) for one in found) < 1


@pytest.mark.parametrize(
    ("generated", "real"),
    [(PARCELS, BRIGHTDESK), (BRIGHTDESK, PARCELS), (FRAMED, BRIGHTDESK), (POLITE, BRIGHTDESK)],
)
def test_frames_and_other_companies_do_not(generated: Sequence[str], real: Sequence[str]) -> None:
    assert 5 <= measured(generated, real).score <= 40


def test_what_nobody_asks_about_costs_most_where_all_else_is_right() -> None:
    mixed = random.Random(1).sample(BRIGHTDESK, len(BRIGHTDESK))
    generated, real = mixed[::2], mixed[1::2]
    elsewhere = resemblance(generated, real, lambda text: "weather" if text in generated else "bills")
    assert elsewhere
    assert elsewhere.topics == 0
    assert elsewhere.score <= 40
    assert "Your customers ask about bills more often than these: 100%, not 0%." in elsewhere.sentences


def test_without_topics_only_the_rest_counts() -> None:
    found = resemblance(FRAMED, BRIGHTDESK)
    assert found == measured(FRAMED, BRIGHTDESK)
    assert found
    assert found.topics == 1


def test_a_collapsed_customer_is_told_from_a_varied_one() -> None:
    varied = measured(BRIGHTDESK[::2], BRIGHTDESK[1::2])
    collapsed = measured([f"{BRIGHTDESK[0]} {number}" for number in range(24)], BRIGHTDESK[1::2])
    assert collapsed.wording < 0.4 < 0.8 < varied.wording


def test_sentences_say_the_largest_differences_first() -> None:
    real = [f"Where is parcel number {number}?" for number in range(10, 30)]
    generated = [
        f"Could you please tell me where my delivery for the house on Hill Street {n} is?" for n in range(20)
    ]
    assert measured(generated, real).sentences == (
        "Your customers write shorter than these: 5 words, not 16.",
        "Your customers use words that are rare in these: number, parcel.",
    )


@pytest.mark.parametrize(
    ("real", "does"),
    [
        ("Is it open on Sunday!", "write an exclamation mark"),
        ("is it open on Sunday?", "start in lower case"),
        ("Is it open on Sunday", "leave out the mark at the end"),
        ("Is it OPEN on Sunday?", "write words in capitals"),
        ("Is it open? On Sunday?", "write several question marks"),
        ("Is it. Open on Sunday?", "write several sentences"),
        ("Hi, is it open Sunday?", "begin with a greeting or the like"),
        ("Is it open on 24 May?", "give numbers"),
    ],
)
def test_every_sign_has_its_sentence(real: str, does: str) -> None:
    found = measured(["Is it open on Sunday?"] * 20, [real] * 20)
    assert f"Your customers {does} more often than these: 100%, not 0%." in found.sentences


def test_scripts_without_spaces_count_in_letters() -> None:
    short = [f"你们周{day}营业吗？" for day in "一二三四五六日末"]
    long = [
        f"您好，我想请问一下贵店每个星期{day}的营业时间是从几点开始到几点结束呢？"
        for day in "一二三四五六日末"
    ]
    found = measured(long, short)
    assert found.length < 0.3
    assert "Your customers write shorter than these: 7 letters, not 32." in found.sentences
    assert measured(short, short).score == 100


def test_how_many_there_are_is_no_difference() -> None:
    few, rest = BRIGHTDESK[::5], [text for text in BRIGHTDESK if text not in BRIGHTDESK[::5]]
    assert measured(few, rest).score >= 80
    assert measured(rest, few).score == measured(few, rest).score


@pytest.mark.slow
@settings(deadline=None)
@given(many, many)
def test_bounds_and_symmetry(one: list[str], other: list[str]) -> None:
    found, back = resemblance(one, other), resemblance(other, one)
    assert (found is None) == (back is None)
    if found and back:
        assert 0 <= found.score <= 100
        for part in ("length", "mood", "wording", "topics"):
            assert 0 <= getattr(found, part) <= 1
            assert getattr(found, part) == pytest.approx(getattr(back, part))
        assert len(found.sentences) <= 3


@settings(deadline=None)
@given(many)
def test_the_same_questions_resemble_themselves_fully(questions: list[str]) -> None:
    found = resemblance(questions, questions, lambda text: text[:1] or None)
    assert found is None or (found.score, found.sentences) == (100, ())


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(st.randoms(use_true_random=False))
def test_order_does_not_matter(rng: random.Random) -> None:
    generated, real = rng.sample(FRAMED + POLITE, 28), rng.sample(BRIGHTDESK, 48)
    assert measured(generated, real, bills="invoice") == measured(
        FRAMED + POLITE, BRIGHTDESK, bills="invoice"
    )
