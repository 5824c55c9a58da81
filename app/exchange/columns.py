"""Guess which column holds what: by its name first, by its contents where names say nothing."""

import re
from collections.abc import Mapping, Sequence
from statistics import fmean

from app.exchange.rows import Column, Field

EXAMPLES = 3
EXAMPLE_LENGTH = 80
LOOKED_AT = 200  # rows that a guess by contents is built on
_TEXT_WORDS = 3.0  # words of a text column on average; ids, dates and labels have fewer

# From the surest name to the vaguest; a longer name counts when it contains one of these as a word.
_NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.QUERY: (
        "query", "question", "prompt", "instruction", "customer message", "user message", "customer", "user",
        "input", "request", "ticket", "message", "body", "description", "text", "frage", "anfrage",
    ),
    Field.RESPONSE: (
        "response", "answer", "reply", "completion", "ideal response", "resolution", "solution", "output",
        "assistant", "agent", "chosen", "antwort",
    ),
    Field.CATEGORY: ("category", "topic", "label", "tag", "type", "queue", "kategorie"),
    Field.CONTEXT: ("context", "persona", "who", "kontext"),
    Field.DIFFICULTY: ("difficulty", "level"),
    Field.DRAFT: ("draft", "rejected"),
    Field.SPLIT: ("split",),
    Field.EARLIER: ("earlier", "history"),
}  # fmt: skip


def guess(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[Column]:
    """One `Column` per name. `cells`: rows of texts, in the order of the names, may be ragged."""
    fields = _by_name(names)
    columns = [[row[i] for row in cells[:LOOKED_AT] if i < len(row)] for i in range(len(names))]
    for field in (Field.QUERY, Field.RESPONSE):
        if field not in fields.values():
            free = {i: columns[i] for i in range(len(names)) if i not in fields and _is_text(columns[i])}
            if free:
                score = _questions if field is Field.QUERY else _words
                fields[max(free, key=lambda i: (score(free[i]), _words(free[i])))] = field
    return [
        Column(name, fields.get(i), tuple(value[:EXAMPLE_LENGTH] for value in columns[i] if value)[:EXAMPLES])
        for i, name in enumerate(names)
    ]


def known_names(cells: Sequence[str]) -> int:
    """How many of these look like names of columns that matter."""
    return len(_by_name(cells))


def chosen(columns: Sequence[Column], wishes: Mapping[str, Field | None]) -> list[Column]:
    """The columns with the fields that a person gave some of them; a wished field leaves its other column."""
    taken = {field for field in wishes.values() if field}
    return [
        Column(c.name, wishes[c.name], c.examples)
        if c.name in wishes
        else Column(c.name, None if c.field in taken else c.field, c.examples)
        for c in columns
    ]


def _by_name(names: Sequence[str]) -> dict[int, Field]:
    """{index: field}; every field once, the best fitting name first."""
    fits = sorted(
        (fit, i, field)
        for i, name in enumerate(names)
        for field in Field
        if (fit := _fit(name, _NAMES[field])) is not None
    )
    found: dict[int, Field] = {}
    for _, i, field in fits:
        if i not in found and field not in found.values():
            found[i] = field
    return found


def _fit(name: str, known: Sequence[str]) -> tuple[int, int] | None:
    """(0, rank) for the same name, (1, rank) for a name of up to four words that contains it, else None."""
    words = " ".join(re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))
    if words in known:
        return 0, known.index(words)
    if not words or len(words.split()) > 4 or re.search(r"\b(id|date|time|at|count|number|url)\b", words):
        return None
    ranks = [rank for rank, wanted in enumerate(known) if re.search(rf"\b{wanted}s?\b", words)]
    return (1, ranks[0]) if ranks else None


def _is_text(values: Sequence[str]) -> bool:
    return _words(values) >= _TEXT_WORDS


def _words(values: Sequence[str]) -> float:
    return fmean(len(value.split()) for value in values) if values else 0.0


def _questions(values: Sequence[str]) -> float:
    return fmean("?" in value for value in values) if values else 0.0
