"""The values that may be said because some text says them."""

import re
from collections.abc import Hashable, Iterable
from itertools import pairwise

from app.facts.fact import Fact, FactKind
from app.facts.patterns import sub_paths
from app.facts.plain import lowered, plain, value_of
from app.facts.reading import read
from app.facts.spoken import spoken
from app.facts.vocabulary import vocabulary

_TOKEN = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_HALF_DAY = 720
_SIZES = (1.0, 12.0, 60.0, 1440.0, 10080.0)  # months in a year; minutes in an hour, a day, a week


class Known:
    """Built once, asked often. Generous where a text leaves open what a number counts."""

    def __init__(self, texts: Iterable[str], language: str | None = None) -> None:
        self._language = language
        self._values: set[tuple[FactKind, Hashable]] = set()
        self._amounts: set[float] = set()  # of all numbers, whatever their unit
        self._money: dict[float, set[str]] = {}
        self._dates: dict[tuple[int, int], set[int | None]] = {}
        self._tokens: set[str] = set()  # words, and two neighbours in one
        self._phones: set[str] = set()
        self._half_days: set[int] = set()  # clocks that may be meant 12 hours later
        for text in dict.fromkeys(texts):
            self._add(text)
        self._runs = "|".join(self._phones)

    def covers(self, fact: Fact) -> bool:
        """Whether a source states the same value, maybe in other words."""
        kind, value = fact.kind, fact.value
        if kind is FactKind.STANCE or (kind, value) in self._values:
            return True
        match kind, value:
            case FactKind.COUNT, float(amount):
                return amount in self._amounts
            case FactKind.PERCENT, float(amount):
                return self._is_counted(amount)
            case FactKind.MONEY, (float(amount), str(currency)):
                others = self._money.get(amount, set())
                return self._is_counted(amount) or bool(others) and (not currency or "" in others)
            case FactKind.DURATION, ("minutes", float(minutes)):
                return any(map(self._is_counted, _written(fact))) or self._is_hour(minutes, fact.text)
            case ((FactKind.DURATION | FactKind.MEASURE), _):
                return any(map(self._is_counted, _written(fact)))
            case FactKind.CLOCK, int(minutes):
                return self._has_clock(minutes, fact.text)
            case FactKind.DATE, (int(day), int(month), year):
                swapped = "/" in fact.text and self._has_date(month, day, year)
                return self._has_date(day, month, year) or swapped
            case FactKind.MONTH, int(month):
                return any(known == month for _, known in self._dates)
            case FactKind.PHONE, str(digits):
                return digits in self._runs
            case FactKind.CODE, str(code):
                return code in self._tokens
        return False

    def missing(self, text: str) -> list[Fact]:
        """What the text states and no source does, in order."""
        return [fact for fact in read(text, self._language) if not self.covers(fact)]

    def _add(self, text: str) -> None:
        facts = read(text, self._language)
        low = lowered(plain(text))
        words = _TOKEN.findall(low)
        self._tokens.update(words, map("".join, pairwise(words)))
        late = any(fact.kind is FactKind.CLOCK and _minutes(fact) >= 13 * 60 for fact in facts)
        for written in _DIGITS.findall(low):
            self._amounts.update(_readings(written))
        units = vocabulary(self._language or spoken(low)).units
        for word in words:  # "per month" says one month
            if len(word) > 2 and (unit := units.get(word)) and unit.kind is FactKind.DURATION:
                self._values.add((unit.kind, (unit.of, round(unit.factor, 6))))
        for fact in facts:
            self._values.add((fact.kind, fact.value))
            match fact.kind, fact.value:
                case FactKind.PHONE, str(digits):
                    self._phones.add(digits)
                case FactKind.CODE, str(code):
                    self._tokens.add(code)
                    self._phones.add("".join(c for c in code if c.isdigit()))
                case FactKind.MONEY, (float(amount), str(currency)):
                    self._money.setdefault(amount, set()).add(currency)
                    self._amounts.add(amount)
                case FactKind.DATE, (int(day), int(month), (int() | None) as year):
                    self._dates.setdefault((day, month), set()).add(year)
                case FactKind.PATH, tuple(steps):
                    self._values.update((FactKind.PATH, stretch) for stretch in sub_paths(steps))
                case FactKind.ADDRESS, str(address):
                    host = address.rpartition("@")[2].partition("/")[0]
                    self._values.add((FactKind.ADDRESS, host))
                case FactKind.CLOCK, int(minutes):
                    self._amounts.update((float(minutes // 60), float(minutes // 60 % 12)))
                    if not late and not _is_marked(fact.text):
                        self._half_days.add(minutes % _HALF_DAY)
                case _:
                    self._amounts.update(_written(fact))

    def _is_counted(self, amount: float) -> bool:
        return (FactKind.COUNT, amount) in self._values

    def _is_hour(self, minutes: float, text: str) -> bool:
        """French "18 heures", "18 h" are a time of day as well."""
        return minutes <= 1440 and _is_hours(text) and (FactKind.CLOCK, int(minutes) % 1440) in self._values

    def _has_clock(self, minutes: int, text: str) -> bool:
        if minutes % _HALF_DAY in self._half_days:
            return True
        if not _is_marked(text) and (FactKind.CLOCK, minutes + _HALF_DAY) in self._values:
            return True
        whole = minutes % 60 == 0
        return whole and (
            self._is_counted(minutes / 60)
            or self._is_counted(minutes / 60 % 12)
            or (FactKind.DURATION, ("minutes", float(minutes))) in self._values
        )

    def _has_date(self, day: int, month: int, year: object) -> bool:
        years = self._dates.get((day, month), set())
        return bool(years) and (year is None or year in years or None in years)


def _written(fact: Fact) -> set[float]:
    """The numbers that the words of a fact may hold: of 90 minutes 90 and 1.5."""
    amounts = {amount for written in _DIGITS.findall(plain(fact.text)) for amount in _readings(written)}
    match fact.value:
        case (str(), float(value)) if not amounts:
            amounts |= {round(value / size, 6) for size in _SIZES}
        case float(value):
            amounts.add(value)
    return amounts


def _readings(written: str) -> set[float]:
    values = {value_of(written, ".", ","), value_of(written, ",", ".")}
    return {value for value in values if value is not None}


def _minutes(fact: Fact) -> int:
    return fact.value if isinstance(fact.value, int) else 0


def _is_marked(text: str) -> bool:
    """Says which half of the day: more than digits, as in "6 pm" or "kl. 6"."""
    return bool(re.search(r"[ap]\.?\s?m\b|^0\d", text, re.I))


def _is_hours(text: str) -> bool:
    """Hours that are not a time of day have a word of their own: o'clock, Uhr."""
    word = text.lstrip("0123456789 ").lower()
    return not any(word in vocabulary(language).units and len(word) > 2 for language in ("en", "de"))
