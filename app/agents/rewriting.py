"""How much of the agent's drafts its expert rewrites: the number that shows the agent learning."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise import connections

from app.models import AutoTraining


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
    SELECT {} AS part, min(created_at) AS start, sum(edited_share * words) / sum(words) AS share, count(*) AS pairs
    FROM training_pair, LATERAL (
        SELECT greatest(regexp_count(draft, '\S+'), regexp_count(response, '\S+'), 1)::float8 AS words
    ) AS length
    WHERE agent_id = $1 AND edited_share IS NOT NULL GROUP BY part ORDER BY part
    """


async def rewriting(agent_id: UUID, by: Span) -> list[Point]:
    """Oldest first; weeks and versions without an answered draft are left out."""
    read = connections.get("default").execute_query_dict
    if by is Span.WEEK:
        zone = (await AutoTraining.get(agent_id=agent_id)).time_zone
        rows = await read(_STATEMENT.format("date_trunc('week', created_at, $2)"), [agent_id, zone])
        return [Point(_day(row["part"], zone), row["part"], None, row["share"], row["pairs"]) for row in rows]
    rows = await read(_STATEMENT.format("draft_version"), [agent_id])
    return [Point(_name(row["part"]), row["start"], row["part"], row["share"], row["pairs"]) for row in rows]


def _day(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%d %b}"


def _name(version: int) -> str:
    return f"Version {version}" if version else "Base model"
