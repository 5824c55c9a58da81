"""What reads the same in every language: addresses, numeric dates, times of day, phone numbers, codes, menu paths."""

import re
from collections.abc import Hashable, Iterator

from app.facts.fact import FactKind
from app.facts.plain import numeral_value

Found = tuple[int, int, FactKind, Hashable]

LETTERS = r"A-Za-z\u00aa-\u052f"  # scripts that put spaces between words and numbers
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ENDS = "com|org|net|info|biz|io|app|dev|ai|shop|store|online|example|test|eu|gov|edu|cloud|me|tv"
_COUNTRIES = (
    "de|at|ch|uk|ie|us|ca|au|nz|fr|be|nl|lu|es|pt|it|gr|pl|cz|sk|hu|ro|bg|dk|se|no|fi|is|ru|ua|tr|il|ae|sa|eg|in|jp|kr|cn"
    "|tw|hk|sg|br|mx|ar|cl|co|pe|uy|za|ee|lv|lt|si|hr|rs"
)
_WEB = re.compile(
    rf"(?:https?://|www\.)[^\s)\]>,;\"']+"
    rf"|(?<![\w@.])[\w-]{{2,}}(?:\.[\w-]+)*\.(?:{_ENDS}|{_COUNTRIES})(?![\w-])(?:/[^\s)\],]*)?"
)
_ALWAYS = re.compile(r"(?<![\d/])24\s?/\s?7(?![\d/])")
_ISO = re.compile(r"(?<![\d-])(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?![\d-])")
_DOTTED = re.compile(
    r"(?<![\d./])(\d{1,2})\s?([./])\s?(\d{1,2})\s?\2(?:\s?(\d{4}|\d\d))?(?![\d%€$£])|(?<![\d-])(\d\d?)-(\d\d?)-(\d{4})(?!\d)"
)
_YEAR_FIRST = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号]")
_PHONE = re.compile(
    rf"(?<![\d.,/{LETTERS}_-])(?:"
    r"\+\d{1,3}[\s./-]{0,2}\(?\d[\d\s()./-]{4,18}\d"
    r"|\(?0\d[\d\s()/-]{4,16}\d"
    r"|\(\d{3}\)\s?\d{3}[\s-]\d{4}"
    r"|\d-\d{3}-\d{3}-\d{4}|\d{3,4}-\d{3,4}-\d{3,5}"
    r"|\d{3}[\s.]\d{3}[\s.]\d{3,4}|[6-9]\d\d(?:[\s.-]\d\d){3}"
    r")(?![\d%€$£]|[.,]\d|\s?(?:€|EUR\b))"
)
_CLOCK = re.compile(
    r"(?<![\d:.,€$£])([01]?\d|2[0-4])(?:(?::|\s?h\s?)([0-5]\d)(?::[0-5]\d)?(?!\d)(?:\s?h\b)?|(?=\s?[ap]\.?\s?m\b)|[.:]([0-5]\d)(?=\s?[ap]\.?\s?m\b))"
    r"(?:\s?([ap])\.?\s?m\b)?"
)
_EAST = re.compile(r"(?<!\d)([01]?\d|2[0-4])\s?[時时点點시](?!間|间|간)(?:\s?([0-5]?\d)\s?[分분]|(半|반))?")
_CODE = re.compile(
    rf"(?<![\w])(?:[{LETTERS}]+(?:-?\d|-[{LETTERS}]+-?\d)[\w]*(?:-\w+)*|\d{{7,}}(?!\w)|\d+[A-Za-z]{{1,4}}\d\w*|\d{{1,3}}[A-Z]{{1,3}}(?!\w))"
)
_MAYBE_CODE = re.compile(rf"[{LETTERS}]-?\d|\d{{7}}|\d[A-Za-z]{{1,4}}\d|\d[A-Z]")
_STEP = r"[^\W\d_](?:[\w&/'-]|\.(?=\w)|\s(?=[\w&]))*"
_PATH = re.compile(rf"{_STEP}(?:\s*(?:>|›|»|→)\s*{_STEP})+")
_ARROW = re.compile(r"\s*(?:>|›|»|→)\s*")
LISTED = re.compile(r"^\s*(?:\*\*)?\d{1,2}[.)](?=\s)", re.M)
NUMERALS = re.compile(r"[一二三四五六七八九十百千两兩〇]+")


