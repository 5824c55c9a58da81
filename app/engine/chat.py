"""A tokenizer whose chat template can be trained and served alike. The only file that knows what templates get up to.

What a template lacks is added to it, so that every reader, here or in another tool, renders the same prompt:

- thinking is off unless it is asked for;
- system text goes into the first user turn where the template refuses a system role or forgets its text;
- turns of one role in a row become one where the template wants them to alternate;
- what stands between the prompt and every answer (an empty thought, a channel) belongs to the prompt;
- an answer ends with the end token where the template leaves it open.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from jinja2 import TemplateError
from transformers import AutoTokenizer, BatchEncoding, PreTrainedTokenizerBase

from app.errors import InvalidInput

THINKING_SWITCHES = ("enable_thinking", "thinking")  # Qwen 3 and SmolLM3; Granite and DeepSeek

# What is tried. Words that no template holds, and without space at their ends, which many templates cut off.
SYSTEM, QUESTION, ANSWER, MORE, LAST = "Sysxa.", "Quexa?", "Ansxa.", "Quexb?", "Ansxb."

_NO_THOUGHTS = "{{%- if {0} is not defined %}}{{%- set {0} = false %}}{{%- endif %}}"
_FOLD = (
    "{%- if messages|length > 1 and messages[0]['role'] == 'system' and messages[1]['role'] == 'user' %}"
    "{%- set messages = [{'role': 'user', 'content': messages[0]['content'] + '\\n\\n' + messages[1]['content']}]"
    " + messages[2:] %}{%- endif %}"
)
_ALTERNATE = (
    "{%- set ns_turns = namespace(all=[]) %}{%- for turn in messages %}"
    "{%- if ns_turns.all and ns_turns.all[-1]['role'] == turn['role'] %}"
    "{%- set ns_turns.all = ns_turns.all[:-1] + [{'role': turn['role'], 'content': "
    "ns_turns.all[-1]['content'] + '\\n\\n' + turn['content']}] %}"
    "{%- else %}{%- set ns_turns.all = ns_turns.all + [turn] %}{%- endif %}{%- endfor %}"
    "{%- set messages = ns_turns.all %}"
)
_OPENING = "{{%- if add_generation_prompt %}}{{{{- {0} }}}}{{%- endif %}}"
_END = (
    "{%- if not add_generation_prompt and messages[-1]['role'] == 'assistant' %}{{- eos_token }}{%- endif %}"
)

_ends: WeakKeyDictionary[PreTrainedTokenizerBase, frozenset[int]] = WeakKeyDictionary()


def load_tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    """Its template is made usable. Raises InvalidInput with what the folder lacks."""
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except Exception as error:  # whatever tokenizers, json and transformers raise for a broken file
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InvalidInput(
            f"The tokenizer of the base model in {folder} can't be read ({reason:.120}): fetch the model again."
        ) from error
    if not tokenizer.is_fast:
        raise InvalidInput(f"The base model in {folder} has no fast tokenizer (tokenizer.json).")
    if not tokenizer.chat_template:
        raise InvalidInput(f"The base model in {folder} has no chat template: take its instruct edition.")
    configured = _configured_ends(folder)
    tokenizer.chat_template = usable(tokenizer, configured)
    _ends[tokenizer] = _ends_of(tokenizer, configured)
    return tokenizer


def end_ids(tokenizer: PreTrainedTokenizerBase) -> frozenset[int]:
    """Tokens that end an answer: those of generation_config.json, the tokenizer's, and the template's own."""
    return _ends.get(tokenizer) or _ends_of(tokenizer, frozenset())


def _ends_of(tokenizer: PreTrainedTokenizerBase, configured: frozenset[int]) -> frozenset[int]:
    known = configured | {tokenizer.eos_token_id} - {None}
    closing = [
        token for token in _tail(tokenizer, tokenizer.chat_template) if token in tokenizer.all_special_ids
    ]
    return known if known & set(closing) else known | set(closing[:1])


def prompt_text(
    tokenizer: PreTrainedTokenizerBase, messages: Sequence[Mapping[str, str]], *, asks: bool = False
) -> str:
    """`asks`: with the beginning of an answer."""
    text = tokenizer.apply_chat_template(
        list(map(dict, messages)), tokenize=False, add_generation_prompt=asks
    )
    return cast(str, text)


def prompt_ids(
    tokenizer: PreTrainedTokenizerBase,
    messages: Sequence[Mapping[str, str]],
    *,
    asks: bool = False,
    variables: Mapping[str, bool] | None = None,
) -> list[int]:
    """As models read them in training and serving: only the template opens and ends turns, whatever people type.
    `variables`: of the template."""
    template: dict[str, Any] = dict(variables or {})
    rendered = tokenizer.apply_chat_template(
        list(map(dict, messages)),
        add_generation_prompt=asks,
        return_dict=True,
        sanitize_control_tokens=True,
        **template,
    )
    return list(cast(BatchEncoding[Any], rendered)["input_ids"])


@dataclass(frozen=True)
class Format:
    """What `usable` found out about a tokenizer's template."""

    system: str  # "role", or "first turn" where the system text goes into that
    thinking: str | None  # name of the switch
    prompt: str  # all that stands before an answer
    closing: str  # what stands behind it


