"""Objects of one file, each read by the format whose signs it has, the others by a guess at their keys."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.exchange import guessing
from app.exchange.format import Format, Line
from app.exchange.notes import Notes
from app.exchange.ratings import rated, rating_in
from app.exchange.readers import (
    alpaca,
    coachable,
    completions,
    helpdesk,
    intents,
    macros,
    openai,
    preferences,
    segments,
    sharegpt,
)
from app.exchange.rows import Contents, FindingCode, Found, Unreadable
from app.exchange.source import Source, Wishes
from app.text.fields import counted

_NAMED = 3  # speakers
# The first whose signs an object has reads it.
SHAPES: tuple[Format, ...] = (
    segments.FORMAT,
    intents.FORMAT,
    macros.FORMAT,
    preferences.FORMAT,
    helpdesk.FORMAT,
    openai.FORMAT,
    sharegpt.FORMAT,
    completions.FORMAT,
    alpaca.FORMAT,
)


def shape_of(data: Mapping[str, Any]) -> Format:
    return next((format for format in SHAPES if format.signs(data)), coachable.FORMAT)


def first_shape(lines: Iterable[Line]) -> Format:
    """What the file is called, by its first object that does not describe the agent."""
    return next((shape_of(data) for _, data in lines if not coachable.is_subject(data)), coachable.FORMAT)


def read(
    lines: Sequence[Line], wishes: Wishes, *, format: Format | None = None, is_own: bool = False
) -> Contents:
    """`format`: of all objects, as a person said; None: of each one by itself."""
    found, notes = Contents(is_own=is_own), Notes()
    system = None
    has_subject = bool(lines) and coachable.is_subject(lines[0][1])
    if has_subject:
        system = lines[0][1].get("system")
        lines = lines[1:]
    if wishes or is_own or format is coachable.FORMAT:
        guessed: list[Line] = list(lines)
    elif format is not None:
        guessed = []
        _shaped(lines, format, found, notes)
    else:
        guessed = []
        kinds = [(line, data, shape_of(data)) for line, data in lines]
        for shape in dict.fromkeys(kind for _, _, kind in kinds):
            some = [(line, data) for line, data, kind in kinds if kind is shape]
            if shape is coachable.FORMAT:
                guessed = some
            else:
                _shaped(some, shape, found, notes)
    if guessed:
        # The line about the agent is what other tools don't write, as they may well call their keys so.
        found.is_own = is_own or (has_subject and all(coachable.is_own(data) for _, data in guessed))
        part = guessing.read(guessed, wishes, notes, is_own=found.is_own)
        if isinstance(system, str) and system:
            part.rows = [
                Found(one.line, replace(one.row, system=one.row.system or system)) for one in part.rows
            ]
        found.add(part)
    if notes.guessed_speakers:
        shown = ", ".join(f"“{name}”" for name, _ in notes.guessed_speakers.most_common(_NAMED))
        found.doubt(
            FindingCode.SPEAKERS,
            f"Nothing says which side is the customer's ({shown}); the one who wrote first in a conversation was "
            "taken for the customer.",
        )
    if notes.names:
        found.doubt(
            FindingCode.COLUMNS,
            f"Saved replies have names and no questions: “{notes.names[0]}” was taken for what a customer asks.",
        )
    found.rows.sort(key=lambda row: row.line)
    found.problems.sort(key=lambda problem: problem.line)
    found.notices = [*notes.sentences(), *found.notices]
    found.unanswered += notes.unanswered
    return found


def _shaped(lines: Sequence[Line], format: Format, found: Contents, notes: Notes) -> None:
    assert format.shape is not None
    read: list[Found] = []
    ratings: list[str] = []
    for line, data in format.compared(lines, notes):
        try:
            rows = list(format.shape(dict(data), notes))
        except Unreadable as error:
            found.refuse(line, str(error))
            continue
        read += [Found(line, row) for row in rows]
        ratings += [rating_in(data)] * len(rows)
        found.unlearned += not rows
    found.rows += rated(found, read, ratings, format.title, notes)


def read_objects(source: Source, wishes: Wishes, format: Format | None) -> Contents:
    """Of a JSON file."""
    found = read(source.objects.found, wishes, format=format)
    found.problems = sorted([*found.problems, *source.objects.problems], key=lambda problem: problem.line)
    if source.objects.mended:
        found.notices.append(
            f"{counted(source.objects.mended, 'place')} with commas, comments or quotes that JSON does not have; read "
            "all the same."
        )
    return found
