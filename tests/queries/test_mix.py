"""The mix of behaviours: read from signs, filled up with the usual one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.kinds import Behaviour
from app.queries.mix import USUAL, Mix, signs
from tests.queries.tickets import PARCELS

SHOWN = {
    "Hello, how do I change the address of my order? I moved last week.": {Behaviour.PLAIN},
    "invoice?": {Behaviour.TERSE},
    "parcel late again, this is a joke": {Behaviour.TERSE, Behaviour.UPSET},
    "This is the third time I write and nobody answers me.": {Behaviour.UPSET},
    "I don't know what it is called, the thing at the back of the printer blinks.": {Behaviour.VAGUE},
    "I was told that returns are always free, so why do I pay for this one?": {Behaviour.WRONG_PREMISE},
    "Where is my invoice for May? Also, can you change the name on it?": {Behaviour.TWO_PROBLEMS},
    "Hi, i dont get the mail with my pasword and i cant login any more pls help": {Behaviour.TYPOS},
    "Good day, how I can change my order? I wait since two weeks.": {Behaviour.NON_NATIVE},
    "Can you put an earlier date on the invoice, just this once, for my tax?": {Behaviour.NOT_ALLOWED},
    "Please cancel the order. No, wait, can you rather send it to my office?": {Behaviour.CHANGES_MIND},
}
texts = st.sampled_from([*SHOWN, *PARCELS])


@pytest.mark.parametrize(("question", "shown"), SHOWN.items())
def test_signs_of_a_question(question: str, shown: set[Behaviour]) -> None:
    assert signs(question) == shown


def test_no_questions_leave_the_usual_mix() -> None:
    assert Mix.of([]).shares == pytest.approx(USUAL)


@given(st.lists(texts, max_size=60))
def test_shares_are_a_distribution_whatever_the_order(questions: list[str]) -> None:
    mix = Mix.of(questions)

    assert math.isclose(sum(mix.shares.values()), 1)
    assert min(mix.shares.values()) > 0
    assert Mix.of(questions[::-1]).shares == pytest.approx(mix.shares)


@given(st.lists(texts, max_size=40), texts)
def test_one_more_question_never_makes_its_own_way_of_writing_rarer(questions: list[str], more: str) -> None:
    before, after = Mix.of(questions), Mix.of([*questions, more])
    (shown, *others) = signs(more)

    if not others:
        assert after.shares[shown] >= before.shares[shown]


def test_short_and_angry_tickets_make_a_short_and_angry_mix() -> None:
    mix = Mix.of(PARCELS)

    assert mix.shares[Behaviour.TERSE] + mix.shares[Behaviour.UPSET] > 0.75
    assert mix.lift(Behaviour.UPSET) > 3
    assert mix.lift(Behaviour.PLAIN) < 0.3
