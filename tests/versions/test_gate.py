"""The gate: what goes live, what does not, and the sentence that says why."""

import pytest

from app.versions.gate import Verdict, judge, sign_test


def report(
    before: float, after: float, better: int, same: int, worse: int, live: bool = False
) -> dict[str, object]:
    outcomes = ["better"] * better + ["same"] * same + ["worse"] * worse
    return {
        "base": {"loss": 9.0 if live else before},
        "live": {"loss": before} if live else None,
        "candidate": {"loss": after},
        "questions": [{"outcome": outcome} for outcome in outcomes],
    }


@pytest.mark.parametrize(
    ("numbers", "verdict", "sentence"),
    [
        (
            (4.0, 3.0, 4, 0, 0),
            Verdict.BETTER,
            "Better than version 2: 4 of 4 held-out answers improved, too few to be certain;"
            " the held-out loss went from 4.00 to 3.00.",
        ),
        (
            (4.0, 3.0, 8, 0, 0),
            Verdict.BETTER,
            "Better than version 2: 8 of 8 held-out answers improved; the held-out loss went from 4.00 to 3.00.",
        ),
        (
            (4.0, 3.99, 3, 0, 1),
            Verdict.NOT_PROVEN,
            "Not proven better than version 2: 3 of 4 held-out answers improved;"
            " the held-out loss went from 4.00 to 3.99.",
        ),
        (
            (4.0, 3.0, 2, 0, 2),
            Verdict.NOT_PROVEN,
            "Not proven better than version 2: 2 of 4 held-out answers improved;"
            " the held-out loss went from 4.00 to 3.00.",
        ),
        (
            (4.0, 5.0, 3, 0, 1),
            Verdict.WORSE,
            "Worse than version 2: 1 of 4 held-out answers got worse; the held-out loss went from 4.00 to 5.00.",
        ),
        (
            (4.0, 3.0, 1, 0, 3),
            Verdict.WORSE,
            "Worse than version 2: 3 of 4 held-out answers got worse; the held-out loss went from 4.00 to 3.00.",
        ),
    ],
)
def test_verdict(numbers: tuple[float, float, int, int, int], verdict: Verdict, sentence: str) -> None:
    judgement = judge(report(*numbers), "version 2")
    assert (judgement.verdict, judgement.sentence) == (verdict, sentence)


def test_the_live_version_is_the_rival_when_there_is_one() -> None:
    assert judge(report(3.0, 3.5, 0, 0, 4, live=True), "version 1").verdict is Verdict.WORSE


def test_not_a_number_never_goes_live() -> None:
    assert judge(report(4.0, float("nan"), 4, 0, 0), "the base model").verdict is not Verdict.BETTER


@pytest.mark.parametrize(("better", "worse"), [(8, 0), (10, 2), (13, 3), (15, 5), (21, 9), (27, 13)])
def test_the_least_wins_that_are_certain(better: int, worse: int) -> None:
    """The counts of a two-sided sign test at five per cent; one win less is not enough."""
    total = better + worse
    assert sign_test(better, worse) <= 0.055
    assert sign_test(better - 1, total - better + 1) > 0.05
