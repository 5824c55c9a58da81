"""Chat formats with the behaviour of the published ones, cut to what tells them apart: roles, thoughts, end tokens."""

import json
from dataclasses import dataclass
from functools import cache

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from tests.tiny_model import CORPUS

_CHATML = (
    "{%- for m in messages %}{{- '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>' + '\\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}"
)
# A system message of its own where none is given.
_QWEN2 = (
    "{%- if messages[0].role != 'system' %}"
    "{{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{%- endif %}" + _CHATML
)
# Thoughts of earlier turns are left out; without thinking an empty block stands before the answer.
_QWEN3 = """
{%- set ns = namespace(last_query=messages|length - 1) %}
{%- for m in messages[::-1] %}{%- set index = (messages|length - 1) - loop.index0 %}
{%- if m.role == 'user' and not ns.found %}{%- set ns.last_query = index %}{%- set ns.found = true %}{%- endif %}
{%- endfor %}
{%- for m in messages %}
{%- if m.role == 'assistant' %}
{%- set content, thought = m.content, '' %}
{%- if '</think>' in content %}
{%- set thought = content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
{%- set content = content.split('</think>')[-1].lstrip('\\n') %}
{%- endif %}
{%- if loop.index0 > ns.last_query and (loop.last or thought) %}
{{- '<|im_start|>assistant\\n<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
{%- else %}{{- '<|im_start|>assistant\\n' + content }}{%- endif %}
{{- '<|im_end|>\\n' }}
{%- else %}{{- '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
{{- '<|im_start|>assistant\\n' }}
{%- if enable_thinking is defined and enable_thinking is false %}{{- '<think>\\n\\n</think>\\n\\n' }}{%- endif %}
{%- endif %}"""
_LLAMA3 = """
{{- bos_token }}
{%- if messages[0].role == 'system' %}{%- set system = messages[0].content|trim %}{%- set messages = messages[1:] %}
{%- else %}{%- set system = '' %}{%- endif %}
{{- '<|start_header_id|>system<|end_header_id|>\\n\\nCutting Knowledge Date: December 2023\\n\\n' }}
{{- system + '<|eot_id|>' }}
{%- for m in messages %}
{{- '<|start_header_id|>' + m.role + '<|end_header_id|>\\n\\n' + m.content|trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{%- endif %}"""
_ALTERNATING = (
    "{%- if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{- raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{%- endif %}"
)
_MISTRAL1 = (
    "{{- bos_token }}{%- for m in messages %}" + _ALTERNATING + "{%- if m.role == 'user' %}"
    "{{- '[INST] ' + m.content + ' [/INST]' }}{%- else %}{{- m.content + eos_token + ' ' }}{%- endif %}{%- endfor %}"
)
# The system text stands in the last message alone if that is the user's: gone as soon as there is an answer.
_MISTRAL3 = (
    "{%- if messages[0].role == 'system' %}{%- set system = messages[0].content %}{%- set messages = messages[1:] %}"
    "{%- endif %}{{- bos_token }}{%- for m in messages %}" + _ALTERNATING + "{%- if m.role == 'user' %}"
    "{%- if loop.last and system is defined %}{{- '[INST] ' + system + '\\n\\n' + m.content + '[/INST]' }}"
    "{%- else %}{{- '[INST] ' + m.content + '[/INST]' }}{%- endif %}"
    "{%- else %}{{- ' ' + m.content|trim + eos_token }}{%- endif %}{%- endfor %}"
)
_GEMMA_TURNS = (
    "{{- '<start_of_turn>' + ('model' if m.role == 'assistant' else m.role) + '\\n' + prefix + m.content|trim }}"
    "{{- '<end_of_turn>\\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<start_of_turn>model\\n' }}{%- endif %}"
)
_GEMMA = (
    "{{- bos_token }}{%- if messages[0].role == 'system' %}{{- raise_exception('System role not supported') }}"
    "{%- endif %}{%- set prefix = '' %}{%- for m in messages %}" + _ALTERNATING + _GEMMA_TURNS
)
_GEMMA3 = (
    "{{- bos_token }}{%- if messages[0].role == 'system' %}{%- set system = messages[0].content + '\\n\\n' %}"
    "{%- set messages = messages[1:] %}{%- else %}{%- set system = '' %}{%- endif %}{%- for m in messages %}"
    + _ALTERNATING
    + "{%- set prefix = system if loop.first else '' %}"
    + _GEMMA_TURNS
)
# Closed by the end token too, after the line break, where nothing else is asked for.
_PHI3 = (
    "{%- for m in messages %}{{- '<|' + m.role + '|>\\n' + m.content + '<|end|>\\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|assistant|>\\n' }}{%- else %}{{- eos_token }}{%- endif %}"
)
_PHI4 = (
    "{%- for m in messages %}{{- '<|im_start|>' + m.role + '<|im_sep|>' + m.content + '<|im_end|>' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|im_start|>assistant<|im_sep|>' }}{%- endif %}"
)
_GRANITE = (
    "{%- for m in messages %}"
    "{{- '<|start_of_role|>' + m.role + '<|end_of_role|>' + m.content + '<|end_of_text|>\\n' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|start_of_role|>assistant<|end_of_role|>' }}{%- endif %}"
)
_SMOLLM3 = """
{%- set thinks = enable_thinking if enable_thinking is defined else true %}
{%- set block = '' if thinks else '<think>\\n\\n</think>\\n' %}
{%- set system = messages[0].content if messages[0].role == 'system' else 'You are SmolLM.' %}
{{- '<|im_start|>system\\n## Metadata\\n\\nReasoning Mode: ' + ('/think' if thinks else '/no_think') + '\\n\\n' }}
{{- '## Custom Instructions\\n\\n' + system + '\\n\\n<|im_end|>\\n' }}
{%- for m in messages %}
{%- if m.role == 'user' %}{{- '<|im_start|>user\\n' + m.content + '<|im_end|>\\n' }}
{%- elif m.role == 'assistant' %}{{- '<|im_start|>assistant\\n' + block + m.content.lstrip('\\n') + '<|im_end|>\\n' }}
{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' + block }}{%- endif %}"""
# Roles are plain text, and only the end token is special.
_TULU = (
    "{{- bos_token }}{%- for m in messages %}{{- '<|' + m.role + '|>\\n' + m.content }}"
    "{%- if m.role != 'assistant' %}{{- '\\n' }}{%- else %}{{- eos_token }}"
    "{%- if not loop.last %}{{- '\\n' }}{%- endif %}{%- endif %}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|assistant|>\\n' }}{%- endif %}"
)
_PYTHIA = (
    "{%- for m in messages %}"
    "{{- '<|' + {'user': 'prompter'}.get(m.role, m.role) + '|>' + m.content + eos_token }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|assistant|>' }}{%- endif %}"
)
_HARMONY = """
{{- '<|start|>system<|message|>You are a helper.\\n\\n# Valid channels: analysis, final.<|end|>' }}
{%- for m in messages %}
{%- if m.role == 'system' %}{{- '<|start|>developer<|message|># Instructions\\n\\n' + m.content + '<|end|>' }}
{%- elif m.role == 'user' %}{{- '<|start|>user<|message|>' + m.content + '<|end|>' }}
{%- else %}{{- '<|start|>assistant<|channel|>final<|message|>' + m.content }}
{{- '<|return|>' if loop.last and not add_generation_prompt else '<|end|>' }}{%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}{{- '<|start|>assistant' }}{%- endif %}"""


