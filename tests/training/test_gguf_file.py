"""A GGUF file read back by transformers holds the same model, tokenizer and chat template."""

import inspect
from pathlib import Path

import gguf
import pytest
import torch
from tokenizers import Regex, pre_tokenizers
from transformers import (
    AutoTokenizer,
    GemmaConfig,
    LlamaConfig,
    Phi3Config,
    PretrainedConfig,
    PreTrainedTokenizerBase,
    Qwen2Config,
    Qwen3Config,
)
from transformers.convert_slow_tokenizer import TikTokenConverter
from transformers.models.qwen2.tokenization_qwen2 import PRETOKENIZE_REGEX

from app.errors import BadInput
from app.training import gguf_file
from tests.model_classes import SMALL, random_model

TEXTS = (
    "How do I pay the invoice?",
    "Wie öffne ich das Menü? 2 > 1!",
    "<|im_start|>user\n\n  Path<|im_end|>",
)
ROOMY = {**SMALL, "vocab_size": 350}  # more than the tokenizer has
LLAMA3_ROPE = {
    "rope_type": "llama3",
    "rope_theta": 5e5,
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 64,
}
LLAMA3 = inspect.signature(TikTokenConverter).parameters["pattern"].default


def by_regex(pattern: str) -> pre_tokenizers.PreTokenizer:
    bytes_alone = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), bytes_alone])


def with_digits(individual: bool) -> pre_tokenizers.PreTokenizer:
    digits = pre_tokenizers.Digits(individual_digits=individual)
    return pre_tokenizers.Sequence([digits, pre_tokenizers.ByteLevel(add_prefix_space=False)])


@pytest.mark.parametrize(
    "config",
    [
        LlamaConfig(
            **ROOMY, tie_word_embeddings=True, rope_parameters={"rope_type": "default", "rope_theta": 5e4}
        ),
        LlamaConfig(**ROOMY),
        LlamaConfig(**ROOMY, rope_parameters=LLAMA3_ROPE),
        Qwen2Config(**ROOMY),
        Qwen3Config(**{**ROOMY, "head_dim": 16}),
        Phi3Config(**{**ROOMY, "pad_token_id": 0, "eos_token_id": 1}),
    ],
    ids=["llama, tied", "llama", "llama 3.1", "qwen2", "qwen3", "phi-4"],
)
def test_read_back_it_is_the_same(
    config: PretrainedConfig, tokenizer: PreTrainedTokenizerBase, tmp_path: Path
) -> None:
    model = random_model(config)
    gguf_file.write(model, tokenizer, tmp_path / "model.gguf", "Anna, version 1")

    read = gguf_file.read(tmp_path / "model.gguf", config)
    own, other = model.state_dict(), read.state_dict()
    assert own.keys() == other.keys()
    assert all(torch.equal(own[name], other[name]) for name in own)
    ids = torch.tensor([[1, 2, 3, 30, 200]])
    with torch.no_grad():
        torch.testing.assert_close(read(ids).logits, model(ids).logits)
    said = AutoTokenizer.from_pretrained(tmp_path, gguf_file="model.gguf")
    assert [said(text)["input_ids"] for text in TEXTS] == [tokenizer(text)["input_ids"] for text in TEXTS]
    assert said.chat_template == tokenizer.chat_template
    assert (said.bos_token, said.eos_token, said.pad_token) == ("<|im_start|>", "<|im_end|>", "<|im_end|>")


def test_it_says_what_transformers_does_not_read(tokenizer: PreTrainedTokenizerBase, tmp_path: Path) -> None:
    """The width of heads that is not width by heads, and the factors of Llama 3.1's frequencies."""
    config = LlamaConfig(**{**ROOMY, "head_dim": 16}, rope_parameters=LLAMA3_ROPE)
    model = random_model(config)
    gguf_file.write(model, tokenizer, tmp_path / "model.gguf", "Anna")
    file = gguf.GGUFReader(tmp_path / "model.gguf")
    for name in ("attention.key_length", "attention.value_length", "rope.dimension_count"):
        assert file.get_field(f"llama.{name}").contents() == 16
    (factors,) = (tensor.data for tensor in file.tensors if tensor.name == "rope_freqs.weight")
    plain = 5e5 ** -(torch.arange(0, 16, 2) / 16)
    torch.testing.assert_close(plain / torch.tensor(factors), model.model.rotary_emb.inv_freq)
    assert factors[0] == 1.0  # short waves stay, long ones are slowed down by the whole factor
    assert factors[-1] == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("cutting", "name"),
    [
        (pre_tokenizers.ByteLevel(add_prefix_space=False), "gpt-2"),
        (with_digits(individual=True), "smollm"),
        (by_regex(LLAMA3), "llama-bpe"),
        (by_regex(PRETOKENIZE_REGEX), "qwen2"),
    ],
)
def test_it_says_how_text_is_cut(
    cutting: pre_tokenizers.PreTokenizer, name: str, tokenizer: PreTrainedTokenizerBase, tmp_path: Path
) -> None:
    tokenizer.backend_tokenizer.pre_tokenizer = cutting
    gguf_file.write(random_model(LlamaConfig(**ROOMY)), tokenizer, tmp_path / "model.gguf", "Anna")
    assert gguf.GGUFReader(tmp_path / "model.gguf").get_field("tokenizer.ggml.pre").contents() == name


@pytest.mark.parametrize(
    ("config", "cutting"),
    [
        (GemmaConfig(**ROOMY), None),
        (LlamaConfig(**ROOMY, attention_bias=True), None),
        (LlamaConfig(**ROOMY, mlp_bias=True), None),
        (Phi3Config(**ROOMY, sliding_window=8), None),
        (Qwen3Config(**ROOMY, rope_parameters=LLAMA3_ROPE), None),
        (
            LlamaConfig(**ROOMY, rope_parameters={"rope_type": "linear", "rope_theta": 1e4, "factor": 2.0}),
            None,
        ),
        (LlamaConfig(**ROOMY), pre_tokenizers.Whitespace()),
        (LlamaConfig(**ROOMY), pre_tokenizers.ByteLevel(add_prefix_space=True)),
        (LlamaConfig(**ROOMY), with_digits(individual=False)),
        (LlamaConfig(**ROOMY), by_regex(r"\s+")),
    ],
)
def test_what_it_does_not_know_is_left_to_others(
    config: PretrainedConfig,
    cutting: pre_tokenizers.PreTokenizer | None,
    tokenizer: PreTrainedTokenizerBase,
    tmp_path: Path,
) -> None:
    if cutting is not None:
        tokenizer.backend_tokenizer.pre_tokenizer = cutting
    with pytest.raises(
        BadInput, match=rf"\({config.model_type}\) as GGUF. Export `merged`, then run llama.cpp's own"
    ):
        gguf_file.write(random_model(config), tokenizer, tmp_path / "model.gguf", "Anna")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def tokenizer(tiny_model: Path) -> PreTrainedTokenizerBase:
    """One for each test: some of them change it."""
    return AutoTokenizer.from_pretrained(tiny_model)
