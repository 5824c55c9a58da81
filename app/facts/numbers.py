"""The numbers of a text, in digits and in words, each with the unit that belongs to it."""

import re
from dataclasses import dataclass, replace

from app.facts.fact import FactKind
from app.facts.patterns import LETTERS, NUMERALS, numerals
from app.facts.plain import MYRIADS, WORD, value_of
from app.facts.units import UNITS, Unit
from app.facts.vocabulary import Vocabulary, clock_words, joins
from app.text.stopwords import stop_words
from app.text.words import UNSPACED

_DIGITS = re.compile(
    rf"(?<![\d_])(?<![{LETTERS}]-)(?<!\d[.,])\d+(?:[.,'٫٬]\d+|(?<=[1-9 ]) \d{{3}}(?!\d)|(?<=\d) \d{{3}}(?![\d ]))*"
)
_LETTER = re.compile(rf"[{LETTERS}]")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|ers|ème|e|º|ª|x)(?![^\W_])|-")
_UNSPACED = re.compile(rf"[{UNSPACED}\uac00-\ud7a3]")
_COMPOUNDING = ("de", "nl", "sv", "da", "no", "fi", "hu")
_REST = re.compile(r"\d{1,4}(?!\d)")
_SKIPPED = re.compile(r"(?:,-|\.-)?[ ]{0,2}-?")


@dataclass(frozen=True, slots=True)
class Number:
    """`clock`: minutes since midnight where it is a time of day."""

    start: int
    end: int
    value: float
    unit: Unit | None = None
    clock: int | None = None
    inherited: bool = False
    is_word_one: bool = False


def numbers(work: str, low: str, words: Vocabulary) -> list[Number]:
    found = [_with_unit(work, low, words, *each) for each in _in_digits(work, low, words)]
    for start, end, value in _in_words(low, words):
        number = _with_unit(work, low, words, start, end, value, False)
        if number is not None and _is_said(low, words, number, start, end, value, found):
            found.append(_and_a_half(low, words, number, found))
    return sorted((number for number in found if number is not None), key=lambda number: number.start)


def _and_a_half(low: str, words: Vocabulary, half: Number, found: list[Number | None]) -> Number:
    """Two and a half hours: the half is not a number of its own."""
    if half.value != 0.5:
        return half
    for place, number in enumerate(found):
        if number is None or number.end > half.start or number.unit is not None:
            continue
        between = low[number.end : half.start].split()
        if between and len(between) < 3 and all(word in joins() or word in words.ones for word in between):
            found[place] = None
            return replace(half, start=number.start, value=number.value + 0.5)
    return half


def _is_said(
    low: str,
    words: Vocabulary,
    number: Number,
    start: int,
    end: int,
    value: float,
    before: list[Number | None],
) -> bool:
    """One as a word is mostly an article, and "a month" behind a price says per what."""
    word = low[start:end]
    if number.unit is None:
        return (
            value != 1
            and word not in words.halves
            and word not in words.needs_unit
            and not NUMERALS.fullmatch(word)
        )
    if value != 1:
        return True
    rate = any(n is not None and n.end <= start and not low[n.end : start].strip(" /") for n in before)
    return not rate and number.unit.kind is not FactKind.MONEY or low[start:end] in ("one", "1")


def _in_digits(work: str, low: str, words: Vocabulary) -> list[tuple[int, int, float, bool]]:
    found = []
    skip = 0
    for match in _DIGITS.finditer(work):
        start, end = match.span()
        glued = start > 0 and _LETTER.match(work[start - 1]) is not None
        if start < skip or glued and _money_before(low, words, start) is None:
            continue  # of a code: E17, but not EUR17
        written = match[0]
        if " " in written and words.group != " ":
            written = written.split(" ")[0]
            end = start + len(written)
        money = _money_before(low, words, start) is not None or _is_money_at(low, words, end)
        value = value_of(written, words.decimal, words.group, money)
        if value is None:
            continue
        if work[end : end + 1] in MYRIADS and (rest := _REST.match(work, end + 1)):
            value, end = value * MYRIADS[work[end]] + float(rest[0]), rest.end()  # 1万5000
            skip = end
        if work[end : end + 1] in _FRACTIONS:
            value, end = value + _FRACTIONS[work[end]], end + 1
        found.append((start, end, value, True))
        stop = start + len(match[0])
        if end < stop and (further := _DIGITS.match(work, end + 1)) and further.end() <= stop:
            for part in work[end:stop].split():
                place = work.index(part, end)
                found.append((place, place + len(part), float(part), True))
                end = place + len(part)
    for sign, worth in _FRACTIONS.items():
        for place in (i for i, c in enumerate(work) if c == sign) if sign in work else ():
            if not work[place - 1 : place].isdigit():
                found.append((place, place + 1, worth, True))
    return found


