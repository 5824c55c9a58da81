"""Guess which column holds what: by its name where its texts agree, by its texts where names say nothing."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from statistics import fmean

from app.exchange.headers import ABOUT, BAD, GOOD, INTERNAL, NAMES, VAGUE
from app.exchange.rows import Column, Field
from app.pairs.filing import CONTEXT_LENGTH

EXAMPLES = 3
EXAMPLE_LENGTH = 80
LOOKED_AT = 200  # rows that a guess by contents is built on
_TEXT_WORDS = 3.0  # words of a text column on average; ids, dates and labels have fewer
_MOST = 0.8  # of the texts, that make a column one of addresses, dates or names
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # Thai, kana and Chinese signs
# Of scripts whose headers have no spaces.
_JOINED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_PARTS = re.compile(r"[^\s_/()\[\].:;,*#\"'?!&|-]+")  # not \w, which cuts the words of Hindi and Tamil
_ANSWERED = (Field.QUERY, Field.RESPONSE)
_BY_NAME = "by its name"
_ASK = "most of its texts ask something"
_FORMS = (
    ("addresses", re.compile(r"[^@\s]+@[^@\s]+\.\w+|(?:https?://|www\.)\S+")),
    ("numbers", re.compile(r"[#$€£]?[+-]?[\d.,:%\s-]*\d[\d.,:%\s-]*|[0-9a-f]{8}-[0-9a-f-]{20,}")),
    ("dates", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ,].*)?|\w{3,9}\.? \d{1,2},? \d{4}.*")),
    ("flags", re.compile(r"true|false|yes|no|null|none|nan", re.I)),
    (
        "names",
        re.compile(r"(?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'’-]+)(?: (?:[^\W\d_a-z]\.|[^\W\d_a-z][\w'’-]+)){0,2}"),
    ),
)


def guess(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[Column]:
    """One `Column` per name. `cells`: rows of texts, in the order of the names, may be ragged."""
    columns = [[row[i] for row in cells[:LOOKED_AT] if i < len(row)] for i in range(len(names))]
    fields = _by_name(names, columns)
    reasons = dict.fromkeys(fields, _BY_NAME)
    if (swapped := _asking_title(names, columns, fields)) is not None:
        title, body = swapped
        fields |= {title: Field.QUERY, body: Field.RESPONSE}
        reasons |= {title: _ASK, body: "it stands beside them"}
    is_dialogue = Field.THREAD in fields.values() and Field.SPEAKER in fields.values()
    for field in _ANSWERED:
        if field in fields.values() or (is_dialogue and field is Field.RESPONSE):
            continue
        free = {
            i: columns[i]
            for i in range(len(names))
            if i not in fields
            and is_text(columns[i])
            and not form_of(columns[i])
            and not _is_internal(names[i])
        }
        if free:
            score = _questions if field is Field.QUERY else _words
            best = max(free, key=lambda i: (score(free[i]), _words(free[i])))
            fields[best] = field
            asks = field is Field.QUERY and _questions(columns[best]) >= 0.5
            reasons[best] = _ASK if asks else "its texts are the longest"
    return [
        Column(
            name,
            fields.get(i),
            tuple(value[:EXAMPLE_LENGTH] for value in columns[i] if value)[:EXAMPLES],
            reasons.get(i, ""),
        )
        for i, name in enumerate(names)
    ]


def own(names: Sequence[str], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Those of a file that Coachable wrote: they are called as the fields are."""
    return [
        Column(
            name,
            Field(name) if name in set(Field) else None,
            tuple(row[i][:EXAMPLE_LENGTH] for row in cells[:LOOKED_AT] if i < len(row) and row[i])[:EXAMPLES],
            _BY_NAME,
        )
        for i, name in enumerate(names)
    ]


