"""Prompt and completion as TRL's SFTTrainer takes them: each a list of messages, the loss on the completion.

https://huggingface.co/docs/trl/dataset_formats. This is what `coachable export --format datasets` writes.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.exchange import conversation
from app.exchange.conversation import are_messages, is_message
from app.exchange.format import Format
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Extras, Row, Unreadable, text
from app.exchange.source import value_of

_PROMPTS = ("prompt", "input")
_TEXTS = {
    "user": ("question", "query", "prompt", "text", "input", "message"),
    "assistant": ("answer", "response", "completion", "text", "output", "message"),
}
_COMPLETIONS = ("completion", "response", "output", "expectedOutput", "expected_output")


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """The pair of one conversation: what stands in the prompt was said before. Raises Unreadable."""
    prompt, completion = value_of(data, *_PROMPTS), value_of(data, *_COMPLETIONS)
    before = _messages(prompt, "user", notes)
    system = data.get("system")
    if isinstance(system, str) and system.strip():
        before.insert(0, Message("system", system))
    after = _messages(completion, "assistant", notes)
    if not any(message.role == "assistant" for message in after):
        raise Unreadable("The answer is missing: the completion has no message of the assistant.")
    extras = Extras(
        {k: v for k, v in Extras.of({**data, **(data.get("metadata") or {})}).values.items() if v}
    )
    return conversation.rows([*(Message(m.role, m.content, learned=False) for m in before), *after], extras)


def write(row: Row) -> str:
    """Every key in every row: a loader takes the columns from the first ones."""
    *prompt, answer = ({"role": m["role"], "content": m["content"]} for m in row.messages())
    details = {name: getattr(row, name) or "" for name in ("category", "context", "difficulty", "draft")}
    return json.dumps({"prompt": prompt, "completion": [answer], **details}, ensure_ascii=False) + "\n"


def _messages(value: object, role: str, notes: Notes) -> list[Message]:
    if is_message(value):
        value = [value]
    if isinstance(value, dict) and are_messages(value.get("messages")):
        value = value["messages"]
    if isinstance(value, dict):  # {"question": "…"} of a data set's item
        said = [one for one in value.values() if isinstance(one, str)]
        value = said[0] if len(said) == 1 else value_of(value, *_TEXTS[role]) or value
    if are_messages(value):
        return conversation.messages_of(value, notes)  # type: ignore[arg-type]
    return [Message(role, text(value, "The question" if role == "user" else "The answer"))]


def _signs(data: Mapping[str, Any]) -> bool:
    sides = (value_of(data, *_PROMPTS), value_of(data, *_COMPLETIONS))
    return all(side is not None for side in sides) and any(isinstance(side, list | dict) for side in sides)


FORMAT = Format(
    name="completions",
    title="prompts and completions (TRL)",
    reads="`prompt` and `completion` as messages; items of Langfuse with `input` and `expectedOutput`.",
    writes="`prompt` and `completion` as messages, as Hugging Face `datasets` and TRL take them.",
    purpose="for TRL's SFTTrainer",
    suffixes=(".jsonl", ".json"),
    signs=_signs,
    shape=read,
    write=write,
)
