"""What real customers asked: in material, and in pairs whose question no AI wrote. Kept, as every plan reads it."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast
from uuid import UUID

from tortoise import connections

from app.materials import service as materials
from app.models import ProposedPair, TrainingPair
from app.queries.headings import Heading, headings
from app.queries.kinds import Category

MOST = 400  # real questions that planner and writer look at; more change neither subjects nor mix
AGENTS = 64  # whose questions stay in memory; 400 of them take about 100 KB
_PAIRS_AT_ONCE = 10  # one more question of many changes nothing; finding the subjects takes some 10 ms


@dataclass(frozen=True, slots=True)
class Asked:
    """`materials` changes when material was added or deleted; `pages`: what help pages are about; `covered`: pairs
    whose question no AI asked."""

    materials: str
    pairs: int
    questions: tuple[str, ...]
    pages: tuple[Heading, ...] = ()
    covered: Mapping[Category, int] = field(default_factory=dict)


_kept: OrderedDict[UUID, Asked] = OrderedDict()


async def real_questions(agent_id: UUID) -> Asked:
    """A sample, spread evenly over all of them."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT array(SELECT id FROM material WHERE agent_id = $1 ORDER BY id) AS materials,"
        " (SELECT jsonb_object_agg(category, pairs) FROM (SELECT category, count(*) AS pairs FROM training_pair"
        "  WHERE agent_id = $1 AND generated_query_id IS NULL GROUP BY category) AS counted) AS covered",
        [agent_id],
    )
    state = hashlib.sha256(str(rows[0]["materials"]).encode()).hexdigest()[:16]
    counts: dict[str, int] = json.loads(rows[0]["covered"] or "{}")
    covered = {Category(name): count for name, count in counts.items()}
    pairs = sum(covered.values()) // _PAIRS_AT_ONCE
    known = _kept.get(agent_id)
    if known is None or (known.materials, known.pairs) != (state, pairs):
        pages = tuple(headings(await materials.pages_of_agent(agent_id)))
        known = Asked(state, pairs, tuple(_spread(await _read(agent_id))), pages)
        _kept[agent_id] = known
    _kept.move_to_end(agent_id)
    while len(_kept) > AGENTS:
        _kept.popitem(last=False)
    return replace(known, covered=covered)


async def answered(agent_id: UUID) -> list[str]:
    """Real questions that have an answer or a proposed one, the newest of them: nobody needs to ask them again."""
    proposed = ProposedPair.filter(agent_id=agent_id).order_by("-id").limit(MOST)
    return await _own(agent_id) + cast("list[str]", await proposed.values_list("query", flat=True))


async def _read(agent_id: UUID) -> list[str]:
    return [*await materials.questions_of_agent(agent_id), *reversed(await _own(agent_id))]


async def _own(agent_id: UUID) -> list[str]:
    """Questions of the newest pairs that no AI asked, the newest first."""
    pairs = TrainingPair.filter(agent_id=agent_id, generated_query_id=None).order_by("-id").limit(MOST)
    return cast("list[str]", await pairs.values_list("query", flat=True))


def _spread(questions: Sequence[str]) -> list[str]:
    distinct = list(dict.fromkeys(" ".join(question.split()) for question in questions))
    step = max(1.0, len(distinct) / MOST)
    return [distinct[int(number * step)] for number in range(min(MOST, len(distinct)))]
