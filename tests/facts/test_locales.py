"""Amounts, dates and times as CLDR writes them read back as what they were."""

from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_percent
from babel.units import format_unit
from hypothesis import given, settings
from hypothesis import strategies as st

from app.facts import FactKind, read
from app.facts.units import canonical
from app.text.language import NAMES

LANGUAGES = st.sampled_from(sorted(NAMES))
AMOUNTS = st.integers(2, 9_999_999).map(lambda cents: cents / 100)


def locale(language: str) -> Locale:
    return Locale.parse("nb" if language == "no" else language)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(LANGUAGES, AMOUNTS, st.sampled_from(["EUR", "USD", "GBP", "CHF", "PLN", "INR"]))
def test_money(language: str, amount: float, currency: str) -> None:
    written = format_currency(amount, currency, locale=locale(language))
    facts = [fact for fact in read(written, language) if fact.kind is FactKind.MONEY]
    assert [fact.value for fact in facts] == [(amount, canonical(currency))], written


@settings(max_examples=200, deadline=None)
@given(LANGUAGES, st.integers(1, 100))
def test_percent(language: str, share: int) -> None:
    written = format_percent(share / 100, locale=locale(language))
    assert [(f.kind, f.value) for f in read(written, language)] == [(FactKind.PERCENT, float(share))], written


@settings(max_examples=200, deadline=None)
@given(
    LANGUAGES,
    st.integers(2, 99),
    st.sampled_from(["duration-minute", "duration-hour", "duration-day", "duration-week", "duration-month"]),
)
def test_durations(language: str, number: int, unit: str) -> None:
    written = format_unit(number, unit, length="long", locale=locale(language))
    factor = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "month": 1}[unit.partition("-")[2]]
    of = "months" if unit.endswith("month") else "minutes"
    facts = [(f.kind, f.value) for f in read(written, language)]
    if len(facts) == 1 or any(c.isdigit() for c in written):  # Arabic says two without a number
        assert facts == [(FactKind.DURATION, (of, float(number * factor)))], written


@settings(max_examples=200, deadline=None)
@given(LANGUAGES, st.dates(date(2001, 1, 1), date(2040, 1, 1)), st.sampled_from(["long", "medium"]))
def test_dates(language: str, day: date, width: str) -> None:
    written = format_date(day, width, locale=locale(language))
    facts = [fact.value for fact in read(written, language) if fact.kind is FactKind.DATE]
    assert facts == [(day.day, day.month, day.year)], written


@given(st.text(max_size=200), st.none() | LANGUAGES)
@settings(deadline=None)
def test_no_text_is_too_odd(text: str, language: str | None) -> None:
    for fact in read(text, language):
        assert text[slice(*fact.span)] == fact.text
        assert isinstance(hash(fact.value), int)


@pytest.mark.parametrize("language", sorted(NAMES))
def test_every_language_has_its_words(language: str) -> None:
    from app.facts.vocabulary import more

    assert more(language, "yes")
    assert more(language, "no") or more(language, "no_alone")
