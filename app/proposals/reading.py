"""What a file of material holds: its kind, the pairs in it, and what customers ask. Pure."""

from dataclasses import dataclass

from app.exchange import formats
from app.exchange.formats import Format
from app.exchange.rows import Contents
from app.materials.headings import headings
from app.models import MaterialKind
from app.proposals import faq
from app.text.fields import is_whole

MOST_QUESTIONS = 2_000
_KINDS = {
    ".md": MaterialKind.MARKDOWN,
    ".markdown": MaterialKind.MARKDOWN,
    ".csv": MaterialKind.TABLE,
    ".tsv": MaterialKind.TABLE,
    ".json": MaterialKind.RECORDS,
    ".jsonl": MaterialKind.RECORDS,
    ".ndjson": MaterialKind.RECORDS,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """`headings`: of a help page."""

    contents: Contents
    questions: list[str]
    headings: list[str]


def kind_of(name: str, text: str) -> MaterialKind:
    """By the end of the name; without a known one by the first character."""
    for suffix, kind in _KINDS.items():
        if name.lower().endswith(suffix):
            return kind
    return MaterialKind.RECORDS if text.lstrip()[:2] in ('{"', "[{") else MaterialKind.TEXT


def read(text: str, kind: MaterialKind) -> Reading:
    lines: list[str] = []
    if kind in (MaterialKind.TEXT, MaterialKind.MARKDOWN):
        contents = Contents(rows=list(faq.found_in(text)))
        asked = [*(found.row.query for found in contents.rows), *faq.questions_in(text)]
        lines = headings(text)
    else:
        format = Format.CSV if kind is MaterialKind.TABLE else formats.detect(text, ".jsonl")
        contents = formats.read(text, format)
        asked = [*(found.row.query for found in contents.rows), *contents.unanswered]
    distinct = dict.fromkeys(" ".join(question.split()) for question in asked)
    return Reading(contents, [one for one in distinct if one and is_whole(one)][:MOST_QUESTIONS], lines)
