"""A pair outside the database: what every file format reads and writes, and what can go wrong in a line."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Self

Role = Literal["user", "assistant"]
EXTRAS = ("category", "context", "difficulty", "draft", "split")


class Field(StrEnum):
    """What a column may hold: the parts of a `Row`, but for the system prompt."""

    QUERY = "query"
    RESPONSE = "response"
    CATEGORY = "category"
    CONTEXT = "context"
    DIFFICULTY = "difficulty"
    DRAFT = "draft"
    SPLIT = "split"
    EARLIER = "earlier"


class Unreadable(Exception):
    """One row can't be used; the message is for people, the line is added by whoever knows it."""


@dataclass(frozen=True, slots=True)
class Turn:
    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Row:
    """`earlier`: what was said before the query, roles in turns, the assistant last. `system`: its prompt."""

    query: str
    response: str
    category: str | None = None
    context: str | None = None
    difficulty: str | None = None
    draft: str | None = None
    split: str | None = None
    earlier: tuple[Turn, ...] = ()
    system: str | None = None

    def extras(self) -> dict[str, str]:
        """What chat formats have no place of their own for."""
        return {name: value for name in EXTRAS if (value := getattr(self, name)) is not None}

    def messages(self) -> list[dict[str, Any]]:
        """As OpenAI's chat format has it. Earlier answers weigh nothing: they are pairs of their own."""
        system = [] if self.system is None else [{"role": "system", "content": self.system}]
        earlier: list[dict[str, Any]] = [
            {"role": turn.role, "content": turn.content} | ({"weight": 0} if turn.role == "assistant" else {})
            for turn in self.earlier
        ]
        return [
            *system,
            *earlier,
            {"role": "user", "content": self.query},
            {"role": "assistant", "content": self.response},
        ]


@dataclass(frozen=True, slots=True)
class Found:
    line: int  # where it begins, from 1
    row: Row


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    message: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a key of JSON objects. `field`: what it was taken for, None for nothing."""

    name: str
    field: Field | None
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Contents:
    """What a file holds. `unlearned`: conversations without any answer to learn (OpenAI's weight 0).
    `unanswered`: questions of rows without an answer."""

    rows: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: Sequence[Column] = ()
    unlearned: int = 0
    unanswered: list[str] = field(default_factory=list)

    def refuse(self, line: int, message: str, field: str | None = None) -> None:
        self.problems.append(Problem(line, message, field))


@dataclass(frozen=True, slots=True)
class Subject:
    """The agent that rows belong to."""

    name: str
    description: str
    system: str


@dataclass(frozen=True, slots=True)
class Extras:
    """The inverse of `Row.extras`: only texts count."""

    values: dict[str, str]

    @classmethod
    def of(cls, data: object) -> Self:
        given = data if isinstance(data, Mapping) else {}
        return cls({name: given[name] for name in EXTRAS if isinstance(given.get(name), str)})


def text(value: object, name: str, *, required: bool = True) -> str:
    """A text or a number as text; raises Unreadable."""
    if isinstance(value, str):
        found = value
    elif value is None:
        found = ""
    elif isinstance(value, bool | dict | list):
        raise Unreadable(f"{name} has to be text, not {_kind(value)}.")
    else:
        found = str(value)
    if required and not found.strip():
        raise Unreadable(f"{name} is missing.")
    return found


def turns_of(value: object) -> tuple[Turn, ...]:
    """From a list of {"role", "content"}, or its JSON. Raises Unreadable."""
    try:
        turns = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        turns = None
    if not isinstance(turns, list) or not all(
        isinstance(turn, dict)
        and turn.get("role") in ("user", "assistant")
        and isinstance(turn.get("content"), str)
        for turn in turns
    ):
        raise Unreadable("The earlier turns have to be a list of objects with role and content.")
    return tuple(Turn(turn["role"], turn["content"]) for turn in turns)


def _kind(value: object) -> str:
    return {bool: "true or false", dict: "an object", list: "a list"}[type(value)]
