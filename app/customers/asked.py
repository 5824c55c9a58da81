"""What real customers asked: in material, and in pairs whose question no AI wrote. Kept, as every plan reads it."""

import asyncio
import hashlib
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from tortoise import connections

from app.agents.material import questions_of_agent
from app.customers.topics import Filing
from app.models import Agent, ProposedPair, Topic, TrainingPair
from app.text.fields import spread

MOST = 400  # real questions that planner and writer look at; more change neither topics nor mix
AGENTS = 64  # whose questions stay in memory; 400 of them take about 100 KB
_PAIRS_AT_ONCE = 10  # one more question of many changes nothing; filing them takes some 10 ms


@dataclass(frozen=True, slots=True)
class Asked:
    """`state` changes when material was added or deleted. `covered`: pairs whose question no AI asked, by topic.
    `filed`: the questions by topic, those of none under ""."""

    state: str
    pairs: int
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    covered: Mapping[str, int]
    filed: Mapping[str, tuple[str, ...]]

    @property
    def held_out(self) -> list[str]:
        """Every second one, by a hash: no writer reads them, so that generated questions can be compared with them."""
        return [text for text in self.questions if _is_held_out(text)]

    @property
    def shown(self) -> list[str]:
        return [text for text in self.questions if not _is_held_out(text)]


def _is_held_out(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 1


_kept: OrderedDict[UUID, Asked] = OrderedDict()


async def real_questions(agent: Agent, topics: Sequence[Topic]) -> Asked:
    """A sample, spread evenly over all of them."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT array(SELECT id FROM material WHERE agent_id = $1 ORDER BY id) AS materials,"
        " (SELECT count(*) FROM training_pair WHERE agent_id = $1 AND generated_query_id IS NULL) AS pairs",
        [agent.id],
    )
    state = hashlib.sha256(str(rows[0]["materials"]).encode()).hexdigest()[:16]
    pairs = -(-int(rows[0]["pairs"]) // _PAIRS_AT_ONCE)
    names = tuple(topic.name for topic in topics)
    known = _kept.get(agent.id)
    if known is None or (known.state, known.pairs, known.topics) != (state, pairs, names):
        own = await _own(agent.id)
        found = [*await questions_of_agent(agent.id), *reversed(own)]
        distinct = list(dict.fromkeys(" ".join(question.split()) for question in found))
        filing = Filing.of(agent, topics)
        known = await asyncio.to_thread(_filed, state, pairs, names, filing, own, spread(distinct, MOST))
        _kept[agent.id] = known
    _kept.move_to_end(agent.id)
    while len(_kept) > AGENTS:
        _kept.popitem(last=False)
    return known


def _filed(
    state: str,
    pairs: int,
    names: tuple[str, ...],
    filing: Filing,
    own: Sequence[str],
    questions: Sequence[str],
) -> Asked:
    """Takes 0.2 s for 400 questions and 30 topics."""
    covered = Counter(name for text in own if (name := filing.topic(text)))
    filed: dict[str, tuple[str, ...]] = {}
    for text in questions:
        name = filing.topic(text) or ""
        filed[name] = (*filed.get(name, ()), text)
    return Asked(state, pairs, names, tuple(questions), covered, filed)


async def answered(agent_id: UUID) -> list[str]:
    """Real questions that have an answer or a proposed one, the newest of them: nobody needs to ask them again."""
    proposed = ProposedPair.filter(agent_id=agent_id).order_by("-id").limit(MOST)
    return await _own(agent_id) + cast("list[str]", await proposed.values_list("query", flat=True))


async def _own(agent_id: UUID) -> list[str]:
    """Questions of the newest pairs that no AI asked, the newest first."""
    pairs = TrainingPair.filter(agent_id=agent_id, generated_query_id=None).order_by("-id").limit(MOST)
    return cast("list[str]", await pairs.values_list("query", flat=True))
