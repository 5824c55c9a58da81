"""What a language calls units, currencies, days, months and numbers: from CLDR (Babel) and num2words.

`words.json` adds what neither has: short function words, yes and no, and number words in other genders and cases.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names, get_period_names
from babel.numbers import (
    get_currency_name,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
)
from babel.units import format_unit
from num2words import num2words

from app.facts.fact import FactKind
from app.facts.units import CURRENCIES, MONEY_SIGNS, NAMESAKES, SYMBOLS, UNITS, Unit, canonical
from app.text.language import NAMES
from app.text.stopwords import stop_words

_MORE: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "words.json").read_text())
_COUNTS = (1, 2, 3, 5, 11, 21, 1.5)  # they bring out every plural that CLDR knows
_SPELLED = (*range(2, 200), *range(200, 1000, 100), *range(1000, 11000, 1000), 1500, 15000, 20000)
_SPELLED_ELSEWHERE = {"en": "en_GB", "pt": "pt_PT"}
_LEAST_COMMON = 2  # currencies that share a word: American and Canadian "dollars"


@dataclass
class Vocabulary:
    """All keys in lower case, with and without accents."""

    language: str
    decimal: str = "."
    group: str = ","
    units: dict[str, Unit] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(
        default_factory=dict
    )  # of units by first letter, longest first
    lengths_before: dict[str, tuple[int, ...]] = field(default_factory=dict)  # the same by the last letter
    before: dict[str, Unit] = field(default_factory=dict)  # currencies in front of a number
    stems: list[tuple[str, int, Unit]] = field(default_factory=list)  # of units with cases; longest form
    calendar: dict[str, tuple[FactKind, int]] = field(default_factory=dict)
    short: dict[str, tuple[FactKind, int]] = field(default_factory=dict)  # "Mon", "Sept"
    periods: dict[str, str] = field(default_factory=dict)  # "abends": evening1
    numbers: dict[str, list[tuple[tuple[str, ...], float]]] = field(default_factory=dict)  # by first word
    times: dict[str, float] = field(default_factory=dict)  # "million"
    ones: frozenset[str] = frozenset()
    halves: frozenset[str] = frozenset()
    needs_unit: frozenset[str] = frozenset()  # also words of another meaning: French neuf is new
    hyphened: dict[str, str] = field(default_factory=dict)  # segunda: -feira
    capitals: set[str] = field(default_factory=set)  # months that are written with one
    clock_before: frozenset[str] = frozenset()


def folded(word: str) -> str:
    """Without accents, for people who type none."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in plain if not "\u0300" <= c <= "\u036f"))


def more(language: str, what: str) -> Any:
    return _MORE.get(language, {}).get(what, [])


@lru_cache(maxsize=1)
def joins() -> frozenset[str]:
    """What stands between the two ends of a range; between numbers no language mistakes another's."""
    return frozenset(word for words in _MORE.values() for word in words.get("joins", ()))


@lru_cache(maxsize=1)
def clock_words() -> tuple[str, ...]:
    """What makes the number before it a time of day, in every language: 18 Uhr."""
    return tuple(word for words in _MORE.values() for word in words.get("clock_after", ()))


@lru_cache(maxsize=len(NAMES) + 1)
def vocabulary(language: str) -> Vocabulary:
    locale = Locale.parse("nb" if language == "no" else language)
    words = Vocabulary(language, get_decimal_symbol(locale), get_group_symbol(locale))
    words.group = " " if words.group.isspace() else words.group
    _add_units(words, locale)
    if other := _SPELLED_ELSEWHERE.get(language):
        _add_units(words, Locale.parse(other))
    _add_money(words, locale)
    for sign, currency in MONEY_SIGNS.items():
        words.units.setdefault(sign, Unit(FactKind.MONEY, currency))
        words.before.setdefault(sign, Unit(FactKind.MONEY, currency))
    for sign, unit in SYMBOLS.items():
        words.units.setdefault(sign, unit)
    words.lengths = _lengths(words.units, 0)
    words.lengths_before = _lengths(words.before, -1)
    _add_calendar(words, locale)
    _add_times(words, locale)
    _add_numbers(words)
    words.ones = frozenset(more(language, "one"))
    words.halves = frozenset(more(language, "half"))
    words.needs_unit = frozenset(more(language, "needs_unit"))
    words.clock_before = frozenset(more(language, "clock_before"))
    return words


@lru_cache(maxsize=1)
def speakers() -> dict[str, frozenset[str]]:
    """By word of a unit, a day, a month, a number or of grammar: the languages that have it."""
    found: dict[str, set[str]] = {}
    for language in NAMES:
        words = vocabulary(language)
        said = (
            *more(language, "yes"),
            *more(language, "no"),
            *more(language, "no_alone"),
            *words.ones,
            *stop_words(language),
        )
        for word in (*words.units, *words.calendar, *words.numbers, *said):
            if word.isalpha():
                found.setdefault(word, set()).add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


def _put(table: dict[str, Any], word: str, meaning: Any) -> None:
    key = word.lower().replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").strip(" \u200f\u200e")
    if key and not key.isdigit():
        table.setdefault(key, meaning)
        table.setdefault(folded(key), meaning)


def _without_number(text: str) -> str:
    return "".join(c for c in text if not (c.isnumeric() or c in ".,٫")).strip(" \u00a0\u202f\u200f\u200e")


def _lengths(words: Iterable[str], letter: int) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[letter], set()).add(len(word))
    return {first: tuple(sorted(known, reverse=True)) for first, known in lengths.items()}


def _counts(locale: Locale) -> list[float]:
    """One for every plural of the language."""
    return list({locale.plural_form(count): count for count in reversed(_COUNTS)}.values())


