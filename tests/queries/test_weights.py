"""Where the agent disagrees with itself it is asked more often; hard or rare alone changes nothing."""

from collections import Counter
from dataclasses import asdict

import pytest

from app.queries.kinds import Category, Difficulty
from app.queries.plan import PlanRecord
from app.queries.planner import next_plan
from app.queries.topics import profile
from app.queries.weights import Weights
from tests.queries.companies import COMPANIES

SHOP = COMPANIES["bike shop"]
TOPICS = ["returns", "delivery", "warranty", "test rides", "spare parts"]


def shares(weights: Weights, count: int, known: int = 0, topics: list[str] = TOPICS) -> Counter[str]:
    """Topics of `count` questions after `known` ones that were asked without weights."""
    history: list[PlanRecord] = []
    for number in range(known + count):
        plan = next_plan(
            SHOP, history, topics=topics, weights=weights if number >= known else None, seed=number
        )
        history.append(PlanRecord.from_json(asdict(plan)))
    return Counter(record.topic for record in history[known:])


def measured(weak: float, others: float) -> Weights:
    agreement = {(Category.GENERAL, topic): others for topic in TOPICS} | {
        (Category.GENERAL, "returns"): weak
    }
    return Weights.of(agreement)


@pytest.mark.parametrize(("weak", "others"), [(0.2, 0.95), (0.45, 0.75), (0.5, 0.72)])
@pytest.mark.parametrize("known", [0, 24])
def test_a_weak_topic_gets_twice_its_share_within_twenty_questions(
    weak: float, others: float, known: int
) -> None:
    asked = shares(measured(weak, others), 20, known)
    assert asked["returns"] >= 2 * 20 / len(TOPICS)
    # Nothing else is forgotten over it.
    assert min(asked[topic] for topic in TOPICS) >= 1
    assert asked["returns"] <= 12


def test_equal_certainty_changes_nothing() -> None:
    asked = shares(measured(0.3, 0.3), 20)
    assert set(asked.values()) == {4}


def test_hard_but_certain_is_not_preferred() -> None:
    """Whoever is sure of hard questions gets no more of them; difficulty has no part in it."""
    levels = Counter()
    history: list[PlanRecord] = []
    for number in range(18):
        plan = next_plan(SHOP, history, weights=measured(0.9, 0.9), seed=number)
        history.append(PlanRecord.from_json(asdict(plan)))
        levels[plan.difficulty] += 1
    assert levels == {level: 6 for level in Difficulty}


def test_a_weak_topic_of_the_company_lifts_its_category() -> None:
    company = profile(SHOP)
    agreement = {(c, topic): 0.9 for c in Category for topic in company.topics(c)}
    agreement |= {(Category.BILLING, topic): 0.4 for topic in company.topics(Category.BILLING)}
    history: list[PlanRecord] = []
    for number in range(24):
        plan = next_plan(SHOP, history, weights=Weights.of(agreement), seed=number)
        history.append(PlanRecord.from_json(asdict(plan)))
    asked = Counter(record.category for record in history)
    assert asked[Category.BILLING] >= 8
    assert set(asked) == set(Category)


def test_a_topic_that_was_not_measured_is_average() -> None:
    weights = measured(0.4, 0.8)
    assert weights.topic(Category.BILLING, "opening hours") == 1.0
    assert weights.topic(Category.BILLING, "returns") == weights.topic(Category.GENERAL, "returns") > 1.0
