"""What is left of a text when its thoughts are taken out, however it is cut."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.infra.thoughts import TAGS, Thoughts

PARTS = [*TAGS, *TAGS.values(), "<thi", "</", "<|begin", "[", "<", " ", "\n", "where", "is it?", "İ", "<b>"]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


def said(*pieces: str) -> str:
    thoughts = Thoughts()
    return "".join([*map(thoughts.spoken, pieces), thoughts.rest()])


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Where is it?", "Where is it?"),
        ("<think>A rug, say.</think>\n\nWhere is it?", "Where is it?"),
        ("\n<think>\n</think>\n\n<think>again</think> Where?", "Where?"),
        ("<thinking>a</think>b</thinking>Where?", "Where?"),
        ("<|begin_of_thought|>a<|end_of_thought|>\nWhere?", "Where?"),
        ("[THINK]a[/THINK]Where?", "Where?"),
        ("<think>without an end", ""),
        ("<think>without an end</thin", ""),
        ("<think>a</think>", ""),
        ("<think>a</think>\n ", ""),
        ("  Where?", "  Where?"),
        (" \n", " \n"),
        ("<thi", "<thi"),
        ("<b>Where?</b>", "<b>Where?</b>"),
        ("I typed <think>x</think>.", "I typed <think>x</think>."),
        ("<think>a</think>I typed <think>x</think>.", "I typed <think>x</think>."),
        ("", ""),
    ],
)
def test_what_is_said(text: str, spoken: str) -> None:
    assert said(text) == spoken
    assert said(*text) == spoken


def test_what_is_said_goes_on_at_once() -> None:
    thoughts = Thoughts()
    pieces = ["<th", "ink>a", "b</think", ">", "\nWhere", " is it", "?"]
    assert [thoughts.spoken(piece) for piece in pieces] == ["", "", "", "", "Where", " is it", "?"]
    assert thoughts.rest() == ""


@given(TEXTS, st.lists(st.integers(0, 100), max_size=8))
def test_however_it_is_cut(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    pieces = [text[begin:end] for begin, end in zip(places, places[1:], strict=False)]
    assert said(*pieces) == _by_expression(text)


def _by_expression(text: str) -> str:
    blocks = "|".join(f"{re.escape(first)}.*?(?:{re.escape(last)}|\\Z)" for first, last in TAGS.items())
    return re.sub(rf"^(?:\s*(?:{blocks}))+\s*", "", text, flags=re.S)