def _in_words(low: str, words: Vocabulary) -> list[tuple[int, int, float]]:
    found = [each for each in numerals(low) if not low[each[0] - 1 : each[0]].isdigit()]
    tokens = [(match[0], match.start(), match.end()) for match in WORD.finditer(low)]
    place = 0
    while place < len(tokens):
        word, start, end = tokens[place]
        step = 1
        for parts, value in words.numbers.get(word, ()):
            last = place + len(parts) - 1
            if last < len(tokens) and all(tokens[place + i][0] == part for i, part in enumerate(parts)):
                gaps = (low[tokens[i][2] : tokens[i + 1][1]] for i in range(place, last))
                if all(gap in (" ", "-") for gap in gaps):
                    found.append((start, tokens[last][2], value))
                    step = len(parts)
                    break
        else:
            if word in words.ones and not _is_half_after(tokens, place, words):
                found.append((start, end, 1.0))
            elif word in words.halves:
                article = place + 1 < len(tokens) and tokens[place + 1][0] in words.ones
                step = 1 + article
                found.append((start, tokens[place + article][2], 0.5))
        place += step
    return found


def _is_half_after(tokens: list[tuple[str, int, int]], place: int, words: Vocabulary) -> bool:
    return place + 1 < len(tokens) and tokens[place + 1][0] in words.halves


def _with_unit(
    work: str, low: str, words: Vocabulary, start: int, end: int, value: float, digits: bool
) -> Number | None:
    clock = _as_clock(value) if digits else None
    if clock is not None and (place := _clock_before(low, words, start)) is not None:
        return Number(place, end, value, clock=clock)
    if (before := _money_before(low, words, start)) is not None:
        first, currency = before
        times, end = _times(low, words, end)
        return Number(first, end, value * times, currency)
    if work[start - 1 : start] == "%":
        return Number(start - 1, end, value, UNITS["concentr-percent"])
    times, after = _times(low, words, end)
    unit, last = unit_at(low, words, after)
    if unit is not None and last == after + 1 and work[after].isupper() and low[after] in "glmt":
        unit = None  # 4G is not a weight
    if clock is not None and unit is None and (place := _clock_after(low, words, after)) is not None:
        return Number(start, place, value, clock=clock)
    if clock is not None and unit is None and value % 1 == 0 and (half := period_at(low, words, after)):
        return Number(start, half[1], value, clock=shifted(clock, half[0]) % 1440)
    if unit is not None:
        if unit.of == "degree" and work[start - 1 : start] == "-" and not work[start - 2 : start - 1].strip():
            return Number(start - 1, last, -value, unit)
        return Number(start, last, value * times, unit)
    if (
        digits
        and after == end
        and re.match(rf"[{LETTERS}]", work[end : end + 1])
        and not _ORDINAL.match(low, end)
    ):
        return None  # 4G, 2FA
    return Number(start, after, value * times, is_word_one=not digits and value == 1)


def unit_at(low: str, words: Vocabulary, place: int) -> tuple[Unit | None, int]:
    """The longest unit that begins here, and where it ends."""
    start = _SKIPPED.match(low, place).end()  # type: ignore[union-attr]
    for length in words.lengths.get(low[start : start + 1], ()):
        key, behind = low[start : start + length], low[start + length : start + length + 1]
        unit = words.units.get(key)
        if unit is not None and not (behind.isalnum() and key[-1].isalnum() and not _UNSPACED.match(key[-1])):
            return unit, start + length
    return _inflected(low, words, start)


