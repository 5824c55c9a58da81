"""What to ask next: coverage first, then variety, never the same scenario twice; a seed decides the rest."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.queries.kinds import AgentBrief, Behaviour, Category, Difficulty
from app.queries.situation import Situation
from app.queries.topics import Profile, about, content_words, profile

__all__ = ["AgentBrief", "Behaviour", "Category", "Difficulty", "Plan", "PlanRecord", "next_plan"]

_MOODS: dict[Behaviour, tuple[str, ...]] = {
    Behaviour.PLAIN: ("",),
    Behaviour.TERSE: ("busy", "hurried", "short-spoken"),
    Behaviour.VAGUE: ("unsure", "confused", "forgetful"),
    Behaviour.UPSET: ("furious", "fed-up", "annoyed", "disappointed"),
    Behaviour.WRONG_PREMISE: ("misinformed", "wrongly advised"),
    Behaviour.TWO_PROBLEMS: ("overwhelmed", "busy"),
    Behaviour.TYPOS: ("hurried", "distracted"),
    Behaviour.NON_NATIVE: ("Polish", "Italian", "French", "Turkish", "Portuguese"),
    Behaviour.NOT_ALLOWED: ("pushy", "insistent", "persistent"),
    Behaviour.CHANGES_MIND: ("undecided", "wavering"),
}

# Relative frequency of each way of writing; plain is the most common in the tickets we have seen.
_BEHAVIOUR_WEIGHTS: dict[Category, dict[Behaviour, float]] = {
    Category.GENERAL: {Behaviour.PLAIN: 3, Behaviour.WRONG_PREMISE: 1.5, Behaviour.UPSET: 0},
    Category.TECHNICAL: {Behaviour.VAGUE: 2, Behaviour.NOT_ALLOWED: 0},
    Category.BILLING: {Behaviour.WRONG_PREMISE: 2},
    Category.ACCOUNT: {Behaviour.UPSET: 0.5},
    Category.COMPLAINT: {Behaviour.UPSET: 4, Behaviour.CHANGES_MIND: 0, Behaviour.VAGUE: 0},
    Category.EDGE_CASE: {
        Behaviour.NOT_ALLOWED: 3,
        Behaviour.UPSET: 0,
        Behaviour.CHANGES_MIND: 0,
        Behaviour.VAGUE: 0,
        Behaviour.TWO_PROBLEMS: 0,
    },
}
_NEEDS_ROOM = frozenset({Behaviour.TWO_PROBLEMS, Behaviour.CHANGES_MIND, Behaviour.WRONG_PREMISE})


@dataclass(frozen=True, slots=True)
class Plan:
    category: Category
    difficulty: Difficulty
    persona: str
    behaviour: Behaviour
    topic: str
    seed: int

    @property
    def context(self) -> str:
        """Who is asking, in a few words that a person reads above the question; at most 200 characters."""
        return f"{self.persona}, {self.topic}"[:200]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `dataclasses.asdict`."""
        return cls(**_record(data), seed=int(data["seed"]))


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan that was already used for this agent."""

    category: Category
    difficulty: Difficulty
    persona: str
    behaviour: Behaviour
    topic: str

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From a plan as `dataclasses.asdict` gives it; what a record does not need is left out."""
        return cls(**_record(data))


def _record(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "category": Category(data["category"]),
        "difficulty": Difficulty(data["difficulty"]),
        "persona": str(data["persona"]),
        "behaviour": Behaviour(data["behaviour"]),
        "topic": str(data["topic"]),
    }


def next_plan(
    agent: AgentBrief,
    history: Sequence[PlanRecord],
    *,
    topics: Sequence[str] = (),
    difficulty: Difficulty | None = None,
    seed: int = 0,
) -> Plan:
    """`topics` narrows the subject to words that the person gave; `difficulty` fixes it, None mixes."""
    company = profile(agent)
    rng = random.Random(f"{agent.name}|{len(history)}|{seed}")
    category, level = _cell(history, difficulty, rng)
    topic = _topic(company, category, history, topics, rng)
    behaviour = _behaviour(company, category, level, topic, history, rng)
    return Plan(category, level, _persona(company, behaviour, history, rng), behaviour, topic, seed)


