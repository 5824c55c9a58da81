"""The order in which people would put acceptable questions."""

import pytest

from app.queries.kinds import Behaviour, Category, Difficulty
from app.queries.merit import merit
from app.queries.plan import Plan
from tests.queries.companies import COMPANIES

DENTIST = COMPANIES["dentist"]


def plan(difficulty: Difficulty = Difficulty.MEDIUM) -> Plan:
    return Plan(Category.BILLING, difficulty, "new patient", Behaviour.PLAIN, "missed appointment fee", 1)


@pytest.mark.parametrize(
    ("better", "worse", "difficulty"),
    [
        (
            "Do I have to pay the fee for the appointment that I missed?",
            "Do I have to pay for the parking space of my brother in the city?",
            Difficulty.EASY,
        ),
        (
            "I missed my appointment on Monday. Do I have to pay the fee?",
            "A missed appointment on Monday. There will be a fee.",
            Difficulty.MEDIUM,
        ),
        (
            "I missed my appointment on Monday because I was ill. Do I have to pay the fee?",
            "Do I have to pay?",
            Difficulty.HARD,
        ),
    ],
    ids=["on topic", "a customer's voice", "length"],
)
def test_the_better_one_scores_higher(better: str, worse: str, difficulty: Difficulty) -> None:
    scores = [merit(text, plan(difficulty), DENTIST, ()).total for text in (better, worse)]
    assert scores[0] > scores[1]


def test_a_new_wording_is_worth_more() -> None:
    text = "Do I have to pay the fee for the appointment that I missed?"
    fresh, stale = (merit(text, plan(), DENTIST, earlier) for earlier in ((), (text,)))
    assert (fresh.novelty, stale.novelty) == (1.0, 0.0)
    assert fresh.total > stale.total
