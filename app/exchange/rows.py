"""A pair outside the database: what every file format reads and writes, and what can go wrong in a line."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, Self

LARGEST = 8 << 20  # bytes of a file, unpacked
Role = Literal["user", "assistant"]
EXTRAS = ("category", "context", "difficulty", "draft", "split")


class Field(StrEnum):
    """What a column may hold: the parts of a `Row`, what it was worth, and whose message it is.

    With THREAD and SPEAKER a row is one message of a conversation, and QUERY is its text, whoever wrote it.
    """

    QUERY = "query"
    RESPONSE = "response"
    CATEGORY = "category"
    CONTEXT = "context"
    DIFFICULTY = "difficulty"
    DRAFT = "draft"
    SPLIT = "split"
    EARLIER = "earlier"
    SYSTEM = "system"
    RATING = "rating"
    THREAD = "thread"
    SPEAKER = "speaker"


class FindingCode(StrEnum):
    """What looks wrong in a file; nothing is imported until a person accepts it."""

    ENCODING = "encoding"
    GARBLED = "garbled"
    COLUMNS = "columns"
    HEADER = "header"
    SPEAKERS = "speakers"
    RATINGS = "ratings"
    NOT_TEXT = "not_text"
    MARKUP = "markup"
    QUOTED_MAIL = "quoted_mail"
    SAME_ANSWER = "same_answer"
    PAGE = "page"


class Unreadable(Exception):
    """One row can't be used; the message is for people, the line is added by the caller that knows it."""


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
class ImportFinding:
    """Something that looks wrong; `message` says what and where, for people."""

    code: FindingCode
    message: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a key of JSON objects. `field`: what it was taken for, None for nothing; `reason`: why,
    for people."""

    name: str
    field: Field | None
    examples: tuple[str, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class Contents:
    """What a file holds. `unlearned`: conversations without any answer to learn (OpenAI's weight 0).
    `unanswered`: questions of rows without an answer. `headings` and `page`: of a help page, as Markdown.
    `is_own`: written by Coachable, so that nothing in it is cleaned or doubted."""

    rows: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: Sequence[Column] = ()
    unlearned: int = 0
    unanswered: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    findings: list[ImportFinding] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    page: str = ""
    is_own: bool = False

    def doubt(self, code: FindingCode, message: str) -> None:
        self.findings.append(ImportFinding(code, message))

    def add(self, other: "Contents") -> None:
        """Take over what another part of the same file holds."""
        self.rows += other.rows
        self.problems += other.problems
        self.columns = [*self.columns, *other.columns]
        self.unlearned += other.unlearned
        self.unanswered += other.unanswered
        self.notices += other.notices
        self.findings += other.findings
        self.headings += other.headings

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

    def and_draft(self, draft: str | None) -> "Extras":
        return self if draft is None else Extras(self.values | {"draft": draft})


def text(value: object, name: str, *, required: bool = True) -> str:
    """A text or a number as text; raises Unreadable."""
    if isinstance(value, str):
        found = value
    elif value is None:
        found = ""
    elif isinstance(value, bool | dict | list):
        raise Unreadable(f"{name} must be text, not {_kind(value)}.")
    elif isinstance(value, float) and not math.isfinite(value):
        raise Unreadable(f"{name} is {value}, which is not text.")
    else:
        found = str(value)
    if required and not found.strip():
        raise Unreadable(f"{name} is missing.")
    return found


def turns_of(value: object) -> tuple[Turn, ...]:
    """From a list of {"role", "content"} or of [question, answer], or its JSON. Raises Unreadable."""
    try:
        turns = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        turns = None
    if isinstance(turns, list) and turns and all(isinstance(turn, list) for turn in turns):
        return pairs_of_turns(turns)
    if not isinstance(turns, list) or not all(
        isinstance(turn, dict)
        and turn.get("role") in ("user", "assistant")
        and isinstance(turn.get("content"), str)
        for turn in turns
    ):
        raise Unreadable("The earlier turns must be a list of objects with role and content.")
    return tuple(Turn(turn["role"], turn["content"]) for turn in turns)


def pairs_of_turns(history: object) -> tuple[Turn, ...]:
    """From [[question, answer], …]; an empty question is none. Raises Unreadable."""
    if isinstance(history, str):
        try:
            history = json.loads(history or "[]")
        except (ValueError, RecursionError):
            history = [history]
    found: list[Turn] = []
    for exchange in history if isinstance(history, list) else ():
        if not (
            isinstance(exchange, list) and len(exchange) == 2 and all(isinstance(t, str) for t in exchange)
        ):
            raise Unreadable("“history” must be a list of [question, answer].")
        found += [Turn("user", exchange[0])] if exchange[0] else []
        found.append(Turn("assistant", exchange[1]))
    return tuple(found)


def _kind(value: object) -> str:
    return {bool: "true or false", dict: "an object", list: "a list"}[type(value)]