def choices(company: Profile, category: Category, topic: str) -> tuple[Situation, ...]:
    """Situations of a category about a topic: the same name first, else shared words, else any subject's."""
    same = tuple(s for s in company.situations if s.category is category and s.topic == topic)
    if same:
        return same
    wanted = content_words(topic)
    shared = tuple(
        s for s in company.situations if s.category is category and wanted & content_words(s.topic)
    )
    return shared or about(topic, category)


def _cell(
    history: Sequence[PlanRecord], fixed: Difficulty | None, rng: random.Random
) -> tuple[Category, Difficulty]:
    """The least covered cell, categories first: six in a row never share one until all had their turn."""
    by_cell = Counter((record.category, record.difficulty) for record in history)
    by_category = Counter(record.category for record in history)
    by_difficulty = Counter(record.difficulty for record in history)
    cells = [(c, d) for c in Category for d in ([fixed] if fixed else Difficulty)]
    rng.shuffle(cells)
    return min(cells, key=lambda cell: (by_category[cell[0]], by_cell[cell], by_difficulty[cell[1]]))


def _topic(
    company: Profile,
    category: Category,
    history: Sequence[PlanRecord],
    topics: Sequence[str],
    rng: random.Random,
) -> str:
    used = Counter(record.topic for record in history if record.category is category)
    if topics:
        pool = list(dict.fromkeys(topic.strip() for topic in topics if topic.strip()))
    else:
        pool = list(company.topics(category))
    own = {s.topic for s in company.trade}
    rng.shuffle(pool)
    # Two of three questions are about this trade, the third about what happens to customers anywhere.
    general_turn = len([r for r in history if r.category is category]) % 3 == 2
    return min(pool, key=lambda topic: used[topic] + (not topics and (topic in own) == general_turn))


def _behaviour(
    company: Profile,
    category: Category,
    difficulty: Difficulty,
    topic: str,
    history: Sequence[PlanRecord],
    rng: random.Random,
) -> Behaviour:
    available = choices(company, category, topic)
    used = Counter(record.behaviour for record in history)
    tried = {r.behaviour for r in history if (r.category, r.topic) == (category, topic)}
    forbidden = [s for s in available if s.forbidden]
    if forbidden and len(forbidden) == len(available):
        fitting = [Behaviour.NOT_ALLOWED, Behaviour.TERSE, Behaviour.TYPOS, Behaviour.NON_NATIVE]
    else:
        fitting = [b for b in Behaviour if b is not Behaviour.NOT_ALLOWED]
        if difficulty is Difficulty.EASY:
            fitting = [b for b in fitting if b not in _NEEDS_ROOM]
        if difficulty is Difficulty.HARD:
            fitting.remove(Behaviour.TERSE)
        if not any(s.premises for s in available) and Behaviour.WRONG_PREMISE in fitting:
            fitting.remove(Behaviour.WRONG_PREMISE)
    fresh = [b for b in fitting if b not in tried] or fitting
    weights = [_BEHAVIOUR_WEIGHTS[category].get(b, 1.0) / (1 + used[b]) for b in fresh]
    return rng.choices(fresh, weights if any(weights) else None)[0]


def _persona(
    company: Profile, behaviour: Behaviour, history: Sequence[PlanRecord], rng: random.Random
) -> str:
    """A kind of customer not seen lately, in the mood of the behaviour."""
    kinds = list(company.domain.slots["who"])
    rng.shuffle(kinds)
    seen = Counter(kind for kind in kinds for record in history if record.persona.endswith(kind))
    kind = min(kinds, key=lambda kind: seen[kind])
    return f"{rng.choice(_MOODS[behaviour])} {kind}".strip()
