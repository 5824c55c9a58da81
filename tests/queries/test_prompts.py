import pytest

from app.queries.checks import check
from app.queries.plan import Behaviour, Category, Difficulty, Plan
from app.queries.planner import next_plan
from app.queries.prompts import build_messages, clean
from tests.queries.companies import COMPANIES

PLAN = Plan(Category.BILLING, Difficulty.MEDIUM, "furious baker", Behaviour.UPSET, "double charges", 7)


def test_a_hosted_model_is_told_who_it_is_and_what_was_asked_before() -> None:
    system, user = build_messages(PLAN, COMPANIES["help desk"], ["Where is my invoice?"], style="instruct")
    assert (system["role"], user["role"]) == ("system", "user")
    assert "Brightdesk" in system["content"]
    assert "furious baker" in user["content"]
    assert "double charges" in user["content"]
    assert "- Where is my invoice?" in user["content"]


def test_only_the_newest_earlier_questions_are_shown() -> None:
    _, user = build_messages(PLAN, COMPANIES["help desk"], [f"question {n}?" for n in range(30)])
    assert [f"question {n}?" in user["content"] for n in (17, 18, 29)] == [False, True, True]


@pytest.mark.parametrize("name", COMPANIES)
def test_a_small_model_sees_examples_of_the_plans_kind(name: str) -> None:
    agent = COMPANIES[name]
    plan = next_plan(agent, [], seed=4)
    messages = build_messages(plan, agent, [], style="few_shot")
    assert [m["role"] for m in messages] == ["system", *["user", "assistant"] * 4, "user"]
    for example in messages[2::2]:
        assert check(example["content"], plan, agent, ()) == []
    assert plan.topic in messages[-1]["content"]
    assert build_messages(plan, agent, [], style="few_shot") == messages


@pytest.mark.parametrize(
    ("raw", "bare"),
    [
        ('"Where is my refund?"', "Where is my refund?"),
        ("Customer: where is my refund?", "where is my refund?"),
        ("Here is a customer message:\n\n“Where is my refund?”", "Where is my refund?"),
        ("**Where** is my `refund`?", "Where is my refund?"),
        ("1. Where is my refund?", "Where is my refund?"),
        ("Where is my refund?\nSupport: It is on its way.", "Where is my refund?"),
        ("Where is my refund? I paid it two weeks ago by card and then the", "Where is my refund?"),
        ("where is my refund? thanks", "where is my refund? thanks"),
        ("where is my refund", "where is my refund"),
        ('It says "not valid" here. Why?', 'It says "not valid" here. Why?'),
        ("  \n ", ""),
    ],
)
def test_the_bare_message_is_left(raw: str, bare: str) -> None:
    assert clean(raw) == bare
