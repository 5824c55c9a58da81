"""Axolotl's `segments`: one text in pieces, of which those with `label: true` are learned.

https://docs.axolotl.ai/docs/dataset-formats/template_free.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from app.exchange import conversation, templates
from app.exchange.format import Format
from app.exchange.message import Message
from app.exchange.notes import Notes
from app.exchange.rows import Extras, Row, Unreadable
from app.exchange.speakers import ASSISTANT, USER


def read(data: dict[str, Any], notes: Notes) -> Iterator[Row]:
    """The pairs of one text. Raises Unreadable."""
    segments = data["segments"]
    if not all(isinstance(one, dict) and isinstance(one.get("text"), str) for one in segments):
        raise Unreadable("Each of the “segments” needs a “text” and a “label”.")
    pieces = [
        Message(ASSISTANT if one.get("label") else USER, templates.without_ends(one["text"]))
        for one in segments
    ]
    learned = [piece.content for piece in pieces if piece.role == ASSISTANT]
    messages = templates.messages_in("\n".join(piece.content for piece in pieces)) or pieces
    return conversation.rows(
        [
            replace(one, learned=any(one.content in text for text in learned))
            for one in messages
            if one.content
        ],
        Extras({}),
    )


def _signs(data: Mapping[str, Any]) -> bool:
    segments = data.get("segments")
    return isinstance(segments, list) and any(isinstance(one, dict) and "label" in one for one in segments)


FORMAT = Format(
    name="segments",
    title="segments (Axolotl)",
    reads="`segments` of `text` and `label`: what has `label: true` is an answer, with or without the marks of a chat "
    "template.",
    suffixes=(".jsonl", ".json"),
    signs=_signs,
    shape=read,
)
