from collections import Counter
from dataclasses import asdict

import pytest

from app.queries.plan import AgentBrief, Behaviour, Category, Difficulty, Plan, PlanRecord
from app.queries.planner import next_plan
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


def test_a_fixed_difficulty_is_kept() -> None:
    assert {plan.difficulty for plan in run(COMPANIES["gym"], 12, difficulty=Difficulty.HARD)} == {
        Difficulty.HARD
    }


def test_given_topics_take_turns() -> None:
    plans = run(COMPANIES["hotel"], 12, topics=["breakfast", "late arrival"])
    assert Counter(plan.topic for plan in plans) == {"breakfast": 6, "late arrival": 6}


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
