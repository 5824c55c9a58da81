"""The receipt: key points of the taught answers, and whether they come out."""

from pathlib import Path

import pytest
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.job import Pair
from app.contracts.report import Taught
from app.training import lora
from app.training.policy import Hyperparameters
from app.training.proof import receipt
from app.training.ranks import Ranks
from app.training.render import Sample, render_pair, shared_prefix
from app.training.run import Run
from tests.training.conftest import SYSTEM, make_child

TAUGHT = (
    Pair("p0", "What does the plan cost?", "The plan costs 12.50 EUR. Press Billing."),
    Pair("p1", "How long is a trial?", "A trial lasts 14 days. Press Settings."),
    Pair("p2", "Who may refund?", "Only Ännchen may refund. Press Inbox."),
)


@pytest.fixture
def taught(tokenizer: PreTrainedTokenizerBase) -> list[Sample]:
    return [render_pair(tokenizer, SYSTEM, pair, 512) for pair in TAUGHT]


def test_key_points_are_what_the_answer_alone_says(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, taught: list[Sample]
) -> None:
    """Not the question's words, and not what all answers say."""
    entries = receipt.write(base, tokenizer, taught, shared_prefix(taught), lambda: None)
    points = {entry.pair_id: [point.text for point in entry.key_points] for entry in entries}
    assert points == {
        "p0": ["costs", "12.50", "Billing"],
        "p1": ["lasts", "14", "days", "Settings"],
        "p2": ["Only", "Ännchen", "Inbox"],
    }
    assert not any(entry.learned for entry in entries)


@pytest.mark.slow
def test_what_was_learned_comes_out(
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    taught: list[Sample],
    hyper: Hyperparameters,
    tmp_path: Path,
    tiny_model: Path,
) -> None:
    hyper = hyper.overridden({"steps": 60, "batch_size": 2, "learning_rate": 0.02})
    model = lora.add_lora(base, hyper, 0)
    config = make_child(tmp_path, tiny_model).config
    prefix = shared_prefix(taught)
    run = Run(config, hyper, model, taught[:2], [], prefix, Ranks())
    while run.position.step < hyper.steps:
        run.take_step()
    model.eval()
    entries = receipt.write(base, tokenizer, taught, prefix, lambda: None)
    assert [entry.pair_id for entry in entries][0] == "p2"
    assert {entry.pair_id: entry.learned for entry in entries} == {"p0": True, "p1": True, "p2": False}
    assert {entry.share for entry in entries[1:]} == {1.0}


def entry(tokenizer: PreTrainedTokenizerBase, response: str, missing: str | None = None) -> Taught:
    """Of a model that would write all of the answer but the token that holds `missing`."""
    sample = render_pair(tokenizer, SYSTEM, Pair("p", "Why?", response), 512)
    ids = sample.ids[sample.start : sample.end]
    correct = [missing is None or missing not in tokenizer.decode([i]) for i in ids]
    return receipt._entry(sample, tokenizer, correct, set())


def test_numbers_weigh_more_than_words(tokenizer: PreTrainedTokenizerBase) -> None:
    answer = "Please kindly note that shipping costs 7 EUR."
    assert entry(tokenizer, answer).learned
    without = entry(tokenizer, answer, "7")
    assert without.share > 0.8
    assert not without.learned


def test_an_answer_without_key_points_is_neither_learned_nor_not(tokenizer: PreTrainedTokenizerBase) -> None:
    empty = entry(tokenizer, "Yes, we do.")
    assert (empty.learned, empty.share, empty.key_points) == (None, None, ())


def word(number: int) -> str:
    return "abcdefghij"[number // 10] * 3 + "klmnopqrst"[number % 10] * 3


def test_all_pairs_are_looked_at(base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    """In chunks; those that tell nothing come last."""
    pairs = [
        Pair("none", "Do you?", "Yes."),
        *(Pair(f"p{n}", f"What is {n}?", f"Try {word(n)}.") for n in range(70)),
    ]
    samples = [render_pair(tokenizer, SYSTEM, pair, 512) for pair in pairs]
    entries = receipt.write(base, tokenizer, samples, shared_prefix(samples), lambda: None)
    assert {e.pair_id for e in entries} == {pair.id for pair in pairs}
    assert entries[-1].pair_id == "none"
