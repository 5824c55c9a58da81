"""Marks that old fine-tuning files end their prompts and completions with, such as `###` and ` END`. Pure.

https://platform.openai.com/docs/guides/legacy-fine-tuning asked for them; a chat model would learn to say them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from os.path import commonprefix

from app.exchange.notes import Notes
from app.exchange.rows import Found

_LEAST = 2  # rows that have to end alike
_PROMPT_END = re.compile(
    r"\s*(?:#{2,}|-{1,3}>|={3,}|\|{2,}|\n(?:agent|answer|a|assistant|bot|response|completion):)\s*$", re.I
)
_END = re.compile(r"(?:\s+(?:[A-Z]{3,}|[#*=|~]{2,})|\s*(?:<\|?\w+\|?>|###))\s*$")


def without_separators(rows: Sequence[Found], notes: Notes) -> list[Found]:
    """Only those that all rows share, so that no text loses a word that is its own."""
    if len(rows) < _LEAST:
        return list(rows)
    asked = _shared([found.row.query for found in rows], _PROMPT_END)
    ended = _shared([found.row.response for found in rows], _END)
    notes.separators |= {mark.strip() for mark in (asked, ended) if mark}
    if not asked and not ended:
        return list(rows)
    return [
        Found(
            found.line,
            replace(found.row, query=_cut(found.row.query, asked), response=_cut(found.row.response, ended)),
        )
        for found in rows
    ]


def _shared(texts: Sequence[str], pattern: re.Pattern[str]) -> str:
    ends = [match[0] if (match := pattern.search(text)) else "" for text in texts]
    common = commonprefix([end[::-1] for end in ends])[::-1]
    return common if common.strip() and all(text.strip() != common.strip() for text in texts) else ""


def _cut(text: str, end: str) -> str:
    return text.removesuffix(end).strip() if end else text