def doubts(columns: Sequence[Column]) -> list[str]:
    """What a person has to look at before the guess is believed."""
    guessed = [c for c in columns if c.field in _ANSWERED and c.reason not in (_BY_NAME, CHOSEN)]
    said = [
        f"“{c.name}” was taken for the {'questions' if c.field is Field.QUERY else 'answers'} because {c.reason}: "
        + " / ".join(f"“{example}”" for example in c.examples[:2])
        for c in guessed
    ]
    for field, what in ((Field.QUERY, "questions"), (Field.RESPONSE, "answers")):
        taken = [c for c in columns if c.field is field and c.reason == _BY_NAME]
        others = [
            c
            for c in columns
            if c.field is None
            and c.reason == ""
            and _fit(c.name, NAMES[field]) is not None
            and _words_of(c.name) not in VAGUE
            and _is_another(c, field)
        ]
        said += [
            f"Both “{taken[0].name}” and “{c.name}” may hold the {what}; “{taken[0].name}” was taken."
            for c in others
            if taken
        ]
    return said


CHOSEN = "you said so"


def known_names(cells: Sequence[str]) -> int:
    """How many of these look like names of columns that matter."""
    return len(
        {field for cell in cells for field in _ANSWERED if _fit(cell, NAMES[field]) is not None}
    ) + sum(
        _fit(cell, NAMES[field]) is not None for cell in cells for field in Field if field not in _ANSWERED
    )


def fits(field: Field, name: str) -> bool:
    """Whether a column may hold the field by its name."""
    return _fit(name, NAMES[field]) is not None


def names_of(field: Field, name: str) -> bool:
    """Whether a column is called just so."""
    return _is_exact(name, field)


def chosen(columns: Sequence[Column], wishes: Mapping[str, Field | None]) -> list[Column]:
    """The columns with the fields that a person gave some of them; a wished field leaves its other column."""
    taken = {field for field in wishes.values() if field}
    return [
        Column(c.name, wishes[c.name], c.examples, CHOSEN)
        if c.name in wishes
        else Column(c.name, None if c.field in taken else c.field, c.examples, c.reason)
        for c in columns
    ]


def form_of(values: Sequence[str]) -> str | None:
    """What most of these are when they are not texts: addresses, numbers, dates, flags or names."""
    filled = [value.strip() for value in values if value.strip()]
    if not filled:
        return None
    for name, pattern in _FORMS:
        if sum(pattern.fullmatch(value) is not None for value in filled) >= _MOST * len(filled):
            return name
    return None


def is_text(values: Sequence[str]) -> bool:
    return _words(values) >= _TEXT_WORDS


def _by_name(names: Sequence[str], columns: Sequence[Sequence[str]]) -> dict[int, Field]:
    """{index: field}; every field once, the best fitting name first."""
    fits = sorted(
        (fit, i, field)
        for i, name in enumerate(names)
        for field in Field
        if (fit := _fit(name, NAMES[field])) is not None and _may_be(field, name, columns[i])
    )
    found: dict[int, Field] = {}
    for _, i, field in fits:
        if i not in found and field not in found.values():
            found[i] = field
    if Field.THREAD in found.values() and not _is_dialogue(found, columns):
        found = {i: f for i, f in found.items() if f not in (Field.THREAD, Field.SPEAKER)}
        for _, i, field in fits:  # “ticket” may be the text when it is not a thread
            if i not in found and field not in (*found.values(), Field.THREAD, Field.SPEAKER):
                found[i] = field
    elif Field.THREAD in found.values():
        found = {i: f for i, f in found.items() if f is not Field.RESPONSE}
    return {i: f for i, f in found.items() if f is not Field.SPEAKER or Field.THREAD in found.values()}


