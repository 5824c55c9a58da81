"""Saved replies of helpdesks, whose names say roughly when they are sent: macros of Zendesk and Gorgias."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.exchange.cleaning import cleaned
from app.exchange.format import Format
from app.exchange.notes import Notes
from app.exchange.rows import Row, Unreadable
from app.exchange.source import value_of

_SAID = ("comment_value", "comment_value_html")


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """None of one that is out of use, or only changes the ticket. Raises Unreadable."""
    answer = next(filter(None, map(_said, data["actions"])), "")
    if data.get("active") is False or not answer.strip():
        return iter(())
    *folders, name = (part.strip() for part in str(value_of(data, "title", "name") or "").split("::"))
    if not name:
        raise Unreadable("The saved reply has no name.")
    notes.names.append(name)
    return iter([Row(name, cleaned(answer, notes), category=" ".join(folders) or None)])


def _said(action: Any) -> str:
    """What an action says to the customer: Zendesk's value, alone or behind its channel; Gorgias' arguments."""
    if not isinstance(action, dict):
        return ""
    arguments = action.get("arguments")
    value = value_of(arguments, "body_text", "body_html") if isinstance(arguments, dict) else None
    if action.get("field") in _SAID:
        value = action.get("value")
        value = value[-1] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def _signs(data: Mapping[str, Any]) -> bool:
    actions = data.get("actions")
    named = isinstance(actions, list) and bool({"title", "name"} & data.keys())
    return named and all(
        isinstance(one, dict) and ({"field", "arguments"} & one.keys()) for one in actions or [None]
    )


FORMAT = Format(
    name="macros",
    title="saved replies",
    reads="Macros of Zendesk and Gorgias: the name of each stands for the question, what it says is its answer; "
    "those out of use, and those that say nothing, are left out.",
    asks="Whether the names are what customers ask.",
    suffixes=(".json", ".jsonl"),
    signs=_signs,
    shape=read,
)
