"""The house style of the expert's responses, learned from them, and how far an answer keeps to it.

Openings, fixed phrases, separators and list marks are all the same thing here: runs of tokens that most responses
have. `^` and `$` stand for a response's two ends, a line break is a token, and every number is `0`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LONGEST = 6  # tokens of a phrase
COMMON = 0.6  # share of the responses that make a phrase part of the style
LEAST_RESPONSES = 3  # two alike are no style yet
PHRASES, SHAPE = 0.7, 0.3  # how much each counts

_TOKEN = re.compile(r"\d+|\w+|[^\w\s]|\n+")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_PLAIN = set(".,'’-")


@dataclass(frozen=True)
class HouseStyle:
    phrases: tuple[tuple[str, float], ...]  # tokens between spaces, and the share of responses that have them
    lines: float  # median
    sentences: float  # median

    @classmethod
    def learned(cls, responses: Sequence[str]) -> "HouseStyle":
        if len(responses) < LEAST_RESPONSES:
            return cls((), 0, 0)
        count = Counter(phrase for response in responses for phrase in _phrases(_tokens(response)))
        shares = {p: n / len(responses) for p, n in count.items() if n >= COMMON * len(responses)}
        return cls(
            tuple(sorted(_longest(shares).items())),
            median(_lines(response) for response in responses),
            median(_sentences(response) for response in responses),
        )

    def agreement(self, answer: str) -> float:
        """0 to 1; 1 where there is no style to keep to."""
        if not self.lines:
            return 1.0
        text = f" {' '.join(_tokens(answer))} "
        shape = (_alike(_lines(answer), self.lines) + _alike(_sentences(answer), self.sentences)) / 2
        weight = sum(share for _, share in self.phrases)
        if not weight:
            return shape
        kept = sum(share for phrase, share in self.phrases if f" {phrase} " in text)
        return PHRASES * kept / weight + SHAPE * shape


def _tokens(text: str) -> list[str]:
    found = _TOKEN.findall(text.strip())
    return ["^", *("0" if t.isdigit() else "\n" if t.isspace() else t for t in found), "$"]


def _phrases(tokens: Sequence[str]) -> set[str]:
    """All runs of up to LONGEST tokens that say something about form: not bare small words or full stops."""
    runs = (
        tokens[start : start + size]
        for size in range(1, LONGEST + 1)
        for start in range(len(tokens) - size + 1)
    )
    return {" ".join(run) for run in runs if not all(_is_plain(token) for token in run)}


def _is_plain(token: str) -> bool:
    return token.islower() or token in _PLAIN or token in {"^", "$", "0"}


def _longest(shares: dict[str, float]) -> dict[str, float]:
    """Without the runs that are part of a longer one just as common."""
    return {
        phrase: share
        for phrase, share in shares.items()
        if not any(
            share <= shares[longer] and f" {phrase} " in f" {longer} "
            for longer in shares
            if longer != phrase
        )
    }


def _lines(text: str) -> int:
    return len([line for line in text.splitlines() if line.strip()])


def _sentences(text: str) -> int:
    return max(1, len(_SENTENCE_END.findall(text)))


def _alike(one: float, other: float) -> float:
    return min(one, other) / max(one, other, 1)
