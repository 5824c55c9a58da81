"""When compiled layers are worth their time, by figures that were measured, and which layers they are."""

from pathlib import Path

import pytest
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

from app.engine.captured.compilation import COLD_S, Compiled, decoder_layers, is_worth_it, saved_s


def tiny() -> LlamaForCausalLM:
    return LlamaForCausalLM(
        LlamaConfig(
            vocab_size=32, hidden_size=16, intermediate_size=16, num_hidden_layers=2, num_attention_heads=2
        )
    )


@pytest.mark.parametrize(
    ("parameters", "saved"),
    [(1e6, 0.0121), (135e6, 0.0121), (596e6, 0.0177), (8.03e9, 0.0345), (70e9, 0.0345)],
)
def test_a_step_saves_what_was_measured(parameters: float, saved: float) -> None:
    assert saved_s(parameters) == pytest.approx(saved)


def test_between_two_sizes_it_saves_what_lies_between() -> None:
    assert 0.0177 < saved_s(1.7e9) < saved_s(4e9) < 0.0345


@pytest.mark.parametrize(
    ("parameters", "steps", "cold", "warm", "worth"),
    [
        (135e6, 15, 1, 0, False),  # 0.2 s for 16.5
        (135e6, 15, 0, 1, False),  # tracing alone takes longer
        (8e9, 75, 1, 0, False),
        (8e9, 479, 1, 0, True),
        (8e9, 479, 2, 0, False),  # two shapes
        (8e9, 100, 0, 1, True),
        (135e6, 1_000_000, 3, 0, True),
    ],
)
def test_few_steps_are_not_worth_compiling(
    parameters: float, steps: int, cold: int, warm: int, worth: bool
) -> None:
    assert is_worth_it(parameters, steps, cold, warm) is worth
    assert COLD_S == 16.5


def test_the_cache_is_known_by_shape_and_model(tmp_path: Path) -> None:
    model = tiny()
    cache = Compiled(tmp_path, model, 16)
    assert not cache.knows((512, 128))
    cache.remember((512, 128))
    assert Compiled(tmp_path, tiny(), 16).knows((512, 128))
    assert not cache.knows((512, 256))
    assert not Compiled(tmp_path, model, 8).knows((512, 128))
    nowhere = Compiled(None, model, 16)
    nowhere.remember((512, 128))
    assert not nowhere.knows((512, 128))


def test_layers_are_found_by_their_number() -> None:
    model = tiny()
    assert decoder_layers(model) is model.model.layers
    other = GPT2LMHeadModel(GPT2Config(vocab_size=32, n_embd=16, n_layer=2, n_head=2))
    assert decoder_layers(other) is other.transformer.h
    model.model.layers = model.model.layers[:1]
    with pytest.raises(LookupError, match="no list of 2 decoder layers"):
        decoder_layers(model)
