"""Reading the facts of a text."""

import re
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache

from app.facts import patterns
from app.facts.fact import Fact, FactKind
from app.facts.numbers import Number, numbers, period_at, shifted
from app.facts.plain import WORD, lowered, plain
from app.facts.spoken import spoken
from app.facts.stances import leading
from app.facts.units import Unit
from app.facts.vocabulary import Vocabulary, joins, vocabulary

_LONGEST_VERB = 5
_DAY_BEFORE = re.compile(
    r"(?<![\d.,:])(\d{1,2})(?:st|nd|rd|th|er|re|\.|º|ª|°|:e|-?[а-яі]{1,3})?\s+(?:[^\W\d_]{1,2}\s|of\s|d')?$"
)
_DAY_AFTER = re.compile(r"\.?\s(?:the\s)?(\d{1,2})(?:st|nd|rd|th)?(?![\d\w]|[.:,]\d|\s?[%€$£])")
_YEAR = re.compile(r"[.׳॰]?,?\s(?:de\s|del\s)?((?:19|20)\d\d)(?!\d|[.,]\d)")
_YEAR_BEFORE = re.compile(r"(?<!\d)((?:19|20)\d\d)\.?\s$")
_NEXT_DAY = re.compile(r"\s?[-/]\s?|[.:,]?\s?\d")


@dataclass
class Page:
    """A text while it is read: what a fact has taken is blank for the ones after it."""

    text: str
    work: str
    low: str
    words: Vocabulary
    facts: list[Fact]

    def take(self, start: int, end: int, kind: FactKind, value: Hashable) -> None:
        self.facts.append(Fact(kind, value, self.text[start:end], (start, end)))
        self.blank(start, end)

    def blank(self, start: int, end: int) -> None:
        self.work = self.work[:start] + "\x1f" * (end - start) + self.work[end:]
        self.low = self.low[:start] + "\x1f" * (end - start) + self.low[end:]


def read(text: str, language: str | None = None) -> list[Fact]:
    """In the order of the text. `language`: ISO 639-1; told from the text when None."""
    return list(_read(text, language))


@lru_cache(maxsize=1 << 13)
def _read(text: str, language: str | None) -> tuple[Fact, ...]:
    work = plain(text)
    low = lowered(work)
    words = vocabulary(language or spoken(low))
    page = Page(text, work, low, words, [])
    for match in patterns.LISTED.finditer(work):
        after = WORD.match(low, match.end() + 1)
        named = words.calendar.get(after[0]) or words.short.get(after[0]) if after else None
        is_month = named is not None and named[0] is FactKind.MONTH
        if (
            not is_month and not work[match.end() + 1 : match.end() + 2].isdigit()
        ):  # dates: 1. März, 1. 1. 2001
            page.blank(*match.span())
    for start, end, kind, value in patterns.paths(page.work):
        page.facts.append(Fact(kind, value, text[start:end], (start, end)))  # numbers in it count as well
    for start, end, kind, value in patterns.addresses(page.work):
        if page.work[start] != "\x1f":
            page.take(start, end, kind, value)
    if any(c.isdigit() for c in page.work):
        _digits(page)
    _calendar(page)
    _numbers(page)
    if (said := leading(text, words.language)) is not None:
        page.facts.append(Fact(FactKind.STANCE, *said))
    return tuple(sorted(page.facts, key=lambda fact: fact.span))


def _digits(page: Page) -> None:
    for start, end, kind, value in patterns.always(page.work):
        page.take(start, end, kind, value)
    for start, end, kind, value in patterns.dates(page.work, page.words.language == "en"):
        if page.work[start] != "\x1f":
            page.take(start, end, kind, value)
    for start, end, kind, said in patterns.phones(page.work):
        page.take(start, end, kind, digits_of(str(said)))
    for start, end, kind, minutes in patterns.clocks(page.low):
        first, last, shift = _half(page, start, end)
        page.take(first, last, kind, shifted(int(str(minutes)), shift))