def _add_units(words: Vocabulary, locale: Locale) -> None:
    counts = _counts(locale)
    for name, unit in UNITS.items():
        for length in ("long", "short"):
            forms: set[str] = set()
            for count in counts:
                form = _without_number(format_unit(count, name, length=length, locale=locale))
                forms.add(form.lower())
                _put(words.units, form, unit)
                if form.endswith("."):
                    _put(words.units, form[:-1], unit)
            if length == "long" and more(words.language, "inflects"):
                words.stems += _stem_of(forms, unit)
    for word in more(words.language, "percent_before"):
        _put(words.before, word, UNITS["concentr-percent"])
    for word in more(words.language, "percent"):
        _put(words.units, word, UNITS["concentr-percent"])
    words.units.pop("a", None)  # amperes and years in short; everywhere also a word


def _stem_of(forms: Iterable[str], unit: Unit) -> Iterator[tuple[str, int, Unit]]:
    known = sorted(forms)
    common = next((i for i, (a, b) in enumerate(zip(known[0], known[-1], strict=False)) if a != b), None)
    stem = known[0][:common]
    if len(stem) >= 3 and " " not in stem:
        yield stem, max(map(len, known)) + (1 if len(stem) == 3 else 2), unit


def _add_money(words: Vocabulary, locale: Locale) -> None:
    counts = _counts(locale)
    carried: dict[str, dict[str, None]] = {}  # word to the currencies in whose names it is
    for code in (*CURRENCIES, *NAMESAKES):
        unit = Unit(FactKind.MONEY, canonical(code))
        symbol = get_currency_symbol(code, locale=locale)
        for sign in {code, symbol, get_currency_symbol(code, locale="en")}:
            _put(words.units, sign, unit)
            _put(words.before, sign, unit)
        for count in counts:
            name = get_currency_name(code, count=count, locale=locale).lower()
            _put(words.units, name, unit)
            for word in name.split():
                carried.setdefault(word, {})[code] = None
    for word, codes in carried.items():
        if (
            len(codes) >= _LEAST_COMMON
            and word.isalpha()
            and len(word) > 2
            and next(iter(codes)) in CURRENCIES
        ):
            _put(words.units, word, Unit(FactKind.MONEY, canonical(next(iter(codes)))))
    for code, names in dict(more(words.language, "money") or {}).items():
        for name in names:
            _put(words.units, name, Unit(FactKind.MONEY, canonical(code)))
    for word in more(words.language, "cents"):
        _put(words.units, word, Unit(FactKind.MONEY, "", 0.01))


def _add_calendar(words: Vocabulary, locale: Locale) -> None:
    for kind, names in ((FactKind.MONTH, get_month_names), (FactKind.WEEKDAY, get_day_names)):
        for context in ("format", "stand-alone"):
            for number, name in names("wide", context, locale).items():
                first, hyphen, rest = name.lower().partition("-")
                _put(words.calendar, first if hyphen else name, (kind, number))
                if hyphen:
                    words.hyphened[first] = hyphen + rest
                if kind is FactKind.MONTH and name[0].isupper():
                    words.capitals.add(name.lower())
            for number, name in names("abbreviated", context, locale).items():
                _put(words.short, name.rstrip(".׳॰"), (kind, number))
    for word, meaning in list(words.calendar.items()):
        if meaning[0] is FactKind.WEEKDAY and len(word) > 3:
            for end in ("s", "en", "er", "e", "a"):  # Mondays, montags, lördagar, mandager
                words.calendar.setdefault(word + end, meaning)
            if more(words.language, "inflects"):
                for end in ("u", "ę", "i", "y", "и", "у", "ы", "і", "ам", "ami"):  # sobotę, среду, piątki
                    words.calendar.setdefault(word[:-1] + end, meaning)
                    words.calendar.setdefault(word + end, meaning)
                if word.endswith("ek"):  # poniedziałek, poniedziałki
                    words.calendar.setdefault(word[:-2] + "ki", meaning)
    for word, meaning in list(words.calendar.items()):
        for prefix in more(words.language, "attached"):  # Hebrew writes "in January" as one word
            words.calendar.setdefault(prefix + word, meaning)
    for word, meaning in list(words.short.items()):
        for prefix in more(words.language, "attached"):
            words.short.setdefault(prefix + word, meaning)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for period, name in get_period_names(width, context, locale).items():  # type: ignore[arg-type]
                if period not in ("noon", "midnight"):
                    _put(words.periods, name, period)


def _add_times(words: Vocabulary, locale: Locale) -> None:
    """Millions, and how they are shortened; a single letter, as in "5 K", may be anything."""
    for plurals in locale.compact_decimal_formats.values():
        for patterns in plurals.values():
            for magnitude, pattern in patterns.items():
                written = str(pattern.pattern).replace("'", "").replace("\u00a0", " ")
                word = written.strip("0 ").rstrip(".")
                if len(word) > 1 and word.isalpha() and "0" in written:
                    _put(words.times, word, float(magnitude) / 10 ** (written.count("0") - 1))


def _add_numbers(words: Vocabulary) -> None:
    known: dict[str, float] = {}
    if words.language not in ("ja", "zh"):  # their numerals are numbers to Unicode
        for number in _SPELLED:
            try:
                spelled = num2words(number, lang=words.language)
            except (NotImplementedError, ValueError):
                break
            known[spelled] = number
            known[spelled.replace(" و ", " و")] = number
    for spelled, number in (known | dict(more(words.language, "numbers") or {})).items():
        for form in {spelled.lower(), folded(spelled.lower())}:
            parts = tuple(form.replace("-", " ").replace("’", "'").split())
            words.numbers.setdefault(parts[0], []).append((parts, number))
    for phrases in words.numbers.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
