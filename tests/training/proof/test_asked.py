"""Which held-out questions are answered aloud, and how long the answers may be."""

from collections import Counter

import pytest

from app.contracts.job import Pair
from app.training.proof import asked as questions
from app.training.proof.asked import asked, most_tokens
from app.training.render import Sample


def pairs(*categories: str) -> list[Pair]:
    return [Pair(str(n), f"q{n}", "a", category=name) for n, name in enumerate(categories)]


def test_few_are_all_asked() -> None:
    few = pairs("a", "b", "a")
    assert asked(few, "run") == few
    assert asked([], "run") == []


def test_the_newest_ones_and_a_share_of_each_category() -> None:
    many = pairs(*"a" * 30, *"b" * 5, "c", *"a" * 4)
    for seed in ("one", "two", "three"):
        chosen = asked(many, seed)
        assert len(chosen) == 8
        assert chosen[-2:] == many[-2:]
        counts = Counter(pair.category for pair in chosen)
        assert counts["c"] == 1
        assert {counts["a"], counts["b"]} <= {3, 4}
        assert chosen == asked(many, seed)
        assert chosen == sorted(chosen, key=lambda pair: int(pair.id))
    assert asked(many, "one") != asked(many, "two")


@pytest.mark.parametrize(("length", "most"), [(10, 12), (100, 120), (1_000, 256)])
def test_answers_may_be_a_fifth_longer_than_the_experts(
    monkeypatch: pytest.MonkeyPatch, length: int, most: int
) -> None:
    monkeypatch.setattr(questions, "ANSWER_TOKENS", 256)
    samples = [Sample(Pair("p", "q", "a"), (0,) * (n + 5), (False,) * 5 + (True,) * n) for n in (3, length)]
    assert most_tokens(samples) == most
    assert most_tokens([]) == 0
