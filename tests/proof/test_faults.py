"""What the gate makes of facts: faults in answers, figures that were never taught, and what a version may write."""

from typing import Any

import pytest

from app.contracts.report import Truth, Verdict
from app.models import GoLiveWhen
from app.proof import gate
from app.proof.gate import Judgement
from app.proof.headline import given_all_the_same
from app.text.degenerate import CUT, LANGUAGE, REPEATS, SCRIPT
from tests import reports
from tests.reports import report_of

INVENTED = "it says 30 EUR, which nobody taught"


def truth(**changes: Any) -> dict[str, Any]:
    """Of a starter: four tries, three of them with something invented."""
    counts = {"planned": 20, "tries": 4, "right": 1, "taught": 3, "taught_right": 1, "taught_pairs": 16}
    return reports.truth(**counts, invented=3, against=1, live_may_write=False) | changes


def receipt(*learned: bool | None) -> list[dict[str, Any]]:
    return [
        {"pair_id": "p", "query": "q?", "learned": one, "share": None, "key_points": []} for one in learned
    ]


WRITER = {
    "planned": 24,
    "tries": 24,
    "right": 22,
    "taught": 16,
    "taught_right": 14,
    "invented": 0,
    "against": 0,
    "may_write": True,
    "served": True,
}


def judge(told: dict[str, Any], rival: str, when: GoLiveWhen = GoLiveWhen.PROBABLY_BETTER) -> Judgement:
    return gate.judge(report_of(**told), rival, when)


def report(*questions: dict[str, Any], live: bool = False, **tries: Any) -> dict[str, Any]:
    """Eight questions on which loss and answer are better, but for those that are given."""
    good = {"loss_outcome": "better", "answer_outcome": "better", "candidate_faults": []}
    rows = [good | {f"{'live' if live else 'base'}_faults": []} | question for question in questions]
    rows += [good] * (8 - len(rows))
    return {"live": {} if live else None, "questions": rows, "truth": truth(**tries)}


@pytest.mark.parametrize(
    ("tries", "sentence"),
    [
        (
            {},
            "All 16 taught answers are given word for word, none false in 20 tries: ready. Its own words are for "
            "practice only: in 3 of 4 tries they held something that nobody taught.",
        ),
        (
            {"invented": 0},
            "All 16 taught answers are given word for word, none false in 20 tries: ready. Its own words are for "
            "practice only: in 1 of 4 tries they said something against your answer.",
        ),
        (
            {"invented": 0, "against": 0, "degenerate": 2},
            "All 16 taught answers are given word for word, none false in 20 tries: ready. Its own words are for "
            "practice only: in 2 of 4 tries they went to pieces.",
        ),
        (
            {"invented": 0, "against": 0, "astray": 2},
            "All 16 taught answers are given word for word, in 2 of 20 tries to a question that another one fits "
            "better: ready. Its own words are for practice only: in 3 of 4 tries they did not say what your answer "
            "says.",
        ),
        ({"planned": 0, "tries": 0}, "All 16 taught answers are given word for word: ready."),
        (
            WRITER,
            "14 of 16 taught answers come out right, none false in 24 tries, 2 will be given word for word: ready.",
        ),
        (
            WRITER | {"taught_right": 16},
            "All 16 taught answers come out right, none false in 24 tries: ready.",
        ),
    ],
)
def test_the_headline_says_what_is_ready(tries: dict[str, Any], sentence: str) -> None:
    judgement = judge(report(**tries), "the base model")
    assert judgement.sentence == sentence
    assert judgement.goes_live(GoLiveWhen.BETTER)


def test_the_details_hold_tries_figures_and_receipt() -> None:
    one = report()
    one["base"], one["candidate"] = {"loss": 4.0, "fact_margin": 0.1}, {"loss": 3.0, "fact_margin": 0.45}
    one["receipt"] = receipt(True, False, None)
    assert judge(one, "the base model").reasons == [
        "Better than the base model: 8 of 8 held-out answers improved; the held-out loss went from 4.00 to 3.00.",
        "Of 8 questions it never trained on, it answers 8 better, 0 alike and 0 worse: that is more than chance.",
        "Of 4 tries with your answer before it 1 came out right; 3 held something that nobody taught, 1 something "
        "against your answer, 0 went to pieces.",
        "By heart it knows 1 of 2 taught answers.",
        "Your figures are likelier to it than others by 0.45 nats a token; to the base model by 0.10.",
    ]


@pytest.mark.parametrize(
    ("served", "voices", "before", "now", "outcome"),
    [
        (False, ("same", "better"), [], [INVENTED], "same"),
        (False, ("better", "better"), [], [INVENTED], "better"),  # the loss speaks: its words reach nobody
        (False, ("better", "worse"), [], [INVENTED], "same"),
        (False, ("same", "better"), [], [], "better"),
        (True, ("better", "better"), [], [INVENTED], "worse"),
        (True, ("better", "better"), [INVENTED], [INVENTED], "same"),
        (True, ("better", "better"), [INVENTED, CUT], [INVENTED], "same"),
        (True, ("better", "better"), [INVENTED], [], "better"),
        (True, ("worse", "same"), [INVENTED], [], "worse"),
    ],
)
def test_an_answer_with_a_fault_is_no_better_one(
    served: bool, voices: tuple[str, str], before: list[str], now: list[str], outcome: str
) -> None:
    loss, answer = voices
    question = {
        "loss_outcome": loss,
        "answer_outcome": answer,
        "base_faults": before,
        "candidate_faults": now,
    }
    assert judge(report(question, served=served), "the base model").outcomes[0] == outcome


