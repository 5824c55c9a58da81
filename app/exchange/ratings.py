"""Answers that someone marked as good or bad, as KTO's `label` and thumbs in chat tools do. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.exchange.headers import BAD, GOOD
from app.exchange.notes import Notes
from app.exchange.rows import Contents, FindingCode, Found, Row

_NAMED = 4
# Beside conversations; LLaMA-Factory's and ours. A number is a score on a scale whose ends are unknown.
_KEYS = ("label", "kto_tag", "rating", "feedback", "user_feedback", "vote", "thumbs", "is_good", "liked")


def rating_in(data: Mapping[str, Any]) -> str:
    """What an object with a conversation says of its answer; empty when it says nothing."""
    value = next((data[key] for key in _KEYS if isinstance(data.get(key), bool | str)), "")
    rating = str(value).strip().lower()
    return rating if rating in GOOD | BAD else ""


def rated(
    contents: Contents, rows: Sequence[Found], ratings: Sequence[str], name: str, notes: Notes
) -> list[Found]:
    """The rows that were not marked as bad. A bad answer becomes the draft of a good one to the same question.

    `ratings`: what the column `name` says of each row. A scale that is not yes or no is doubted, and no row left out.
    """
    said = {value for value in ratings if value}
    if not said <= GOOD | BAD:
        shown = ", ".join(sorted(said)[:_NAMED])
        contents.doubt(
            FindingCode.RATINGS,
            f"“{name}” rates the rows ({shown}), but not as good or bad: poor answers would be taught like all others. "
            "Leave out the poor rows, or the column by choosing nothing for it.",
        )
        return list(rows)
    bad = [found.row for found, rating in zip(rows, ratings, strict=True) if rating in BAD]
    drafts = {_asked(row): row.response for row in bad}
    notes.rejected += len(bad)
    return [
        Found(found.line, replace(found.row, draft=found.row.draft or drafts.get(_asked(found.row))))
        for found, rating in zip(rows, ratings, strict=True)
        if rating not in BAD
    ]


def _asked(row: Row) -> tuple[str, ...]:
    return (row.query, *(turn.content for turn in row.earlier))
