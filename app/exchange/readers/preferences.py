"""Preference rows: a better and a worse answer. `rejected` is the draft that the expert changed.

Written as TRL's trainers take them (https://huggingface.co/docs/trl/dataset_formats): `prompt`, `chosen` and
`rejected`, each a list of messages. Read in the spellings of OpenAI, LLaMA-Factory, hh-rlhf, Intel, swift and others.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.exchange import conversation, templates
from app.exchange.conversation import are_messages, is_message
from app.exchange.format import Format
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Extras, Row, Unreadable, text
from app.exchange.source import value_of

_CHOSEN = ("chosen", "preferred_output", "chosen_response", "preferred")
_REJECTED = ("rejected", "non_preferred_output", "rejected_response", "non_preferred")
_PROMPTS = (
    "prompt",
    "messages",
    "conversations",
    "conversation",
    "input",
    "question",
    "query",
    "instruction",
)


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """One pair with its draft. Raises Unreadable."""
    prompt = list(_prompt(data, notes))
    chosen, rejected = (_messages(value_of(data, *names), names[0], notes) for names in (_CHOSEN, _REJECTED))
    if not chosen or chosen[-1].role != "assistant" or not chosen[-1].content.strip():
        raise Unreadable("“chosen” is missing.")
    if not rejected or rejected[-1].role != "assistant" or not rejected[-1].content.strip():
        raise Unreadable("“rejected” is missing.")
    before = chosen[:-1]
    if before and _said(before)[: len(_said(prompt))] == _said(prompt):  # the answers have the prompt in them
        systems = [] if any(m.role == "system" for m in before) else [m for m in prompt if m.role == "system"]
        prompt = [*systems, *before]
    else:
        prompt += before
    messages = [Message(m.role, m.content, learned=False) for m in prompt]
    if not any(m.role == "user" for m in messages):
        raise Unreadable("The question is missing: “prompt” has no message of the user.")
    extras = Extras.of(data.get("metadata")).and_draft(rejected[-1].content)
    return conversation.rows([*messages, Message("assistant", chosen[-1].content)], extras)


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


def _prompt(data: Mapping[str, Any], notes: Notes) -> Iterator[Message]:
    system = value_of(data, "system", "system_prompt")
    if isinstance(system, str):
        yield Message("system", system)
    prompt = value_of(data, *_PROMPTS)
    if isinstance(prompt, dict) and "messages" in prompt:
        prompt = prompt["messages"]
    if isinstance(prompt, str):
        addition = data.get("input") if "instruction" in data else None
        told = f"{prompt}\n\n{addition}" if isinstance(addition, str) and addition else prompt
        yield from templates.messages_in(told) or [Message("user", text(told, "“prompt”"))]
    elif are_messages(prompt):
        yield from conversation.messages_of(prompt, notes)
    elif prompt is not None and not _has_prompt(data):
        raise Unreadable("“prompt” must be text or a list of messages.")


def _has_prompt(data: Mapping[str, Any]) -> bool:
    """Whether the better answer has the question before it."""
    chosen = value_of(data, *_CHOSEN)
    return are_messages(chosen) and len(chosen) > 1


def _messages(value: object, name: str, notes: Notes) -> list[Message]:
    if is_message(value):
        value = [value]
    if are_messages(value):
        return conversation.messages_of(value, notes)  # type: ignore[arg-type]
    if isinstance(value, list | dict):
        raise Unreadable(f"“{name}” must be text or messages that end with one of the assistant.")
    said = text(value, f"“{name}”")
    return templates.messages_in(said) or [Message("assistant", said)]


def _said(messages: list[Message]) -> list[str]:
    return [m.content for m in messages if m.role != "system"]


FORMAT = Format(
    name="preferences",
    title="preference rows",
    reads="`prompt`, `chosen` and `rejected` as texts or messages, the prompt also inside the answers (hh-rlhf); "
    "OpenAI's "
    "`preferred_output`; LLaMA-Factory's `conversations`. The worse answer is kept as the draft.",
    writes="`prompt`, `chosen` and `rejected` as messages, of the pairs whose draft was changed.",
    purpose="your answer beside the agent's draft, where you changed one",
    suffixes=(".jsonl", ".json"),
    signs=lambda data: any(key in data for key in _CHOSEN) and any(key in data for key in _REJECTED),
    shape=read,
    write=write,
)
