"""Conversations written out as one text, as chat templates do: ChatML, Llama, Mistral, Gemma, Alpaca, Vicuna. Pure."""

import re
from collections.abc import Iterator, Sequence

from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.speakers import ASSISTANT, SYSTEM, USER, side_of

# Marks that begin a message; the group says whose.
_MARKED = (
    re.compile(r"<\|im_start\|>\s*(?P<side>\w+)[ \t]*\n?"),
    re.compile(r"<\|start_header_id\|>\s*(?P<side>\w+)\s*<\|end_header_id\|>\s*"),
    re.compile(r"<start_of_turn>\s*(?P<side>\w+)[ \t]*\n?"),
    re.compile(r"<\|(?P<side>system|user|assistant)\|>[ \t]*\n?"),
    re.compile(
        r"(?:^#{2,3} *(?P<side>Human|Assistant|User|System|Instruction|Input|Response|Question|Answer)"
        r"|(?<!#)#{3} *(?P<inside>Human|Assistant))[ \t]*:[ \t]*\n?",
        re.M,
    ),
    re.compile(r"(?:^|(?<=[\s>]))(?P<side>USER|ASSISTANT|SYSTEM):[ \t]*", re.M),
    re.compile(r"(?:^|(?<=\s))(?P<side>Human|H|Assistant):[ \t]*", re.M),
    re.compile(r"^(?P<side>Q|A|Question|Answer|Customer|Agent|User|Bot):[ \t]*", re.M),
)
# Words that a text may have inside; only one that begins with them is a conversation.
_BEGINNING = _MARKED[-2:]
_ENDS = re.compile(
    r"(?:<\|(?:im_end|eot_id|end_of_text|endoftext|end|begin_of_text)\|>|<end_of_turn>|<bos>|<eos>|</?s>|<pad>)\s*"
)
_INST = re.compile(r"\[INST\](?P<asked>.*?)\[/INST\](?P<answered>.*?)(?=\[INST\]|$)", re.S)
_SYS = re.compile(r"<<SYS>>(?P<system>.*?)<</SYS>>", re.S)
_ALPACA = {
    "instruction": USER,
    "input": USER,
    "question": USER,
    "response": ASSISTANT,
    "answer": ASSISTANT,
    "h": USER,
}
_THOUGHT = re.compile(r"\s*<(think|thinking|thought|reasoning)>.*?</\1>\s*", re.S | re.I)
FIELD = re.compile(
    r"\{\{\s*[\w.]+(?:\s*\|[^{}\n]*)?\s*\}\}|\{%-? .{1,80}? -?%\}"
)  # {{ticket.requester.first_name}}
LEFTOVER = re.compile(
    r"</?(?:think|thinking|reasoning)>|"
    r"<\|(?:im_start|im_end|eot_id|start_header_id|endoftext|begin_of_text)\|>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>"
    r"|^### (?:Human|Assistant|Instruction|Response|Input):",
    re.M,
)


def without_thoughts(answer: str, notes: Notes) -> str:
    """What is said to the customer. An answer that is nothing but thoughts stays, to be seen."""
    thought = _THOUGHT.match(answer)
    if thought is None or not (said := answer[thought.end() :].strip()):
        return answer
    notes.thoughts += 1
    return said


def without_ends(text: str) -> str:
    return _ENDS.sub("", text).strip()


def messages_in(text: str) -> list[Message] | None:
    """None for a text that is not a conversation of two sides."""
    if "[INST]" in text:
        return list(_instructed(text))
    for pattern in _MARKED:
        marks = list(pattern.finditer(text))
        if len(marks) < 2 or (pattern in _BEGINNING and text[: marks[0].start()].strip()):
            continue
        found = list(_marked(text, marks))
        if {USER, ASSISTANT} <= {message.role for message in found}:
            return found
    return None


def _instructed(text: str) -> Iterator[Message]:
    if system := _SYS.search(text):
        yield Message(SYSTEM, system["system"].strip())
        text = text[: system.start()] + text[system.end() :]
    for one in _INST.finditer(text):
        yield Message(USER, without_ends(one["asked"]))
        if answer := without_ends(one["answered"]):
            yield Message(ASSISTANT, answer)


def _marked(text: str, marks: Sequence[re.Match[str]]) -> Iterator[Message]:
    """What stands above the first mark tells the model what to do, such as Alpaca's preamble: no part of a pair."""
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        name = (mark["side"] or mark.groupdict().get("inside") or "").lower()
        side = _ALPACA.get(name) or side_of(name)
        said = without_ends(text[mark.end() : end])
        if side in (SYSTEM, USER, ASSISTANT) and said:
            yield Message(side, said)
