"""A model as one GGUF file, which llama.cpp and Ollama run: the decoders of the Llama family with byte-level BPE.

Written by the `gguf` package of llama.cpp's makers, after https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
What that package lacks is the step from a Hugging Face model, which llama.cpp keeps in a script of its own; models that
are not known here are left to it. Numbers stay float32, so that the file answers as what is served.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gguf
from torch import Tensor
from transformers import PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase

from app.training.failures import BadInput

# model_type to its name there. Llama's queries and keys lie in the order of the first release, pairs side by side.
ARCHITECTURES = {"llama": gguf.MODEL_ARCH.LLAMA, "qwen2": gguf.MODEL_ARCH.QWEN2}
_REORDERED = ("q_proj.weight", "k_proj.weight")

# Expressions by which text is cut before BPE, and llama.cpp's names for them (llama-vocab.cpp).
_CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
_REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_PATTERNS = {
    _CONTRACTIONS + r"\p{N}{1,3}" + _REST: "llama-bpe",
    _CONTRACTIONS + r"\p{N}" + _REST: "qwen2",
}


def write(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, file: Path, name: str) -> None:
    """`name` is what tools show. Raises BadInput for a model or tokenizer that is not known here."""
    config = model.config
    cut, arch = _cut(tokenizer), ARCHITECTURES.get(config.model_type)
    rope = getattr(config, "rope_parameters", None) or {}
    is_plain = rope.get("rope_type") == "default" and not any(
        getattr(config, name, False) for name in ("attention_bias", "mlp_bias", "use_sliding_window")
    )
    if cut is None or arch is None or not is_plain:
        raise BadInput(
            f"Coachable can't write this base model ({config.model_type}) as GGUF. Export `merged`, then run "
            "llama.cpp's own script on the folder: python llama.cpp/convert_hf_to_gguf.py FOLDER"
        )
    writer = gguf.GGUFWriter(file, gguf.MODEL_ARCH_NAMES[arch])
    try:
        writer.add_name(name)
        _add_shape(writer, config, rope["rope_theta"])
        _add_tokens(writer, tokenizer, config.vocab_size, cut)
        _add_tensors(writer, model, arch)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()


def _add_shape(writer: gguf.GGUFWriter, config: PretrainedConfig, rope_theta: float) -> None:
    heads = config.num_attention_heads
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_vocab_size(config.vocab_size)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_rope_dimension_count(getattr(config, "head_dim", None) or config.hidden_size // heads)
    writer.add_rope_freq_base(rope_theta)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)


def _add_tokens(
    writer: gguf.GGUFWriter, tokenizer: PreTrainedTokenizerBase, vocab_size: int, cut: str
) -> None:
    """A model may have room for more tokens than there are; those get a name that nothing is cut into."""
    texts = [f"[PAD{number}]" for number in range(vocab_size)]
    kinds = [gguf.TokenType.UNUSED] * vocab_size
    for text, number in tokenizer.get_vocab().items():
        texts[number], kinds[number] = text, gguf.TokenType.NORMAL
    for number, added in tokenizer.added_tokens_decoder.items():
        kinds[number] = gguf.TokenType.CONTROL if added.special else gguf.TokenType.USER_DEFINED
    writer.add_tokenizer_model("gpt2")  # byte-level BPE
    writer.add_tokenizer_pre(cut)
    writer.add_token_list(texts)
    writer.add_token_types(kinds)
    with TemporaryDirectory() as folder:
        tokenizer.save_pretrained(folder)
        # Merges, special tokens and the chat template.
        gguf.SpecialVocab(folder, load_merges=True, n_vocab=vocab_size).add_to_gguf(writer, quiet=True)


def _add_tensors(writer: gguf.GGUFWriter, model: PreTrainedModel, arch: gguf.MODEL_ARCH) -> None:
    config = model.config
    names = gguf.get_tensor_name_map(arch, config.num_hidden_layers)
    for own, tensor in model.state_dict().items():
        if own == "lm_head.weight" and config.tie_word_embeddings:
            continue
        name = names.get_name(own, try_suffixes=(".weight", ".bias"))
        if name is None:
            raise BadInput(f"GGUF has no name for the tensor {own} of this base model.")
        if arch is gguf.MODEL_ARCH.LLAMA and own.endswith(_REORDERED):
            heads = config.num_attention_heads if "q_proj" in own else config.num_key_value_heads
            tensor = _side_by_side(tensor, heads)
        writer.add_tensor(name, tensor.float().contiguous().numpy())


def _side_by_side(tensor: Tensor, heads: int) -> Tensor:
    """Of each head's numbers the two that turn together stand side by side; transformers has two halves."""
    return tensor.view(heads, 2, -1, *tensor.shape[1:]).transpose(1, 2).reshape(tensor.shape)


def _cut(tokenizer: PreTrainedTokenizerBase) -> str | None:
    """llama.cpp's name for how text is cut before BPE, by the steps of tokenizer.json."""
    backend: dict[str, Any] = json.loads(tokenizer.backend_tokenizer.to_str())
    step = backend["pre_tokenizer"] or {}
    steps = step.get("pretokenizers", [step])
    if backend["model"]["type"] != "BPE":
        return None
    match steps:
        case [{"type": "ByteLevel", "add_prefix_space": False, "use_regex": True}]:
            return "gpt-2"
        case [
            {"type": "Digits", "individual_digits": True},
            {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True},
        ]:
            return "smollm"
        case [{"type": "Split", "pattern": {"Regex": pattern}}, {"type": "ByteLevel", "use_regex": False}]:
            return _PATTERNS.get(pattern)
    return None
