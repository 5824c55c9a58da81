"""What an answer states and another one can contradict: prices, times, shares, counts, days, yes or no."""

import re
from dataclasses import dataclass

from app.text.stopwords import stop_words
from app.text.words import stem

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fourteen": 14, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}
_SIGN = r"(?:[$€£]|EUR|USD|GBP|CHF)"
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_NUMBER = rf"(?P<number>{_DIGITS}|\b(?:{'|'.join(_WORDS)})\b)"
# In this order; what one has read the next ones leave alone.
_PATTERNS = {
    "price before": re.compile(rf"{_SIGN}\s?(?P<number>{_DIGITS})"),
    "price": re.compile(rf"{_NUMBER}\s?(?:{_SIGN}|euros?|dollars?|pounds?|francs?|cents?)(?!\w)"),
    "share": re.compile(rf"{_NUMBER}\s?(?:%|percent\b|per cent\b)"),
    "time": re.compile(
        rf"{_NUMBER}[\s-]?(?:working |business |full )?(?P<unit>minute|hour|day|week|month|year)s?\b"
    ),
    "clock": re.compile(
        r"\b(?P<number>\d{1,2}):(?P<minutes>\d\d)(?!\w)|\b(?P<hour>\d{1,2})\s?(?P<half>[ap])\.?m\b"
    ),
    "day": re.compile(rf"\b(?P<day>{'|'.join(_DAYS)})s?\b"),
    "count": re.compile(rf"(?P<number>{_DIGITS})\s(?P<noun>[a-z]{{3,}})\b"),
}  # fmt: skip
# "30 days" and "a month" (730 hours) are the same.
_SAME_TIME = 0.02

_NO = re.compile(
    r"^\W*(?:not|sorry|unfortunately)\b|\b(?:can'?t|cannot|can not|impossible|unable|won'?t|isn'?t|aren'?t"
    r"|don'?t (?:offer|support|provide|allow|have|ship)|doesn'?t (?:offer|support|provide|allow|include|work)"
    r"|(?:is|are) not|not (?:possible|available|supported|allowed|included))\b",
    re.I,
)
_YES = re.compile(
    r"\b(?:you|we|they|parents|customers|everyone|anyone) (?:can|may)\b"
    r"|\b(?:is|are) (?:possible|available|supported|allowed|included|free)\b",
    re.I,
)
_LEADING = re.compile(r"^\W*(?:(?P<yes>yes|yep|sure|certainly|absolutely|of course)|(?P<no>no|nope))\b", re.I)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value with the words that state it and where they stand."""

    value: float
    text: str
    span: tuple[int, int]


def stated(text: str) -> dict[str, list[Stated]]:
    """Values by what they are: "price", "share", "time" (hours), "clock" (hours), "day", "child" for "25 children"."""
    found: dict[str, list[Stated]] = {}
    taken: set[int] = set()
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            noun = match["noun"] if kind == "count" else ""
            if noun in stop_words("en") or not taken.isdisjoint(range(*match.span())):
                continue
            taken.update(range(*match.span()))
            name = stem(noun, "en") if noun else kind.partition(" ")[0]
            found.setdefault(name, []).append(Stated(_value(kind, match), match[0], match.span()))
    return found


def clash(new: str, old: str) -> tuple[Stated, Stated] | None:
    """The first kind of thing that both state without a value in common, as (new, old)."""
    ours, theirs = stated(new), stated(old)
    for kind in ours:
        tolerance = _SAME_TIME if kind == "time" else 0.0
        if kind in theirs and not any(
            abs(one.value - other.value) <= tolerance * other.value
            for one in ours[kind]
            for other in theirs[kind]
        ):
            return ours[kind][0], theirs[kind][0]
    return None


def says_yes(text: str) -> bool | None:
    """What the first sentence answers to a yes-or-no question; None when it does not say."""
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0].replace("’", "'")
    if leading := _LEADING.match(first):
        return leading["yes"] is not None
    yes, no = bool(_YES.search(first)), bool(_NO.search(first))
    return yes if yes != no else None


def _value(kind: str, match: re.Match[str]) -> float:
    if kind == "day":
        return float(_DAYS.index(match["day"]))
    if kind == "clock":
        if match["half"]:
            return int(match["hour"]) % 12 + 12.0 * (match["half"] == "p")
        return int(match["number"]) + int(match["minutes"]) / 60
    number = float(_WORDS.get(match["number"]) or match["number"].replace(",", ""))
    return number * _HOURS[match["unit"]] if kind == "time" else number
