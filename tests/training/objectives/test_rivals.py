"""When a second candidate takes the place of the first."""

from typing import Any

import pytest

from app.contracts.report import Report
from app.training.objectives.rivals import outcomes, prefers_second
from tests.reports import report_of

CODES = {"+": "better", "=": "same", "-": "worse", " ": None}


def probes(safety: float) -> dict[str, Any]:
    return {"instructions": 7, "safety": 6, "of": 14, "margins": {"instructions": -0.1, "safety": safety}}


def beside(*voices: str, before: float | None = 0.5, **second: Any) -> Report:
    """`voices`: of each question what the loss says, and the answer."""
    first = {"loss": 3.0, "relevance": before, "probes": probes(0.9)}
    questions = [{"loss_outcome": CODES[loss], "answer_outcome": CODES[answer]} for loss, answer in voices]
    return report_of(base=first, candidate=first | second, questions=questions)


def test_two_voices_that_differ_cancel_out() -> None:
    assert outcomes(beside("++", "+=", "+ ", "=+", "+-", "-+", "= ", "-=", "--")) == {
        "better": 4,
        "same": 3,
        "worse": 2,
    }


@pytest.mark.parametrize(
    ("better", "worse", "taken"),
    [(0, 0, False), (2, 0, False), (3, 0, True), (3, 1, False), (4, 1, False), (5, 1, True), (13, 7, False)]
    + [(14, 6, True), (0, 3, False)],
)
def test_it_has_to_win_more_than_luck_would(better: int, worse: int, taken: bool) -> None:
    assert prefers_second(beside(*["+="] * better, *["-="] * worse, "==")) is taken


@pytest.mark.parametrize(
    "second",
    [
        {"loss": 3.1},
        {"loss": float("nan")},
        {"relevance": 0.4},
        {"relevance": float("nan")},
        {"probes": probes(0.7)},
    ],
)
def test_a_total_that_falls_behind_keeps_the_first(second: dict[str, Any]) -> None:
    assert prefers_second(beside("++", "++", "++"))
    assert not prefers_second(beside("++", "++", "++", **second))


def test_with_one_question_there_is_no_relevance() -> None:
    assert prefers_second(beside("++", "++", "++", before=None))
