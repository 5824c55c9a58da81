"""From a conversation to pairs: each answer that is to be learned, with what was said before it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.exchange.rows import Extras, Role, Row, Turn, Unreadable


@dataclass(frozen=True, slots=True)
class Message:
    role: str  # system, user or assistant
    content: str
    learned: bool = True


def rows(messages: Iterable[Message], extras: Extras) -> Iterator[Row]:
    """No row when every answer has weight 0. Raises Unreadable."""
    system = "\n\n".join(m.content for m in messages if m.role == "system") or None
    turns = list(_in_turns(m for m in messages if m.role != "system"))
    if not any(turn.role == "user" for turn in turns):
        raise Unreadable("The customer says nothing: there is no message of the user.")
    if not any(turn.role == "assistant" for turn in turns):
        raise Unreadable("The answer is missing: there is no message of the assistant.")
    answered = False
    for position, turn in enumerate(turns):
        if turn.role != "assistant" or position == 0:
            continue
        answered = True
        if not turn.learned:
            continue
        earlier = tuple(Turn(_role(t), t.content) for t in turns[: position - 1])
        yield Row(turns[position - 1].content, turn.content, **extras.values, earlier=earlier, system=system)
    if not answered:
        raise Unreadable("The answer is missing: the assistant speaks only before the user.")


def content_of(message: dict[str, Any], key: str) -> str:
    """The text of a message, also when it comes in parts. Raises Unreadable for pictures, sound and tools."""
    if message.get("tool_calls") or message.get("function_call"):
        raise Unreadable("Calls of tools can't be learned from; remove this conversation.")
    content = message.get(key)
    if isinstance(content, list):
        parts = [part for part in content if isinstance(part, dict)]
        if len(parts) != len(content) or any(part.get("type") != "text" for part in parts):
            raise Unreadable("Only text can be learned from; this message has other parts too.")
        content = "".join(str(part.get("text", "")) for part in parts)
    if not isinstance(content, str):
        raise Unreadable(f"A message has no text in “{key}”.")
    return content


def _in_turns(messages: Iterable[Message]) -> Iterator[Message]:
    """Messages of one side in a row become one."""
    last: Message | None = None
    for message in messages:
        if last is None or last.role != message.role:
            if last is not None:
                yield last
            last = message
        else:
            content = f"{last.content}\n\n{message.content}"
            last = Message(last.role, content, last.learned and message.learned)
    if last is not None:
        yield last


def _role(message: Message) -> Role:
    return "user" if message.role == "user" else "assistant"
