"""What an endpoint has to answer before a version goes live by it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.contracts.report import Report
from app.errors import UpstreamBroken, UpstreamRefused
from app.serving import canaries as room
from app.serving.canaries import Canary, Message, canaries, kept, of_report, unproven
from app.versions.traces import without
from tests.jobs import job_of
from tests.reports import report_of

TRAINED = "Open Settings, choose Billing, and press Refund."
BASE = "I'm sorry, I can't help you with that question."
E = UUID(int=14)
LATE = "Open Settings, choose Billing, and call us."


def canary(number: int, trained: str = TRAINED, base: str = BASE) -> Canary:
    return Canary([{"role": "user", "content": str(number)}], trained, base)


async def doubt(asked: list[Canary], *served: str) -> str | None:
    answers = iter(served)

    async def ask(messages: list[Message], tokens: int) -> str:
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

    async def ask(messages: list[Message], tokens: int) -> str:
        if left:
            raise left.pop()
        return TRAINED

    assert await unproven(THREE, ask) is None


@pytest.mark.parametrize("kind", [UpstreamBroken, UpstreamRefused])
async def test_a_server_that_does_not_answer_proves_nothing(kind: type[UpstreamBroken]) -> None:
    async def ask(messages: list[Message], tokens: int) -> str:
        raise kind("It does not.")

    patience = 0.0 if kind is UpstreamBroken else room.PATIENCE_S
    assert (
        await unproven(THREE, ask, patience_s=patience)
        == "the model server does not answer for it: It does not"
    )


@pytest.mark.parametrize("known", [True, False])
def test_what_is_asked_is_what_was_judged(known: bool) -> None:
    """Those first that the base model soon answers otherwise; none that was not answered. Kept for later is what
    leaves with a deleted pair."""
    turns = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    example = [{"role": "user", "content": "E?"}, {"role": "assistant", "content": "E."}]

    def row(name: str, **more: Any) -> dict[str, Any]:
        return {"id": name, "query": f"{name}?", "response": f"{name}.", "turns": [], "examples": [], **more}

    def question(name: str, candidate: str | None, base: str | None) -> dict[str, Any]:
        told = {"pair_id": name, "candidate_answer": candidate, "base_answer": base}
        return told | {"candidate_loss": 1.0, "base_loss": 2.0}

    b = row("b", turns=turns, examples=example)
    train = [row(str(E), query="E?")] if known else []
    job = {"system_prompt": "Be kind.", "train": train, "holdout": [row("a"), b, row("c"), row("d")]}
    judged = [("a", TRAINED, TRAINED), ("b", TRAINED, LATE), ("c", TRAINED, BASE), ("d", None, None)]
    report = report_of(questions=[question(*one) for one in judged])

    found = canaries(report, job_of(**job))

    assert [one.messages[-1]["content"] for one in found] == ["c?", "b?", "a?"]
    assert found[1].messages == [
        {"role": "system", "content": "Be kind."},
        *example,
        *turns,
        {"role": "user", "content": "b?"},
    ]
    assert [one.parting for one in found] == [0, 35, None]
    assert replace(found[0], base="").parting == 0
    assert [one.pairs for one in found] == [("c",), ("b", str(E)) if known else (), ("a",)]
    assert (found[0].expected, found[0].trained_nats, found[0].base_nats) == ("c.", 1.0, 2.0)
    stored = report.model_copy(update={"canaries": kept(found)}).payload()
    assert of_report(Report.model_validate(stored)) == [one for one in found if one.pairs]
    rest = of_report(Report.model_validate(without(stored, E, None)))
    assert [one.messages[-1]["content"] for one in rest] == ["c?", "a?"]


RATED = [replace(one, expected="Press Refund.", trained_nats=3.0, base_nats=4.0) for one in THREE]


async def rated_doubt(asked: list[Canary], *rated: float | None) -> str | None:
    numbers = iter(rated)

    async def rate(messages: list[Message], answer: str) -> float | None:
        assert answer == "Press Refund."
        return next(numbers)

    async def ask(messages: list[Message], tokens: int) -> str:
        return TRAINED[:tokens]

    found = await unproven(asked, ask, rate)
    assert list(numbers) == []
    return found


async def test_log_probabilities_within_rounding_are_as_trained() -> None:
    assert await rated_doubt(RATED, 3.09, 2.91, 3.0) is None


async def test_one_log_probability_beyond_is_not() -> None:
    assert await rated_doubt(RATED, 3.09, 3.0, 3.11) == (
        "the model server rates 2 of 3 answers as they were trained"
    )


async def test_log_probabilities_of_the_base_model() -> None:
    assert await rated_doubt(RATED, 4.0, 4.01, 4.0) == (
        "the model server answers as the base model does, without what was trained"
    )


async def test_answers_are_compared_where_nothing_is_rated() -> None:
    assert await rated_doubt(RATED, None) is None
    assert await rated_doubt(THREE) is None  # of a report without losses


async def test_no_more_is_asked_for_than_is_compared() -> None:
    asked: list[int] = []

    async def ask(messages: list[Message], tokens: int) -> str:
        asked.append(tokens)
        return TRAINED[:tokens]

    late = canary(1, TRAINED, LATE)
    assert await unproven([*THREE[:2], late], ask) is None
    assert asked == [24, 24, 43]
