"""Our own JSONL: `query`, `response` and what is known of the pair; the first line may describe the agent.

Objects with other keys are read too, by the same guesses as the columns of a table.
"""

import json
from collections.abc import Mapping
from typing import Any

from app.exchange.columns import LOOKED_AT, chosen, guess
from app.exchange.rows import Column, Contents, Extras, Field, Found, Row, Subject, Unreadable, text, turns_of


def read(lines: list[tuple[int, dict[str, Any]]], wishes: Mapping[str, Field | None]) -> Contents:
    """`wishes`: {key: field} where the guess is to be overruled."""
    found = Contents()
    system = None
    if lines and is_subject(lines[0][1]):
        system = lines[0][1].get("system")
        lines = lines[1:]
    found.columns = chosen(_columns([data for _, data in lines]), wishes)
    names = {column.field: column.name for column in found.columns if column.field}
    for line, data in lines:
        values: dict[str, Any] = {f: data.get(name) for f, name in names.items()}
        query = values.get(Field.QUERY)
        if isinstance(query, str) and not values.get(Field.RESPONSE):
            found.unanswered.append(query)
        try:
            found.rows.append(Found(line, _row(values, system)))
        except Unreadable as error:
            found.refuse(line, str(error))
    return found


def is_subject(data: Mapping[str, Any]) -> bool:
    """Whether this object describes the agent and is no pair."""
    return "company" in data and "description" in data and Field.QUERY not in data


def head(subject: Subject) -> str:
    data = {"company": subject.name, "description": subject.description, "system": subject.system}
    return json.dumps(data, ensure_ascii=False) + "\n"


def write(row: Row) -> str:
    data: dict[str, Any] = {**row.extras(), Field.QUERY: row.query, Field.RESPONSE: row.response}
    if row.earlier:
        data["earlier"] = [{"role": turn.role, "content": turn.content} for turn in row.earlier]
    return json.dumps(data, ensure_ascii=False) + "\n"


def _row(values: Mapping[str, Any], system: object) -> Row:
    return Row(
        text(values.get(Field.QUERY), "The question (“query”)"),
        text(values.get(Field.RESPONSE), "The answer (“response”)"),
        **Extras.of(values).values,
        earlier=turns_of(values.get("earlier") or []),
        system=system if isinstance(system, str) and system else None,
    )


def _columns(rows: list[dict[str, Any]]) -> list[Column]:
    names = list(dict.fromkeys(key for row in rows[:LOOKED_AT] for key in row))
    cells = [[_shown(row.get(name)) for name in names] for row in rows[:LOOKED_AT]]
    return guess(names, cells)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
