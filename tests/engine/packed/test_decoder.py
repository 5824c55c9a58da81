"""The decoder by hand is used where it agrees with transformers, and only there."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from peft import LoraConfig, get_peft_model
from torch import Tensor
from transformers import PretrainedConfig, PreTrainedModel, Qwen3Config

from app.engine.packed import decoder, layer
from app.engine.packed.attention import SpanAttention
from app.engine.packed.batch import Batch, pack_ids
from app.training import lora
from app.training.loss import token_losses
from app.training.policy import Hyperparameters
from tests.model_classes import KNOWN, OTHERS, SMALL, name, random_model
from tests.training.test_packing import with_noise

BATCH = pack_ids(
    [(1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 9, 8), (1, 2, 3, 30, 31, 32)], [4, 4, 5], 3, torch.device("cpu")
)


def hidden_and_gradients(
    base: PreTrainedModel, compute: Callable[[Batch], Tensor], hyper: Hyperparameters
) -> dict[str, Tensor]:
    """What a decoder computes with a random adapter, and the gradients of that and of the embeddings."""
    leaf = base.get_input_embeddings().weight.requires_grad_()
    hidden = compute(BATCH)
    (hidden * torch.randn(hidden.shape, generator=torch.Generator().manual_seed(2))).sum().backward()
    trained = {name: p.grad for name, p in base.named_parameters() if ".lora_" in name}
    return {"hidden states": hidden.detach(), "embeddings": leaf.grad, **trained}


def by_transformers(base: PreTrainedModel) -> Callable[[Batch], Tensor]:
    return lambda batch: base.base_model(
        batch.ids, position_ids=batch.positions, attention_mask=batch.mask, use_cache=False
    ).last_hidden_state[0, batch.rows]


@pytest.mark.parametrize("config", KNOWN, ids=name)
def test_gradients_are_those_of_transformers(config: PretrainedConfig, hyper: Hyperparameters) -> None:
    results = []
    for by_hand in (True, False):
        base = random_model(config)
        with_noise(lora.add_lora(base, hyper, seed=0))
        compute = decoder.decoder_of(base) if by_hand else by_transformers(base)
        assert compute is not None
        results.append(hidden_and_gradients(base, compute, hyper))
    ours, theirs = results
    assert len(theirs) == 2 + 2 * 7 * config.num_hidden_layers
    for what, expected in theirs.items():
        torch.testing.assert_close(
            ours[what], expected, atol=1e-5 * expected.abs().max().item(), rtol=1e-4, msg=what
        )


def breaking(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """A mistake as they happen: 1 % too much."""
    return lambda *arguments: function(*arguments) * 1.01


BACKWARD = ["_rms_norm_backward", "_head_norm_backward", "_rotate_back"]


@pytest.mark.parametrize("function", BACKWARD)
def test_a_wrong_gradient_is_noticed(
    function: str, hyper: Hyperparameters, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    base = random_model(Qwen3Config(**SMALL))
    assert decoder.use_bfloat16(base)
    lora.add_lora(base, hyper, seed=0)
    monkeypatch.setattr(layer, function, breaking(getattr(layer, function)))
    assert decoder.precision_of(base) == "float32"  # as transformers computes it
    assert decoder.decoder_of(base) is None
    assert decoder.decoder_of(base) is None
    (line,) = caplog.messages  # once for each model
    assert line.startswith("qwen3 is computed by transformers: by hand, gradient of ")


def test_a_gradient_that_never_arrives_is_noticed(
    hyper: Hyperparameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = random_model(KNOWN[0])
    lora.add_lora(base, hyper, seed=0)
    backward = SpanAttention.backward

    def without_values(*arguments: Any) -> tuple[Tensor, Tensor, Tensor]:
        d_q, d_k, d_v = backward(*arguments)
        return d_q, d_k, torch.zeros_like(d_v)

    monkeypatch.setattr(SpanAttention, "backward", without_values)
    assert decoder.decoder_of(base) is None


def test_the_guard_leaves_the_model_as_it_was(hyper: Hyperparameters) -> None:
    base = random_model(KNOWN[0])
    lora.add_lora(base, hyper, seed=0)
    before = {name: value.clone() for name, value in base.state_dict().items()}
    state = torch.get_rng_state()
    with torch.inference_mode():
        assert decoder.decoder_of(base) is not None
    assert torch.equal(torch.get_rng_state(), state)
    assert all(torch.equal(value, before[name]) for name, value in base.state_dict().items())
    assert all(parameter.grad is None for parameter in base.parameters())
    assert not any(module._forward_hooks for module in base.modules())


def test_layers_that_can_not_be_read_are_left_to_transformers(caplog: pytest.LogCaptureFixture) -> None:
    base = random_model(KNOWN[0])
    del base.model.layers[1].self_attn.head_dim
    assert decoder.decoder_of(base) is None
    assert "the passes by hand fail on it" in caplog.text


@pytest.mark.parametrize("config", OTHERS, ids=name)
def test_other_layers_are_left_to_transformers(config: PretrainedConfig) -> None:
    assert decoder.decoder_of(random_model(config)) is None


def test_without_an_adapter_it_is_the_bare_model(hyper: Hyperparameters) -> None:
    base = random_model(KNOWN[0])
    with torch.no_grad():
        expected = token_losses(base, BATCH).nats
        model = with_noise(lora.add_lora(base, hyper, seed=0))
        with lora.bare(model):
            torch.testing.assert_close(token_losses(base, BATCH).nats, expected)
        assert not torch.allclose(token_losses(base, BATCH).nats, expected, atol=1e-2)


def test_dropout_is_left_to_peft(hyper: Hyperparameters) -> None:
    base = random_model(KNOWN[0])
    lora.add_lora(base, hyper.overridden({"dropout": 0.1}), seed=0)
    assert decoder.decoder_of(base) is None


def test_adapters_on_some_layers_only_are_left_to_peft() -> None:
    base = random_model(KNOWN[0])
    with lora._quiet():
        get_peft_model(base, LoraConfig(target_modules=["q_proj", "v_proj"]))
    assert decoder.decoder_of(base) is None


@pytest.mark.parametrize("config", KNOWN, ids=name)
@pytest.mark.parametrize("adapted", [False, True])
def test_merged_it_computes_the_same(config: PretrainedConfig, hyper: Hyperparameters, adapted: bool) -> None:
    base = random_model(config)
    if adapted:
        with_noise(lora.add_lora(base, hyper, seed=0))
    unmerged = decoder.decoder_of(base)
    assert unmerged is not None
    with torch.no_grad():
        torch.testing.assert_close(unmerged.merged(4)(BATCH), unmerged(BATCH), atol=1e-5, rtol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("config", KNOWN, ids=name)
def test_bfloat16_products_change_little(config: PretrainedConfig, hyper: Hyperparameters) -> None:
    results = []
    for in_bfloat16 in (False, True):
        base = random_model(config)
        assert not in_bfloat16 or decoder.use_bfloat16(base)
        assert decoder.precision_of(base) == ("bfloat16" if in_bfloat16 else "float32")
        with_noise(lora.add_lora(base, hyper, seed=0))
        compute = decoder.decoder_of(base)
        assert compute is not None
        results.append(hidden_and_gradients(base, compute, hyper).values())
    for exact, rounded in zip(*results, strict=True):
        assert rounded.dtype == torch.float32
        # Eight bits of a number are kept, so each product is off by up to 0.4 %; 7.9 % were seen after three layers.
        assert 0 < (rounded - exact).norm() < 0.1 * exact.norm()


def test_bfloat16_products_leave_the_model_as_it_is_for_transformers() -> None:
    base, same = random_model(KNOWN[0]), random_model(KNOWN[0])
    assert decoder.use_bfloat16(base)
    assert base.state_dict().keys() == same.state_dict().keys()
    with torch.no_grad():
        assert torch.equal(base(BATCH.ids).logits, same(BATCH.ids).logits)


@pytest.mark.parametrize("config", OTHERS, ids=name)
def test_layers_of_transformers_keep_their_precision(config: PretrainedConfig) -> None:
    base = random_model(config)
    assert not decoder.use_bfloat16(base)
    assert decoder.precision_of(base) == "float32"
