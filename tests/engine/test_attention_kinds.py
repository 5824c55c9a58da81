"""What may share a sequence follows from the configuration alone."""

import pytest
from transformers import AutoConfig

from app.engine.attention_kinds import (
    CHUNKED,
    CONVOLUTION,
    FULL,
    RECURRENT,
    SLIDING,
    layer_kinds,
    reach,
    shares_sequences,
    unknown_kinds,
)
from tests.families import FAMILIES, WINDOW, Family

KINDS = {
    "Mistral v0.1": {SLIDING},
    "Phi-3": {SLIDING},
    "Gemma 2": {SLIDING, FULL},
    "Gemma 3": {SLIDING, FULL},
    "Gemma 3 with images": {SLIDING, FULL},
    "gpt-oss": {SLIDING, FULL},
    "LFM2": {CONVOLUTION, FULL},
    "Qwen3-Next": {RECURRENT, FULL},
    "Granite 4 H": {RECURRENT, FULL},
}


@pytest.mark.parametrize("one", FAMILIES, ids=str)
def test_kinds_of_the_families(one: Family) -> None:
    config = AutoConfig.for_model(one.model_type, **one.shape)
    kinds = KINDS.get(one.name, {FULL})
    assert set(layer_kinds(config)) == kinds
    assert len(layer_kinds(config)) == config.get_text_config().num_hidden_layers
    assert shares_sequences(config) == (not kinds & {CONVOLUTION, RECURRENT})
    assert reach(config, SLIDING) == (WINDOW if SLIDING in kinds else reach(config, SLIDING))
    assert reach(config, FULL) is None
    assert unknown_kinds(config) == []


def test_other_families() -> None:
    llama4 = AutoConfig.for_model("llama4_text", num_hidden_layers=4, attention_chunk_size=32)
    assert set(layer_kinds(llama4)) == {CHUNKED, FULL}
    assert reach(llama4, CHUNKED) == 32
    for name in ("mamba", "jamba", "bamba", "falcon_h1", "zamba2", "rwkv", "recurrent_gemma"):
        assert not shares_sequences(AutoConfig.for_model(name)), name


def test_what_is_not_known_is_named() -> None:
    config = AutoConfig.for_model("llama", num_hidden_layers=2)
    config.layer_types = ["full_attention", "indexed_attention"]
    assert unknown_kinds(config) == ["indexed_attention"]
    bidirectional = AutoConfig.for_model("gemma3_text", use_bidirectional_attention=True)
    assert unknown_kinds(bidirectional) == ["bidirectional attention"]
