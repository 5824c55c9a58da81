import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.queries.checks import check
from app.queries.fallback import fallback_question
from app.queries.grammar import _INSTEAD, _UPSET_ASKED, lines_of
from app.queries.plan import AgentBrief, Behaviour, Category, Difficulty, Plan, PlanRecord
from app.queries.planner import next_plan
from app.queries.similarity import TOO_SIMILAR, similarity
from app.queries.topics import profile
from tests.queries.companies import COMPANIES


def session(agent: AgentBrief, questions: int, seed: int = 0) -> tuple[list[Plan], list[str]]:
    history: list[PlanRecord] = []
    plans: list[Plan] = []
    texts: list[str] = []
    for number in range(questions):
        plan = next_plan(agent, history, seed=seed + number)
        texts.append(fallback_question(plan, agent, texts, plan.seed).text)
        plans.append(plan)
        history.append(PlanRecord(plan.category, plan.difficulty, plan.persona, plan.behaviour, plan.topic))
    return plans, texts


@pytest.mark.parametrize("name", COMPANIES)
def test_sixty_questions_pass_the_checks_and_none_resembles_another(name: str) -> None:
    agent = COMPANIES[name]
    plans, texts = session(agent, 60)
    assert [check(text, plan, agent, ()) for plan, text in zip(plans, texts, strict=True)] == [[]] * 60
    assert [pair for pair in combinations(texts, 2) if similarity(*pair) >= TOO_SIMILAR] == []


@pytest.mark.parametrize("name", [n for n in COMPANIES if n not in ("unheard of", "nothing said")])
def test_most_questions_speak_of_the_trade(name: str) -> None:
    agent = COMPANIES[name]
    plans, _ = session(agent, 60)
    own = {situation.topic for situation in profile(agent).trade}
    assert sum(plan.topic in own for plan in plans) >= 30


@pytest.mark.parametrize("name", ["help desk", "bike shop", "bank", "unheard of"])
def test_the_companys_own_words_occur(name: str) -> None:
    agent = COMPANIES[name]
    company = profile(agent)
    _, texts = session(agent, 60)
    names = [company.company or "", *company.things, *(thing.removesuffix("s") for thing in company.things)]
    assert any(own.lower() in text.lower() for own in names for text in texts)


@pytest.mark.parametrize("name", ["help desk", "dentist", "hotel", "bank"])
def test_nobody_thanks_for_a_complaint_and_anger_has_a_reason(name: str) -> None:
    for plan, text in zip(*session(COMPANIES[name], 120), strict=True):
        if plan.category is Category.COMPLAINT:
            assert not text.endswith(("Thanks!", "thanks!", "hank you.", "anks.", "in advance.")), text
        elif plan.behaviour is Behaviour.UPSET:
            assert text.lower().startswith(tuple(reason.lower() for reason in _UPSET_ASKED)), text


def test_in_an_emergency_nobody_has_a_second_thought() -> None:
    plan = Plan(
        Category.GENERAL,
        Difficulty.MEDIUM,
        "worried patient",
        Behaviour.CHANGES_MIND,
        "worrying signs",
        seed=1,
    )
    texts = [fallback_question(plan, COMPANIES["dentist"], (), seed).text for seed in range(40)]
    pressing = [text for text in texts if "swollen" in text or "emergency" in text]

    assert pressing
    assert not any(frame.split(" {ask}")[0] in text for text in pressing for frame in _INSTEAD)


def test_who_writes_to_a_maker_of_software_is_at_work() -> None:
    said = " ".join(lines_of(profile(COMPANIES["help desk"]))).lower()

    for word in ("wheelchair", "families", "voucher", "my mother", "ten-year-old"):
        assert word not in said
    assert "wheelchair" in " ".join(lines_of(profile(COMPANIES["hotel"])))


def test_the_same_arguments_give_the_same_question() -> None:
    agent = COMPANIES["hotel"]
    assert session(agent, 12, seed=5) == session(agent, 12, seed=5)
    assert session(agent, 12, seed=5) != session(agent, 12, seed=6)


def test_hundreds_of_questions_of_one_agent_all_differ() -> None:
    _, texts = session(COMPANIES["bank"], 200)
    assert len({text.lower() for text in texts}) == 200


plans = st.builds(
    Plan,
    category=st.sampled_from(Category),
    difficulty=st.sampled_from(Difficulty),
    persona=st.sampled_from(["busy student", "retiree"]),
    behaviour=st.sampled_from(Behaviour),
    topic=st.one_of(st.sampled_from(["refunds", "opening hours", "login problems"]), st.text(max_size=30)),
    seed=st.integers(0, 2**31 - 1),
)


@given(plan=plans, name=st.sampled_from(sorted(COMPANIES)))
@settings(deadline=None, max_examples=60)
def test_any_plan_gives_a_question_that_passes_the_checks(plan: Plan, name: str) -> None:
    text = fallback_question(plan, COMPANIES[name], (), plan.seed).text
    assert check(text, plan, COMPANIES[name], ()) == []


@given(description=st.text(max_size=200), name=st.text(min_size=1, max_size=30), seed=st.integers(0, 1000))
@settings(deadline=None, max_examples=40)
def test_any_description_gives_a_question(description: str, name: str, seed: int) -> None:
    agent = AgentBrief(name, description)
    plan = next_plan(agent, [], seed=seed)
    assert len(fallback_question(plan, agent, (), seed).text) >= 10


@given(seed=st.integers(0, 10_000))
@settings(deadline=None, max_examples=20)
def test_no_slot_is_left_open(seed: int) -> None:
    agent = COMPANIES[random.Random(seed).choice(sorted(COMPANIES))]
    _, texts = session(agent, 3, seed)
    assert not any("{" in text or "}" in text for text in texts)


def test_a_subject_that_no_table_knows_is_asked_about() -> None:
    plan = Plan(Category.TECHNICAL, Difficulty.EASY, "student", Behaviour.PLAIN, "wax seals", 1)
    assert "wax seals" in fallback_question(plan, COMPANIES["bank"], (), 1).text
