"""OpenAI's fine-tuning file: one conversation per line, `weight` 0 on what is not learned.

https://platform.openai.com/docs/guides/supervised-fine-tuning; `metadata` beside `messages` is ours, others ignore it.
Google's `contents` with `parts` and lists of messages without a name are read too.
"""

import json
from collections.abc import Iterator
from typing import Any

from app.exchange import conversation
from app.exchange.conversation import are_messages
from app.exchange.format import Format
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Extras, Row, Unreadable


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """The pairs of one conversation. Raises Unreadable."""
    messages = data.get("messages", data.get("contents"))
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise Unreadable("“messages” must be a list of objects with role and content.")
    found = conversation.messages_of(messages, notes)
    instruction = data.get("systemInstruction") or data.get("system_instruction") or data.get("system")
    if instruction:
        told = (
            instruction
            if isinstance(instruction, str)
            else conversation.content_of({"content": instruction}, "content")
        )
        found.insert(0, Message("system", told))
    rejected = data.get("rejected_response")
    extras = Extras.of(data.get("metadata"))
    return conversation.rows(found, extras.and_draft(rejected if isinstance(rejected, str) else None))


def write(row: Row) -> str:
    extras = row.extras()
    data: dict[str, Any] = {"messages": row.messages()}
    return json.dumps(data | ({"metadata": extras} if extras else {}), ensure_ascii=False) + "\n"


FORMAT = Format(
    name="openai",
    title="OpenAI fine-tuning JSONL",
    reads="`messages` with role and content, of every answer a pair; `weight` 0 leaves one out. Also Gemini's "
    "`contents`, bare lists of messages, texts in parts, and what Slack, Telegram and Crisp export. Calls of "
    "tools are left out and named, the answers in words stay.",
    writes="One conversation for each pair; earlier answers with `weight` 0; what else is known in `metadata`.",
    asks="Which side is the customer's, where the messages have names of people.",
    purpose="to fine-tune elsewhere, or to move between tools",
    suffixes=(".jsonl", ".json"),
    signs=lambda data: "messages" in data or are_messages(data.get("contents")),
    shape=read,
    write=write,
)
