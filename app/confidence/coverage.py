"""What has been asked and answered so far, and how sure the live version is of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean
from uuid import UUID

from tortoise import connections

from app.models import Confidence
from app.queries.kinds import Category, Difficulty


@dataclass(frozen=True, slots=True)
class Cell:
    category: Category
    difficulty: Difficulty
    pair_count: int
    skip_count: int


@dataclass(frozen=True, slots=True)
class Topic:
    """`confidence`: 0 to 1; None until it was measured."""

    category: Category
    name: str
    pair_count: int
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Coverage:
    cells: list[Cell] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)

    def confidence(self, category: Category) -> float | None:
        known = [t.confidence for t in self.topics if t.category is category and t.confidence is not None]
        return mean(known) if known else None


async def coverage(agent_ids: Iterable[UUID]) -> dict[UUID, Coverage]:
    """Of several agents, in three statements."""
    ids = list(agent_ids)
    pairs = await connections.get("default").execute_query_dict(
        "SELECT p.agent_id, p.category, p.difficulty, q.plan->>'topic' AS topic, count(*) AS n FROM training_pair p"
        " LEFT JOIN generated_query q ON q.id = p.generated_query_id WHERE p.agent_id = ANY($1)"
        " GROUP BY p.agent_id, p.category, p.difficulty, topic",
        [ids],
    )
    skips = await connections.get("default").execute_query_dict(
        "SELECT agent_id, category, difficulty, count(*) AS n FROM generated_query"
        " WHERE agent_id = ANY($1) AND status = 'skipped' GROUP BY agent_id, category, difficulty",
        [ids],
    )
    measured: dict[UUID, dict[tuple[str, str], float]] = {i: {} for i in ids}
    for row in await Confidence.filter(agent_id__in=ids):
        measured[row.agent_id][row.category, row.topic] = row.agreement
    found = {}
    for i in ids:
        mine = [row for row in pairs if row["agent_id"] == i]
        skipped = {(row["category"], row["difficulty"]): row["n"] for row in skips if row["agent_id"] == i}
        found[i] = Coverage(_cells(mine, skipped), _topics(mine, measured[i]))
    return found


def _cells(pairs: list[dict[str, str]], skipped: dict[tuple[str, str], int]) -> list[Cell]:
    counts: Counter[tuple[str, str]] = Counter()
    for row in pairs:
        counts[row["category"], row["difficulty"]] += int(row["n"])
    return [Cell(c, d, counts[c, d], skipped.get((c, d), 0)) for c in Category for d in Difficulty]


def _topics(pairs: list[dict[str, str]], measured: dict[tuple[str, str], float]) -> list[Topic]:
    """Those that have pairs or were measured, the least certain first."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in pairs:
        if row["topic"]:
            counts[row["category"], row["topic"]] += int(row["n"])
    topics = [
        Topic(Category(category), name, counts[category, name], measured.get((category, name)))
        for category, name in {**counts, **measured}
    ]
    return sorted(topics, key=lambda t: (t.confidence is None, t.confidence or 0.0, -t.pair_count, t.name))
