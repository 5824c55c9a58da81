"""Preference rows as TRL's trainers take them: `prompt`, `chosen` and `rejected`, each a list of messages.

https://huggingface.co/docs/trl/dataset_formats; `rejected` is the draft that the expert changed.
"""

import json
from collections.abc import Iterator
from typing import Any

from app.exchange import conversation
from app.exchange.rows import Extras, Row, Unreadable, text


def read(data: dict[str, Any]) -> Iterator[Row]:
    """One pair with its draft. Raises Unreadable."""
    rejected = _answer(data.get("rejected"), "“rejected”")
    chosen = _answer(data.get("chosen"), "“chosen”")
    prompt = data.get("prompt")
    if isinstance(prompt, str):
        before = [{"role": "user", "content": text(prompt, "“prompt”")}]
    elif isinstance(prompt, list) and all(isinstance(message, dict) for message in prompt):
        before = prompt
    else:
        raise Unreadable("“prompt” has to be text or a list of messages.")
    messages = [
        conversation.Message(str(m.get("role")), conversation.content_of(m, "content"), learned=False)
        for m in before
    ]
    if any(message.role not in ("system", "user", "assistant") for message in messages):
        raise Unreadable("A role in “prompt” is none of system, user and assistant.")
    extras = Extras(Extras.of(data.get("metadata")).values | {"draft": rejected})
    return conversation.rows([*messages, conversation.Message("assistant", chosen)], extras)


def write(row: Row) -> str:
    """Empty for a row whose draft is missing or was taken as it stood: it prefers nothing."""
    if row.draft is None or row.draft.strip() == row.response.strip():
        return ""
    *before, _ = row.messages()
    prompt = [{key: value for key, value in message.items() if key != "weight"} for message in before]
    extras = {name: value for name, value in row.extras().items() if name != "draft"}
    data: dict[str, Any] = {
        "prompt": prompt,
        "chosen": [{"role": "assistant", "content": row.response}],
        "rejected": [{"role": "assistant", "content": row.draft}],
    }
    return json.dumps(data | ({"metadata": extras} if extras else {}), ensure_ascii=False) + "\n"


def _answer(value: object, name: str) -> str:
    if isinstance(value, list):
        if len(value) != 1 or not isinstance(value[0], dict) or value[0].get("role") != "assistant":
            raise Unreadable(f"{name} has to be text or one message of the assistant.")
        value = conversation.content_of(value[0], "content")
    return text(value, name)