@pytest.mark.parametrize("live", [True, False])
def test_more_faults_than_before_are_worse_where_its_words_are_served(live: bool) -> None:
    faulty = [{"candidate_faults": [INVENTED]}]
    judgement = judge(report(*faulty, live=live, **WRITER), "version 1")
    assert (judgement.verdict, judgement.sentence) == (
        Verdict.WORSE,
        "Practice only: more invented facts than before.",
    )
    assert judge(report(*faulty, live=live), "version 1").verdict is Verdict.BETTER


def test_who_may_write_is_not_replaced_by_who_may_not() -> None:
    for may_write, verdict in ((True, Verdict.BETTER), (False, Verdict.WORSE)):
        one = report(live=True, **(WRITER | {"live_may_write": True, "may_write": may_write}))
        assert judge(one, "version 1").verdict is verdict


@pytest.mark.parametrize("sign", [REPEATS, LANGUAGE, SCRIPT])
def test_who_goes_to_pieces_more_than_the_base_model_is_worse(sign: str) -> None:
    judgement = judge(report({"candidate_faults": [sign]}), "the base model")
    assert (judgement.verdict, judgement.sentence) == (
        Verdict.WORSE,
        "Practice only: it repeats itself or leaves the language more than the base model does.",
    )
    assert judge(report({"base_faults": [sign], "candidate_faults": [sign]}), "it").verdict is Verdict.BETTER
    assert judge(report({"candidate_faults": [CUT]}), "it").verdict is Verdict.BETTER


@pytest.mark.parametrize(
    ("base", "candidate", "verdict"),
    [
        (0.1, 0.4, Verdict.BETTER),
        (0.1, 0.09, Verdict.BETTER),
        (0.1, 0.07, Verdict.WORSE),
        (0.01, -0.005, Verdict.WORSE),
        (-0.3, -0.22, Verdict.BETTER),
        (-0.3, -0.24, Verdict.WORSE),
        (0.1, None, Verdict.WORSE),  # no number
        (None, None, Verdict.BETTER),  # no answer holds a figure
    ],
)
def test_other_figures_than_were_taught_are_worse(
    base: float | None, candidate: float | None, verdict: Verdict
) -> None:
    one = report()
    one["base"], one["candidate"] = (
        {"loss": loss, "fact_margin": margin} for loss, margin in ((4.0, base), (3.0, candidate))
    )
    judgement = judge(one, "the base model")
    assert judgement.verdict is verdict
    assert (judgement.sentence == "Practice only: its figures are not yours.") is (verdict is Verdict.WORSE)


@pytest.mark.parametrize(
    ("learned", "margin", "proven"),
    [
        ([False, False], 0.16, False),
        ([False, None], 0.16, False),
        ([False, False], 0.18, True),
        ([False, True], 0.16, True),
        ([None, None], 0.16, True),
        ([], 0.16, True),
        ([False, False], None, True),  # no answer holds a figure
    ],
)
def test_who_has_learned_nothing_is_not_proven(
    learned: list[bool | None], margin: float | None, proven: bool
) -> None:
    one = report() | {"receipt": receipt(*learned)}
    before = None if margin is None else 0.1
    one["base"], one["candidate"] = {"loss": 4.0, "fact_margin": before}, {"loss": 3.0, "fact_margin": margin}
    judgement = judge(one, "the base model")
    assert judgement.goes_live(GoLiveWhen.PROBABLY_BETTER) is proven
    assert (judgement.sentence == "Practice only: it has learned none of your answers.") is not proven
    assert (judgement.verdict is Verdict.BETTER) is proven


def test_what_is_served_as_it_is_may_hold_nothing_invented() -> None:
    """An agent that writes freely gives out what a version says, whatever it stands on."""
    judgement = judge(report(served=True), "the base model", GoLiveWhen.NOT_WORSE)
    assert [judgement.goes_live(when) for when in GoLiveWhen] == [False, False, False]
    assert judgement.sentence == (
        "Practice only: its own words would go out as they are, and in 3 of 4 tries they held something that nobody "
        "taught."
    )


def test_what_a_faulty_answer_gained_makes_up_for_no_loss() -> None:
    old, new = (
        {"total": 0.3, "chrf": 25, "style": 0, "length_ratio": 1},
        {"total": 0.7, "chrf": 45, "style": 1, "length_ratio": 1},
    )
    for faults, verdict in (([], Verdict.BETTER), ([INVENTED], Verdict.WORSE)):
        row = {"base_quality": old, "candidate_quality": new, "candidate_faults": faults}
        one = report(*[row] * 8)
        one["base"], one["candidate"] = {"loss": 4.0, "answers": old}, {"loss": 4.1, "answers": new}
        assert judge(one, "the base model").verdict is verdict
        one["opinion"] = {"model": "strong", "better": 8, "same": 0, "worse": 0, "unread": 0}
        one["questions"] = [question | {"judge_outcome": "better"} for question in one["questions"]]
        assert judge(one, "the base model").verdict is verdict


def test_a_refused_version_takes_nothing_from_the_taught_answers() -> None:
    assert given_all_the_same(Truth(**truth())) == "What you taught is given word for word all the same."
    assert given_all_the_same(Truth(**truth(served=True))) == ""  # the agent writes freely
    assert given_all_the_same(None) == ""
