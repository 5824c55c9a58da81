from collections import Counter
from dataclasses import asdict, replace

import pytest

from app.customers.brief import AgentBrief, TopicBrief
from app.customers.guide import Guide, Rule, RuleKind
from app.customers.plan import Behaviour, Plan, PlanRecord
from app.customers.planner import next_plan
from app.models import Category, Difficulty
from tests.customers.samples import RENTAL, TOPICS


def run(agent: AgentBrief, count: int, **options: object) -> list[Plan]:
    plans: list[Plan] = []
    for number in range(count):
        history = [plan.record for plan in plans]
        plans.append(next_plan(agent, history, seed=number, **options))  # type: ignore[arg-type]
    return plans


def test_every_topic_has_its_turn_before_one_comes_again() -> None:
    plans = run(RENTAL, 24)
    for start in range(0, 24, 6):
        assert {plan.topic for plan in plans[start : start + 6]} == set(TOPICS)


def test_a_topic_comes_as_often_as_it_weighs() -> None:
    topics = [replace(topic, weight=2.0) if topic.name == "helmets" else topic for topic in RENTAL.topics]
    asked = Counter(plan.topic for plan in run(replace(RENTAL, topics=tuple(topics)), 70))
    assert asked["helmets"] == pytest.approx(20, abs=2)
    assert {asked[name] for name in TOPICS if name != "helmets"} <= {9, 10, 11}


def test_a_topic_with_pairs_of_its_own_rests_but_is_not_done_with() -> None:
    topics = [
        replace(t, resting=300) if t.name == "helmets" else replace(t, resting=1) for t in RENTAL.topics
    ]
    asked = Counter(plan.topic for plan in run(replace(RENTAL, topics=tuple(topics)), 60))
    assert 3 <= asked["helmets"] <= 6
    assert min(asked[name] for name in TOPICS if name != "helmets") >= 10


def test_what_no_pair_is_about_comes_twice_as_often() -> None:
    topics = tuple(replace(topic, resting=0 if topic.name == "helmets" else 4) for topic in RENTAL.topics)
    asked = Counter(plan.topic for plan in run(replace(RENTAL, topics=topics), 40))
    assert asked["helmets"] >= 2 * 40 / len(TOPICS)


def test_all_difficulties_and_ways_of_writing_come() -> None:
    plans = run(RENTAL, 60)
    assert Counter(plan.difficulty for plan in plans) == dict.fromkeys(Difficulty, 20)
    behaviours = Counter(plan.behaviour for plan in plans)
    assert set(behaviours) == set(Behaviour)
    assert max(behaviours.values()) <= 18


def test_a_customer_asks_about_the_same_thing_in_another_way() -> None:
    plans = run(RENTAL, 60)
    assert len({(plan.topic, plan.difficulty, plan.behaviour) for plan in plans}) == 60


def test_some_ways_of_writing_make_another_category() -> None:
    for plan in run(RENTAL, 60):
        expected = {Behaviour.UPSET: Category.COMPLAINT, Behaviour.NOT_ALLOWED: Category.EDGE_CASE}
        own = Category.BILLING if plan.topic == "deposits" else Category.GENERAL
        assert plan.category is expected.get(plan.behaviour, own)


def test_plans_follow_how_real_customers_write() -> None:
    asked = (
        "deposit back??",
        "where r my helmets!!",
        "seat for kid",
        "why so LATE AGAIN!!",
        "refund",
        "tyre flat",
    )
    behaviours = Counter(plan.behaviour for plan in run(replace(RENTAL, asked=asked * 5), 40))
    assert behaviours[Behaviour.TERSE] + behaviours[Behaviour.UPSET] > 20


def test_a_fixed_difficulty_is_kept() -> None:
    assert {plan.difficulty for plan in run(RENTAL, 12, difficulty=Difficulty.HARD)} == {Difficulty.HARD}


def test_the_topics_of_a_session_take_turns() -> None:
    given = ["Helmets", "deposits"]
    assert Counter(plan.topic for plan in run(RENTAL, 12, topics=given)) == {"helmets": 6, "deposits": 6}


def test_avoided_topics_are_left_out_with_what_belongs_to_them() -> None:
    agent = replace(RENTAL, topics=(*RENTAL.topics, TopicBrief("lost helmets")), avoided=("helmet",))
    assert {plan.topic for plan in run(agent, 20)} == set(TOPICS) - {"helmets"}


def test_without_topics_there_is_a_plan_all_the_same() -> None:
    plan = next_plan(replace(RENTAL, topics=()), [])
    assert (plan.topic, plan.category) == ("", Category.GENERAL)


def test_kinds_of_customers_take_turns() -> None:
    agent = replace(RENTAL, customers=("tourist", "commuter"))
    assert Counter(plan.persona for plan in run(agent, 10)) == {"tourist": 5, "commuter": 5}
    assert {plan.persona for plan in run(RENTAL, 5)} == {""}


def test_the_guide_caps_difficulties_and_makes_ways_rare() -> None:
    easy = Guide((Rule(RuleKind.AT_MOST, difficulty=Difficulty.EASY),))
    assert {plan.difficulty for plan in run(RENTAL, 12, guide=easy)} == {Difficulty.EASY}
    rare = Guide((Rule(RuleKind.LESS_OF, Behaviour.UPSET),))
    before, after = (
        Counter(plan.behaviour for plan in run(RENTAL, 60, guide=guide)) for guide in (Guide(), rare)
    )
    assert after[Behaviour.UPSET] < before[Behaviour.UPSET]


def test_the_seed_decides() -> None:
    assert next_plan(RENTAL, [], seed=3) == next_plan(RENTAL, [], seed=3)
    assert len({next_plan(RENTAL, [], seed=seed) for seed in range(20)}) == 20


def test_a_plan_survives_json_and_old_ones_have_no_frame() -> None:
    plan = next_plan(RENTAL, [], seed=3)
    assert Plan.from_json(asdict(plan)) == plan
    old = {name: value for name, value in asdict(plan).items() if name != "frame"}
    assert PlanRecord.from_json(old) == plan.record


def test_the_context_says_who_asks_about_what() -> None:
    plan = Plan(Category.BILLING, Difficulty.EASY, "furious baker", Behaviour.UPSET, "refunds", 1)
    assert plan.context == "furious baker, refunds"
    assert replace(plan, persona="").context == "refunds"
    assert len(replace(plan, topic="x" * 400).context) == 200
