"""What looks wrong in the rows of a file, whatever format they came in. Pure.

These are doubts: each has cases in which all is well, and a person who sees it knows.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ftfy.badness import is_bad

from app.exchange import columns, templates
from app.exchange.cleaning import STILL_QUOTED
from app.exchange.garbled import were_utf8
from app.exchange.html import is_page
from app.exchange.rows import Contents, Field, FindingCode, Found
from app.exchange.source import Source
from app.text.fields import counted

_SHOWN = 80  # characters of an example
_LEAST = 5  # rows from which their likeness says something
_LIKE = 0.6  # of them
_CHOICE = re.compile(r"[(\[]?[A-Za-z0-9][)\].]?")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_JSON = re.compile(r"\s*[\[{]\s*[\"{\[].*[\]}]\s*", re.S)


def look(found: Contents, source: Source) -> None:
    _encoding(found, source)
    if found.is_own:
        return
    answers = [one.row.response for one in found.rows]
    texts = [t for one in found.rows for t in (one.row.query, one.row.response)]
    lines = texts if source.is_binary else source.text.split("\n")
    for code, what, some in (
        (
            FindingCode.GARBLED,
            "One encoding read as another",
            [t for t in texts if not t.isascii() and is_bad(t)] or were_utf8(lines),
        ),
        (
            FindingCode.MARKUP,
            "Marks of a chat template, or a whole web page",
            [t for t in texts if templates.LEFTOVER.search(t) or is_page(t)],
        ),
        (
            FindingCode.MARKUP,
            "Fields that another program fills in",
            [t for t in answers if templates.FIELD.search(t)],
        ),
        (FindingCode.QUOTED_MAIL, "Another mail quoted", [t for t in answers if STILL_QUOTED.search(t)]),
        (
            FindingCode.NOT_TEXT,
            "Control characters, as in files that are not text",
            [t for t in texts if _CONTROLS.search(t)],
        ),
        (FindingCode.NOT_TEXT, "JSON in place of words", [t for t in answers if _JSON.fullmatch(t)]),
    ):
        if some:
            found.doubt(code, f"{what}: {counted(len(some), 'text')}, such as {_shown(some[0])}.")
    _forms(found)
    _sameness(found.rows, found)
    _choices(found.rows, found)
    _header(found.rows, found)


def _encoding(found: Contents, source: Source) -> None:
    if source.is_binary:
        return
    decoded = source.decoded
    if decoded.lost:
        found.doubt(
            FindingCode.ENCODING,
            f"{counted(decoded.lost, 'character')} could not be read as {decoded.encoding} and became �; save "
            "the file as UTF-8, or name its encoding.",
        )
    elif "\ufffd" in decoded.text:
        found.doubt(
            FindingCode.ENCODING,
            "Some characters of the file were lost before "
            f"({_shown_around(decoded.text, decoded.text.index(chr(0xFFFD)))}); "
            "save it anew as UTF-8 where it comes from.",
        )
    elif decoded.rival is not None:
        rival = decoded.rival
        place = _difference(decoded.text, rival.text)
        found.doubt(
            FindingCode.ENCODING,
            f"The file is not in UTF-8, and two encodings fit: read as {decoded.encoding} it has "
            f"{_shown_around(decoded.text, place)}, as {rival.encoding} {_shown_around(rival.text, place)}. "
            "If the first is wrong, name its encoding.",
        )
    elif not decoded.is_sure:
        found.doubt(
            FindingCode.ENCODING,
            f"The file is not in UTF-8; read as {decoded.encoding} it has {_strange(decoded.text)}, which looks "
            "like no language. Name its encoding, or save it as UTF-8.",
        )
    elif not decoded.encoding.startswith("utf"):
        found.notices.append(f"Read as {decoded.encoding}: {_strange(decoded.text)}.")


def _forms(found: Contents) -> None:
    """Answers that are names of people, questions that are their addresses: columns taken for others."""
    for what, texts in (
        ("questions", [f.row.query for f in found.rows]),
        ("answers", [f.row.response for f in found.rows]),
    ):
        form = columns.form_of(texts[: columns.LOOKED_AT]) if len(texts) > 1 else None
        is_named = any(
            c.field in (Field.QUERY, Field.RESPONSE) and c.reason == columns.CHOSEN for c in found.columns
        )
        if form == "names" and 2 * sum(" " in text.strip() for text in texts) < len(texts):
            continue  # “Yes” and “Montags” are answers
        if form in ("addresses", "names", "dates") and not is_named and len(set(texts)) > 1:
            found.doubt(FindingCode.COLUMNS, f"Most {what} are {form}, such as {_shown(texts[0])}.")


def _choices(rows: Sequence[Found], found: Contents) -> None:
    """Of a test: the answer is the letter of one of the choices beside it."""
    answers = [one.row.response.strip() for one in rows]
    if len(set(answers)) > 1 and all(_CHOICE.fullmatch(answer) for answer in answers):
        found.doubt(
            FindingCode.NOT_TEXT,
            f"All answers are letters or numbers of one sign, such as {_shown(answers[0])}.",
        )


def _sameness(rows: Sequence[Found], found: Contents) -> None:
    if len(rows) < _LEAST:
        return
    [(answer, often)] = Counter(one.row.response for one in rows).most_common(1)
    if often >= _LIKE * len(rows):
        found.doubt(
            FindingCode.SAME_ANSWER, f"{often} of {len(rows)} answers are the same: {_shown(answer)}."
        )
    same = sum(one.row.query.strip() == one.row.response.strip() for one in rows)
    if same >= _LIKE * len(rows):
        found.doubt(FindingCode.SAME_ANSWER, f"{same} of {len(rows)} answers repeat their question.")


def _header(rows: Sequence[Found], found: Contents) -> None:
    """A first pair that is the names of columns."""
    if (
        rows
        and not found.columns
        and all(
            columns.names_of(field, text)
            for field, text in ((Field.QUERY, rows[0].row.query), (Field.RESPONSE, rows[0].row.response))
        )
    ):
        found.doubt(FindingCode.HEADER, f"The first pair is the header: {_shown(rows[0].row.query)}.")


def _shown(text: str) -> str:
    short = " ".join(text.split())
    return f"“{short[:_SHOWN]}{'…' if len(short) > _SHOWN else ''}”"


def _strange(text: str) -> str:
    """A place where the encoding shows."""
    return _shown_around(text, next((i for i, letter in enumerate(text) if not letter.isascii()), 0))


def _difference(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)


def _shown_around(text: str, place: int) -> str:
    return _shown(text[max(0, place - 20) : place + 40])
