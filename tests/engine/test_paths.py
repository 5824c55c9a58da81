"""Which passes compute a model is said with its reason, from the configuration alone."""

import pytest
import torch
from transformers import Gemma2Config, LlamaConfig, MistralConfig, PretrainedConfig, Qwen2Config, Qwen3Config

from app.engine.paths import path_of

CPU = torch.device("cpu")


def test_known_families_are_computed_by_hand() -> None:
    assert str(path_of(LlamaConfig(), CPU)) == "computed by hand: llama"
    assert str(path_of(Qwen2Config(), CPU)) == (
        "computed by hand: qwen2, with biases of queries, keys and values"
    )


@pytest.mark.parametrize(
    ("config", "device", "dtype", "reason"),
    [
        (Gemma2Config(), "cpu", torch.float32, "gemma2 is not among the families computed by hand"),
        (LlamaConfig(), "cuda", torch.bfloat16, "passes by hand are for a CPU, not for cuda"),
        (LlamaConfig(), "cpu", torch.bfloat16, "passes by hand need weights in float32"),
        (MistralConfig(), "cpu", torch.float32, "passes by hand have no sliding attention"),
        (
            Qwen3Config(use_sliding_window=True, max_window_layers=4),
            "cpu",
            torch.float32,
            "passes by hand have no sliding attention",
        ),
        (
            LlamaConfig(hidden_act="gelu"),
            "cpu",
            torch.float32,
            "passes by hand have no gelu activation",
        ),
    ],
    ids=["family", "device", "dtype", "window", "windows in some layers", "activation"],
)
def test_others_are_left_to_transformers(
    config: PretrainedConfig, device: str, dtype: torch.dtype, reason: str
) -> None:
    path = path_of(config, torch.device(device), dtype)
    assert not path.by_hand
    assert path.reason == reason
