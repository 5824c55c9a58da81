import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.phrases import phrases
from app.text.plain import plain


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("We sell <i>cakes</i> &amp; <b>pies</b>.", "We sell cakes & pies."),
        ("<ul><li>cakes</li><li>pies</li></ul>", "cakes\n\npies"),
        (
            "[cakes](https://a.example/x), `allergens` and *opening hours*",
            "cakes, allergens and opening hours",
        ),
        ("# Greenhouse\n\nWe help with watering.", "We help with watering."),
        ("See https://example.org for more", "See  for more"),
        ("LICENSING AND CRASH REPORTS", "licensing and crash reports"),
        ("IKEA", "IKEA"),
        ("3 < 4 and 5 > 2, e-bikes", "3 < 4 and 5 > 2, e-bikes"),
    ],
)
def test_markup_goes_and_words_stay(raw: str, text: str) -> None:
    assert plain(raw) == text


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(plain(text), str)


def test_a_pasted_list_gives_its_topics() -> None:
    text = (
        "<p>Customers ask about</p><ul><li>opening hours</li><li>allergens</li><li>birthday cakes</li></ul>"
    )
    assert "li" not in phrases(text, "en", ())
    assert phrases(
        "Customers ask about [fees](https://a.example), `deposits` and opening hours.", "en", ()
    ) == [
        "fees",
        "deposits",
        "opening hours",
    ]
