"""The margin of the taught figures: which are changed, and what it tells of a model that learned others."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.job import Pair, Turn
from app.training.evaluate import batches
from app.training.proof.figures import MOST, changed, margin
from app.training.render import render_pair
from tests.training.conftest import SYSTEM

PRICES = (
    Pair("a", "What is the deposit?", "It is 50 EUR, back in 3 days."),
    Pair("b", "What is a day?", "One day is 30 EUR."),
    Pair("c", "When do you open?", "At 9:30 on all days."),
    Pair("d", "Do you have 2 helmets?", "Yes, 2 are here."),
    Pair("e", "Who are you?", "A shop."),
)


def others(tokenizer: PreTrainedTokenizerBase, pairs: tuple[Pair, ...]) -> dict[str, str]:
    return {one.other.pair.id: one.other.pair.response for one in changed(tokenizer, SYSTEM, pairs, 512)}


def test_values_change_places_with_others_of_their_kind(tokenizer: PreTrainedTokenizerBase) -> None:
    """Where there is none of that kind the number itself changes; what the question says stays."""
    assert others(tokenizer, PRICES) == {
        "a": "It is 30 EUR, back in 4 days.",
        "b": "One day is 50 EUR.",
        "c": "At 1:30 on all days.",
    }
    earlier = replace(PRICES[1], turns=(Turn("user", "Is it 30?"), Turn("assistant", "Perhaps.")))
    assert others(tokenizer, (earlier,)) == {}
    assert others(tokenizer, PRICES[4:]) == {}


def test_the_newest_that_fit(tokenizer: PreTrainedTokenizerBase) -> None:
    many = tuple(replace(PRICES[1], id=str(n)) for n in range(MOST + 3))
    assert list(others(tokenizer, many)) == [str(n) for n in range(MOST + 2, 2, -1)]


def test_the_margin_counts_the_changed_tokens_alone(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase
) -> None:
    """And the one behind a value, where the other has more tokens."""
    pairs = (PRICES[1], replace(PRICES[0], response="It is 150 EUR."))
    some = changed(tokenizer, SYSTEM, pairs, 512)
    assert [one.other.pair.response for one in some] == ["It is 30 EUR.", "One day is 150 EUR."]
    expected, tokens = 0.0, 0
    for one in some:
        nats = []
        for sample in (one.taught, one.other):
            alone = render_pair(tokenizer, SYSTEM, sample.pair, 512)
            [(_, _, losses)] = batches(base, [alone], 0, lambda: None)
            nats.append(losses.nats.tolist())
        said = [sample.ids[sample.start : sample.end] for sample in (one.taught, one.other)]
        texts = [
            [tokenizer.decode(t[span]) for span in spans]
            for t, spans in zip(said, zip(*one.spans, strict=True), strict=True)
        ]
        assert "".join(texts[0]) != "".join(texts[1])
        for here, there in one.spans:
            expected += sum(nats[1][there]) - sum(nats[0][here])
            tokens += max(here.stop - here.start, there.stop - there.start)
    assert margin(base, some, lambda: None) == pytest.approx(expected / tokens, abs=1e-5)
    assert margin(base, [], lambda: None) is None
    spans = [len(tokenizer.decode(one.taught.ids[one.taught.start :][one.spans[0][0]])) for one in some]
    assert max(spans) <= 4, "no more than the number and what stands behind it"


@pytest.mark.slow
def test_who_learned_other_figures_falls_below(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, tmp_path: Path
) -> None:
    """A few steps towards the taught answers, and towards the changed ones."""
    some = changed(tokenizer, SYSTEM, PRICES, 512)
    before = margin(base, some, lambda: None)
    start = {name: value.clone() for name, value in base.state_dict().items()}
    after = []
    for side in ("taught", "other"):
        base.load_state_dict(start)
        optimizer = torch.optim.SGD(base.parameters(), lr=0.05)
        for _ in range(5):
            for one in some:
                ids = torch.tensor([getattr(one, side).ids])
                optimizer.zero_grad()
                base(input_ids=ids, labels=ids).loss.backward()
                optimizer.step()
        base.eval()
        after.append(margin(base, some, lambda: None))
    assert before is not None
    assert after[0] > before > after[1]
