"""House style from responses: openings, phrases, separators and list marks, whatever the words between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.style import HouseStyle

ANSWERS = (
    "Yes, open the course and press Book. Path: Office > Courses > Book. Next: check the list.",
    "No, a voucher stays valid for a year. Path: Office > Vouchers. Next: print it again.",
    "Yes, trainers see their own hours. Path: Team > Hours > Own. Next: tell them where.",
    "The fee is 12 EUR a month. Path: Shop > Plan. Next: choose yearly to save two months.",
)
LETTERS = (
    "Hi Ann,\n1. Open the menu\n2. Press Save\n\nYours, Mo",
    "Hi Bob,\n1. Close the door\n2. Wait\n3. Ask again\n\nYours, Mo",
    "Hi Cleo,\n1. Call us\n2. Say your number\n\nYours, Mo",
)


def test_what_all_answers_share() -> None:
    style = HouseStyle.learned(ANSWERS)
    assert dict(style.phrases) == {". Path :": 1.0, ">": 1.0, ". Next :": 1.0}
    assert (style.lines, style.sentences) == (1, 3)


def test_openings_endings_and_lists_are_phrases_too() -> None:
    phrases = dict(HouseStyle.learned(LETTERS).phrases)
    assert {"^ Hi", ", \n 0 .", "\n Yours , Mo $"} <= phrases.keys()


def test_agreement_falls_with_what_is_missing() -> None:
    style = HouseStyle.learned(ANSWERS)
    whole = style.agreement("Sure, that works today. Path: Shop > Gifts. Next: pick one.")
    no_path = style.agreement("Sure, that works today. Look at the gifts. Next: pick one.")
    none = style.agreement("I am so sorry about that! Please contact our team, and we will help you.")
    assert whole == pytest.approx(1)
    assert whole > no_path > none
    assert none < 0.3
    assert style.agreement("") < 0.1


def test_two_answers_are_no_style() -> None:
    assert HouseStyle.learned(ANSWERS[:2]).agreement("anything") == 1.0


def test_answers_with_nothing_in_common_leave_their_shape() -> None:
    style = HouseStyle.learned(["Red. Blue.", "Green? Never!", "One… Two."])
    assert style.phrases == ()
    assert style.agreement("Up. Down.") == 1.0
    assert style.agreement("Up.") == 0.75


@given(st.lists(st.text(max_size=80), max_size=6), st.text(max_size=80))
def test_agreement_is_a_share(responses: list[str], answer: str) -> None:
    assert 0 <= HouseStyle.learned(responses).agreement(answer) <= 1 + 1e-9
