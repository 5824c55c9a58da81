"""ShareGPT: `conversations` of `from` and `value`; a `system` beside them or as the first turn."""

import json
from collections.abc import Iterator
from typing import Any

from app.exchange import conversation
from app.exchange.conversation import is_message
from app.exchange.format import Format
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Extras, Row, Unreadable

_KEYS = ("conversations", "conversation", "items", "dialog", "dialogue")


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """The pairs of one conversation. Raises Unreadable."""
    turns = next((data[key] for key in _KEYS if key in data), None)
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise Unreadable("“conversations” must be a list of objects with from and value.")
    if (
        turns
        and not any(map(is_message, turns))
        and all({"human", "assistant"} & turn.keys() for turn in turns)
    ):
        turns = [
            {"from": side, "value": turn[side]}
            for turn in turns
            for side in ("human", "assistant")
            if side in turn
        ]
    messages = conversation.messages_of(turns, notes)
    if isinstance(data.get("system"), str) and data["system"].strip():
        messages.insert(0, Message("system", data["system"]))
    return conversation.rows(messages, Extras.of(data.get("metadata")))


def write(row: Row) -> str:
    names = {"system": "system", "user": "human", "assistant": "gpt"}
    turns = [
        {"from": names[message["role"]], "value": message["content"]}
        | ({"weight": 0} if "weight" in message else {})
        for message in row.messages()
    ]
    extras = row.extras()
    data: dict[str, Any] = {"conversations": turns}
    return json.dumps(data | ({"metadata": extras} if extras else {}), ensure_ascii=False) + "\n"


def _signs(data: Any) -> bool:
    return (
        any(isinstance(data.get(key), list) for key in _KEYS[2:])
        and any(
            all(map(is_message, data[key]))
            for key in _KEYS[2:]
            if isinstance(data.get(key), list) and data[key]
        )
        or any(key in data for key in _KEYS[:2])
    )


FORMAT = Format(
    name="sharegpt",
    title="ShareGPT conversations",
    reads="`conversations` (or `conversation`, `items`) of `from` and `value`, whatever the two sides are called "
    "there.",
    writes="One conversation for each pair; what else is known in `metadata`.",
    purpose="for open-source trainers",
    suffixes=(".jsonl", ".json"),
    signs=_signs,
    shape=read,
    write=write,
)
