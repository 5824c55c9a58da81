"""ShareGPT: `conversations` of `from` and `value`; a `system` beside them or as the first turn."""

import json
from collections.abc import Iterator
from typing import Any

from app.exchange import conversation
from app.exchange.rows import Extras, Row, Unreadable

_ROLES = {
    "system": "system",
    "human": "user",
    "user": "user",
    "gpt": "assistant",
    "assistant": "assistant",
    "chatgpt": "assistant",
    "bing": "assistant",
    "bard": "assistant",
}


def read(data: dict[str, Any]) -> Iterator[Row]:
    """The pairs of one conversation. Raises Unreadable."""
    turns = data.get("conversations", data.get("conversation"))
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise Unreadable("“conversations” has to be a list of objects with from and value.")
    messages = [_message(turn) for turn in turns]
    if isinstance(data.get("system"), str):
        messages.insert(0, conversation.Message("system", data["system"]))
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


def _message(turn: dict[str, Any]) -> conversation.Message:
    speaker = turn.get("from", turn.get("role"))
    if speaker not in _ROLES:
        raise Unreadable(f"{speaker!r} is nobody in a conversation; “from” is system, human or gpt.")
    key = "value" if "value" in turn else "content"
    learned = turn.get("weight", 1) != 0
    return conversation.Message(_ROLES[speaker], conversation.content_of(turn, key), learned)
