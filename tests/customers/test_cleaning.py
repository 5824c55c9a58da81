import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.cleaning import clean


@pytest.mark.parametrize(
    ("raw", "bare"),
    [
        ('"Where is my refund?"', "Where is my refund?"),
        ("Customer: where is my refund?", "where is my refund?"),
        ("Subject: My refund\n\nWhere is it? I paid in May.", "Where is it? I paid in May."),
        ("Betreff: Kaution\nWann bekomme ich sie zurück?", "Wann bekomme ich sie zurück?"),
        ("Sure! Here's a message from a customer:\n\nWhere is my refund?", "Where is my refund?"),
        ("Here is a customer message:\n\n“Where is my refund?”", "Where is my refund?"),
        ('Sure, here is one: "Where is my refund?"', "Where is my refund?"),
        ("Gerne! Hier ist die Nachricht: „Wo ist mein Geld?“", "Wo ist mein Geld?"),
        ("**Where** is my `refund`?", "Where is my refund?"),
        ("**Message:** Where is my refund?", "Where is my refund?"),
        (
            "**Message:** What time does it leave on Sundays?\n\n---\n*This sounds natural because it is short.*",
            "What time does it leave on Sundays?",
        ),
        ("```\nWhere is my refund?\n```", "Where is my refund?"),
        ("Where is my refund?\nSupport: It is on its way.", "Where is my refund?"),
        ("Where is my refund? I paid it two weeks ago by card and then the", "Where is my refund?"),
        ("where is my refund? thanks", "where is my refund? thanks"),
        ("where is my refund", "where is my refund"),
        ("Two questions: where is it, and when?", "Two questions: where is it, and when?"),
        ("I want to know: when?", "I want to know: when?"),
        ("Opening times on 12:30 or 13:00?", "Opening times on 12:30 or 13:00?"),
        ('It says "not valid" here. Why?', 'It says "not valid" here. Why?'),
        ("「返金はいつですか？」", "返金はいつですか？"),
        ("Hi,\nmy bike is broken.\nWhat now?", "Hi, my bike is broken. What now?"),
        ("  \n ", ""),
    ],
)
def test_the_bare_message_is_left(raw: str, bare: str) -> None:
    assert clean(raw) == bare


@given(st.text(max_size=200))
def test_any_text_can_be_cleaned_and_nothing_is_added(text: str) -> None:
    assert set(clean(text)) <= set(text) | {" "}
