"""A contextual question without a model, good enough to carry a whole session alone."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.queries.checks import check
from app.queries.grammar import compose
from app.queries.kinds import AgentBrief, Behaviour, Category, Difficulty
from app.queries.mix import signs
from app.queries.plan import Plan
from app.queries.similarity import TOO_SIMILAR, similarity
from app.queries.situation import Situation
from app.queries.subjects import is_private
from app.queries.topics import Profile, choices, profile

# Enough to find something new after some hundred questions; 40 cost about 10 ms against 60 earlier ones.
_DRAWS = 40
_NEW_ENOUGH = 0.5
_PRESSING = re.compile(
    r"emergenc|urgent|\bpain|bleed|hurts?\b|swollen|lost tooth|stolen|\bfire\b|smell of gas|burst|flood|accident|died"
    r"|death|locked out|breakdown|stranded|outage|no heating",
    re.I,
)
_HARD_WORDS = 15  # at least, of a real question that is called hard


@dataclass(frozen=True, slots=True)
class Question:
    """`topic` is the plan's, or another one of its category once everything about that has been asked."""

    text: str
    topic: str


def fallback_question(plan: Plan, agent: AgentBrief, earlier: Sequence[str], seed: int) -> Question:
    """A question of the plan's kind, unlike every earlier one; the same for the same arguments."""
    company = profile(agent)
    if real := _real_question(plan, agent, company, earlier):
        return Question(real, plan.topic)
    rng = random.Random(f"{agent.name}|{plan.topic}|{seed}|{len(earlier)}")
    best = Question("", plan.topic)
    best_score = (True, 2.0)
    for draw in range(_DRAWS):
        widen = draw >= _DRAWS // 2
        if widen and not best_score[0] and best_score[1] < TOO_SIMILAR:
            break  # new enough, and about what the expert was told
        question = _draw(plan, company, rng, widen=widen)
        near = max((similarity(question.text, old) for old in earlier), default=0.0)
        score = (bool(check(question.text, plan, agent, ())), near)
        if score < best_score:
            best, best_score = question, score
        if not best_score[0] and near < _NEW_ENOUGH:
            break
    return best


def _real_question(plan: Plan, agent: AgentBrief, company: Profile, earlier: Sequence[str]) -> str | None:
    """What a real customer asked about the topic and nobody has answered yet; better in the plan's way of writing."""
    about = company.real_questions(plan.category, plan.topic)
    for question in sorted(about, key=lambda question: plan.behaviour not in signs(question)):
        too_simple = plan.difficulty is Difficulty.HARD and len(question.split()) < _HARD_WORDS
        if too_simple or is_private(question) or check(question, plan, agent, ()):
            continue
        if all(similarity(question, old) < _NEW_ENOUGH for old in earlier):
            return question
    return None


def _draw(plan: Plan, company: Profile, rng: random.Random, *, widen: bool) -> Question:
    """`widen` leaves the plan's topic, once everything about it has been asked."""
    pool = () if widen else choices(company, plan.category, plan.topic)
    pool = pool or tuple(s for s in company.situations if s.category is plan.category)
    pushing = plan.behaviour is Behaviour.NOT_ALLOWED
    pool = tuple(s for s in pool if s.forbidden == pushing) or pool
    if plan.behaviour is Behaviour.WRONG_PREMISE:
        pool = tuple(s for s in pool if s.premises) or pool
    situation = rng.choice(pool)
    text = compose(
        situation,
        _second(situation, company, plan, rng),
        behaviour=plan.behaviour,
        difficulty=plan.difficulty,
        company=company,
        rng=rng,
    )
    return Question(text, situation.topic if widen else plan.topic)


def _second(situation: Situation, company: Profile, plan: Plan, rng: random.Random) -> Situation | None:
    if plan.behaviour not in (Behaviour.TWO_PROBLEMS, Behaviour.CHANGES_MIND):
        return None
    if _PRESSING.search(" ".join((situation.topic, *situation.asks))):
        return None  # nobody has a second thought then
    pool = [
        s
        for s in company.trade
        if s.topic != situation.topic
        and s.category not in (Category.EDGE_CASE, Category.COMPLAINT)
        and not _PRESSING.search(" ".join((s.topic, *s.asks)))
    ]
    same = [s for s in pool if s.category is situation.category]
    return rng.choice((same if plan.difficulty is Difficulty.HARD else pool) or pool or [situation])
