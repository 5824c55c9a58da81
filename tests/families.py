"""A tiny random model of every family that people choose from, with a tokenizer and chat format of its kind.

Weights are far from uniform, and norms and biases not trivial, so that two ways of computing that differ show it. The
windows are shorter than a conversation of these tests.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import torch
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    GenerationConfig,
    PreTrainedModel,
)

from tests.chat_styles import STYLES, ChatStyle, tokenizer_of

SMALL = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 1024,
}
HEADS = {**SMALL, "head_dim": 8}
WINDOW = 16  # tokens, where a family has one
_LLAMA3_ROPE = {
    "rope_type": "llama3",
    "rope_theta": 500000.0,
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}
_EXPERTS = {"moe_intermediate_size": 24, "num_experts": 4, "num_experts_per_tok": 2}


@dataclass(frozen=True, eq=False)
class Family:
    name: str  # as people say it
    model_type: str  # transformers' name
    style: str  # of STYLES
    shape: Mapping[str, Any] = field(default_factory=lambda: HEADS)

    @property
    def stands_for_others(self) -> bool:
        """One for each way of computing: these are always tested, all by `make families`."""
        return self.name in REPRESENTATIVES

    @property
    def chat(self) -> ChatStyle:
        return STYLES[self.style]

    def __str__(self) -> str:
        return self.name.lower().replace(" ", "-")


REPRESENTATIVES = {
    "Llama 3.1",  # scaled rotations, and most other models but for names
    "Qwen 3",  # norms of queries and keys, tied embeddings
    "Mistral v0.1",  # a window
    "Gemma 2",  # softcaps, windows in every other layer
    "Phi-4",  # weights that are fused
    "Granite 4 H",  # state space layers
    "LFM2",  # convolutions
    "gpt-oss",  # experts, sinks
    "Llama without a chat format",
}

# fmt: off
FAMILIES = (
    Family("Llama 2", "llama", "mistral3"),
    Family("Llama 3.1", "llama", "llama3", {**HEADS, "rope_parameters": _LLAMA3_ROPE}),
    Family("Llama 3.2", "llama", "llama3",
           {**HEADS, "rope_parameters": {**_LLAMA3_ROPE, "factor": 32.0}, "tie_word_embeddings": True}),
    Family("Qwen 2.5", "qwen2", "qwen2", {**SMALL, "tie_word_embeddings": True}),
    Family("Qwen 3", "qwen3", "qwen3", {**HEADS, "head_dim": 16, "tie_word_embeddings": True}),
    Family("Mistral v0.1", "mistral", "mistral1", {**HEADS, "sliding_window": WINDOW}),
    Family("Mistral v0.3", "mistral", "mistral3", {**HEADS, "sliding_window": None}),
    Family("Ministral 3", "mistral3", "mistral3",
           {"text_config": {**HEADS, "model_type": "ministral3", "sliding_window": None},
            "vision_config": {"model_type": "pixtral", "hidden_size": 16, "intermediate_size": 16,
                              "num_hidden_layers": 1, "num_attention_heads": 2, "head_dim": 8, "image_size": 16,
                              "patch_size": 8},
            "image_token_index": 4}),
    Family("Gemma 1", "gemma", "gemma", {**HEADS, "num_key_value_heads": 1}),
    Family("Gemma 2", "gemma2", "gemma",
           {**HEADS, "sliding_window": WINDOW, "query_pre_attn_scalar": 16, "attn_logit_softcapping": 5.0,
            "final_logit_softcapping": 3.0}),
    Family("Gemma 3", "gemma3_text", "gemma3",
           {**HEADS, "num_hidden_layers": 4, "sliding_window": WINDOW, "query_pre_attn_scalar": 16,
            "layer_types": ["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"]}),
    Family("Gemma 3 with images", "gemma3", "gemma3",
           {"text_config": {**HEADS, "sliding_window": WINDOW, "query_pre_attn_scalar": 16,
                            "layer_types": ["sliding_attention", "full_attention", "sliding_attention"]},
            "vision_config": {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1,
                              "num_attention_heads": 2, "image_size": 16, "patch_size": 8},
            "mm_tokens_per_image": 4, "boi_token_index": 4, "eoi_token_index": 5, "image_token_index": 3}),
    Family("Phi-3", "phi3", "phi3", {**SMALL, "sliding_window": WINDOW}),
    Family("Phi-4", "phi3", "phi4", {**SMALL, "sliding_window": None}),
    Family("Granite 3", "granite", "granite",
           {**SMALL, "embedding_multiplier": 3.0, "logits_scaling": 4.0, "residual_multiplier": 0.5,
            "attention_multiplier": 0.2, "tie_word_embeddings": True}),
    Family("Granite 4", "granitemoehybrid", "granite",
           {**SMALL, "layer_types": ["full_attention"] * 3, "num_local_experts": 0, "num_experts_per_tok": 0,
            "shared_intermediate_size": 48, "mamba_n_heads": 8, "embedding_multiplier": 3.0, "logits_scaling": 4.0,
            "residual_multiplier": 0.5, "attention_multiplier": 0.2, "position_embedding_type": "rope"}),
    Family("Granite 4 H", "granitemoehybrid", "granite",
           {**SMALL, "layer_types": ["linear_attention", "full_attention", "linear_attention"],
            "num_local_experts": 4, "num_experts_per_tok": 2, "shared_intermediate_size": 48,
            "logits_scaling": 4.0, "mamba_n_heads": 8, "mamba_d_head": 8, "mamba_d_state": 8}),
    Family("SmolLM3", "smollm3", "smollm3",
           {**SMALL, "num_hidden_layers": 4, "no_rope_layer_interval": 2, "tie_word_embeddings": True}),
    Family("OLMo 2", "olmo2", "tulu", SMALL),
    Family("GPT-NeoX", "gpt_neox", "pythia",
           {key: value for key, value in SMALL.items() if key != "num_key_value_heads"}),
    Family("LFM2", "lfm2", "lfm2",
           {**SMALL, "layer_types": ["conv", "conv", "full_attention"], "block_auto_adjust_ff_dim": False}),
    Family("gpt-oss", "gpt_oss", "harmony",
           {**HEADS, "num_hidden_layers": 2, "sliding_window": WINDOW, "num_local_experts": 4,
            "num_experts_per_tok": 2,
            "rope_parameters": {"rope_type": "yarn", "rope_theta": 150000.0, "factor": 4.0, "truncate": False,
                                "beta_fast": 32.0, "beta_slow": 1.0, "original_max_position_embeddings": 256}}),
    Family("Qwen 3 MoE", "qwen3_moe", "qwen3", {**HEADS, "num_hidden_layers": 2, **_EXPERTS}),
    Family("OLMoE", "olmoe", "tulu",
           {**SMALL, "num_hidden_layers": 2, "num_experts": 4, "num_experts_per_tok": 2}),
    Family("GLM 4.5", "glm4_moe", "chatml",
           {**HEADS, "num_hidden_layers": 2, "n_routed_experts": 4, "n_shared_experts": 1, "num_experts_per_tok": 2,
            "moe_intermediate_size": 24, "first_k_dense_replace": 1, "n_group": 1, "topk_group": 1}),
    Family("Qwen3-Next", "qwen3_next", "chatml",
           {**HEADS, "num_hidden_layers": 4, **_EXPERTS, "shared_expert_intermediate_size": 24,
            "linear_key_head_dim": 8, "linear_value_head_dim": 8, "linear_num_key_heads": 2,
            "linear_num_value_heads": 4}),
    Family("Llama without a chat format", "llama", "none"),
)
# fmt: on


def family(name: str) -> Family:
    return next(one for one in FAMILIES if one.name == name)


def make_family(one: Family, folder: Path) -> Path:
    """Writes config.json, generation_config.json, safetensors, tokenizer and chat template. Returns the folder."""
    tokenizer = tokenizer_of(one.chat)
    tokenizer.save_pretrained(folder)
    model = _model(one, len(tokenizer))
    chat = one.chat
    ends = tokenizer.convert_tokens_to_ids(list(chat.ends))
    model.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id, eos_token_id=ends, pad_token_id=tokenizer.pad_token_id
    )
    model.save_pretrained(folder)
    return folder


@cache
def _model(one: Family, vocab_size: int) -> PreTrainedModel:
    """Seeded: the same weights in every process."""
    shape = deepcopy(dict(one.shape))
    text = shape.get("text_config", shape)
    text |= {"vocab_size": vocab_size, "pad_token_id": None, "bos_token_id": None, "eos_token_id": None}
    config = AutoConfig.for_model(one.model_type, **shape)
    torch.manual_seed(0)
    auto = AutoModelForImageTextToText if one.model_type == "mistral3" else AutoModelForCausalLM
    model = auto.from_config(config).eval()
    with torch.no_grad():
        for parameter in model.parameters():  # also norms and biases, which start as ones and zeros
            parameter.add_(torch.randn_like(parameter) * 0.2)
    return model
