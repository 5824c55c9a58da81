"""Which decoder serves a model is known before a weight is read, and so is what is not served."""

import logging
from pathlib import Path

import pytest
import torch
from transformers import (
    DiffLlamaConfig,
    Gemma2Config,
    JambaConfig,
    Lfm2Config,
    LlamaConfig,
    MambaConfig,
    MistralConfig,
    PretrainedConfig,
    Qwen3MoeConfig,
    T5Config,
)

from app.engine.served import packed
from app.engine.served.decoder import Segment
from app.engine.served.loading import load_decoder
from app.engine.served.plain import PlainDecoder
from app.engine.served.support import served_by
from app.errors import Misconfigured
from tests.model_classes import SMALL, random_model


@pytest.mark.parametrize(
    ("config", "decoder", "reason"),
    [
        (LlamaConfig(), "packed", "all of its layers are attention, full or with a sliding window"),
        (MistralConfig(), "packed", "all of its layers are attention, full or with a sliding window"),
        (
            Lfm2Config(num_hidden_layers=2, layer_types=["conv", "full_attention"]),
            "plain",
            "it has convolution layers",
        ),
        (Gemma2Config(), "plain", "its attention logits are capped"),
        (Qwen3MoeConfig(), "plain", "each token has experts of its own"),
    ],
    ids=lambda value: getattr(value, "model_type", None),
)
def test_the_kinds_of_layers_decide(config: PretrainedConfig, decoder: str, reason: str) -> None:
    service = served_by(config)
    assert (service.decoder, service.reason) == (decoder, reason)


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        (T5Config(), "Models of type t5 do not continue a text; choose another base model."),
        (
            MambaConfig(),
            "Models of type mamba have no key-value cache that transformers shares, and are not served; "
            "choose another base model.",
        ),
        (
            JambaConfig(),
            "Models of type jamba can't go on from what they have read and are not served; choose another base model.",
        ),
    ],
    ids=lambda value: getattr(value, "model_type", None),
)
def test_what_is_not_served_is_said_before_weights_are_read(
    config: PretrainedConfig, sentence: str, tmp_path: Path
) -> None:
    config.save_pretrained(tmp_path)  # and no weights beside it
    with pytest.raises(Misconfigured) as refused:
        load_decoder(tmp_path, torch.device("cpu"))
    assert refused.value.message == sentence


def test_attention_that_is_asked_twice_in_a_layer_keeps_what_it_read(tmp_path: Path) -> None:
    """Of DiffLlama, whose second values would overwrite the first ones in a cache of ours."""
    model = random_model(DiffLlamaConfig(**SMALL))
    model.save_pretrained(tmp_path / "odd")
    decoder = load_decoder(tmp_path / "odd", torch.device("cpu"))

    text = [3, 1, 2, 5, 8, 13, 21]
    segment = Segment(text[:4], decoder.new_cache(), None)
    decoder.step([segment])
    logits = decoder.step([Segment(text[4:], segment.cache, None)])[0]
    torch.testing.assert_close(logits, model(torch.tensor([text])).logits[0, -1], atol=1e-4, rtol=1e-4)


def test_where_one_pass_for_all_gives_other_logits_each_reply_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    config = LlamaConfig(**SMALL)
    model = random_model(config)
    model.save_pretrained(tmp_path / "odd")
    attend = packed.PackedAttention.attend
    monkeypatch.setattr(packed.PackedAttention, "attend", lambda *parts: attend(*parts) * 1.01)
    caplog.set_level(logging.INFO)
    decoder = load_decoder(tmp_path / "odd", torch.device("cpu"))

    assert isinstance(decoder, PlainDecoder)
    assert "odd is served with a pass for each reply: with all replies in one pass its logits" in caplog.text
    ids = [3, 1, 2]
    logits = decoder.step([Segment(ids, decoder.new_cache(), None)])[0]
    torch.testing.assert_close(logits, model(torch.tensor([ids])).logits[0, -1], atol=1e-4, rtol=1e-4)
