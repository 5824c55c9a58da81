"""A page in passages that answer something by themselves. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.text.headings import headings

LEAST, MOST = (
    40,
    700,
)  # characters; a shorter line says nothing alone, a longer text answers several questions
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
_MARKS = re.compile(r"^[#>\s*_-]+|[*_:\s]+$")


@dataclass(frozen=True, slots=True)
class PagePassage:
    """`title`: the heading above it; may be empty."""

    title: str
    text: str


def passages(page: str) -> list[PagePassage]:
    """Paragraphs below their headings, long ones cut between sentences."""
    known = set(headings(page))
    found, title = [], ""
    for paragraph in re.split(r"\n\s*\n", page):
        lines = [line.strip() for line in paragraph.strip().splitlines()]
        while lines and _plain(lines[0]) in known:
            title = _plain(lines.pop(0))
        text = " ".join(filter(None, lines))
        found += [PagePassage(title, part) for part in _parts(text) if len(part) >= LEAST]
    return found


def _parts(text: str) -> Iterator[str]:
    part = ""
    for sentence in _SENTENCE.split(text):
        if part and len(part) + len(sentence) >= MOST:
            yield part
            part = ""
        part = f"{part} {sentence}".strip()[:MOST]
    yield part


def _plain(line: str) -> str:
    return _MARKS.sub("", line)
