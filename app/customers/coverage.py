"""What has been asked and answered so far, and how sure the live version is of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import mean
from uuid import UUID

from tortoise import connections

from app.customers import topics as topic_rows
from app.models import Category, Difficulty
from app.models import Topic as TopicRow


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
    """Of several agents, in four statements."""
    ids = list(agent_ids)
    pairs = await connections.get("default").execute_query_dict(
        "SELECT agent_id, category, difficulty, count(*) AS n FROM training_pair"
        " WHERE agent_id = ANY($1) GROUP BY agent_id, category, difficulty",
        [ids],
    )
    skips = await connections.get("default").execute_query_dict(
        "SELECT agent_id, category, difficulty, count(*) AS n FROM generated_query"
        " WHERE agent_id = ANY($1) AND status = 'skipped' GROUP BY agent_id, category, difficulty",
        [ids],
    )
    usage = await topic_rows.usage(ids)
    rows = await TopicRow.filter(agent_id__in=ids).order_by("id")
    found = {}
    for i in ids:
        counts = Counter({(r["category"], r["difficulty"]): r["n"] for r in pairs if r["agent_id"] == i})
        skipped = {(r["category"], r["difficulty"]): r["n"] for r in skips if r["agent_id"] == i}
        cells = [
            Cell(c, d, counts[c.value, d.value], skipped.get((c.value, d.value), 0))
            for c in Category
            for d in Difficulty
        ]
        found[i] = Coverage(cells, _topics([row for row in rows if row.agent_id == i], usage[i]))
    return found


def _topics(rows: list[TopicRow], usage: Mapping[str, topic_rows.Usage]) -> list[Topic]:
    """Those that have pairs or were measured, the least certain first."""
    none = topic_rows.Usage()
    known = [Topic(r.category, r.name, usage.get(r.name, none).answered, r.agreement) for r in rows]
    kept = [topic for topic in known if topic.pair_count or topic.confidence is not None]
    return sorted(kept, key=lambda t: (t.confidence is None, t.confidence or 0.0, -t.pair_count, t.name))
