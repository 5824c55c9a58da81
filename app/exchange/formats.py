"""Every format under one roof: which one a text is in, what it holds, how rows are written in it."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from app.errors import InvalidInput
from app.exchange import alpaca, openai, preferences, records, sharegpt, table
from app.exchange.objects import objects
from app.exchange.rows import Contents, Field, Found, Problem, Row, Subject, Unreadable

Reader = Callable[[dict[str, Any]], Iterator[Row]]


class Format(StrEnum):
    COACHABLE = "coachable"
    OPENAI = "openai"
    SHAREGPT = "sharegpt"
    ALPACA = "alpaca"
    CSV = "csv"
    PREFERENCES = "preferences"

    @property
    def suffix(self) -> str:
        return "csv" if self is Format.CSV else "jsonl"

    @property
    def media_type(self) -> str:
        return "text/csv" if self is Format.CSV else "application/jsonl"


_READERS: dict[Format, Reader] = {
    Format.OPENAI: openai.read,
    Format.SHAREGPT: sharegpt.read,
    Format.ALPACA: alpaca.read,
    Format.PREFERENCES: preferences.read,
}
_WRITERS: dict[Format, Callable[[Row], str]] = {
    Format.COACHABLE: records.write,
    Format.OPENAI: openai.write,
    Format.SHAREGPT: sharegpt.write,
    Format.ALPACA: alpaca.write,
    Format.CSV: table.write,
    Format.PREFERENCES: preferences.write,
}
# A key that only this format has; the first that is there decides.
_SIGNS = (
    ("messages", Format.OPENAI),
    ("conversations", Format.SHAREGPT),
    ("conversation", Format.SHAREGPT),
    ("rejected", Format.PREFERENCES),
    ("instruction", Format.ALPACA),
)


def detect(content: str, name: str = "") -> Format:
    """By the first object that can be read, else by the name's end; anything else is a table."""
    content = content.removeprefix("\ufeff")
    if content.lstrip()[:1] in ("{", "["):
        for item in objects(content):
            if isinstance(item, Problem) or records.is_subject(item[1]):
                continue
            return next((format for key, format in _SIGNS if key in item[1]), Format.COACHABLE)
        return Format.COACHABLE
    return Format.COACHABLE if name.lower().endswith((".json", ".jsonl", ".ndjson")) else Format.CSV


def read(content: str, format: Format, wishes: Mapping[str, Field | None] | None = None) -> Contents:
    """`wishes`: {column: field} for formats whose columns are guessed (CSV, own JSONL)."""
    content = content.removeprefix("\ufeff")
    if format is Format.CSV:
        return table.read(content, wishes or {})
    problems: list[Problem] = []
    lines: list[tuple[int, dict[str, Any]]] = []
    for item in objects(content):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            lines.append(item)
    found = records.read(lines, wishes or {}) if format is Format.COACHABLE else _read(lines, format)
    found.problems = sorted([*found.problems, *problems], key=lambda problem: problem.line)
    return found


def head(format: Format, subject: Subject) -> str:
    """What stands above the rows."""
    if format is Format.CSV:
        return table.head()
    return records.head(subject) if format is Format.COACHABLE else ""


def write(row: Row, format: Format) -> str:
    """One row with its line end; empty where the format has no place for it (see preferences.py)."""
    return _WRITERS[format](row)


def of_name(name: str) -> Format:
    """Raises InvalidInput."""
    try:
        return Format(name.lower())
    except ValueError:
        known = ", ".join(Format)
        raise InvalidInput(f"{name!r} is no format; use one of {known}.", "format") from None


def _read(lines: list[tuple[int, dict[str, Any]]], format: Format) -> Contents:
    found = Contents()
    for line, data in lines:
        try:
            rows = list(_READERS[format](data))
        except Unreadable as error:
            found.refuse(line, str(error))
            continue
        found.rows += [Found(line, row) for row in rows]
        found.unlearned += not rows
    return found
