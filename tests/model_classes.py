"""Random small models: of the classes whose layers are computed by hand, and of others that look much like them."""

import torch
from transformers import (
    AutoModelForCausalLM,
    Gemma3TextConfig,
    GemmaConfig,
    GraniteConfig,
    LlamaConfig,
    MistralConfig,
    PretrainedConfig,
    PreTrainedModel,
    Qwen2Config,
    Qwen3Config,
    SmolLM3Config,
)

SMALL = {
    "vocab_size": 40,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "pad_token_id": 0,
}
KNOWN = [
    LlamaConfig(**SMALL),
    LlamaConfig(**SMALL, attention_bias=True, tie_word_embeddings=True),
    MistralConfig(**SMALL, sliding_window=None),
    Qwen2Config(**SMALL),
    LlamaConfig(
        **SMALL,
        max_position_embeddings=512,
        rope_parameters={
            "rope_type": "llama3",
            "rope_theta": 500.0,
            "factor": 8.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64,
        },
    ),
    Qwen3Config(**SMALL),
    SmolLM3Config(**SMALL, no_rope_layers=[1, 0, 1]),
    GraniteConfig(
        **SMALL,
        embedding_multiplier=3.0,
        attention_multiplier=0.2,
        residual_multiplier=0.4,
        logits_scaling=2.0,
    ),
]
WINDOWED = [  # by hand in the model server alone
    MistralConfig(**SMALL, sliding_window=70),
    Qwen3Config(**SMALL, use_sliding_window=True, sliding_window=20, max_window_layers=2),
]
OTHERS = [
    *WINDOWED,
    GemmaConfig(**SMALL),
    Gemma3TextConfig(
        **SMALL, sliding_window=20, layer_types=["sliding_attention", "full_attention", "sliding_attention"]
    ),
    LlamaConfig(**SMALL, hidden_act="gelu"),
]


def name(config: PretrainedConfig) -> str:
    return config.model_type


def random_model(config: PretrainedConfig) -> PreTrainedModel:
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_config(config, attn_implementation="sdpa").eval()
    with torch.no_grad():
        for parameter in model.parameters():  # also norms and biases, which start as ones and zeros
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return model
