from collections import Counter
from dataclasses import asdict, replace

import pytest

from app.queries.guide import Guide, Rule, RuleKind
from app.queries.plan import AgentBrief, Behaviour, Category, Difficulty, Plan, PlanRecord
from app.queries.planner import next_plan
from app.queries.weights import Weights
from tests.queries.companies import COMPANIES


def run(agent: AgentBrief, count: int, **options: object) -> list[Plan]:
    plans: list[Plan] = []
    for number in range(count):
        history = [PlanRecord.from_json(asdict(plan)) for plan in plans]
        plans.append(next_plan(agent, history, seed=number, **options))  # type: ignore[arg-type]
    return plans


@pytest.mark.parametrize("name", COMPANIES)
def test_eighteen_plans_cover_every_cell_once(name: str) -> None:
    cells = Counter((plan.category, plan.difficulty) for plan in run(COMPANIES[name], 18))
    assert cells == Counter((category, difficulty) for category in Category for difficulty in Difficulty)


def test_every_category_has_its_turn_before_one_comes_again() -> None:
    plans = run(COMPANIES["bank"], 24)
    for start in range(0, 24, 6):
        assert {plan.category for plan in plans[start : start + 6]} == set(Category)


@pytest.mark.parametrize("name", ["help desk", "bike shop", "dentist", "library"])
def test_no_scenario_comes_twice_in_sixty(name: str) -> None:
    plans = run(COMPANIES[name], 60)
    assert len({(plan.category, plan.topic, plan.behaviour) for plan in plans}) == 60


def test_a_session_shows_many_ways_of_writing() -> None:
    behaviours = Counter(plan.behaviour for plan in run(COMPANIES["telecoms"], 40))
    assert set(behaviours) == set(Behaviour)
    assert max(behaviours.values()) <= 12


def test_a_category_with_pairs_of_its_own_rests_for_a_while() -> None:
    covered = {Category.BILLING: 300, Category.ACCOUNT: 1}
    asked = [plan.category for plan in run(COMPANIES["bank"], 40, covered=covered)]
    assert Category.ACCOUNT not in asked[:4]
    assert asked.index(Category.BILLING) in range(19, 25)  # four turns of the others
    assert Counter(asked[:19])[Category.ACCOUNT] == 3
    assert asked[25:].count(Category.BILLING) >= 2  # it is not done with for ever


def test_where_real_customers_asked_a_category_with_enough_pairs_weighs_a_third() -> None:
    billing = "My invoice is wrong, why was my card charged?", "Where is my invoice for the fee?"
    company = replace(COMPANIES["bank"], asked=billing)

    def share(covered: dict[Category, int]) -> int:
        return sum(plan.category is Category.BILLING for plan in run(company, 60, covered=covered))

    # One of the six weighs 3, the others 1/3 each: 3 / (3 + 5/3) of the questions, and 1 / (1 + 5/3).
    assert share({}) == pytest.approx(60 * 0.64, abs=5)
    assert share({Category.BILLING: 300}) == pytest.approx(60 * 0.375, abs=3)


@pytest.mark.parametrize("left_out", Category)
def test_what_no_pair_is_about_comes_twice_as_often_though_the_agent_is_as_sure_of_it(
    left_out: Category,
) -> None:
    alike = Weights.of({(category, "any"): 0.53 for category in Category})
    covered = {category: 4 for category in Category if category is not left_out}
    asked = [plan.category for plan in run(COMPANIES["bank"], 20, covered=covered, weights=alike)]
    assert asked.count(left_out) >= 2 * 20 / len(Category)


def test_a_fixed_difficulty_is_kept() -> None:
    assert {plan.difficulty for plan in run(COMPANIES["gym"], 12, difficulty=Difficulty.HARD)} == {
        Difficulty.HARD
    }


def test_given_topics_take_turns() -> None:
    plans = run(COMPANIES["hotel"], 12, topics=["breakfast", "late arrival"])
    assert Counter(plan.topic for plan in plans) == {"breakfast": 6, "late arrival": 6}
    guide = Guide((Rule(RuleKind.AVOID_TOPIC, "breakfast"),))
    plans = run(COMPANIES["hotel"], 4, topics=["breakfast", "late arrival"], guide=guide)
    assert {plan.topic for plan in plans} == {"late arrival"}
    assert {plan.topic for plan in run(COMPANIES["hotel"], 2, topics=["breakfast"], guide=guide)} == {
        "breakfast"
    }


def test_the_seed_decides() -> None:
    agent = COMPANIES["vet"]
    assert next_plan(agent, [], seed=3) == next_plan(agent, [], seed=3)
    assert len({next_plan(agent, [], seed=seed) for seed in range(20)}) == 20


def test_a_plan_survives_json() -> None:
    plan = next_plan(COMPANIES["vet"], [], seed=3)
    assert Plan.from_json(asdict(plan)) == plan


def test_the_context_says_who_asks_about_what() -> None:
    plan = Plan(Category.BILLING, Difficulty.EASY, "furious baker", Behaviour.UPSET, "refunds", 1)
    assert plan.context == "furious baker, refunds"
    long = Plan(Category.BILLING, Difficulty.EASY, "baker", Behaviour.PLAIN, "x" * 400, 1)
    assert len(long.context) == 200
