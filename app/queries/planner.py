"""What to ask next: coverage first, then weak spots, never the same scenario twice; a seed decides the rest.

Where real customers asked, the plans follow them: their subjects, their categories, their way of writing. The subjects
of help pages have their turn as well.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from app.queries.guide import Guide
from app.queries.kinds import AgentBrief, Behaviour, Category, Difficulty
from app.queries.plan import Plan, PlanRecord
from app.queries.topics import Profile, choices, is_avoided, profile
from app.queries.weights import Weights

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
# A category that no real customer asks in still comes: what they asked is a part of what they will ask.
_LEAST_HEARD, _MOST_HEARD = 1 / 3, 3.0
# Pairs that came without a plan let a category rest for so many turns at most: it is not done with for ever.
_MOST_AHEAD = 4
# Beside weights it comes a third as often then. A small model is equally unsure of everything (sureness.py of the
# benchmarks): this alone has to ask twice as often as uniformly about what no pair is about; half would give 1.7 times.
_REST = 2
_NEEDS_ROOM = frozenset({Behaviour.TWO_PROBLEMS, Behaviour.CHANGES_MIND, Behaviour.WRONG_PREMISE})


def next_plan(
    agent: AgentBrief,
    history: Sequence[PlanRecord],
    *,
    topics: Sequence[str] = (),
    difficulty: Difficulty | None = None,
    guide: Guide | None = None,
    weights: Weights | None = None,
    covered: Mapping[Category, int] | None = None,
    seed: int = 0,
) -> Plan:
    """`topics` narrows the subject to words that the person gave; `difficulty` fixes it, None mixes. `covered` counts
    the pairs of each category that came without a plan: imported, or the expert's own."""
    guide, weights = guide or Guide(), weights or Weights()
    company = profile(agent)
    rng = random.Random(f"{agent.name}|{len(history)}|{seed}")
    category, level = _cell(company, history, difficulty, guide, weights, covered or {}, rng)
    topic = _topic(company, category, history, topics, guide.avoided, weights, rng)
    behaviour = _behaviour(company, category, level, topic, history, guide, rng)
    return Plan(category, level, _persona(company, behaviour, history, rng), behaviour, topic, seed)


def _cell(
    company: Profile,
    history: Sequence[PlanRecord],
    fixed: Difficulty | None,
    guide: Guide,
    weights: Weights,
    covered: Mapping[Category, int],
    rng: random.Random,
) -> tuple[Category, Difficulty]:
    """The least covered cell, categories first: without weights, six in a row never share one until all had
    their turn; with weights, each comes as often as it weighs, and weighs a third where pairs abound."""
    by_cell = Counter((record.category, record.difficulty) for record in history)
    by_category = Counter(record.category for record in history)
    by_difficulty = Counter(record.difficulty for record in history)
    ahead = {c: min(covered.get(c, 0), _MOST_AHEAD) for c in Category}
    wanted = {c: w / (1 + _REST * ahead[c] / _MOST_AHEAD) for c, w in _wanted(company, weights).items()}
    since = _since([record.category for record in history])
    cells = [(c, d) for c in Category for d in ([fixed] if fixed else guide.levels(c))]
    rng.shuffle(cells)

    def rank(cell: tuple[Category, Difficulty]) -> tuple[float, int, int]:
        category = cell[0]
        turn = -since(category) * wanted[category] if wanted else by_category[category] + ahead[category]
        return turn, by_cell[cell], by_difficulty[cell[1]]

    return min(cells, key=rank)


def _wanted(company: Profile, weights: Weights) -> dict[Category, float]:
    """How often each category comes, beside the others; empty when nothing speaks for one of them."""
    measured = weights.categories()
    if not company.subjects:
        return {category: measured.get(category, 1.0) for category in Category} if weights else {}
    heard = {c: sum(s.share for s in company.subjects if s.category is c) for c in Category}
    even = sum(heard.values()) / len(Category)
    return {
        c: measured.get(c, 1.0) * min(_MOST_HEARD, max(_LEAST_HEARD, share / even))
        for c, share in heard.items()
    }


def _topic(
    company: Profile,
    category: Category,
    history: Sequence[PlanRecord],
    topics: Sequence[str],
    avoided: Sequence[str],
    weights: Weights,
    rng: random.Random,
) -> str:
    used = Counter(record.topic for record in history if record.category is category)
    since = _since([record.topic for record in history])
    if topics:
        given = list(dict.fromkeys(topic.strip() for topic in topics if topic.strip()))
        pool = [topic for topic in given if not is_avoided(topic, avoided)] or given
    else:
        pool = list(company.topics(category))
    own = {s.topic for s in company.trade}
    rng.shuffle(pool)
    heard = {s.topic: s.share for s in (*company.pages, *company.subjects) if s.category is category}
    turn = sum(record.category is category for record in history)
    # Every other question is about what real customers asked, or what pages are about.
    if heard and not topics and turn % 2 == 0:
        return min(heard, key=lambda topic: -since(topic) * heard[topic] * weights.topic(category, topic))
    # Two of three questions are about this trade, the third about what happens to customers anywhere.
    general_turn = turn % 3 == 2

    def rank(topic: str) -> float:
        off_turn = not topics and (topic in own) == general_turn
        if weights:
            return -since(topic) * weights.topic(category, topic) * (0.5 if off_turn else 1.0)
        return used[topic] + off_turn

    return min(pool, key=rank)


def _since(asked: Sequence[str]) -> Callable[[str], int]:
    """Questions since a value was last asked about. Whoever has the largest product of that and its weight is next:
    in the long run each comes as often as it weighs, and never twice in a row while others wait."""
    last = {value: number for number, value in enumerate(asked)}
    return lambda value: len(asked) - last.get(value, -1)


def _behaviour(
    company: Profile,
    category: Category,
    difficulty: Difficulty,
    topic: str,
    history: Sequence[PlanRecord],
    guide: Guide,
    rng: random.Random,
) -> Behaviour:
    available = choices(company, category, topic)
    used = Counter(record.behaviour for record in history)
    tried = {
        r.behaviour
        for r in history
        # Real customers ask about the same thing in the same way; how hard it is differs then.
        if (r.category, r.topic) == (category, topic) and (not company.mix or r.difficulty is difficulty)
    }
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
    factors = defaultdict(lambda: 1.0, guide.factors())
    odds = [
        _BEHAVIOUR_WEIGHTS[category].get(b, 1.0)
        * factors[b]
        * (company.mix.lift(b) if company.mix else 1 / (1 + used[b] / factors[b]))
        for b in fresh
    ]
    return rng.choices(fresh, odds if any(odds) else None)[0]


def _persona(
    company: Profile, behaviour: Behaviour, history: Sequence[PlanRecord], rng: random.Random
) -> str:
    """A kind of customer not seen lately, in the mood of the behaviour."""
    kinds = list(company.domain.slots["who"])
    rng.shuffle(kinds)
    seen = Counter(kind for kind in kinds for record in history if record.persona.endswith(kind))
    kind = min(kinds, key=lambda kind: seen[kind])
    return f"{rng.choice(_MOODS[behaviour])} {kind}".strip()
