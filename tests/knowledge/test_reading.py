"""Questions with answers in running text, however their author marked them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange import faq
from app.exchange.rows import Row
from app.exchange.source import Source
from app.knowledge import reading
from app.knowledge.reading import Reading
from app.models import MaterialKind

MARKDOWN = """# Help

Welcome to our help page.

## How do I add a colleague?

Open Team and press Invite.

- She gets an email.
- Is it lost? Send it again.

## Prices
One plan only.

**Is there a trial?**
Yes, 14 days.
"""
MARKED = """Q: Where is my invoice?
A: Under Billing.
It is a PDF.

Q2. Can I pay by card?
A2. Yes.
Q: Still there?
"""
NUMBERED = "1. Do you ship abroad?\nYes, to all of Europe.\n\n2. What does it cost?\n5 EUR.\n"


def read(text: str, kind: MaterialKind | None = None, name: str = "pasted") -> Reading:
    return reading.read(Source(text, name=name), kind)


def pairs(text: str) -> list[tuple[int, str, str]]:
    return [(found.line, found.row.query, found.row.response) for found in faq.found_in(text)]


def test_headings_and_bold_lines_that_ask() -> None:
    assert pairs(MARKDOWN) == [
        (
            5,
            "How do I add a colleague?",
            "Open Team and press Invite.\n\n- She gets an email.\n- Is it lost? Send it again.",
        ),
        (15, "Is there a trial?", "Yes, 14 days."),
    ]


def test_lines_marked_as_question_and_answer() -> None:
    assert pairs(MARKED) == [
        (1, "Where is my invoice?", "Under Billing.\nIt is a PDF."),
        (5, "Can I pay by card?", "Yes."),
    ]


def test_numbered_questions() -> None:
    assert pairs(NUMBERED) == [
        (1, "Do you ship abroad?", "Yes, to all of Europe."),
        (4, "What does it cost?", "5 EUR."),
    ]


def test_prose_has_no_pairs_and_a_list_of_questions_is_asked() -> None:
    assert pairs("We sell chairs. Who does not like chairs? We do.") == []
    found = read("- where is my order?\n- can I get a refund?\n1. why?\n2. who?\n", MaterialKind.TEXT)
    assert found.contents.rows == []
    assert found.questions == ["where is my order?", "can I get a refund?", "why?", "who?"]


def test_of_running_text_only_lines_that_ask_are_questions() -> None:
    tickets = "- my parcel still has not arrived\n\nHi,\nIs it free?\nAnna\n料金はいくらですか？\n"
    assert read(tickets, MaterialKind.TEXT).questions == ["Is it free?", "料金はいくらですか？"]
    page = "# Delivery times\n\nChoose My orders in the app, and then my parcel.\n"
    assert read(page, MaterialKind.MARKDOWN).questions == []
    answered = "Q: Where is it?\nA: I have sent it to my colleague today.\n"
    assert read(answered, MaterialKind.TEXT).questions == ["Where is it?"]


def test_tickets_without_answers_still_ask() -> None:
    found = read("id,customer question\n1,where is my order?\n2,refund please\n", MaterialKind.TABLE)
    assert (found.contents.rows, found.questions) == ([], ["where is my order?", "refund please"])
    mixed = '{"question": "Why?", "answer": "So."}\n{"question": "Where?", "answer": null}\n'
    found = read(mixed, MaterialKind.RECORDS)
    assert [one.row for one in found.contents.rows] == [Row("Why?", "So.")]
    assert found.questions == ["Why?", "Where?"]


def test_the_kind_is_found_out() -> None:
    assert read("x", name="Help.MD").kind is MaterialKind.MARKDOWN
    assert read("x", name="tickets.csv").kind is MaterialKind.TABLE
    assert read(' {"a": 1}').kind is MaterialKind.RECORDS
    assert read("{curly}").kind is MaterialKind.TEXT
    assert read("question\tanswer\nWhy?\tSo.\n", name="out.txt").kind is MaterialKind.TABLE


@settings(deadline=None)
@given(text=st.text(st.sampled_from("Q:A#*?1. \nab")), kind=st.sampled_from(MaterialKind))
def test_no_text_breaks_it_and_no_pair_is_empty(text: str, kind: MaterialKind) -> None:
    for found in read(text, kind).contents.rows:
        assert found.row.query.strip()
        assert found.row.response.strip()
