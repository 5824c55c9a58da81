"""Random small models: of the classes whose layers are computed by hand, and of others that look much like them."""

import torch
from transformers import (
    AutoModelForCausalLM,
    GemmaConfig,
    LlamaConfig,
    MistralConfig,
    PretrainedConfig,
    PreTrainedModel,
    Qwen2Config,
    Qwen3Config,
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
]
OTHERS = [
    Qwen3Config(**SMALL),
    GemmaConfig(**SMALL),
    MistralConfig(**SMALL, sliding_window=4096),
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
