"""From a conversation to pairs: each answer that is to be learned, with what was said before it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Extras, Role, Row, Turn, Unreadable
from app.exchange.speakers import ASSISTANT, INTERNAL, SYSTEM, TOOL, USER, side_of
from app.exchange.templates import without_thoughts

_SPEAKERS = ("role", "from", "author", "speaker", "sender")
_TEXTS = ("content", "value", "parts", "text", "message")


_SHOWN = re.compile(
    r"\A\s*<(?:image|video|audio)>|<(?:image|video|audio)>\s*\Z"
)  # LLaMA-Factory's, and swift's


def rows(messages: Iterable[Message], extras: Extras) -> Iterator[Row]:
    """No row when every answer has weight 0. Raises Unreadable."""
    messages = list(messages)
    system = "\n\n".join(m.content for m in messages if m.role == SYSTEM) or None
    turns = list(_in_turns(m for m in messages if m.role != SYSTEM))
    if not any(turn.role == USER for turn in turns):
        raise Unreadable("The customer says nothing: there is no message of the user.")
    if not any(turn.role == ASSISTANT for turn in turns):
        raise Unreadable("The answer is missing: there is no message of the assistant.")
    answered = False
    for position, turn in enumerate(turns):
        if turn.role != ASSISTANT or position == 0:
            continue
        answered = True
        if not turn.learned:
            continue
        earlier = tuple(Turn(_role(t), t.content) for t in turns[: position - 1])
        yield Row(turns[position - 1].content, turn.content, **extras.values, earlier=earlier, system=system)
    if not answered:
        raise Unreadable("The answer is missing: the assistant speaks only before the user.")


def is_message(value: object) -> bool:
    return (
        isinstance(value, dict)
        and any(key in value for key in _SPEAKERS)
        and any(key in value for key in _TEXTS)
    )


def are_messages(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(is_message, value))


def messages_of(data: Iterable[Mapping[str, Any]], notes: Notes) -> list[Message]:
    """Of the spellings of OpenAI, ShareGPT, Gemini and others; without the calls of tools. Raises Unreadable."""
    found: list[Message] = []
    called = ends_with_call = False
    data = list(data)
    sides = _sides_of(list(filter(None, map(_speaker, data))), notes)
    for message in data:
        if _is_internal(message):
            notes.internal += 1
            continue
        name = _speaker(message)
        side = side_of(name) or sides.get(name or "")
        calls = message.get("tool_calls") or message.get("function_call")
        if side == TOOL or calls:
            called = ends_with_call = True
            notes.tools.update(_called(message, calls))
            continue
        if side not in (SYSTEM, USER, ASSISTANT):
            raise Unreadable(f"{name!r} is not a role; use system, user or assistant.")
        weight = message.get("weight", 1)
        if weight not in (0, 1):
            raise Unreadable(f"A weight is 0 or 1, not {weight!r}.")
        key = next((key for key in _TEXTS if key in message), _TEXTS[0])
        said = content_of(message, key)
        if seen := _SHOWN.search(said):
            raise Unreadable(f"Only text can be learned from; this message has {seen[0].strip()} in it.")
        found.append(
            Message(
                side,
                without_thoughts(said, notes) if side == ASSISTANT else said,
                learned=weight != 0 and message.get("train") is not False,
            )
        )
        ends_with_call = False
    notes.tool_conversations += called
    if ends_with_call and not any(message.role == ASSISTANT for message in found):
        raise Unreadable("The answer is missing: the conversation ends with a call of a tool.")
    return found


def _speaker(message: Mapping[str, Any]) -> Any:
    return next((message[key] for key in _SPEAKERS if key in message), None)


def _is_internal(message: Mapping[str, Any]) -> bool:
    """What customers never saw, and what the tool said by itself: Crisp's notes, Telegram's calls."""
    return (
        side_of(message.get("type")) == INTERNAL
        or side_of(_speaker(message)) == INTERNAL
        or message.get("private") is True
        or message.get("public") is False
    )


def _sides_of(speakers: Sequence[Any], notes: Notes) -> dict[str, str]:
    """Of two people with names of their own, of whom the first one asks; a person sees it as a doubt."""
    names = list(
        dict.fromkeys(name for name in speakers if isinstance(name, str) and side_of(name) != INTERNAL)
    )
    unknown = [name for name in names if side_of(name) is None]
    told = {side_of(name) for name in names} & {USER, ASSISTANT}
    if not unknown or len(unknown) + len(told) != 2:
        return {}
    sides = [USER, ASSISTANT] if not told else [ASSISTANT if told == {USER} else USER]
    notes.guessed_speakers.update(unknown)
    return dict(zip(unknown, sides, strict=True))


def content_of(message: Mapping[str, Any], key: str) -> str:
    """The text of a message, also when it comes in parts. Raises Unreadable for pictures, sound and files."""
    content = message.get(key)
    if isinstance(content, list):
        lines = all(isinstance(part, str) for part in content)
        content = ("\n" if lines else "").join(map(_part, content))
    if isinstance(content, dict):
        content = content.get("text", content.get("value", content.get("parts")))
        content = "".join(map(_part, content)) if isinstance(content, list) else content
    if not isinstance(content, str):
        raise Unreadable(f"A message has no text in “{key}”.")
    return content


def _part(part: object) -> str:
    if isinstance(part, str):
        return part
    if (
        isinstance(part, dict)
        and isinstance(part.get("text"), str)
        and part.get("type", "text") in _TEXT_PARTS
    ):
        return str(part["text"])
    kind = part.get("type") if isinstance(part, dict) else None
    named = f"a part of type {kind}" if isinstance(kind, str) else "a part that is not text"
    raise Unreadable(f"Only text can be learned from; this message has {named}.")


# Also of Telegram, whose parts are the words in bold, links and names.
_TEXT_PARTS = frozenset(
    {
        "text",
        "input_text",
        "output_text",
        "plain",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "link",
        "text_link",
        "mention",
        "mention_name",
        "hashtag",
        "cashtag",
        "email",
        "phone",
        "code",
        "pre",
        "bot_command",
        "blockquote",
        "custom_emoji",
    }
)


def _called(message: Mapping[str, Any], calls: Any) -> Iterator[str]:
    for call in calls if isinstance(calls, list) else [calls]:
        function = call.get("function", call) if isinstance(call, dict) else None
        if isinstance(function, dict) and isinstance(function.get("name"), str):
            yield function["name"]
    if isinstance(message.get("name"), str) and side_of(message.get("role")) == TOOL:
        yield message["name"]


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
    return "user" if message.role == USER else "assistant"
