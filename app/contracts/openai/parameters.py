"""Parameters of OpenAI's that change what a reply is, each with the values that change nothing.

All others that are unknown are ignored, as other servers do.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.errors import Unsupported

_NOTHING: Sequence[Any] = (None, False, 0, "", [], {})
_TEXT = {"type": "text"}

CHAT: Mapping[str, Sequence[Any]] = {
    "audio": _NOTHING,
    "frequency_penalty": _NOTHING,
    "function_call": (*_NOTHING, "none", "auto"),
    "functions": _NOTHING,
    "guided_choice": _NOTHING,
    "guided_grammar": _NOTHING,
    "guided_json": _NOTHING,
    "guided_regex": _NOTHING,
    "logit_bias": _NOTHING,
    "logprobs": _NOTHING,
    "modalities": (*_NOTHING, ["text"]),
    "n": (None, 1),
    "presence_penalty": _NOTHING,
    "response_format": (*_NOTHING, _TEXT),
    "structured_outputs": _NOTHING,
    "tool_choice": (*_NOTHING, "none", "auto"),
    "tools": _NOTHING,
    "top_logprobs": _NOTHING,
    "web_search_options": (None, False),  # {} asks for a search
}
RESPONSES: Mapping[str, Sequence[Any]] = {
    "background": _NOTHING,
    "conversation": _NOTHING,
    "previous_response_id": _NOTHING,
    "prompt": _NOTHING,
    "text": (*_NOTHING, {"format": _TEXT}),
    "tool_choice": (*_NOTHING, "none", "auto"),
    "tools": _NOTHING,
    "top_logprobs": _NOTHING,
}


def refuse(body: Mapping[str, Any], neutral: Mapping[str, Sequence[Any]], way_out: str = "") -> None:
    """Raises Unsupported for the first parameter of `neutral` that `body` has with another value."""
    for name, values in neutral.items():
        if name in body and not any(_same(body[name], value) for value in values):
            raise Unsupported(f"{name} is not supported here; leave it out.{way_out}", name)


def _same(given: object, value: object) -> bool:
    """1 is not True here, but 0.0 is 0."""
    return given == value and isinstance(given, bool) == isinstance(value, bool)
