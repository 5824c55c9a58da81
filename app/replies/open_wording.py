"""The text of an open question: what may be kept of what someone wrote, and which two ask the same. Pure."""

import hashlib
from collections.abc import Iterable

from app.answers import private
from app.answers.finding import Part
from app.models import OpenQuestion
from app.text.fields import trimmed
from app.text.private import is_private
from app.text.similarity import TOO_SIMILAR, similarity
from app.text.words import tokens

LENGTH = 500
_KEY_LENGTH = 200  # of the column


def keepable(text: str) -> str | None:
    """The bare question; None for what is none, and for what only the one who wrote it may see: the coach and every
    customer after that would read it."""
    said = " ".join(trimmed(text).split())
    if len(said) > LENGTH or not any(letter.isalpha() for letter in said) or not _is_whole(said):
        return None
    # As a response, of which less is let through: an address or a phone number is never the point of a question.
    parts = (private.secrets(said, Part.RESPONSE), private.personal_data(said, Part.RESPONSE, ""))
    return None if is_private(said) or any(any(found) for found in parts) else said


def key_of(text: str) -> str:
    """The same for texts that differ in capitals, marks and spaces only."""
    key = " ".join(tokens(text))
    if len(key) <= _KEY_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: _KEY_LENGTH - len(digest) - 1]} {digest}"


def nearest(text: str, rows: Iterable[OpenQuestion]) -> OpenQuestion | None:
    """The row that asks nearly the same; the first of those that are equally near. 0.4 ms for 200 rows."""
    likeness = [(similarity(text, row.text), row) for row in rows]
    best, row = max(likeness, key=lambda one: one[0], default=(0.0, None))
    return row if best >= TOO_SIMILAR else None


def _is_whole(text: str) -> bool:
    """Half of a character pair can't be stored."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
