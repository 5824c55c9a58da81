"""What to ask next: the topic that has waited longest for its weight, never harder than the guide allows.

Everything is read from the agent's topics and its history; a seed decides the rest.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence

from app.customers.brief import AgentBrief, TopicBrief, is_avoided
from app.customers.guide import Guide
from app.customers.manner import Mix
from app.customers.plan import Behaviour, Plan, PlanRecord
from app.models import Category, Difficulty

# Pairs that came without a plan let a topic rest for so many turns at most: it is not done with for ever.
_MOST_AHEAD = 4
# It comes a third as often then. A small model is equally unsure of everything (sureness.py of the benchmarks): this
# alone has to ask twice as often as uniformly about what no pair is about; half would give 1.7 times.
_REST = 2
_NEEDS_ROOM = frozenset({Behaviour.TWO_PROBLEMS, Behaviour.CHANGES_MIND, Behaviour.WRONG_PREMISE})
# A way of writing that makes a question of another kind, whatever its topic.
_MAKES: dict[Behaviour, Category] = {
    Behaviour.UPSET: Category.COMPLAINT,
    Behaviour.NOT_ALLOWED: Category.EDGE_CASE,
}


def next_plan(
    agent: AgentBrief,
    history: Sequence[PlanRecord],
    *,
    topics: Sequence[str] = (),
    difficulty: Difficulty | None = None,
    guide: Guide | None = None,
    seed: int = 0,
) -> Plan:
    """`topics` narrows them to those that the person named for a session; `difficulty` fixes it, None mixes."""
    guide = guide or Guide()
    rng = random.Random(f"{agent.name}|{len(history)}|{seed}")
    topic = next(iter(ranked(agent, history, topics=topics, rng=rng)), TopicBrief(""))
    levels = [difficulty] if difficulty else guide.levels(topic.category)
    used = Counter(r.difficulty for r in history if r.topic == topic.name)
    overall = Counter(record.difficulty for record in history)
    rng.shuffle(levels)
    level = min(levels, key=lambda one: (used[one], overall[one]))
    behaviour = _behaviour(agent, level, topic, history, guide, rng)
    category = _MAKES.get(behaviour, topic.category)
    if level not in guide.levels(category) and difficulty is None:
        category = topic.category
    return Plan(category, level, _persona(agent, history, rng), behaviour, topic.name, seed)


def ranked(
    agent: AgentBrief,
    history: Sequence[PlanRecord],
    *,
    topics: Sequence[str] = (),
    rng: random.Random,
) -> list[TopicBrief]:
    """The topics that may come, the next one first: whichever has the largest product of the questions since it was
    asked about and its weight. In the long run each comes as often as it weighs, and never twice in a row while
    others wait."""
    wanted = {name.casefold() for name in topics}
    named = [topic for topic in agent.topics if topic.name.casefold() in wanted]
    allowed = [t for t in named or agent.topics if not is_avoided(t.name, agent.avoided, agent.language)]
    pool = allowed or list(named)  # what a session asks for is asked about, whatever the guide says
    rng.shuffle(pool)
    since = _since([record.topic for record in history])
    return sorted(pool, key=lambda topic: -since(topic.name) * _weight(topic))


def _weight(topic: TopicBrief) -> float:
    return topic.weight / (1 + _REST * min(topic.resting, _MOST_AHEAD) / _MOST_AHEAD)


def _since(asked: Sequence[str]) -> Callable[[str], int]:
    last = {value: number for number, value in enumerate(asked)}
    return lambda value: len(asked) - last.get(value, -1)


def _behaviour(
    agent: AgentBrief,
    difficulty: Difficulty,
    topic: TopicBrief,
    history: Sequence[PlanRecord],
    guide: Guide,
    rng: random.Random,
) -> Behaviour:
    fitting = list(Behaviour)
    if difficulty is Difficulty.EASY:
        fitting = [b for b in fitting if b not in _NEEDS_ROOM]
    if difficulty is Difficulty.HARD:
        fitting.remove(Behaviour.TERSE)
    # A customer asks again about the same thing, as hard as before, only in another way.
    tried = {r.behaviour for r in history if (r.topic, r.difficulty) == (topic.name, difficulty)}
    fresh = [b for b in fitting if b not in tried] or fitting
    mix, used, less = Mix.of(agent.asked), Counter(r.behaviour for r in history), guide.less_of
    odds = [mix.lift(b) * less.get(b, 1.0) / (1 + (0 if agent.asked else used[b])) for b in fresh]
    return rng.choices(fresh, odds)[0]


def _persona(agent: AgentBrief, history: Sequence[PlanRecord], rng: random.Random) -> str:
    """A kind of customer not seen lately; empty where none has been named."""
    kinds = list(agent.customers)
    rng.shuffle(kinds)
    seen = Counter(record.persona for record in history)
    return min(kinds, key=lambda kind: seen[kind], default="")
