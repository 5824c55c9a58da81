"""Text that people and models send: cleaned and measured in one place."""

from collections.abc import Sequence
from typing import Any

from app.errors import InvalidInput

KEY_LENGTH = 100  # characters of an idempotency key


def storable(value: Any) -> Any:
    """The same JSON value without U+0000, the one character that PostgreSQL's text and jsonb refuse."""
    match value:
        case str():
            return value.replace("\x00", "")
        case list():
            return [storable(item) for item in value]
        case dict():
            return {key: storable(item) for key, item in value.items()}
        case _:
            return value


def is_whole(text: str) -> bool:
    """False with half of a UTF-16 pair in it (U+D800 to U+DFFF), which no encoding can write."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def trimmed(value: str | None) -> str:
    return (value or "").replace("\x00", "").strip()


def required(value: str | None, field: str, longest: int) -> str:
    """The trimmed text; raises InvalidInput when nothing is left or it is too long."""
    text = trimmed(value)
    if not text:
        raise InvalidInput(f"The {field} is empty; write at least one word.", field)
    return _not_longer(text, field, longest)


def optional(value: str | None, field: str, longest: int) -> str | None:
    """The trimmed text, None when nothing is left; raises InvalidInput when it is too long."""
    text = trimmed(value)
    return _not_longer(text, field, longest) if text else None


def idempotency_key(value: str | None) -> str | None:
    if value is not None and not 1 <= len(trimmed(value)) <= KEY_LENGTH:
        raise InvalidInput(f"An idempotency key has 1 to {KEY_LENGTH} characters.", "idempotencyKey")
    return trimmed(value) or None


def counted(number: int, noun: str) -> str:
    """Such as “1 pair” and “20 pairs”; for nouns whose plural ends in s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def spread(texts: Sequence[str], most: int) -> list[str]:
    """At most so many of them, evenly from beginning to end."""
    step = max(1.0, len(texts) / most)
    return [texts[int(number * step)] for number in range(min(most, len(texts)))]


def capitalised(text: str, language: str) -> str:
    """With a capital at the beginning; `language`: ISO 639-1."""
    first = "İ" if language == "tr" and text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def _not_longer(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise InvalidInput(f"The {field} has {len(text)} characters; {longest} is the most.", field)
    return text
