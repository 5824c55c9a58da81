"""Greedy answers from one shared prefix are those of transformers' own generate."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase, Qwen2Config, Qwen2ForCausalLM

from app.engine import llama
from app.engine.captured import greedy
from app.errors import OutOfMemory
from app.training import evaluate
from app.training.evaluate import answers, measure
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_an_answer_ends_at_the_end_of_turn(base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    prompts = [render_prompt(tokenizer, SYSTEM, pair) for pair in PAIRS[:3]]
    long = [generated(base, tokenizer, prompt, 24) for prompt in prompts]
    # The token that the first answer has in its middle now ends a turn.
    output = base.generate(torch.tensor([prompts[0]]), max_new_tokens=12, do_sample=False)
    base.generation_config.eos_token_id = [output[0, -1].item()]
    expected = [generated(base, tokenizer, prompt, 24) for prompt in prompts]
    assert expected != long
    assert answers(base, tokenizer, prompts, 5, 24, lambda: None) == expected


class Again:
    """Stands in for CUDA graphs."""

    recorded = 0

    def __call__(self, work: Callable[[], None], warm_ups: int = 1) -> Callable[[], None]:
        for _ in range(warm_ups):
            work()
        Again.recorded += 1
        return work


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> type[Again]:
    """As on a GPU, but for the GPU."""
    monkeypatch.setattr(llama, "AGREEMENT", -1.0)
    monkeypatch.setattr(evaluate, "recorder_for", lambda _: Again())
    monkeypatch.setattr(Again, "recorded", 0)
    return Again


@pytest.mark.parametrize("most", [1, 2, 24])
@pytest.mark.parametrize("attention", ["sdpa", "eager"])
def test_recorded_answers_equal_generate(
    base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, again: type[Again], attention: str, most: int
) -> None:
    base.set_attn_implementation(attention)
    prompts = [render_prompt(tokenizer, SYSTEM, pair) for pair in PAIRS]
    assert len(set(map(len, prompts))) > 1
    expected = [generated(base, tokenizer, prompt, most) for prompt in prompts]
    assert answers(base, tokenizer, prompts, 0, most, lambda: None) == expected
    assert again.recorded == (most > 1)


@pytest.mark.slow
def test_recorded_answers_end_each_at_its_own_end(
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    again: type[Again],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prompts = [render_prompt(tokenizer, SYSTEM, pair) for pair in PAIRS]
    output = base.generate(torch.tensor([prompts[0]]), max_new_tokens=12, do_sample=False)
    base.generation_config.eos_token_id = [output[0, -1].item(), output[0, -3].item()]
    expected = [generated(base, tokenizer, prompt, 24) for prompt in prompts]
    assert len({len(answer) for answer in expected}) > 1
    assert answers(base, tokenizer, prompts, 0, 24, lambda: None) == expected


def test_answers_where_recording_fails(
    base: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def failing(*_: Any, **__: Any) -> Any:
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(llama, "AGREEMENT", -1.0)
    monkeypatch.setattr(evaluate, "recorder_for", lambda _: failing)
    prompts = [render_prompt(tokenizer, SYSTEM, pair) for pair in PAIRS]
    expected = [generated(base, tokenizer, prompt, 8) for prompt in prompts]
    assert answers(base, tokenizer, prompts, 0, 8, lambda: None) == expected
    assert "answers without a CUDA graph: RuntimeError: operation not permitted" in capsys.readouterr().err


def test_a_window_has_no_static_cache(again: type[Again]) -> None:
    """Its place in a rolling cache is counted in Python, where a graph looks once."""
    config = Qwen2Config(
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        vocab_size=32,
        use_sliding_window=True,
        sliding_window=4,
        max_window_layers=1,
    )
    assert greedy.static_cache(Qwen2ForCausalLM(config), 20) is None
    config.use_sliding_window = False
    plain = Qwen2ForCausalLM(Qwen2Config(**{**config.to_dict(), "sliding_window": None, "layer_types": None}))
    assert greedy.static_cache(plain, 20) is not None


def test_no_prompts_no_answers(base: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> None:
    assert answers(base, tokenizer, [], 0, 24, lambda: None) == []


@pytest.mark.parametrize("biggest", [3, 1])
def test_groups_are_halved_until_they_fit(
    base: PreTrainedModel, samples: list[Sample], monkeypatch: pytest.MonkeyPatch, biggest: int
) -> None:
    whole = measure(base, samples, 4, lambda: None)
    real, sizes = evaluate.batch_for, []

    def batched(model: Any, group: Sequence[Sample], *values: Any) -> Any:
        sizes.append(len(group))
        if len(group) > biggest:
            torch.empty(10**15)
        return real(model, group, *values)

    monkeypatch.setattr(evaluate, "batch_for", batched)
    halved = measure(base, samples, 4, lambda: None)
    assert sizes == [7, 3, *([3, 1] if biggest == 3 else [1] * 7)]
    assert halved.by_pair == pytest.approx(whole.by_pair, abs=1e-5)
    biggest = 0
    with pytest.raises(OutOfMemory, match="even with half batches"):
        measure(base, samples, 4, lambda: None)


@pytest.mark.slow
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
