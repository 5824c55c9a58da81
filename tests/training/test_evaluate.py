"""Greedy answers from one shared prefix are those of transformers' own generate."""

import pytest
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.training import decoder
from app.training.evaluate import answers
from app.training.render import render_prompt
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


@pytest.mark.parametrize("agreement", [decoder.AGREEMENT, -1.0], ids=["own", "transformers"])
def test_answers_equal_generate(
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    agreement: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(decoder, "AGREEMENT", agreement)
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
