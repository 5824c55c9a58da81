"""JSON objects with the lines they begin in: one per line (JSONL), or an array over any number of lines."""

import json
from collections.abc import Iterator
from typing import Any

from app.exchange.rows import Problem

_DECODER = json.JSONDecoder()
_SPACE = " \t\n\r"


def objects(content: str) -> Iterator[tuple[int, dict[str, Any]] | Problem]:
    """Each object, or what is wrong with its line. Blank lines are passed over."""
    if content.lstrip(_SPACE)[:1] == "[":
        yield from _array(content)
        return
    # Not splitlines(): JSON allows U+2028, U+0085 and others inside its strings.
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip(_SPACE):
            try:
                yield _checked(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield Problem(number, _no_json(error))


def _array(content: str) -> Iterator[tuple[int, dict[str, Any]] | Problem]:
    position, line, seen = content.index("[") + 1, 1, 0
    while True:
        position = _skip(content, position, _SPACE + ",")
        if position >= len(content) or content[position] == "]":
            return
        line, seen = line + content.count("\n", seen, position), position
        try:
            value, position = _DECODER.raw_decode(content, position)
        except (ValueError, RecursionError) as error:
            yield Problem(line, _no_json(error))  # where the next one begins nobody can tell
            return
        yield _checked(line, value)


def _skip(content: str, position: int, characters: str) -> int:
    while position < len(content) and content[position] in characters:
        position += 1
    return position


def _checked(line: int, value: Any) -> tuple[int, dict[str, Any]] | Problem:
    return (line, value) if isinstance(value, dict) else Problem(line, "This is no JSON object ({…}).")


def _no_json(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"This is no JSON: {error.msg} at character {error.colno}."
    return "This is no JSON that can be read."
