"""Greedy answers from one shared prefix are those of transformers' own generate."""

from collections.abc import Sequence
from typing import Any

import pytest
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.engine import llama
from app.training import evaluate
from app.training.evaluate import answers, measure
from app.training.failures import OutOfMemory
from app.training.render import Sample, render_prompt
from tests.training.conftest import PAIRS, SYSTEM


def generated(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, prompt: list[int], most: int
) -> str:
    output = model.generate(
        torch.tensor([prompt]),
        attention_mask=torch.ones(1, len(prompt)),
        max_new_tokens=most,
        do_sample=False,
    )
    ends = model.generation_config.eos_token_id
    answer = [
        token
        for token in output[0, len(prompt) :].tolist()
        if token not in (ends if isinstance(ends, list) else [ends])
    ]
    return tokenizer.decode(answer, skip_special_tokens=True).strip()


@pytest.mark.parametrize("agreement", [llama.AGREEMENT, -1.0], ids=["own", "transformers"])
def test_answers_equal_generate(
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    agreement: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(llama, "AGREEMENT", agreement)
    prompts = [render_prompt(tokenizer, SYSTEM, pair) for pair in PAIRS]
    expected = [generated(base, tokenizer, prompt, 24) for prompt in prompts]
    assert len(set(expected)) > 1
    for prefix in (0, 10):
        assert answers(base, tokenizer, prompts, prefix, 24, lambda: None) == expected


def test_an_answer_ends_at_the_end_of_turn(base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    prompts = [render_prompt(tokenizer, SYSTEM, pair) for pair in PAIRS[:3]]
    long = [generated(base, tokenizer, prompt, 24) for prompt in prompts]
    # The token that the first answer has in its middle now ends a turn.
    output = base.generate(torch.tensor([prompts[0]]), max_new_tokens=12, do_sample=False)
    base.generation_config.eos_token_id = [output[0, -1].item()]
    expected = [generated(base, tokenizer, prompt, 24) for prompt in prompts]
    assert expected != long
    assert answers(base, tokenizer, prompts, 5, 24, lambda: None) == expected


def test_no_prompts_no_answers(base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    assert answers(base, tokenizer, [], 0, 24, lambda: None) == []


@pytest.mark.parametrize("biggest", [3, 1])
def test_groups_are_halved_until_they_fit(
    base: PreTrainedModel, samples: list[Sample], monkeypatch: pytest.MonkeyPatch, biggest: int
) -> None:
    whole = measure(base, samples, 4, lambda: None)
    real, sizes = evaluate.pack, []

    def packed(group: Sequence[Sample], *values: Any) -> Any:
        sizes.append(len(group))
        if len(group) > biggest:
            torch.empty(10**15)
        return real(group, *values)

    monkeypatch.setattr(evaluate, "pack", packed)
    halved = measure(base, samples, 4, lambda: None)
    assert sizes == [7, 3, *([3, 1] if biggest == 3 else [1] * 7)]
    assert halved.by_pair == pytest.approx(whole.by_pair, abs=1e-5)
    biggest = 0
    with pytest.raises(OutOfMemory, match="even with half batches"):
        measure(base, samples, 4, lambda: None)


def test_fewer_answers_at_once_where_memory_runs_out(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = [render_prompt(tokenizer, SYSTEM, pair) for pair in PAIRS[:5]]
    whole = answers(base, tokenizer, prompts, 4, 12, lambda: None)
    biggest, sizes, real = 2, [], evaluate.continuations

    def written(decoder: Any, some: Sequence[Any], *values: Any) -> Any:
        sizes.append(len(some))
        if len(some) > biggest:
            torch.empty(10**15)
        return real(decoder, some, *values)

    monkeypatch.setattr(evaluate, "continuations", written)
    assert answers(base, tokenizer, prompts, 4, 12, lambda: None) == whole
    assert sizes == [5, 2, 2, 1]
    biggest = 0
    with pytest.raises(OutOfMemory, match="even with half batches"):
        answers(base, tokenizer, prompts, 4, 12, lambda: None)
