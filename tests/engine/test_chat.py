"""Chat templates of every behaviour are split into prompt and answer, alike in a first and a later turn."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.contracts.job import Pair, Turn
from app.engine.chat import end_ids, load_tokenizer
from app.errors import InvalidInput
from app.training.render import render_pair, render_prompt
from tests.chat_styles import STYLES, tokenizer_of
from tests.families import FAMILIES, Family, family

SYSTEM = "Be brief."
PAIR = Pair("p", "How do I pay?", "Open Settings.", (Turn("user", "Hi"), Turn("assistant", "Hello.")))
CHATML = (
    "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\nHello.<|im_end|>\n"
    "<|im_start|>user\nHow do I pay?<|im_end|>\n<|im_start|>assistant\n"
)
GEMMA = (
    "<bos><start_of_turn>user\nBe brief.\n\nHi<end_of_turn>\n<start_of_turn>model\nHello.<end_of_turn>\n"
    "<start_of_turn>user\nHow do I pay?<end_of_turn>\n<start_of_turn>model\n"
)
# Prompt, what is learned, and what stands behind it.
SPLIT = {
    "Qwen 2.5": (CHATML, "Open Settings.<|im_end|>", "\n"),
    "Qwen 3": (CHATML + "<think>\n\n</think>\n\n", "Open Settings.<|im_end|>", "\n"),
    "Mistral v0.1": (
        "<s>[INST] Be brief.\n\nHi [/INST]Hello.</s> [INST] How do I pay? [/INST]",
        "Open Settings.</s>",
        " ",
    ),
    "Mistral v0.3": (
        "<s>[INST] Be brief.\n\nHi[/INST] Hello.</s>[INST] How do I pay?[/INST]",
        " Open Settings.</s>",
        "",
    ),
    "Gemma 2": (GEMMA, "Open Settings.<end_of_turn>", "\n"),
    "Gemma 3": (GEMMA, "Open Settings.<end_of_turn>", "\n"),
    "Phi-3": (
        "<|system|>\nBe brief.<|end|>\n<|user|>\nHi<|end|>\n<|assistant|>\nHello.<|end|>\n"
        "<|user|>\nHow do I pay?<|end|>\n<|assistant|>\n",
        "Open Settings.<|end|>",
        "\n<|endoftext|>",
    ),
    "gpt-oss": (
        "<|start|>system<|message|>You are a helper.\n\n# Valid channels: analysis, final.<|end|>"
        "<|start|>developer<|message|># Instructions\n\nBe brief.<|end|><|start|>user<|message|>Hi<|end|>"
        "<|start|>assistant<|channel|>final<|message|>Hello.<|end|><|start|>user<|message|>How do I pay?<|end|>"
        "<|start|>assistant<|channel|>final<|message|>",
        "Open Settings.<|return|>",
        "",
    ),
}


@pytest.mark.parametrize("name", SPLIT)
def test_prompt_answer_and_end(name: str, family_folder: Callable[[Family], Path]) -> None:
    tokenizer = load_tokenizer(family_folder(family(name)))
    sample = render_pair(tokenizer, SYSTEM, PAIR, 1000)
    parts = sample.ids[: sample.start], sample.ids[sample.start : sample.end], sample.ids[sample.end :]
    assert tuple(tokenizer.decode(part) for part in parts) == SPLIT[name]


@pytest.mark.parametrize("one", [one for one in FAMILIES if one.chat.template], ids=str)
@pytest.mark.parametrize("system", [SYSTEM, ""])
def test_training_sees_what_is_served(
    one: Family, system: str, family_folder: Callable[[Family], Path]
) -> None:
    tokenizer = load_tokenizer(family_folder(one))
    sample = render_pair(tokenizer, system, PAIR, 1000)
    assert list(sample.ids[: sample.start]) == render_prompt(tokenizer, system, PAIR)
    assert sample.ids[sample.end - 1] in end_ids(tokenizer)
    assert not end_ids(tokenizer) & set(sample.ids[sample.start : sample.end - 1])


def test_what_alternates_takes_two_turns_of_one_role(family_folder: Callable[[Family], Path]) -> None:
    tokenizer = load_tokenizer(family_folder(family("Gemma 2")))
    said = [{"role": "user", "content": text} for text in ("Hi", "Are you there?")]
    text = tokenizer.apply_chat_template(said, tokenize=False, add_generation_prompt=True)
    assert text == ("<bos><start_of_turn>user\nHi\n\nAre you there?<end_of_turn>\n<start_of_turn>model\n")


def test_who_asks_for_thoughts_gets_them(family_folder: Callable[[Family], Path]) -> None:
    tokenizer = load_tokenizer(family_folder(family("Qwen 3")))
    said = [{"role": "user", "content": "Hi"}]
    text = tokenizer.apply_chat_template(
        said, tokenize=False, add_generation_prompt=True, enable_thinking=True
    )
    assert text == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"


def with_template(folder: Path, template: str | None) -> Path:
    """A tokenizer folder in ChatML's tokens."""
    tokenizer = tokenizer_of(STYLES["chatml"])
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    return folder