def digits_of(phone: str) -> str:
    """Without the country code or the 0 before it."""
    from phonenumbers import NumberParseException, parse

    if phone.strip().startswith("+"):
        try:
            return str(parse(phone).national_number)
        except NumberParseException:
            pass
    return "".join(c for c in phone if c.isdigit()).lstrip("0")


def _half(page: Page, start: int, end: int) -> tuple[int, int, str]:
    """A time of day with the word that says which half of the day: "las 8:30 de la tarde", "午後3時"."""
    if behind := period_at(page.low, page.words, end):
        return start, behind[1], behind[0]
    ahead = page.low[max(0, start - 8) : start].rstrip()
    for name, period in page.words.periods.items():
        if len(name) > 1 and not name.isascii() and ahead.endswith(name):
            return page.low.rindex(name, 0, start), end, period
    return start, end, ""


def _calendar(page: Page) -> None:
    if page.words.language in ("ja", "zh", "ko"):
        _unspaced_days(page)
    low = page.low
    for match in WORD.finditer(low):
        word = match[0]
        kind, number = page.words.calendar.get(word) or page.words.short.get(word) or (None, 0)
        if kind is None:
            continue
        start, end = match.span()
        if word in page.words.hyphened and low.startswith(page.words.hyphened[word], end):
            page.take(start, end + len(page.words.hyphened[word]), kind, number)
            continue
        if word in page.words.hyphened:
            continue
        if kind is FactKind.WEEKDAY and word in page.words.units and _is_counted(page, start):
            continue  # Romanian luni: Monday, or months behind a number
        if kind is FactKind.MONTH and (date := _date_at(page, start, end, number)):
            page.take(*date)
        elif word not in page.words.calendar:
            if kind is FactKind.WEEKDAY and _is_short_day(page, start, end):
                page.take(start, end, kind, number)
        elif _is_meant(page, start, word):
            page.take(start, end, kind, number)


def _unspaced_days(page: Page) -> None:
    """Where words stand without spaces or with their endings: 月曜日から."""
    for name, (kind, number) in page.words.calendar.items():
        if kind is FactKind.WEEKDAY and len(name) > 2:
            while (place := page.low.find(name)) >= 0:
                page.take(place, place + len(name), kind, number)


def _is_counted(page: Page, start: int) -> bool:
    before = page.low[max(0, start - 16) : start].split()
    if len(before) > 1 and len(before[-1]) <= 2 and before[-1].isalpha():
        before.pop()  # Romanian: 20 de luni
    return bool(before) and (before[-1][-1:].isdigit() or before[-1] in page.words.numbers)


def _date_at(page: Page, start: int, end: int, month: int) -> tuple[int, int, FactKind, Hashable] | None:
    before = _DAY_BEFORE.search(page.work, max(0, start - 14), start)
    after = None if before else _DAY_AFTER.match(page.work, end)
    found = before or after
    if found is None or not 1 <= int(found[1]) <= 31:
        return None
    first, last = (found.start(), end) if before else (start, found.end())
    year = _YEAR.match(page.work, last)
    if year is None and not before and (year := _YEAR_BEFORE.search(page.work, max(0, start - 7), start)):
        return (
            year.start(),
            last,
            FactKind.DATE,
            (int(found[1]), month, int(year[1])),
        )  # as Hungarians write it
    value = (int(found[1]), month, int(year[1]) if year else None)
    return first, year.end() if year else last, FactKind.DATE, value


def _is_short_day(page: Page, start: int, end: int) -> bool:
    """ "Mon-Fri", "Sat 10:00": elsewhere "sun" and "mar" are words of another meaning."""
    behind, ahead = _NEXT_DAY.match(page.work, end), page.work[max(0, start - 2) : start]
    if not page.work[start].isupper() and page.words.language in ("en", "de"):
        return False
    pair = WORD.match(page.low, behind.end()) if behind and behind[0].strip() in "-/" else None
    if pair and pair[0] in page.words.short:
        return True
    return (
        bool(behind and behind[0][-1:].isdigit())
        or ahead.strip() in ("-", "\x1f-", "-\x1f")
        and ahead.strip() != ""
    )


