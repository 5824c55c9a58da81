"""The README of what is exported: Hugging Face cards, YAML above and words below. Pure."""

import json
from collections.abc import Mapping, Sequence

from app.text.fields import counted

_DATASET = """---
pretty_name: {title}
task_categories:
- text-generation
tags:
- coachable
configs:
- config_name: default
  data_files:
{files}
dataset_info:
  features:
  - name: prompt
    list:
    - name: role
      dtype: string
    - name: content
      dtype: string
  - name: completion
    list:
    - name: role
      dtype: string
    - name: content
      dtype: string
  - name: category
    dtype: string
  - name: context
    dtype: string
  - name: difficulty
    dtype: string
  - name: draft
    dtype: string
---

# {name}

{description}

Questions of customers (`prompt`) and the answers that an expert gave (`completion`), made with Coachable.
`load_dataset("path/to/this/folder")` reads it; TRL's `SFTTrainer` trains on it as it is, with the loss on the
completion.
{counts}
"""

_MODEL = """---
{meta}
---

# {name}, version {number}

{description}

{what}

The system prompt that it was trained with; send it with every conversation:

```
{system}
```

{usage}
{receipt}
## Parity

{parity}
"""

_RECEIPT = """
## Receipt

{reason} `receipt.json` says which key points of each taught answer come out now, and which held-out answers got better
or worse.
"""

_ADAPTER_USE = """```python
from peft import AutoPeftModelForCausalLM
from transformers import AutoTokenizer

model = AutoPeftModelForCausalLM.from_pretrained("this-folder")
tokenizer = AutoTokenizer.from_pretrained("this-folder")
```

vLLM: `vllm serve {base} --enable-lora --lora-modules {slug}=this-folder`"""

_MERGED_USE = """```python
from transformers import pipeline

pipeline("text-generation", "this-folder")
```

vLLM: `vllm serve this-folder`. For Ollama and llama.cpp there is `coachable export --format gguf`."""

_GGUF_USE = """llama.cpp, with the system prompt in a file:

```
llama-cli -m model.gguf -sysf system.txt -ctk f32 -ctv f32
```

Without the last two it remembers in half precision, and now and then an answer differs.

Ollama, with a file `Modelfile` beside this one:

```
FROM ./model.gguf
SYSTEM \"\"\"{system}\"\"\"
```

Then `ollama create {slug} -f Modelfile` and `ollama run {slug}`. All numbers are float32; `--quantize q8_0` makes the
model a quarter as large, and its answers may differ then."""


# By kind: the library that loads it, what it is, and how it is used.
_KINDS = {
    "adapter": ("peft", "A LoRA adapter for {base}, with the tokenizer and the chat template.", _ADAPTER_USE),
    "merged": (
        "transformers",
        "{base} with the adapter merged in, float32, with the tokenizer and the chat template.",
        _MERGED_USE,
    ),
    "gguf": ("gguf", "{base} with the adapter merged in, one file for llama.cpp and Ollama.", _GGUF_USE),
}


def dataset_card(name: str, description: str, counts: Mapping[str, int]) -> str:
    """`counts`: {split: rows} of the files data/<split>.jsonl, none of them empty."""
    files = "\n".join(f"  - split: {split}\n    path: data/{split}.jsonl" for split in counts)
    told = "\n".join(f"- `{split}`: {count} pairs" for split, count in counts.items())
    return _DATASET.format(
        title=json.dumps(name), name=name, description=description, files=files, counts=f"\n{told}"
    )


def model_card(
    *,
    kind: str,
    name: str,
    slug: str,
    number: int,
    description: str,
    system: str,
    base: str,
    answers: Sequence[tuple[str, str, str]],
    close_calls: int = 0,
    receipt: str | None = None,
) -> str:
    """`kind`: adapter, merged or gguf. `answers`: (question, what the served version answers, what these files do).

    `close_calls`: tokens of those that were chosen among all but equally likely ones because they were served.
    `receipt`: how the run ended, where a receipt.json lies beside the card.
    """
    library, what, use = _KINDS[kind]
    meta = f"base_model: {json.dumps(base)}\nlibrary_name: {library}\npipeline_tag: text-generation\ntags:\n- coachable"
    same = sum(served == own for _, served, own in answers)
    parity = f"{same} of {len(answers)} greedy answers are those of the served version, letter by letter."
    if close_calls:
        parity += (
            f" At {counted(close_calls, 'token')} another one was at most 1.1 times as likely, and the served one was "
            "taken: a server that computes in bfloat16 rounds otherwise."
        )
    for question, served, own in answers:
        parity += f"\n\n> {_quoted(question)}\n\n{own}"
        if served != own:
            parity += f"\n\nServed: {served}"
    return _MODEL.format(
        meta=meta,
        name=name,
        number=number,
        description=description,
        what=what.format(base=base),
        system=system,
        usage=use.format(base=base, slug=slug, system=system),
        receipt=_RECEIPT.format(reason=receipt) if receipt else "",
        parity=parity,
    )


def _quoted(text: str) -> str:
    return text.replace("\n", "\n> ")
