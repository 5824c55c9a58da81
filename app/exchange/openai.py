"""OpenAI's fine-tuning file: one conversation per line, `weight` 0 on what is not learned.

https://platform.openai.com/docs/guides/supervised-fine-tuning; `metadata` beside `messages` is ours, others ignore it.
"""

import json
from collections.abc import Iterator
from typing import Any

from app.exchange import conversation
from app.exchange.rows import Extras, Row, Unreadable

_ROLES = {"system": "system", "developer": "system", "user": "user", "assistant": "assistant"}


def read(data: dict[str, Any]) -> Iterator[Row]:
    """The pairs of one conversation. Raises Unreadable."""
    messages = data.get("messages")
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise Unreadable("“messages” has to be a list of objects with role and content.")
    return conversation.rows([_message(message) for message in messages], Extras.of(data.get("metadata")))


def write(row: Row) -> str:
    extras = row.extras()
    data: dict[str, Any] = {"messages": row.messages()}
    return json.dumps(data | ({"metadata": extras} if extras else {}), ensure_ascii=False) + "\n"


def _message(message: dict[str, Any]) -> conversation.Message:
    role, weight = message.get("role"), message.get("weight", 1)
    if role in ("tool", "function"):
        raise Unreadable("Calls of tools can't be learned from; remove this conversation.")
    if role not in _ROLES:
        raise Unreadable(f"{role!r} is no role; use system, user or assistant.")
    if weight not in (0, 1):
        raise Unreadable(f"A weight is 0 or 1, not {weight!r}.")
    return conversation.Message(
        _ROLES[role], conversation.content_of(message, "content"), learned=weight != 0
    )
