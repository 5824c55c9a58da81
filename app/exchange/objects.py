"""JSON objects with the lines they begin in: one per line, over several lines, in an array, or in a wrapper."""

import ast
import json
import re
from dataclasses import dataclass, field
from typing import Any

from app.exchange.rows import Problem
from app.exchange.unwrapping import joined

_SPACE = " \t\n\r"
_DECODER = json.JSONDecoder(strict=False)  # a raw tab in a string is what some tools write
# Strings whole, then what JSON has no place for: comments, and a comma before a closing bracket.
_EXTRA = re.compile(
    r'"(?:\\.|[^"\\])*"|(?P<extra>//[^\n]*|/\*.*?\*/|,(?=\s*(?:[\]}]|//[^\n]*\n|/\*.*?\*/\s*[\]}]|$)))', re.S
)
_LONGEST_LITERAL = 100_000  # characters of an object that is not valid JSON and tried as Python's


@dataclass(slots=True)
class Objects:
    """`mended`: how many were read in spite of commas, comments or quotes that JSON does not have."""

    found: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mended: int = 0


def objects(content: str) -> Objects:
    """Each object, and what is wrong with other lines. Blank lines are passed over."""
    reading = _Reading(content)
    reading.run()
    for line, value in joined(reading.values, is_whole=not reading.found.problems):
        if isinstance(value, dict):
            reading.found.found.append((line, value))
        else:
            reading.found.problems.append(Problem(line, "This is not a JSON object ({…})."))
    return reading.found


class _Reading:
    def __init__(self, content: str) -> None:
        self.content = content
        self.values: list[tuple[int, Any]] = []
        self.found = Objects()

    def run(self) -> None:
        start = len(self.content) - len(self.content.lstrip(_SPACE))
        if self.content.startswith("[", start) and not self._has_lists_below(start):
            self._array(start)
        else:
            self._lines()

    def _has_lists_below(self, start: int) -> bool:
        """One list a line, each a conversation without a name."""
        lines = [line for line in self.content[start:].split("\n", 2)[:2] if line.strip(_SPACE)]
        try:
            return len(lines) == 2 and all(
                isinstance(_DECODER.decode(line.strip(_SPACE)), list) for line in lines
            )
        except (ValueError, RecursionError):
            return False

    def _lines(self) -> None:
        # Not splitlines(): JSON allows U+2028, U+0085 and others inside its strings.
        position, number = 0, 0
        while position < len(self.content):
            end = self.content.find("\n", position)
            end = len(self.content) if end < 0 else end
            line, number = self.content[position:end], number + 1
            if not line.strip(_SPACE) or line.strip(_SPACE).startswith(("//", "#")):
                self.found.mended += bool(line.strip(_SPACE))
                position = end + 1
                continue
            try:
                self.values.append((number, self._value(line)))
                position = end + 1
            except (ValueError, RecursionError) as error:
                past = self._over_lines(position, end, number)
                if past is None:
                    self._refuse(number, error)
                    past = end + 1
                number += self.content.count("\n", position, past) - 1
                position = past

    def _over_lines(self, position: int, end: int, number: int) -> int | None:
        """The end of the object that begins here and goes over several lines; None when it is broken off."""
        begun = self.content[position:end].strip(_SPACE)
        below = self.content[end + 1 :].lstrip(_SPACE)[:1]
        if not begun.startswith(("{", "[")) or (below in ("{", "") and begun != "["):
            return None
        start = self.content.index(begun[0], position)
        try:
            value, past = _DECODER.raw_decode(self.content, start)
        except (ValueError, RecursionError) as error:
            # Down to the line that begins the next object; commas and comments do no harm.
            following = re.compile(r"\n(?=[{\[])").search(self.content, end + 1)
            past = following.start() if following else len(self.content)
            try:
                value = self._value(self.content[start:past])
            except (ValueError, RecursionError):
                line = number if not isinstance(error, json.JSONDecodeError) else max(error.lineno, number)
                self._refuse(line, error)
                return past + 1
        self.values.append((number, value))
        after = re.compile(r"[ \t\r,]*\n?").match(self.content, past)
        return after.end() if after else past

    def _array(self, start: int) -> None:
        position, line, seen = start + 1, 1 + self.content.count("\n", 0, start), start
        while True:
            position = _skip(self.content, position, _SPACE + ",")
            if position >= len(self.content) or self.content[position] == "]":
                rest = self.content[position + 1 :].strip(_SPACE)
                if position < len(self.content) and rest:
                    self._refuse(line, ValueError())
                return
            line, seen = line + self.content.count("\n", seen, position), position
            try:
                value, position = _DECODER.raw_decode(self.content, position)
            except (ValueError, RecursionError) as error:
                self._rest_of_array(position, line, error)
                return
            self.values.append((line, value))

    def _rest_of_array(self, position: int, line: int, error: Exception) -> None:
        """Where the next one begins can't be known, unless comments and commas are all that is wrong."""
        rest = "\n" * (line - 1) + "[" + _plain(self.content[position:])
        try:
            values = _DECODER.decode(rest)
        except (ValueError, RecursionError):
            self._refuse(line, error)
            return
        self.found.mended += len(values)
        again = _Reading(rest)
        again._array(line - 1)
        self.values += again.values

    def _value(self, text: str) -> Any:
        try:
            return _DECODER.decode(text.strip(_SPACE))
        except ValueError:
            for mended in (_plain_json, _python_literal):
                try:
                    value = mended(text.strip(_SPACE))
                except (ValueError, SyntaxError, MemoryError, RecursionError):
                    continue
                self.found.mended += 1
                return value
            raise

    def _refuse(self, line: int, error: Exception) -> None:
        told = "This can't be read as JSON."
        if isinstance(error, json.JSONDecodeError):
            told = f"This is not valid JSON: {error.msg.removesuffix(' at')} at character {error.colno}."
        self.found.problems.append(Problem(line, told))


def _plain_json(text: str) -> Any:
    return _DECODER.decode(_plain(text))


def _python_literal(text: str) -> Any:
    """What `print` makes of a dict. Only literals are read, nothing is run."""
    if len(text) > _LONGEST_LITERAL or text[:1] not in "{[":
        raise ValueError
    return ast.literal_eval(text.rstrip(","))


def _plain(text: str) -> str:
    """Without comments and commas too many; line ends stay, so that lines can be told."""
    return _EXTRA.sub(lambda found: re.sub(r"[^\n]", " ", found[0]) if found["extra"] else found[0], text)


def _skip(content: str, position: int, characters: str) -> int:
    while position < len(content) and content[position] in characters:
        position += 1
    return position
