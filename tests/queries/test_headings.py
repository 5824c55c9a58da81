"""Subjects of help pages, by their headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.queries.headings import MOST, Heading, headings

PROSE = "You have thirty days to send the thing back to us.\n"


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# Delivery times", Heading("delivery times", "delivery times")),
        ("### Warranty ###", Heading("warranty", "the warranty")),
        ("**Gift cards & vouchers:**", Heading("gift cards and vouchers", "gift cards and vouchers")),
        ("## 3. How to change your plan", Heading("how to change your plan", "my plan")),
        ("## Reset your password", Heading("how to reset your password", "my password")),
        ("## Cancelling a booking", Heading("cancelling a booking", "my booking")),
        ("## Track orders", Heading("how to track orders", "orders")),
        ("## API keys", Heading("API keys", "API keys")),
        ("## Your data", Heading("data", "my data")),
        (f"RETURNS AND REFUNDS\n\n{PROSE}", Heading("returns and refunds", "returns and refunds")),
        (f"Late fees\n=========\n{PROSE}", Heading("late fees", "late fees")),
        ("# Is it free?", None),
        ("# Frequently asked things about what we do for you", None),
        ("# Welcome", None),
        ("## FAQ", None),
        ("## Write to anna@example.org", None),
        ("Late fees\nthanks\n", None),
        (f"Prose. Late fees\n{PROSE}", None),
    ],
)
def test_a_heading_names_what_a_customer_may_ask_about(line: str, heading: Heading | None) -> None:
    assert headings([line]) == ([heading] if heading else [])


def test_many_are_sampled_from_all_pages() -> None:
    pages = ["\n".join(f"# Plan {letter}{other}" for letter in "abcdefgh") for other in "xyz"]
    found = headings([*pages, pages[0]])
    assert len(set(found)) == MOST
    assert {heading.topic[-1] for heading in found} == set("xyz")


@given(st.lists(st.text(st.sampled_from("#*ab A1.:\n?-= {}")), max_size=3))
def test_no_text_breaks_it(texts: list[str]) -> None:
    for heading in headings(texts):
        assert heading.topic.strip()
        assert heading.matter.strip()
