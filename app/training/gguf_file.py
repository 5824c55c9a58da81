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
import torch
from torch import Tensor
from transformers import AutoModelForCausalLM, PretrainedConfig, PreTrainedModel, PreTrainedTokenizerBase
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from app.engine.pretrained import SAFELY
from app.errors import BadInput

# model_type to its name there. Llama's queries and keys lie in the order of the first release, pairs side by side.
ARCHITECTURES = {
    "llama": gguf.MODEL_ARCH.LLAMA,
    "qwen2": gguf.MODEL_ARCH.QWEN2,
    "qwen3": gguf.MODEL_ARCH.QWEN3,
    "phi3": gguf.MODEL_ARCH.PHI3,
}
_REORDERED = ("q_proj.weight", "k_proj.weight")

# Expressions by which text is cut before BPE, and llama.cpp's names for them (llama-vocab.cpp).
_CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|"
_REST = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_PATTERNS = {
    _CONTRACTIONS + r"\p{N}{1,3}" + _REST: "llama-bpe",
    _CONTRACTIONS + r"\p{N}" + _REST: "qwen2",
}


def refusal(config: PretrainedConfig, tokenizer: PreTrainedTokenizerBase) -> str | None:
    """Why such a model can't be written, in a sentence, or None."""
    rope = getattr(config, "rope_parameters", None) or {}
    known = ("default", "llama3") if config.model_type == "llama" else ("default",)
    is_plain = rope.get("rope_type") in known and not any(
        getattr(config, name, None) for name in ("attention_bias", "mlp_bias", "sliding_window")
    )
    if config.model_type in ARCHITECTURES and is_plain and _cut(tokenizer) is not None:
        return None
    return (
        f"Coachable can't write this base model ({config.model_type}) as GGUF. Export `merged`, then run "
        "llama.cpp's own script on the folder: python llama.cpp/convert_hf_to_gguf.py FOLDER"
    )


def write(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, file: Path, name: str) -> None:
    """`name` is what tools show. Raises BadInput for a model or tokenizer that is not known here."""
    config = model.config
    if reason := refusal(config, tokenizer):
        raise BadInput(reason)
    arch = ARCHITECTURES[config.model_type]
    writer = gguf.GGUFWriter(file, gguf.MODEL_ARCH_NAMES[arch])
    try:
        writer.add_name(name)
        _add_shape(writer, config)
        _add_tokens(writer, tokenizer, config.vocab_size, str(_cut(tokenizer)))
        _add_tensors(writer, model, arch)
        if config.rope_parameters["rope_type"] == "llama3":
            writer.add_tensor("rope_freqs.weight", rope_factors(config).numpy())
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()


def read(file: Path, config: PretrainedConfig) -> PreTrainedModel:
    """What was written. `config`: transformers' reader leaves out widths of heads and factors of frequencies."""
    return AutoModelForCausalLM.from_pretrained(
        file.parent, gguf_file=file.name, config=config, dtype=torch.float32, **SAFELY
    )


def rope_factors(config: PretrainedConfig) -> Tensor:
    """[D / 2]: what llama.cpp divides the frequencies of Llama 3.1 and later by."""
    scaled, _ = ROPE_INIT_FUNCTIONS["llama3"](config, torch.device("cpu"))
    width = _head_width(config)
    plain: Tensor = config.rope_parameters["rope_theta"] ** -(torch.arange(0, width, 2).float() / width)
    return plain / scaled


def _head_width(config: PretrainedConfig) -> int:
    return int(getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads)


def _add_shape(writer: gguf.GGUFWriter, config: PretrainedConfig) -> None:
    width, rope = _head_width(config), config.rope_parameters
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_vocab_size(config.vocab_size)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(width)
    writer.add_value_length(width)
    writer.add_rope_dimension_count(int(width * rope.get("partial_rotary_factor", 1.0)))
    writer.add_rope_freq_base(rope["rope_theta"])
    if config.model_type == "phi3":
        writer.add_sliding_window(0)  # none: by that llama.cpp tells Phi-4 from Phi-3
        writer.add_rope_scaling_orig_ctx_len(config.original_max_position_embeddings)
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
