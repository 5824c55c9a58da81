"""The parameters of a request, and what one server and model take of them: learned from what they refuse.

There is no way to ask a server which ones it takes. OpenAI's reasoning models refuse `max_tokens` and any temperature
but their own, other servers refuse a `seed` or a `response_format`. Pure but for the memory of this process.
"""

import re
from collections.abc import Mapping
from typing import Any

TOKENS, NEWER_TOKENS = "max_tokens", "max_completion_tokens"
# Those that an answer can do without, the least missed first: that order counts where a refusal names several.
DISPENSABLE = ("seed", "response_format", "temperature")

# A `max_tokens` that is only too large for the model is named as well, and would be under its other name.
_UNSUPPORTED = re.compile(
    r"unsupported|not (?:\w+ )?(?:supported|permitted|allowed|available|recognized)|does(?: not|n't) support|unknown"
    r"|unrecognized|unexpected|extra|deprecated",
    re.I,
)

_refused: dict[tuple[str, str], frozenset[str]] = {}  # by base URL and model


class Parameters:
    """Of one request. `remember` what was refused once the server has taken the rest, not before: a server that echoes
    the whole request in its refusal names innocent ones too.
    """

    def __init__(
        self, base_url: str, model: str, ours: Mapping[str, Any], configured: Mapping[str, Any]
    ) -> None:
        """`configured` ones win over `ours`; None leaves one out."""
        self._server = (base_url, model)
        self._all = {name: value for name, value in {**ours, **configured}.items() if value is not None}
        self._refused = _refused.get(self._server, frozenset())

    @property
    def body(self) -> dict[str, Any]:
        body = {name: value for name, value in self._all.items() if name not in self._refused}
        if TOKENS in self._all and TOKENS in self._refused:
            body.setdefault(NEWER_TOKENS, self._all[TOKENS])
        return body

    def refuse(self, words: str, param: str | None = None) -> bool:
        """Whether there is a next request worth sending after a refusal with these words. Each parameter is given up
        once, so there is an end.

        `param`: the one that the server blames, where it says so.
        """
        blamed = self._blamed(words, param)
        if blamed is None:
            return False
        self._refused |= {blamed}
        return True

    def remember(self) -> None:
        if self._refused:
            _refused[self._server] = _refused.get(self._server, frozenset()) | self._refused

    def _blamed(self, words: str, param: str | None) -> str | None:
        sent = self.body
        for name in (TOKENS, *DISPENSABLE):
            named = param.split(".")[0] == name if param else re.search(rf"\b{name}\b", words)
            if name in sent and named and (name != TOKENS or _UNSUPPORTED.search(words)):
                return name
        return None


def forget() -> None:
    """For tests."""
    _refused.clear()
