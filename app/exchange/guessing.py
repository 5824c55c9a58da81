"""Rows whose columns or keys have to be guessed: questions with answers, or one message of a thread each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.exchange import conversation, dialogues, templates
from app.exchange.cleaning import cleaned
from app.exchange.columns import LOOKED_AT, chosen, doubts, guess, is_text, own
from app.exchange.conversation import are_messages, is_message
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.ratings import rated
from app.exchange.rows import (
    Column,
    Contents,
    Extras,
    Field,
    FindingCode,
    Found,
    Row,
    Unreadable,
    text,
    turns_of,
)
from app.exchange.separators import without_separators
from app.exchange.source import Wishes

Line = tuple[int, Mapping[str, Any]]
# fmt: off
# Also what people type until someone knows the answer, and a spreadsheet's errors.
_EMPTY = frozenset({
    "nan", "none", "null", "n/a", "#n/a", "undefined", "<na>", "nil", "nat", "todo", "to do", "tbd", "tba", "tbc",
    "wip", "fixme", "xxx", "...", "…", "-", "--", "–", "—", "?", "??", "???", "#ref!", "#value!", "#name?", "#error!",
    "#null!",
})
# fmt: on


def read(lines: Sequence[Line], wishes: Wishes, notes: Notes, *, is_own: bool = False) -> Contents:
    """`wishes`: {key: field} where the guess is to be overruled. `is_own`: keep every letter."""
    found = Contents(is_own=is_own)
    found.columns = chosen(_columns([data for _, data in lines], is_own), wishes)
    names = {column.field: column.name for column in found.columns if column.field}
    if (
        Field.RESPONSE not in names
        and Field.THREAD not in names
        and (texts := _written_out(found.columns, lines))
    ):
        found.columns = [
            Column(
                c.name,
                Field.QUERY if c.name == texts else None,
                c.examples,
                "conversations are written out in it",
            )
            for c in found.columns
        ]
        return _conversations(lines, texts, found)
    if Field.THREAD in names and Field.SPEAKER in names and Field.QUERY in names:
        dialogues.read(lines, names, found, notes)
        return found
    missing = [
        what
        for field, what in ((Field.QUERY, "questions"), (Field.RESPONSE, "answers"))
        if field not in names
    ]
    if missing and not is_own:
        line = lines[0][0] if lines else 1
        found.refuse(line, f"No column holds the {' and the '.join(missing)}; say which one does.", "columns")
        asked = [data.get(names.get(Field.QUERY, "")) for _, data in lines]
        found.unanswered += [query for query in asked if isinstance(query, str) and query.strip()]
        return found
    for said in doubts(found.columns):
        found.doubt(FindingCode.COLUMNS, said)
    ratings: list[str] = []
    for line, data in lines:
        values = {field: data.get(name) for field, name in names.items()}
        query = values.get(Field.QUERY)
        if isinstance(query, str) and query.strip() and _is_empty(values.get(Field.RESPONSE)):
            found.unanswered.append(query)
        try:
            rows = _rows(values, notes, is_own=is_own)
            found.rows += [Found(line, row) for row in rows]
            ratings += [_shown(values.get(Field.RATING)).strip().lower()] * len(rows)
        except Unreadable as error:
            found.refuse(line, str(error))
    if not is_own:
        found.rows = without_separators(found.rows, notes)
    if Field.RATING in names:
        found.rows = rated(found, found.rows, ratings, names[Field.RATING], notes)
    return found


def _rows(values: Mapping[Field, Any], notes: Notes, *, is_own: bool) -> list[Row]:
    query, response = values.get(Field.QUERY), values.get(Field.RESPONSE)
    if not is_own:  # an answer that is JSON was taught so
        query, response = _said(query), _said(response)
    system = values.get(Field.SYSTEM)
    system = system if isinstance(system, str) and system.strip() else None
    extras = Extras({k: v for k, v in Extras.of(values).values.items() if v})
    if are_messages(query) or are_messages(response):
        before = _messages(query, "user", notes)
        after = _messages(response, "assistant", notes)
        told = [Message("system", system)] if system else []
        context = [Message(m.role, m.content, learned=False) for m in before]
        return list(conversation.rows([*told, *context, *after], extras))
    if not is_own and _is_empty(response):
        said = (
            f": “{response.strip()}” stands for an empty cell"
            if isinstance(response, str) and response.strip()
            else ""
        )
        raise Unreadable(f"The answer is missing{said}.")
    asked, answered = text(query, "The question"), text(response, "The answer")
    if not is_own:
        asked, answered = cleaned(asked, notes), templates.without_thoughts(cleaned(answered, notes), notes)
    return [
        Row(
            asked, answered, **extras.values, earlier=turns_of(values.get(Field.EARLIER) or []), system=system
        )
    ]


def _said(value: Any) -> Any:
    """The text or the messages in a value: JSON in a cell, a list with one answer, an object with one text."""
    if isinstance(value, str) and value.lstrip()[:2] in ("[{", '{"') and value.rstrip()[-1:] in "]}":
        try:
            inside = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return inside if are_messages(inside) else _said(inside) if _is_wrapped(inside) else value
    if is_message(value):
        return [value]
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return value[0]
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) and not are_messages(value):
        return _said(value[0])
    if isinstance(value, dict):
        if are_messages(value.get("messages")):
            return value["messages"]
        texts = [
            one
            for key in ("text", "content", "answer", "value", "question", "output")
            if (one := value.get(key))
        ]
        return _said(texts[0]) if texts else value
    return value


def _is_wrapped(value: Any) -> bool:
    return isinstance(value, dict) and (len(value) == 1 or are_messages(value.get("messages")))


def _messages(value: Any, role: str, notes: Notes) -> list[Message]:
    if are_messages(value):
        return conversation.messages_of(value, notes)
    return [Message(role, text(value, "The question" if role == "user" else "The answer"))]


def _is_empty(value: Any) -> bool:
    """Also the words that pandas, JavaScript and people write for an empty cell."""
    return value is None or (
        isinstance(value, str) and (not value.strip() or value.strip().lower() in _EMPTY)
    )


def _columns(rows: Sequence[Mapping[str, Any]], is_own: bool) -> list[Column]:
    names = list(dict.fromkeys(key for row in rows[:LOOKED_AT] for key in row))
    cells = [[_shown(row.get(name)) for name in names] for row in rows[:LOOKED_AT]]
    return own(names, cells) if is_own else guess(names, cells)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _written_out(columns: Sequence[Column], lines: Sequence[Line]) -> str | None:
    """The column whose texts are whole conversations."""
    for column in columns:
        texts = [str(data[column.name]) for _, data in lines[:LOOKED_AT] if data.get(column.name)]
        if (
            texts
            and is_text(texts)
            and sum(templates.messages_in(one) is not None for one in texts) * 2 > len(texts)
        ):
            return column.name
    return None


def _conversations(lines: Sequence[Line], name: str, found: Contents) -> Contents:
    for line, data in lines:
        try:
            messages = templates.messages_in(str(data.get(name) or ""))
            if messages is None:
                raise Unreadable(f"“{name}” is not a conversation between two sides.")
            found.rows += [Found(line, row) for row in conversation.rows(messages, Extras.of(data))]
        except Unreadable as error:
            found.refuse(line, str(error))
    return found
