"""Whether two texts state different values for the same thing."""

import re
from collections.abc import Iterator

from app.facts.fact import Fact, FactKind
from app.facts.plain import lowered, plain
from app.facts.reading import read
from app.facts.spoken import spoken
from app.text.stopwords import stop_words
from app.text.words import stem

_NOUN = re.compile(r"\s([^\W\d_]{3,})")
# "30 days" and "a month" are the same: a month has 28 to 31.
_MONTH = (28 * 1440.0, 31 * 1440.0)
_KINDS = (
    FactKind.MONEY,
    FactKind.PERCENT,
    FactKind.DURATION,
    FactKind.CLOCK,
    FactKind.WEEKDAY,
    FactKind.DATE,
    FactKind.MEASURE,
    FactKind.PHONE,
    FactKind.COUNT,
)


def clash(one: str, other: str, language: str | None = None) -> tuple[Fact, Fact] | None:
    """The first kind of thing that both state without a value in common."""
    ours, theirs = _by_thing(one, language), _by_thing(other, language)
    for thing, facts in ours.items():
        others = theirs.get(thing)
        if others and not any(same(fact, known) for fact in facts for known in others):
            return facts[0], others[0]
    return None


def same(one: Fact, other: Fact) -> bool:
    match one.kind, one.value, other.value:
        case _, left, right if left == right:
            return True
        case FactKind.DATE, (int(), int(), first), (int(), int(), second):
            near = one.value[:2] == other.value[:2]
            return near and None in (first, second)
        case FactKind.DURATION, ("minutes", float(minutes)), ("months", float(months)):
            return _MONTH[0] * months <= minutes <= _MONTH[1] * months
        case FactKind.DURATION, ("months", float()), ("minutes", float()):
            return same(other, one)
        case FactKind.CLOCK, int(left), int(right):
            return left % 720 == right % 720 and min(left, right) < 720 and not _half(one, other)
    return False


def _half(one: Fact, other: Fact) -> bool:
    """Both say which half of the day they mean."""
    return all(re.search(r"[ap]\.?\s?m\b|^(?:1[3-9]|2\d|0\d)", fact.text, re.I) for fact in (one, other))


def _by_thing(text: str, language: str | None) -> dict[tuple[FactKind, str], list[Fact]]:
    found: dict[tuple[FactKind, str], list[Fact]] = {}
    language = language or spoken(lowered(plain(text)))
    for fact in read(text, language):
        for thing in _thing(fact, text, language):
            found.setdefault((fact.kind, thing), []).append(fact)
    return found


def _thing(fact: Fact, text: str, language: str) -> Iterator[str]:
    """What is told apart within a kind: what is counted, what is measured."""
    if fact.kind is FactKind.COUNT:
        noun = _NOUN.match(text, fact.span[1])
        if noun and noun[1].lower() not in stop_words(language):
            yield stem(noun[1].lower(), language)
    elif fact.kind is FactKind.MEASURE and isinstance(fact.value, tuple):
        yield str(fact.value[0])
    elif fact.kind in _KINDS:
        yield ""