def addresses(text: str) -> Iterator[Found]:
    if "@" in text:
        for match in _MAIL.finditer(text):
            yield *match.span(), FactKind.ADDRESS, match[0].lower().rstrip(".")
    if "." in text or "://" in text:
        for match in _WEB.finditer(text):
            said = match[0].rstrip("./?!:")
            value = re.sub(r"^(?:https?://)?(?:www\.)?", "", said.lower()).rstrip("/")
            yield match.start(), match.start() + len(said), FactKind.ADDRESS, value


def always(text: str) -> Iterator[Found]:
    for match in _ALWAYS.finditer(text):
        yield *match.span(), FactKind.CODE, "24/7"


def dates(text: str, month_first: bool) -> Iterator[Found]:
    for match in _ISO.finditer(text):
        if value := _date(int(match[4]), int(match[3]), int(match[1])):
            yield *match.span(), FactKind.DATE, value
    for match in _YEAR_FIRST.finditer(text):
        if value := _date(int(match[3]), int(match[2]), int(match[1]) if match[1] else None):
            yield *match.span(), FactKind.DATE, value
    for match in _DOTTED.finditer(text):
        one, other, year = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
        first, second = int(one), int(other)
        whole = (int(year) + 2000 * (len(year) == 2)) if year else None
        if match[2] == "/" and not year:
            continue
        swapped = month_first and match[2] != "." and second < 32
        value = (_date(second, first, whole) if swapped else None) or _date(first, second, whole)
        value = value or _date(second, first, whole)
        if value:
            yield *match.span(), FactKind.DATE, value


def phones(text: str) -> Iterator[Found]:
    for match in _PHONE.finditer(text):
        if 7 <= sum(c.isdigit() for c in match[0]) <= 15:
            yield *match.span(), FactKind.PHONE, match[0]


def clocks(text: str) -> Iterator[Found]:
    """With a colon, an h or am and pm."""
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1]), int(match[2] or match[3] or 0)
        yield *match.span(), FactKind.CLOCK, (halved(hour, match[4]) * 60 + minute) % 1440
    for match in _EAST.finditer(text):
        minute = 30 if match[3] else int(match[2] or 0)
        yield *match.span(), FactKind.CLOCK, (int(match[1]) * 60 + minute) % 1440


def halved(hour: int, half: str | None) -> int:
    return hour if half is None else hour % 12 + 12 * (half == "p")


def codes(text: str) -> Iterator[Found]:
    if not _MAYBE_CODE.search(text):
        return
    for match in _CODE.finditer(text):
        yield *match.span(), FactKind.CODE, "".join(c for c in match[0].lower() if c.isalnum())


def paths(text: str) -> Iterator[Found]:
    """Where the first step begins and the last one ends is not written: what counts are the words at the arrows."""
    if not any(arrow in text for arrow in ">›»→"):
        return
    for match in _PATH.finditer(text):
        steps = [step.strip(" .").lower() for step in _ARROW.split(match[0])]
        first = steps[0].split()
        capitals = _capitals(_ARROW.split(match[0])[0])
        start = match[0].rindex(capitals, 0, match[0].index(_ARROW.search(match[0])[0])) + match.start()  # type: ignore[index]
        yield start, match.end(), FactKind.PATH, (first[-1], *steps[1:-1], steps[-1].split()[0].rstrip("."))


def sub_paths(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All stretches of a path, written as `paths` would."""
    for first in range(len(path) - 1):
        for last in range(first + 1, len(path)):
            yield (path[first].split()[-1], *path[first + 1 : last], path[last].split()[0])


def numerals(text: str) -> Iterator[tuple[int, int, float]]:
    for match in NUMERALS.finditer(text):
        if (value := numeral_value(match[0])) is not None:
            yield *match.span(), value


def _capitals(step: str) -> str:
    """The end of a step from its first capital in a row on: of "Go to My Unit" the "My Unit"."""
    words = step.split(" ")
    kept = [words[-1]]
    for word in reversed(words[:-1]):
        if not word[:1].isupper():
            break
        kept.insert(0, word)
    return " ".join(kept)


def _date(day: int, month: int, year: int | None) -> tuple[int, int, int | None] | None:
    return (day, month, year) if 1 <= day <= 31 and 1 <= month <= 12 else None
