"""What the tries say about a candidate's own words, and which faults its free answers have."""

from typing import Any

import pytest

from app.contracts.report import Report, Truth
from app.proof.truth import with_truth
from app.text.degenerate import CUT, EMPTY, REPEATS
from tests.jobs import job_of
from tests.reports import report_of

TAUGHT = [("How much is the deposit?", f"It is {n}0 EUR, due {n} days before.") for n in range(2, 6)]
UNLIKE = "it does not say what your answer says"


def job(count: int = 4) -> dict[str, Any]:
    rows = [{"id": f"p{n}", "query": q, "response": r} for n, (q, r) in enumerate(TAUGHT)]
    turns = [
        {"role": role, "content": text}
        for pair in TAUGHT[:2]
        for role, text in zip(("user", "assistant"), pair, strict=True)
    ]
    held_out = {"id": "h", "query": "Is it 7 EUR?", "response": "No, it costs 9 EUR.", "examples": []}
    return {
        "system_prompt": "We are at 12 Mill Lane.",
        "known": ["Open since 1990."],
        "language": "en",
        "train": rows[:3],
        "holdout": [held_out],
        "tries": [row | {"examples": turns, "given": row["response"]} for row in rows[:count]],
    }


def report(*answers: str, **free: str | None) -> Report:
    tries = [
        {"pair_id": f"p{n}", "query": TAUGHT[n][0], "expected": TAUGHT[n][1], "answer": answer}
        for n, answer in enumerate(answers)
    ]
    question = {"pair_id": "h", "query": "Is it 7 EUR?", "expected": "No, it costs 9 EUR."}
    return report_of(tries=tries, questions=[question | free])


def told(made: Report, asked: dict[str, Any], freely: bool = False, live_may_write: bool = False) -> Report:
    return with_truth(made, job_of(**asked), taught=16, writes_freely=freely, live_may_write=live_may_write)


def truth_of(made: Report, asked: dict[str, Any], **settings: bool) -> Truth:
    truth = told(made, asked, **settings).truth
    assert truth is not None
    return truth


def test_who_copies_may_write() -> None:
    copied = [response for _, response in TAUGHT[:2]]
    truth = truth_of(report(*copied), job(2))
    assert truth.payload() == {
        "planned": 2,
        "tries": 2,
        "right": 2,
        "taught": 2,
        "taught_right": 2,
        "invented": 0,
        "against": 0,
        "degenerate": 0,
        "astray": 0,
        "may_write": True,
        "served": True,
        "wrong": [],
        "taught_pairs": 16,
        "live_may_write": False,
    }


def test_each_try_is_told_right_or_not() -> None:
    tries = told(report("It is 20 EUR.", "It is 20 EUR."), job(2)).tries
    assert [(one.pair_id, one.is_right) for one in tries] == [("p0", True), ("p1", False)]


def test_a_part_of_the_answer_is_right_and_another_figure_is_not() -> None:
    truth = truth_of(report("It is 20 EUR.", "It is 20 EUR."), job(2))
    assert (truth.right, truth.invented, truth.against, truth.may_write) == (1, 0, 1, False)
    [wrong] = truth.wrong
    assert wrong.payload() == {
        "pair_id": "p1",
        "query": "How much is the deposit?",
        "expected": "It is 30 EUR, due 3 days before.",
        "answer": "It is 20 EUR.",
        "faults": ["it says 20 EUR, which is against your answer"],
    }


@pytest.mark.parametrize(
    ("answer", "counts", "faults"),
    [
        ("It is 20 EUR, at 12 Mill Lane, since 1990.", (0, 0, 0), [UNLIKE]),
        ("It is 20 EUR, call 020 7946 0958.", (1, 0, 0), ["it says 020 7946 0958, which nobody taught"]),
        ("", (0, 0, 1), [EMPTY]),
        ("It is 20 EUR. " * 5, (0, 0, 1), [REPEATS]),
        ("I would say that depends on many things,", (0, 0, 1), [CUT]),
        ("I don't know.", (0, 0, 0), [UNLIKE]),
    ],
)
def test_what_is_wrong_with_a_try(answer: str, counts: tuple[int, int, int], faults: list[str]) -> None:
    """Known are the prompt, the description, the question and the sources before it."""
    truth = truth_of(report(answer), job(1))
    assert (truth.invented, truth.against, truth.degenerate) == counts
    assert [list(wrong.faults) for wrong in truth.wrong] == [faults]
    assert (truth.right, truth.may_write) == (0, False)


def test_who_was_stopped_may_not_write() -> None:
    truth = truth_of(report(TAUGHT[0][1]), job(4))
    assert (truth.planned, truth.tries, truth.right, truth.may_write) == (4, 1, 1, False)
    nothing = truth_of(report(), job(0))
    assert (nothing.planned, nothing.may_write) == (0, False)


@pytest.mark.parametrize(("answer", "may_write"), [("I don't know.", True), ("It is 99 EUR.", False)])
def test_one_invented_fact_in_twenty_tries_is_too_many(answer: str, may_write: bool) -> None:
    """One that says less than the expert's answer is not."""
    asked, (query, response) = job(1), TAUGHT[0]
    asked["tries"] = [asked["tries"][0] | {"id": f"p{n}"} for n in range(20)]
    said = [answer, *[response] * 19]
    tries = [
        {"pair_id": f"p{n}", "query": query, "expected": response, "answer": text}
        for n, text in enumerate(said)
    ]
    truth = truth_of(report_of(tries=tries), asked)
    assert (truth.right, truth.may_write) == (19, may_write)


def test_where_the_words_go_is_the_agents_choice() -> None:
    truth = truth_of(report("I don't know."), job(1), freely=True, live_may_write=True)
    assert (truth.may_write, truth.served, truth.live_may_write) == (False, True, True)


def test_another_answer_that_stands_nearer_is_told() -> None:
    asked = job(4)
    asked["tries"][0]["given"] = TAUGHT[1][1]  # says something else
    asked["tries"][1]["given"] = None
    assert truth_of(report(), asked).astray == 1


def test_at_most_five_are_quoted() -> None:
    asked = job(1)
    asked["tries"] = [asked["tries"][0] | {"id": f"p{n}"} for n in range(7)]
    [tried] = report("?!").payload()["tries"]
    truth = truth_of(report_of(tries=[tried | {"pair_id": f"p{n}"} for n in range(7)]), asked)
    assert (truth.degenerate, len(truth.wrong)) == (7, 5)


def test_faults_of_free_answers() -> None:
    """What somebody taught anywhere is not invented, but may be against the expert's answer to this question."""
    made = report(
        base_answer="It is 66 EUR.", live_answer=None, candidate_answer="No, it costs 9 EUR, 2 days."
    )
    [question] = told(made, job()).questions
    assert question.base_faults == ("it says 66 EUR, which is against your answer",)
    assert question.live_faults is None
    assert question.candidate_faults == ()
    assert question.candidate_answer == "No, it costs 9 EUR, 2 days."
