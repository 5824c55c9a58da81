"""The strong model's opinion: only what holds in both orders counts, and its failure harms nothing."""

from typing import Any

import pytest

from app.errors import UpstreamFailed
from app.trainer.opinion import Judge, _choice, with_opinion


def report(*answers: tuple[str, str | None], live: bool = False) -> dict[str, Any]:
    old = "live_answer" if live else "base_answer"
    questions = [
        {"pair_id": f"p{n}", "query": "q?", "expected": "right", old: before, "candidate_answer": after}
        for n, (before, after) in enumerate(answers)
    ]
    return {"live": {"loss": 3.0} if live else None, "questions": questions}


async def reads(messages: list[dict[str, str]]) -> str:
    """Prefers the answer that says `right`; for two wrong ones always the first place."""
    text = messages[-1]["content"]
    a, b = text.split("Answer A:\n")[1].split("\n\nAnswer B:\n")
    a, b = a.strip(), b.split("\n\n")[0].strip()
    if a == "right":
        return "A"
    return "Both say much. **B**" if b == "right" else "A"


async def test_both_orders() -> None:
    asked = report(
        ("wrong", "right"), ("right", "wrong"), ("wrong", "bad"), ("alike", "alike"), ("left", None)
    )
    heard = await with_opinion(asked, Judge("strong", reads))
    outcomes = [question.get("judge_outcome") for question in heard["questions"]]
    assert outcomes == ["better", "worse", "same", "same", None]
    assert heard["opinion"] == {"model": "strong", "better": 1, "same": 2, "worse": 1}


async def test_the_live_answers_are_the_old_ones() -> None:
    heard = await with_opinion(report(("wrong", "right"), live=True), Judge("strong", reads))
    assert heard["opinion"]["better"] == 1


async def test_no_judge_no_opinion() -> None:
    asked = report(("wrong", "right"))
    assert await with_opinion(asked, None) == asked


async def test_a_failure_is_a_sentence() -> None:
    async def down(messages: list[dict[str, str]]) -> str:
        raise UpstreamFailed("The model server failed: 503")

    asked = report(("wrong", "right"), ("right", "wrong"))
    heard = await with_opinion(asked, Judge("strong", down))
    assert heard == asked | {"opinion": {"model": "strong", "failure": "The model server failed: 503"}}


@pytest.mark.parametrize(
    ("reply", "choice"),
    [
        ("A", "A"),
        (" b.\n", "B"),
        ("tie", "TIE"),
        ("Both say much. **B**", "B"),
        ("A is polite, B is exact.\n\nB", "B"),
        ("A is polite, B is exact.\nAnswer: TIE", "TIE"),
        ("B\nIt is the shorter one.", "B"),
        ("I prefer B. A is shorter.", None),
        ("A and B say the same.", None),
        ("Neither.", None),
        ("", None),
    ],
)
def test_what_a_reply_chooses(reply: str, choice: str | None) -> None:
    assert _choice(reply) == choice