@dataclass(frozen=True)
class ChatStyle:
    """`ends`: what generation_config.json names as the ends of an answer."""

    template: str | None
    specials: tuple[str, ...]
    bos: str | None
    eos: str
    pad: str
    ends: tuple[str, ...]
    pieces: bool = (
        False  # words with "▁" and bytes as a last resort, as Gemma and Mistral have; else byte-level BPE
    )


_IM = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
STYLES = {
    "chatml": ChatStyle(_CHATML, _IM, None, "<|im_end|>", "<|endoftext|>", ("<|im_end|>", "<|endoftext|>")),
    "qwen2": ChatStyle(_QWEN2, _IM, None, "<|im_end|>", "<|endoftext|>", ("<|im_end|>", "<|endoftext|>")),
    "qwen3": ChatStyle(_QWEN3, _IM, None, "<|im_end|>", "<|endoftext|>", ("<|im_end|>", "<|endoftext|>")),
    "llama3": ChatStyle(
        _LLAMA3,
        ("<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
        "<|begin_of_text|>",
        "<|eot_id|>",
        "<|end_of_text|>",
        ("<|end_of_text|>", "<|eot_id|>"),
    ),
    "mistral1": ChatStyle(_MISTRAL1, ("<unk>", "<s>", "</s>"), "<s>", "</s>", "</s>", ("</s>",), pieces=True),
    "mistral3": ChatStyle(
        _MISTRAL3,
        ("<unk>", "<s>", "</s>", "[INST]", "[/INST]"),
        "<s>",
        "</s>",
        "</s>",
        ("</s>",),
        pieces=True,
    ),
    "gemma": ChatStyle(
        _GEMMA,
        ("<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"),
        "<bos>",
        "<eos>",
        "<pad>",
        ("<eos>", "<end_of_turn>"),
        pieces=True,
    ),
    "gemma3": ChatStyle(
        _GEMMA3,
        ("<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"),
        "<bos>",
        "<eos>",
        "<pad>",
        ("<eos>", "<end_of_turn>"),
        pieces=True,
    ),
    "phi3": ChatStyle(
        _PHI3,
        ("<s>", "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"),
        "<s>",
        "<|endoftext|>",
        "<|endoftext|>",
        ("<|endoftext|>", "<|assistant|>", "<|end|>"),
    ),
    "phi4": ChatStyle(
        _PHI4, (*_IM, "<|im_sep|>"), "<|endoftext|>", "<|im_end|>", "<|endoftext|>", ("<|im_end|>",)
    ),
    "granite": ChatStyle(
        _GRANITE,
        ("<|end_of_text|>", "<|start_of_role|>", "<|end_of_role|>"),
        "<|end_of_text|>",
        "<|end_of_text|>",
        "<|end_of_text|>",
        ("<|end_of_text|>",),
    ),
    "smollm3": ChatStyle(_SMOLLM3, _IM, None, "<|im_end|>", "<|im_end|>", ("<|im_end|>",)),
    "tulu": ChatStyle(
        _TULU, ("<|endoftext|>", "<|pad|>"), "<|endoftext|>", "<|endoftext|>", "<|pad|>", ("<|endoftext|>",)
    ),
    "pythia": ChatStyle(
        _PYTHIA,
        ("<|endoftext|>", "<|prompter|>", "<|assistant|>", "<|system|>"),
        "<|endoftext|>",
        "<|endoftext|>",
        "<|endoftext|>",
        ("<|endoftext|>",),
    ),
    "lfm2": ChatStyle(
        "{{- bos_token }}" + _CHATML,
        ("<|pad|>", "<|startoftext|>", *_IM),
        "<|startoftext|>",
        "<|im_end|>",
        "<|pad|>",
        ("<|im_end|>",),
    ),
    "harmony": ChatStyle(
        _HARMONY,
        (
            "<|startoftext|>",
            "<|endoftext|>",
            "<|return|>",
            "<|channel|>",
            "<|start|>",
            "<|end|>",
            "<|message|>",
        ),
        "<|startoftext|>",
        "<|return|>",
        "<|endoftext|>",
        ("<|return|>", "<|endoftext|>"),
    ),
    "none": ChatStyle(None, _IM, None, "<|endoftext|>", "<|endoftext|>", ("<|endoftext|>",)),
}


def tokenizer_of(style: ChatStyle) -> PreTrainedTokenizerFast:
    """A tokenizer of its own for each call: some tests change it."""
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(_trained(style.specials, style.pieces)),
        bos_token=style.bos,
        eos_token=style.eos,
        pad_token=style.pad,
        chat_template=style.template,
    )


@cache
def _trained(specials: tuple[str, ...], pieces: bool) -> str:
    tokenizer = Tokenizer(models.BPE())
    if pieces:
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
    alphabet = [] if pieces else pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=340, special_tokens=list(specials), initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    if not pieces:
        return tokenizer.to_str()
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    tokenizer.pre_tokenizer = None
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]
    )
    whole = json.loads(tokenizer.to_str())
    whole["model"]["byte_fallback"] = True
    vocab = whole["model"]["vocab"]
    vocab |= {f"<0x{byte:02X}>": len(vocab) + byte for byte in range(256)}
    return json.dumps(whole)
