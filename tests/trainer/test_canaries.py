"""What an endpoint has to answer before a version goes live by it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.errors import UpstreamBroken, UpstreamRefused
from app.trainer import canaries as room
from app.trainer.canaries import Canary, Message, canaries, unproven

TRAINED = "Open Settings, choose Billing, and press Refund."
BASE = "I'm sorry, I can't help you with that question."
LATE = "Open Settings, choose Billing, and call us."


def canary(number: int, trained: str = TRAINED, base: str = BASE) -> Canary:
    return Canary([{"role": "user", "content": str(number)}], trained, base)


async def doubt(asked: list[Canary], *served: str) -> str | None:
    answers = iter(served)

    async def ask(messages: list[Message]) -> str:
        return next(answers)

    found = await unproven(asked, ask)
    assert list(answers) == []
    return found


THREE = [canary(number) for number in range(3)]


@pytest.mark.parametrize(
    ("trained", "base", "served", "heard"),
    [
        (TRAINED, BASE, TRAINED, True),
        (TRAINED, BASE, BASE, False),
        (TRAINED, BASE, TRAINED[:30] + "is all but the same.", True),
        (TRAINED, BASE, TRAINED[:20] + "is not.", False),
        (TRAINED, LATE, TRAINED, True),
        (TRAINED, LATE, LATE, False),
        (TRAINED[:9], BASE, TRAINED, True),  # the trainer's answer was cut off
        (TRAINED[:9], TRAINED, TRAINED, False),  # the trained one ends there, the base model goes on
        (TRAINED[:9], TRAINED, TRAINED[:9], True),
        (TRAINED[:9], TRAINED[:9], TRAINED, True),
        (TRAINED, TRAINED, BASE, False),
        (TRAINED, BASE, "", False),
    ],
)
def test_an_answer_as_trained(trained: str, base: str, served: str, heard: bool) -> None:
    assert canary(1, trained, base).is_heard_in(served) is heard


async def test_two_of_three_are_enough() -> None:
    assert await doubt(THREE, TRAINED, "Something else.", TRAINED) is None


async def test_the_base_model_under_the_name_of_a_version() -> None:
    assert await doubt(THREE, BASE, BASE, BASE) == (
        "the model server answers as the base model does, without what was trained"
    )


async def test_another_version_under_its_name() -> None:
    assert await doubt(THREE, TRAINED, "An older answer.", "Another old one.") == (
        "the model server gives 1 of 3 answers as they were trained"
    )


async def test_other_questions_are_asked_after_close_calls() -> None:
    six = [canary(number) for number in range(6)]
    assert await doubt(six, "Close.", "Calls.", TRAINED, TRAINED, TRAINED, "Close.") is None


async def test_answers_that_the_base_model_gives_too_prove_nothing_beside_one_that_it_does_not() -> None:
    same = canary(1, TRAINED, TRAINED)
    assert await doubt([canary(0), same, same], BASE, TRAINED, TRAINED) == (
        "the model server answers as the base model does, without what was trained"
    )
    assert await doubt([same, same, same], TRAINED, TRAINED, TRAINED) is None


async def test_without_answers_nothing_is_known() -> None:
    assert await doubt([]) == "no held-out question was answered, to compare with what the model server says"


async def test_a_server_that_starts_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAUSE_S", 0.0)
    left = [UpstreamBroken("Nobody is there."), UpstreamBroken("Nobody is there.")]

    async def ask(messages: list[Message]) -> str:
        if left:
            raise left.pop()
        return TRAINED

    assert await unproven(THREE, ask) is None


@pytest.mark.parametrize("kind", [UpstreamBroken, UpstreamRefused])
async def test_a_server_that_does_not_answer_proves_nothing(kind: type[UpstreamBroken]) -> None:
    async def ask(messages: list[Message]) -> str:
        raise kind("It does not.")

    patience = 0.0 if kind is UpstreamBroken else room.PATIENCE_S
    assert await unproven(THREE, ask, patience) == "the model server does not answer for it: It does not"


def test_what_is_asked_is_what_was_judged(tmp_path: Path) -> None:
    """Those first that the base model soon answers otherwise; none that was not answered."""
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    example = [{"role": "user", "content": "E?"}, {"role": "assistant", "content": "E."}]

    def row(name: str, **more: Any) -> dict[str, Any]:
        return {"id": name, "query": f"{name}?", "turns": [], "examples": [], **more}

    def question(name: str, candidate: str | None, base: str | None) -> dict[str, Any]:
        return {"pair_id": name, "candidate_answer": candidate, "base_answer": base}

    b = row("b", turns=turns, examples=example)
    job = {"system_prompt": "Be kind.", "holdout": [row("a"), b, row("c"), row("d")]}
    report = {
        "questions": [
            question("a", TRAINED, TRAINED), question("b", TRAINED, LATE), question("c", TRAINED, BASE),
            question("d", None, None),
        ]
    }  # fmt: skip

    found = canaries(report, job)

    assert [one.messages[-1]["content"] for one in found] == ["c?", "b?", "a?"]
    assert found[1].messages == [
        {"role": "system", "content": "Be kind."}, *example, *turns, {"role": "user", "content": "b?"},
    ]  # fmt: skip
    assert [one.parting for one in found] == [0, 35, None]
    assert replace(found[0], base="").parting == 0
