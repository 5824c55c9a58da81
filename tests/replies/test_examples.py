"""Which saved answers an agent is shown."""

from hypothesis import given
from hypothesis import strategies as st

from app.replies.examples import CHARACTERS, MOST, Example, Shelf

REFUND = Example("How long does a refund take?", "Refunds arrive after 5 working days.")
VOUCHER = Example("Can I use my voucher twice?", "No, a voucher pays once.")
LOGIN = Example("I forgot my password", "Press Reset on the login page.")
TRAINER = Example("Who sees the trainer's hours?", "Only the trainer and the office.")


def test_the_nearest_comes_last() -> None:
    shelf = Shelf([VOUCHER, REFUND, LOGIN, TRAINER])
    assert shelf.nearest("When does the refund for my voucher arrive?") == [VOUCHER, REFUND]
    assert shelf.nearest("password") == [LOGIN]


def test_a_fact_is_found_in_an_answer_too() -> None:
    assert Shelf([VOUCHER, REFUND]).nearest("is it really 5 working days") == [REFUND]


def test_nothing_alike_nothing_shown() -> None:
    assert Shelf([VOUCHER, REFUND]).nearest("Do you like jazz?") == []
    assert Shelf([VOUCHER, REFUND]).nearest("the") == []
    assert Shelf([]).nearest("refund") == []
    assert Shelf([Example("the", "?")]).nearest("refund") == []


def test_a_long_example_gives_way_to_a_short_one() -> None:
    long = Example("refund refund refund", "refund " * 1_000)
    assert Shelf([long, REFUND]).nearest("refund") == [REFUND]
    assert Shelf([REFUND]).nearest("refund", 20) == []


@given(
    st.lists(st.builds(Example, st.text(max_size=40), st.text(max_size=40)), max_size=8),
    st.text(max_size=40),
    st.integers(-5, 200),
)
def test_any_text_keeps_the_limits(examples: list[Example], question: str, room: int) -> None:
    shown = Shelf(examples).nearest(question, room)
    assert len(shown) <= MOST
    assert sum(len(e.query) + len(e.response) for e in shown) <= max(room, 0) <= CHARACTERS