def _inflected(low: str, words: Vocabulary, start: int) -> tuple[Unit | None, int]:
    """A unit in a case that CLDR does not list, in a compound or behind an adjective."""
    match = WORD.match(low, start)
    if match is None:
        return None, start
    word, end = match[0], match.end()
    if (unit := _by_stem(words, word)) is not None:
        return unit, end
    if words.language in _COMPOUNDING and word not in words.calendar:
        for cut in range(2, len(word) - 2):  # Werktage
            unit = words.units.get(word[cut:]) or _by_stem(words, word[cut:])
            if unit is not None and unit.kind is FactKind.DURATION:
                return unit, end
    if len(word) > 1 and word not in stop_words(words.language) and low[end : end + 1] in (" ", "-"):
        following = WORD.match(low, end + 1)  # 5 working days
        if following and len(following[0]) > 2:
            unit = words.units.get(following[0]) or _by_stem(words, following[0])
            if unit is not None and unit.kind is FactKind.DURATION:
                return unit, following.end()
    return None, start


def _by_stem(words: Vocabulary, word: str) -> Unit | None:
    return next((u for stem, most, u in words.stems if word.startswith(stem) and len(word) <= most), None)


def _is_money_at(low: str, words: Vocabulary, place: int) -> bool:
    unit, _ = unit_at(low, words, place)
    return unit is not None and unit.kind is FactKind.MONEY


def _money_before(low: str, words: Vocabulary, start: int) -> tuple[int, Unit] | None:
    end = start - 1 if low[start - 1 : start] == " " else start
    for length in words.lengths_before.get(low[end - 1 : end], ()):
        key = low[max(0, end - length) : end]
        unit = words.before.get(key)
        if unit is not None and not (
            key[0].isalpha() and low[end - length - 1 : end - length].isalpha() and end > length
        ):
            return end - length, unit
    return None


def _clock_before(low: str, words: Vocabulary, start: int) -> int | None:
    for word in words.clock_before:
        if (
            low.endswith(word + " ", 0, start)
            and not low[start - len(word) - 2 : start - len(word) - 1].isalpha()
        ):
            return start - len(word) - 1
    return None


def _clock_after(low: str, words: Vocabulary, end: int) -> int | None:
    place = end + (low[end : end + 1] == " ")
    for word in clock_words():
        if low.startswith(word, place) and not low[place + len(word) : place + len(word) + 1].isalpha():
            return place + len(word)
    return None


def period_at(low: str, words: Vocabulary, place: int) -> tuple[str, int] | None:
    """The half of the day that is named here, and where its name ends."""
    start = place + (low[place : place + 1] == " ")
    for name, period in words.periods.items():
        if low.startswith(name, start) and not low[start + len(name) : start + len(name) + 1].isalpha():
            return period, start + len(name)
    return None


def shifted(minutes: int, period: str) -> int:
    hour = minutes // 60
    late = period == "pm" or period.startswith(("afternoon", "evening"))
    if (late and 1 <= hour < 12) or (period.startswith("night") and 6 <= hour < 12):
        return minutes + 720
    return minutes - 720 if period == "am" and hour == 12 else minutes


def _as_clock(value: float) -> int | None:
    """9.30 as a time of day is half past nine."""
    hour, minute = int(value), round(value % 1 * 100)
    return (hour * 60 + minute) % 1440 if 0 <= hour <= 24 and minute < 60 else None


def _times(low: str, words: Vocabulary, end: int) -> tuple[float, int]:
    """The million behind a number."""
    if (times := MYRIADS.get(low[end : end + 1])) is not None:
        return times, end + 1
    match = WORD.match(low, end + (low[end : end + 1] == " "))
    if match is None or (times := words.times.get(match[0])) is None:
        return 1.0, end
    last = match.end()
    last += low[last : last + 1] == "." and low[last + 1 : last + 3].strip() != ""  # 2 Mio. EUR
    return times, last + 3 if low.startswith(" de ", last) else last
