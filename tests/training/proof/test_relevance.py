"""Relevance tells an adapter that learned answers to questions from one that learned answers to none."""

import pytest
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.training.evaluate import measure
from app.training.proof.relevance import relevance, swapped
from app.training.render import Sample, render_pair, shared_prefix
from tests.training.conftest import PAIRS, SYSTEM


def test_every_answer_stands_behind_other_questions(tokenizer: PreTrainedTokenizerBase) -> None:
    swaps = swapped(tokenizer, SYSTEM, PAIRS[:3], 512)
    behind = {(sample.pair.id, sample.pair.query) for sample in swaps}
    assert behind == {
        ("p0/1", PAIRS[1].query),
        ("p0/2", PAIRS[2].query),
        ("p1/1", PAIRS[2].query),
        ("p1/2", PAIRS[0].query),
        ("p2/1", PAIRS[0].query),
        ("p2/2", PAIRS[1].query),
    }
    assert {sample.pair.response for sample in swaps} == {pair.response for pair in PAIRS[:3]}
    assert swapped(tokenizer, SYSTEM, PAIRS[:1], 512) == []
    assert swapped(tokenizer, SYSTEM, PAIRS[:3], 10) == []


def test_relevance_is_what_the_own_question_is_worth(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, samples: list[Sample]
) -> None:
    own, prefix = samples[:3], shared_prefix(samples)
    losses = measure(base, own, prefix, lambda: None)
    swaps = swapped(tokenizer, SYSTEM, PAIRS[:3], 512)
    one_by_one = [
        measure(base, [render_pair(tokenizer, SYSTEM, sample.pair, 512)], 0, lambda: None).loss
        for sample in swaps
    ]
    expected = sum(one_by_one) / len(one_by_one) - sum(losses.by_pair.values()) / 3
    assert relevance(base, losses, swaps, prefix, lambda: None) == pytest.approx(expected, abs=1e-5)
    assert relevance(base, losses, [], prefix, lambda: None) is None