def test_an_answer_without_an_end_gets_the_end_token(tmp_path: Path) -> None:
    open_ended = (
        "{% for m in messages %}{{ m.role + ':\\n' + m.content + '\\n' }}{% endfor %}"
        "{% if add_generation_prompt %}{{ 'assistant:\\n' }}{% endif %}"
    )
    tokenizer = load_tokenizer(with_template(tmp_path, open_ended))
    sample = render_pair(tokenizer, SYSTEM, PAIR, 1000)
    assert tokenizer.decode(sample.ids[sample.start :]) == "Open Settings.\n<|im_end|>"
    assert sample.end == len(sample.ids)


def test_a_tokenizer_made_usable_once_stays_so(
    tmp_path: Path, family_folder: Callable[[Family], Path]
) -> None:
    """What is exported may be a base model again."""
    for name in SPLIT:
        tokenizer = load_tokenizer(family_folder(family(name)))
        tokenizer.save_pretrained(tmp_path / name)
        again = load_tokenizer(tmp_path / name)
        assert render_prompt(again, SYSTEM, PAIR) == render_prompt(tokenizer, SYSTEM, PAIR)


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        (None, "The base model in {folder} has no chat template: take its instruct edition."),
        (
            "{% for m in messages %}{{ m.content }}{% endfor %}{% if add_generation_prompt %}<think>\n{% endif %}",
            "The chat template of {name} opens a thought before every answer and can't be told not to: choose a base "
            "model that answers at once.",
        ),
        (
            "{% for m in messages %}{{ m.content }}{% endfor %}{% if add_generation_prompt %}Answer: {% endif %}",
            "The chat template of {name} can't be split into prompt and answer: choose another base model.",
        ),
        (
            "{{ raise_exception('no') }}",
            "The chat template of {name} can't be split into prompt and answer: choose another base model.",
        ),
        (
            "{% for m in messages %}{{ m.",
            "The chat template of {name} can't be split into prompt and answer: choose another base model.",
        ),
    ],
)
def test_what_cannot_be_split_is_said(template: str | None, sentence: str, tmp_path: Path) -> None:
    folder = with_template(tmp_path / "odd", template)
    with pytest.raises(InvalidInput) as caught:
        load_tokenizer(folder)
    assert caught.value.message == sentence.format(folder=folder, name="odd")


def test_an_unreadable_tokenizer_is_named(tmp_path: Path) -> None:
    folder = with_template(tmp_path, "")
    whole = json.loads((folder / "tokenizer.json").read_text())
    (folder / "tokenizer.json").write_text(json.dumps(whole)[:-100])
    with pytest.raises(
        InvalidInput, match=r"The tokenizer of the base model in .* can't be read \(.*\): fetch"
    ):
        load_tokenizer(folder)
