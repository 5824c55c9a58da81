"""Every format under one roof: the command line, the API, the page and docs/formats.md take theirs from here.

A new one is a file in readers/ with its FORMAT, and a place in this list.
"""

from app.errors import InvalidInput
from app.exchange import findings, shapes
from app.exchange.format import Format
from app.exchange.readers import (
    alpaca,
    coachable,
    completions,
    document,
    helpdesk,
    html_page,
    intents,
    macros,
    mail,
    openai,
    page,
    parquet,
    preferences,
    segments,
    sharegpt,
    table,
    workbook,
    yaml,
)
from app.exchange.rows import Contents
from app.exchange.source import Source, Wishes

# A file is read by the first that claims it, JSON then by the signs of its objects (shapes.py).
ALL: tuple[Format, ...] = (
    parquet.FORMAT,
    workbook.FORMAT,
    document.FORMAT,
    coachable.FORMAT,
    openai.FORMAT,
    preferences.FORMAT,
    completions.FORMAT,
    sharegpt.FORMAT,
    alpaca.FORMAT,
    segments.FORMAT,
    helpdesk.FORMAT,
    macros.FORMAT,
    intents.FORMAT,
    yaml.FORMAT,
    mail.FORMAT,
    html_page.FORMAT,
    table.FORMAT,
    page.FORMAT,
)
BY_NAME = {format.name: format for format in ALL}
WRITTEN = tuple(format for format in ALL if format.write is not None)
SUFFIXES = tuple(dict.fromkeys(suffix for format in ALL for suffix in format.suffixes)) + (".gz",)


def of_name(name: str, *, written: bool = False) -> Format:
    """Raises InvalidInput."""
    format = BY_NAME.get(name.lower())
    if format is None or (written and format.write is None):
        known = ", ".join(one.name for one in (WRITTEN if written else ALL))
        raise InvalidInput(f"{name!r} is not a format; use one of {known}.", "format")
    return format


def detect(source: Source) -> Format:
    """By what the file begins with and its name's end, JSON by its first object that can be read."""
    format = next((one for one in ALL if one.claims(source)), None)
    if format is None:  # a table without known names, or a text without questions
        return table.FORMAT if table.is_even(source.text) else page.FORMAT
    return shapes.first_shape(source.objects.found) if format is coachable.FORMAT else format


def read(
    source: Source, format: Format | None = None, wishes: Wishes | None = None
) -> tuple[Format, Contents]:
    """`format`: as a person said; None: found out. `wishes`: {column: field} where columns are guessed. Raises
    InvalidInput, LimitReached."""
    chosen = format or detect(source)
    if chosen.read is not None:
        found = chosen.read(source, wishes or {})
    else:
        found = shapes.read_objects(source, wishes or {}, format)
    findings.look(found, source)
    return chosen, found
