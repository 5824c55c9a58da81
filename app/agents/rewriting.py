"""How much of the agent's drafts its expert rewrites: the number that shows the agent learning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise import connections


class Span(StrEnum):
    WEEK = "week"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Point:
    """`start`: of the week, or when the version's first draft was answered; `version`: 0 is the base model; `share`: of
    all words of its pairs, so that a long answer counts more than a short one."""

    label: str
    start: datetime
    version: int | None
    share: float
    pairs: int


# A pair has as many words as the longer of draft and response: what `edited_share` is a share of.
_STATEMENT = r"""
    SELECT pair.agent_id, {} AS part, time_zone, min(created_at) AS start,
        sum(edited_share * words) / sum(words) AS share, count(*) AS pairs
    FROM training_pair AS pair JOIN auto_training ON auto_training.agent_id = pair.agent_id, LATERAL (
        SELECT greatest(regexp_count(draft, '\S+'), regexp_count(response, '\S+'), 1)::float8 AS words
    ) AS length
    WHERE pair.agent_id = ANY($1::uuid[]) AND edited_share IS NOT NULL
    GROUP BY pair.agent_id, time_zone, part ORDER BY part
    """
_PARTS = {Span.WEEK: "date_trunc('week', created_at, time_zone)", Span.VERSION: "draft_version"}


async def rewriting(agent_ids: Iterable[UUID], by: Span) -> dict[UUID, list[Point]]:
    """Oldest first; weeks and versions without an answered draft are left out."""
    rows = await connections.get("default").execute_query_dict(
        _STATEMENT.format(_PARTS[by]), [list(agent_ids)]
    )
    found: dict[UUID, list[Point]] = {}
    for row in rows:
        found.setdefault(row["agent_id"], []).append(_point(row, by))
    return found


def _point(row: Mapping[str, Any], by: Span) -> Point:
    part, share, pairs = row["part"], row["share"], row["pairs"]
    if by is Span.WEEK:
        return Point(_day(part, row["time_zone"]), part, None, share, pairs)
    return Point(_name(part), row["start"], part, share, pairs)


def _day(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%d %b}"


def _name(version: int) -> str:
    return f"Version {version}" if version else "Base model"
