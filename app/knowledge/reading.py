"""What a file of material holds: its kind, its text, the pairs in it, and what customers ask. Pure."""

import json
from dataclasses import dataclass, field

from app.exchange import formats
from app.exchange.format import Format
from app.exchange.readers import coachable, page, table
from app.exchange.rows import Contents, FindingCode
from app.exchange.source import Source
from app.models import MaterialKind
from app.text.fields import counted, is_whole, storable

MOST_QUESTIONS = 2_000
_FORMATS = {
    MaterialKind.TEXT: page.FORMAT,
    MaterialKind.MARKDOWN: page.FORMAT,
    MaterialKind.TABLE: table.FORMAT,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """`text`: what is kept of the file; of one that is not text, what was read in it. `headings`: of a help page."""

    contents: Contents
    questions: list[str]
    headings: list[str]
    kind: MaterialKind = MaterialKind.TEXT
    text: str = ""
    notices: list[str] = field(default_factory=list)


def read(source: Source, kind: MaterialKind | None = None) -> Reading:
    """`kind`: as a person said; None: found out. Raises InvalidInput, LimitReached."""
    told = _FORMATS.get(kind) if kind else None
    if kind is MaterialKind.RECORDS and formats.detect(source).kind is not MaterialKind.RECORDS:
        told = coachable.FORMAT
    format, contents = formats.read(source, told)
    asked = [*(found.row.query for found in contents.rows), *contents.unanswered]
    distinct = dict.fromkeys(" ".join(str(storable(question)).split()) for question in asked)
    questions = [one for one in distinct if one and is_whole(one)]
    notices = [*contents.notices, *(f.message for f in contents.findings if f.code is not FindingCode.PAGE)]
    if len(questions) > MOST_QUESTIONS:
        notices.append(
            f"Only the first {MOST_QUESTIONS:,} of {counted(len(questions), 'question')} are kept."
        )
    return Reading(
        contents,
        questions[:MOST_QUESTIONS],
        contents.headings,
        kind or _kind(format, source),
        _text(source, contents),
        notices,
    )


def _kind(format: Format, source: Source) -> MaterialKind:
    if format is page.FORMAT and not source.ends(*page.MARKDOWN):
        return MaterialKind.TEXT
    return format.kind


def _text(source: Source, contents: Contents) -> str:
    if contents.page:
        return contents.page
    if not source.is_binary:
        return source.text
    pairs = [{"query": found.row.query, "response": found.row.response} for found in contents.rows]
    return "\n".join(json.dumps(pair, ensure_ascii=False) for pair in pairs)