def _is_meant(page: Page, start: int, word: str) -> bool:
    """A short month alone may be another word: "may", "march". Where months have capitals, they tell it."""
    if len(word) > _LONGEST_VERB or word not in page.words.capitals:
        return True
    before = page.work[:start].rstrip()
    return page.work[start].isupper() and bool(before) and before[-1] not in ".!?:\n\x1f"


def _numbers(page: Page) -> None:
    found = numbers(page.work, page.low, page.words)
    for place in range(len(found) - 2, -1, -1):
        found[place : place + 2] = _ranged(page, found[place], found[place + 1])
    found = [_until(page, number) for number in found]
    held = [(number.start, number.end) for number in found if number.unit is not None]
    for start, end, kind, value in patterns.codes(page.work):
        if not any(first < end and start < last for first, last in held):
            page.take(start, end, kind, value)
    for number in found:
        if page.work[number.start] != "\x1f" or number.clock is not None:
            page.take(number.start, number.end, *_meaning(number))


def _ranged(page: Page, one: Number, other: Number) -> tuple[Number, Number]:
    """2-4 days: the 2 are days as well."""
    between = page.low[one.end : other.start].strip()
    between = between.removeprefix("-").strip() or between  # 9- bis 12-mal
    if between not in joins() and between not in ("-", ",", "/"):
        return one, other
    if between == "," and not other.inherited:
        return one, other
    if (
        one.unit is None
        and one.clock is None
        and not one.is_word_one
        and (other.unit or other.clock is not None)
    ):
        if other.clock is not None:
            whole = one.value == int(one.value) and 0 <= one.value <= 24
            return (replace(one, clock=int(one.value) * 60 % 1440, inherited=True) if whole else one), other
        return replace(one, unit=other.unit, inherited=True), other
    if one.clock is not None and other.unit is None and other.clock is None and between != ",":
        whole = other.value == int(other.value) and 0 <= other.value <= 24
        return one, (replace(other, clock=int(other.value) * 60 % 1440) if whole else other)
    if other.unit is None and one.unit is not None and one.unit.kind is FactKind.MONEY and between == "-":
        return one, replace(other, unit=one.unit)
    return one, other


def _until(page: Page, number: Number) -> Number:
    """Between 8 and 10 am: the 8 are a time of day as well."""
    hour = int(number.value)
    if number.unit or number.clock is not None or number.value != hour or not 0 <= hour <= 24:
        return number
    clocks = [fact for fact in page.facts if fact.kind is FactKind.CLOCK]
    for fact in clocks:
        before = fact.span[1] < number.start and page.low[fact.span[1] : number.start].strip()
        if before and before in {"-", *joins()} and not number.is_word_one:
            return replace(number, clock=hour * 60 % 1440)
    following = min(
        (fact for fact in clocks if fact.span[0] > number.end), key=lambda fact: fact.span, default=None
    )
    if following is None or page.low[number.end : following.span[0]].strip() not in {"-", *joins()}:
        return number
    late = re.search(r"p\.?\s?m", following.text, re.I) and hour < 12
    shifts = bool(late) and isinstance(following.value, int) and (hour + 12) * 60 < following.value
    return replace(number, clock=(hour + 12 * shifts) * 60 % 1440)


def _meaning(number: Number) -> tuple[FactKind, Hashable]:
    if number.clock is not None:
        return FactKind.CLOCK, number.clock
    unit = number.unit or Unit(FactKind.COUNT)
    value = round(number.value * unit.factor, 6)
    match unit.kind:
        case FactKind.COUNT | FactKind.PERCENT:
            return unit.kind, value
        case FactKind.MONEY:
            return unit.kind, (value, unit.of)
        case _:
            return unit.kind, (unit.of, value)
