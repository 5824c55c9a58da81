"""What skipped questions teach, and that plans follow it."""

from collections import Counter
from dataclasses import asdict, replace

import pytest

from app.customers.brief import TopicBrief
from app.customers.guide import MOST_RULES, Guide, Origin, Rule, RuleKind
from app.customers.plan import Behaviour, Plan, PlanRecord
from app.customers.planner import next_plan
from app.models import Category, Difficulty, SkipReason
from tests.customers.samples import RENTAL

RECORD = PlanRecord(Category.BILLING, Difficulty.HARD, "student", Behaviour.UPSET, "gift vouchers")
TEXT = "Why did my voucher expire on a Sunday in a leap year?"


def plans(guide: Guide, count: int = 60) -> list[Plan]:
    topics = (*RENTAL.topics, TopicBrief("gift vouchers"))
    agent = replace(RENTAL, topics=topics, avoided=guide.avoided)
    history: list[PlanRecord] = []
    found = []
    for number in range(count):
        found.append(next_plan(agent, history, guide=guide, seed=number))
        history.append(PlanRecord.from_json(asdict(found[-1])))
    return found


def rule_texts(guide: Guide) -> list[str]:
    return [rule.text for rule in guide.rules]


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (SkipReason.NOT_OUR_TOPIC, "Nobody asks about gift vouchers."),
        (SkipReason.TOO_HARD, "Only easy and medium questions about billing."),
        (SkipReason.NOT_REALISTIC, f"Nobody writes like this: “{TEXT}”"),
    ],
)
def test_a_skip_becomes_a_line_that_people_read(reason: SkipReason, line: str) -> None:
    guide = Guide().learn(reason, RECORD, TEXT, [RECORD])
    assert rule_texts(guide)[:1] == [line]
    assert guide.rules[0].origin is Origin.SKIP
    assert guide.rules[0].id
    assert guide.learn(reason, RECORD, TEXT, [RECORD]) == guide
    assert Guide.from_json(guide.to_json()) == guide


@pytest.mark.parametrize("reason", [SkipReason.DUPLICATE, SkipReason.OTHER])
def test_other_reasons_teach_nothing(reason: SkipReason) -> None:
    assert Guide().learn(reason, RECORD, TEXT) == Guide()


def test_an_avoided_topic_is_never_planned() -> None:
    assert any("voucher" in plan.topic for plan in plans(Guide()))
    guide = Guide().learn(SkipReason.NOT_OUR_TOPIC, RECORD, TEXT)
    assert not any("gift voucher" in plan.topic for plan in plans(guide))
    assert not guide.allows(RECORD, "en")


def test_too_hard_lowers_the_difficulty_of_the_category_step_by_step() -> None:
    # One question alone, or one of another category, caps nothing.
    assert Guide().learn(SkipReason.TOO_HARD, RECORD, TEXT) == Guide()
    elsewhere = [replace(RECORD, category=Category.ACCOUNT)]
    assert Guide().learn(SkipReason.TOO_HARD, RECORD, TEXT, elsewhere) == Guide()
    once = Guide().learn(SkipReason.TOO_HARD, RECORD, TEXT, [RECORD])
    levels = Counter(plan.difficulty for plan in plans(once) if plan.category is Category.BILLING)
    assert Difficulty.HARD not in levels
    assert any(plan.difficulty is Difficulty.HARD for plan in plans(once))
    medium, easy = (replace(RECORD, difficulty=level) for level in (Difficulty.MEDIUM, Difficulty.EASY))
    assert once.learn(SkipReason.TOO_HARD, medium, TEXT, [RECORD] * 2) == once
    twice = once.learn(SkipReason.TOO_HARD, medium, TEXT, [medium])
    assert rule_texts(twice) == ["Only easy questions about billing."]
    assert twice.learn(SkipReason.TOO_HARD, easy, TEXT, [easy]) == twice
    # A session that asks for hard questions does not make the guide milder.
    assert twice.learn(SkipReason.TOO_HARD, RECORD, TEXT, [RECORD]) == twice


def test_two_unrealistic_ones_in_the_same_way_make_the_way_rare() -> None:
    guide = Guide().learn(SkipReason.NOT_REALISTIC, RECORD, TEXT)
    guide = guide.learn(SkipReason.NOT_REALISTIC, RECORD, "Another one?", [RECORD])
    assert guide.rules[-1].text == "Fewer customers who are upset."
    before, after = (Counter(plan.behaviour for plan in plans(g)) for g in (Guide(), guide))
    assert after[Behaviour.UPSET] < before[Behaviour.UPSET]


def test_a_model_replaces_its_own_sentences_only() -> None:
    mine = Guide((Rule(RuleKind.WRITE, "You never mention the weather.", id="1"),))
    first = mine.rewritten(["You are brief."])
    second = first.rewritten(["You name the product."])
    assert [(rule.value, rule.origin) for rule in second.rules] == [
        ("You never mention the weather.", Origin.PERSON),
        ("You name the product.", Origin.MODEL),
    ]


def test_a_full_guide_forgets_the_oldest_example_first() -> None:
    guide = Guide((Rule(RuleKind.WRITE, "You are brief.", id="1"),))
    for number in range(MOST_RULES + 5):
        guide = guide.learn(
            SkipReason.NOT_REALISTIC, replace(RECORD, behaviour=Behaviour.PLAIN), f"Q{number}?"
        )
    assert len(guide.rules) == MOST_RULES
    assert guide.rules[0].value == "You are brief."
    assert guide.rules[1].value == "Q6?"
