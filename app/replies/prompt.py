"""How sources stand before a model, in training and serving alike."""

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence

from app.replies.reply import Passage, SourceKind

CHARACTERS = 4_000  # of all sources together, about 1,000 tokens
# Of all that is read, about half of the 4,096 tokens of the own model server (app/inference/engine.py); the rest is for
# the reply and for languages with more tokens a character.
CONTEXT = 8_000

Message = Mapping[str, str]
Ask = Callable[[list[dict[str, str]]], AsyncGenerator[str, None]]  # messages -> pieces of the model's answer


def with_sources(
    system: str, passages: Sequence[Passage], conversation: Sequence[Message]
) -> tuple[list[dict[str, str]], list[Passage]]:
    """What a model reads, and which of the sources are in it, the likeliest last: passages of pages behind the system
    prompt, taught answers as turns. `passages`: the likeliest first."""
    shown = fitting(passages, room([system, *(turn["content"] for turn in conversation)]))
    pages = [f"{p.title}\n{p.text}".strip() for p in shown if p.kind is SourceKind.PAGE]
    head = "\n\n".join([system, *(["From our pages:", *pages] if pages else [])])
    turns = as_turns(p for p in shown if p.kind is SourceKind.TAUGHT)
    return [{"role": "system", "content": head}, *turns, *map(dict, conversation)], shown


def fitting(passages: Iterable[Passage], room: int) -> list[Passage]:
    """Those that `room` characters hold, the likeliest last; too long ones give way to shorter ones."""
    chosen: list[Passage] = []
    for passage in passages:
        if (size := len(passage.title) + len(passage.text)) <= room:
            room -= size
            chosen.insert(0, passage)
    return chosen


def as_turns(passages: Iterable[Passage]) -> list[dict[str, str]]:
    """Earlier turns of the conversation, before the customer's own: small models copy from those best."""
    return [
        turn
        for passage in passages
        for turn in (
            {"role": "user", "content": passage.title},
            {"role": "assistant", "content": passage.text},
        )
    ]


def room(read: Iterable[str]) -> int:
    """Characters of sources beside what is read anyway; 0: none fit."""
    return max(0, min(CHARACTERS, CONTEXT - sum(map(len, read))))