def _asking_title(
    names: Sequence[str], columns: Sequence[Sequence[str]], fields: Mapping[int, Field]
) -> tuple[int, int] | None:
    """(title, body) of articles whose titles ask; alone, “body” would be what the customer wrote."""
    body = next(
        (i for i, field in fields.items() if field is Field.QUERY and _words_of(names[i]) in VAGUE), None
    )
    if body is None or Field.RESPONSE in fields.values() or Field.THREAD in fields.values():
        return None
    asking = [
        i
        for i in range(len(names))
        if i not in fields and is_text(columns[i]) and _questions(columns[i]) >= 0.5
    ]
    title = max(asking, key=lambda i: _questions(columns[i]), default=None)
    return None if title is None or _questions(columns[body]) >= _questions(columns[title]) else (title, body)


def _may_be(field: Field, name: str, values: Sequence[str]) -> bool:
    """Whether the texts are such as the field has."""
    form, distinct = form_of(values), {value.strip().casefold() for value in values if value.strip()}
    words = _words_of(name)
    if field in _ANSWERED:
        is_sure = words in NAMES[field] and words not in VAGUE
        return form is None or (is_sure and form not in ("addresses", "dates"))
    if field is Field.CONTEXT:  # of SQuAD it is the paragraph that holds the answer
        return all(len(value) <= CONTEXT_LENGTH for value in values)
    if field is Field.RATING:
        return bool(distinct) and (
            distinct <= GOOD | BAD or words not in ("label", "note", "score", "quality")
        )
    if field is Field.CATEGORY:
        return not (distinct and words in ("label", "tag", "type") and distinct <= GOOD | BAD)
    if field is Field.THREAD:
        return len(distinct) < len([value for value in values if value.strip()])
    if field is Field.SPEAKER:
        return len(distinct) > 1
    return True


def _is_dialogue(found: Mapping[int, Field], columns: Sequence[Sequence[str]]) -> bool:
    """One message a row: threads of several rows, with more than one speaker in most of them."""
    at = {field: i for i, field in found.items()}
    if Field.SPEAKER not in at:
        return False
    threads: dict[str, set[str]] = {}
    for thread, speaker in zip(columns[at[Field.THREAD]], columns[at[Field.SPEAKER]], strict=False):
        threads.setdefault(thread, set()).add(speaker)
    return sum(len(speakers) > 1 for speakers in threads.values()) * 2 >= len(threads)


def _is_internal(name: str) -> bool:
    return bool(set(_words_of(name).split()) & INTERNAL)


def _words_of(name: str) -> str:
    spaced = (
        re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFC", name)).lower().replace("(html)", "")
    )
    return " ".join(_PARTS.findall(spaced))


def _is_another(column: Column, field: Field) -> bool:
    """Called so too, or so in another language or for the second time: “answer_de”, “Answer 2”."""
    if _is_exact(column.name, field):
        return is_text(column.examples)
    return (
        form_of(column.examples) is None
        and re.fullmatch(
            rf"(?:{'|'.join(map(re.escape, NAMES[field]))}) (?:[a-z]{{2}}|\d)", _words_of(column.name)
        )
        is not None
    )


def _is_exact(name: str, field: Field) -> bool:
    return _words_of(name) in NAMES[field]


def _fit(name: str, known: Sequence[str]) -> tuple[int, int] | None:
    """(0, rank) for the same name, (1, rank) for a name of up to four words that contains it, else None."""
    words = _words_of(name)
    if words in known:
        return 0, known.index(words)
    parts = words.split()
    if not words or len(parts) > 4 or set(parts) & ABOUT:
        return None
    ranks = [
        rank
        for rank, wanted in enumerate(known)
        if len(wanted) > 1
        and (re.search(rf"\b{wanted}s?\b", words) or (_JOINED.search(wanted) and wanted in words))
    ]
    return (1, ranks[0]) if ranks else None


def _words(values: Sequence[str]) -> float:
    """Words of a text on average; of a script without spaces two signs count as one."""
    return fmean(_length(value) for value in values) if values else 0.0


def _length(value: str) -> float:
    return max(len(value.split()), len(_UNSPACED.findall(value)) / 2)


def _questions(values: Sequence[str]) -> float:
    return fmean(any(mark in value for mark in "?？؟") for value in values) if values else 0.0
