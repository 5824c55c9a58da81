"""The layers by hand serve where they agree with transformers, which serves the other classes of models."""

from pathlib import Path

import pytest
import torch
from transformers import PretrainedConfig

from app.engine import matmul
from app.engine.served import attention, loading, packed
from app.engine.served.decoder import Segment
from app.engine.served.layers import LlamaLayers
from app.engine.served.loading import load_decoder
from app.engine.served.lora import Adapter
from app.engine.served.packed import PackedDecoder
from app.engine.served.steady import Sizes
from tests.model_classes import KNOWN, OTHERS, WINDOWED, name, random_model

PROMPTS = [[1, 2, 3, 4, 5, 6, 7], [9, 8, 7], [30, 31, 32, 33]]
NEXT = [11, 12, 13]


@pytest.mark.parametrize("config", [*KNOWN, *OTHERS], ids=name)
@pytest.mark.parametrize("targets", [(), ("q_proj", "v_proj"), ("o_proj", "up_proj", "down_proj")], ids=len)
def test_packed_replies_get_the_logits_that_each_would_get_alone(
    config: PretrainedConfig, targets: tuple[str, ...], tmp_path: Path
) -> None:
    model = random_model(config)
    model.save_pretrained(tmp_path)
    decoder = load_decoder(tmp_path, torch.device("cpu"))
    assert isinstance(decoder, PackedDecoder)
    assert (decoder.llama is not None) == (config in [*KNOWN, *WINDOWED])
    adapter = Adapter(
        "a",
        {
            key: (torch.randn(fan_in, 2) * 0.1, torch.randn(2, fan_out) * 0.1)
            for key, (fan_in, fan_out) in decoder.linears.items()
            if key.endswith(targets or ("none",))
        },
    )
    adapters = [adapter, None, adapter]
    segments = [
        Segment(prompt, decoder.new_cache(), each) for prompt, each in zip(PROMPTS, adapters, strict=True)
    ]
    first = decoder.step(segments)
    then = decoder.step(
        [Segment([token], s.cache, s.adapter) for token, s in zip(NEXT, segments, strict=True)]
    )

    merged = random_model(config)
    with torch.no_grad():
        for key, (down, up) in adapter.weights.items():
            merged.get_submodule(key).weight += (down @ up).T
        for at, (prompt, token) in enumerate(zip(PROMPTS, NEXT, strict=True)):
            expected = (merged if adapters[at] else model)(torch.tensor([[*prompt, token]])).logits[0]
            torch.testing.assert_close(first[at], expected[-2], atol=1e-4, rtol=1e-4)
            torch.testing.assert_close(then[at], expected[-1], atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("config", [*KNOWN, *OTHERS], ids=name)
@pytest.mark.parametrize(("allowed", "is_fast"), [(True, True), (True, False), (False, True)])
def test_products_are_bfloat16_where_that_is_allowed_and_fast(
    config: PretrainedConfig, allowed: bool, is_fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "has_fast_bfloat16", lambda _: is_fast)
    model = random_model(config)
    model.save_pretrained(tmp_path)
    decoder = load_decoder(tmp_path, torch.device("cpu"), allowed)
    is_bfloat16 = allowed and is_fast and decoder.llama is not None
    adapter = Adapter(
        "a",
        {
            key: (torch.randn(fan_in, 2) * 0.1, torch.randn(2, fan_out) * 0.1)
            for key, (fan_in, fan_out) in decoder.linears.items()
        },
    )
    ours = decoder.step([Segment(PROMPTS[0], decoder.new_cache(), adapter)])[0]

    with torch.no_grad():
        for key, (down, up) in adapter.weights.items():
            model.get_submodule(key).weight += (down @ up).T
        expected = model(torch.tensor([PROMPTS[0]])).logits[0, -1]
    off = float((ours - expected).abs().max() / expected.abs().max())
    assert off < (0.05 if is_bfloat16 else 1e-5)
    assert (off > 1e-4) is is_bfloat16


@pytest.mark.parametrize(
    ("config", "is_by_hand"),
    [*((config, True) for config in KNOWN), *((config, False) for config in [*KNOWN, *OTHERS])],
    ids=lambda value: getattr(value, "model_type", f"{value}"),
)
def test_a_gpu_has_all_of_it_in_bfloat16_without_padding(
    config: PretrainedConfig, is_by_hand: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same passes, here on a CPU."""
    with torch.no_grad():
        expected = random_model(config)(torch.tensor([PROMPTS[0]])).logits[0, -1]
    monkeypatch.setattr(packed, "Sizes", lambda least, pads: Sizes(least, pads=False))
    model = random_model(config).bfloat16().requires_grad_(False)
    model.set_attn_implementation(attention.NAME)
    decoder = PackedDecoder(model, LlamaLayers(model) if is_by_hand else None)
    assert decoder.adapter_dtype == torch.bfloat16
    caches = [decoder.new_cache() for _ in PROMPTS]
    adapter = Adapter(
        "a",
        {
            key: (torch.randn(fan_in, 2).bfloat16(), torch.zeros(2, fan_out).bfloat16())
            for key, (fan_in, fan_out) in decoder.linears.items()
        },
    )
    logits = decoder.step([Segment(*each, adapter) for each in zip(PROMPTS, caches, strict=True)])

    assert logits.dtype == torch.bfloat16
    off = float((logits[0].float() - expected).abs().max() / expected.abs().max())
    assert 1e-4 < off < 0.1


@pytest.mark.parametrize("config", [*KNOWN, *OTHERS], ids=name)
@pytest.mark.parametrize(("allowed", "is_fast"), [(True, True), (True, False), (False, True)])
def test_all_of_a_model_is_bfloat16_where_that_is_asked_for_and_fast(
    config: PretrainedConfig, allowed: bool, is_fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "has_fast_bfloat16", lambda _: is_fast)
    model = random_model(config)
    model.save_pretrained(tmp_path)
    decoder = load_decoder(tmp_path, torch.device("cpu"), allowed, all_bfloat16=True)
    is_bfloat16 = allowed and is_fast
    ours = decoder.step([Segment(PROMPTS[0], decoder.new_cache(), None)])[0].float()

    with torch.no_grad():
        expected = model(torch.tensor([PROMPTS[0]])).logits[0, -1]
    off = float((ours - expected).abs().max() / expected.abs().max())
    assert off < (0.1 if is_bfloat16 else 1e-5)
    assert (off > 1e-4) is is_bfloat16
    # Each weight is in memory once: as it is multiplied, or for the embedding.
    if is_bfloat16 and matmul._HERE and matmul._orders_bfloat16():
        held = {
            name for name, weight in decoder._model.named_parameters() if weight.numel() and weight.dim() == 2
        }
        assert held == {"model.embed_tokens.weight"}