def format_of(tokenizer: PreTrainedTokenizerBase) -> Format:
    template = str(tokenizer.chat_template)
    switches = [switch for switch in THINKING_SWITCHES if re.search(rf"\b{switch}\b", template)]
    prompt = _render(tokenizer, template, [{"role": "system", "content": SYSTEM}, _user(QUESTION)], asks=True)
    return Format(
        system="first turn" if _FOLD in template else "role",
        thinking=switches[0] if switches else None,
        prompt=prompt.replace(SYSTEM, "{system}").replace(QUESTION, "{question}"),
        closing=_closing(tokenizer, template),
    )


def usable(tokenizer: PreTrainedTokenizerBase, configured: frozenset[int] = frozenset()) -> str:
    """The tokenizer's chat template with what it lacks. Raises InvalidInput where an answer can't be told apart."""
    by_purpose: Any = tokenizer.chat_template  # a template, or several: for tools, for documents
    template: str = by_purpose if isinstance(by_purpose, str) else str(by_purpose.get("default"))
    for switch in THINKING_SWITCHES:
        if re.search(rf"\b{switch}\b", template):
            template = _NO_THOUGHTS.format(switch) + template
    if not takes_rows(tokenizer, template):
        template = _ALTERNATE + template
    if not takes_system(tokenizer, template):
        template = _FOLD + template
    prompt, whole = _first_turn(tokenizer, template)
    opening = whole[len(prompt) : whole.find(ANSWER)] if whole.startswith(prompt) else ""
    if opening.strip():
        template += _OPENING.format(json.dumps(opening, ensure_ascii=False))
    ends = configured | set(tokenizer.all_special_ids)
    if tokenizer.eos_token and not ends & set(_tail(tokenizer, template)):
        template += _END
    name = Path(tokenizer.name_or_path).name
    asked, _ = _first_turn(tokenizer, template)
    if asked.rfind("<think>") > asked.rfind("</think>"):
        raise InvalidInput(
            f"The chat template of {name} opens a thought before every answer and can't be told not to: choose a base "
            "model that answers at once."
        )
    if not takes_system(tokenizer, template):
        raise InvalidInput(
            f"The chat template of {name} can't be split into prompt and answer: choose another base model."
        )
    return template


def takes_system(tokenizer: PreTrainedTokenizerBase, template: str) -> bool:
    """Whether the system text stays where it is, and answers follow their prompts, in a first and a second turn."""
    system = {"role": "system", "content": SYSTEM}
    try:
        for said in ([_user(QUESTION)], [_user(QUESTION), _agent(ANSWER), _user(MORE)]):
            for before in ([system, *said], said):
                prompt = _render(tokenizer, template, before, asks=True)
                whole = _render(tokenizer, template, [*before, _agent(LAST)])
                if not whole.startswith(prompt) or LAST not in whole[len(prompt) :]:
                    return False
                if any(turn["content"] not in prompt for turn in before):
                    return False
    except TEMPLATE_ERRORS:
        return False
    return True


def takes_rows(tokenizer: PreTrainedTokenizerBase, template: str) -> bool:
    """Whether two turns of one role may follow each other."""
    try:
        return MORE in _render(tokenizer, template, [_user(QUESTION), _user(MORE)], asks=True)
    except TEMPLATE_ERRORS:
        return False


TEMPLATE_ERRORS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


def _first_turn(tokenizer: PreTrainedTokenizerBase, template: str) -> tuple[str, str]:
    """Prompt, and prompt with answer. Empty where the template refuses it."""
    try:
        prompt = _render(tokenizer, template, [_user(QUESTION)], asks=True)
        return prompt, _render(tokenizer, template, [_user(QUESTION), _agent(ANSWER)])
    except TEMPLATE_ERRORS:
        return "", ""


def _tail(tokenizer: PreTrainedTokenizerBase, template: str) -> list[int]:
    """Ids of what the template puts behind an answer."""
    ids: list[int] = tokenizer.encode(_closing(tokenizer, template), add_special_tokens=False)
    return ids


def _closing(tokenizer: PreTrainedTokenizerBase, template: str) -> str:
    _, whole = _first_turn(tokenizer, template)
    return whole.rpartition(ANSWER)[2]


def _render(
    tokenizer: PreTrainedTokenizerBase,
    template: str,
    messages: Sequence[dict[str, str]],
    *,
    asks: bool = False,
) -> str:
    text = tokenizer.apply_chat_template(
        list(messages), chat_template=template, tokenize=False, add_generation_prompt=asks
    )
    assert isinstance(text, str)
    return text


def _user(content: str) -> dict[str, str]:
    return {"role": "user", "content": content}


def _agent(content: str) -> dict[str, str]:
    return {"role": "assistant", "content": content}


def _configured_ends(folder: Path) -> frozenset[int]:
    """Of generation_config.json: instruct models often end a turn otherwise than a text."""
    try:
        config: Any = json.loads((folder / "generation_config.json").read_text())
    except (OSError, ValueError):
        return frozenset()
    ids = config.get("eos_token_id") if isinstance(config, dict) else None
    return frozenset([ids] if isinstance(ids, int) else ids or [])
