"""Rules of a house style: each readable by people and checkable by programs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

LIST_LINE = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s", re.M)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


class RuleKind(StrEnum):
    OPENING = "opening"  # begins with `text`
    PHRASE = "phrase"  # contains `text`
    CLOSING = "closing"  # its last sentence begins with `text`
    SEPARATOR = "separator"  # contains the sign `text` between spaces
    LIST = "list"  # has lines that begin with a dash, a star or a number
    LENGTH = "length"  # has `least` to `most` words
    AVOID = "avoid"  # does not contain `text`; only a person makes such a rule


@dataclass(frozen=True, slots=True)
class Rule:
    """`support` of `of` responses keep it; both are 0 for a rule that a person made."""

    kind: RuleKind
    text: str = ""
    least: int = 0
    most: int = 0
    support: int = 0
    of: int = 0

    @property
    def key(self) -> str:
        """Names the rule while its figures change."""
        return f"{self.kind}:{self.text}"

    @property
    def sentence(self) -> str:
        return {
            RuleKind.OPENING: f"Begins with “{self.text}”.",
            RuleKind.PHRASE: f"Contains “{self.text}”.",
            RuleKind.CLOSING: f"The last sentence begins with “{self.text}”.",
            RuleKind.SEPARATOR: f"Writes paths with “{self.text}” between the steps.",
            RuleKind.LIST: "Has a list, one point a line.",
            RuleKind.LENGTH: f"Has {self.least} to {self.most} words.",
            RuleKind.AVOID: f"Never says “{self.text}”.",
        }[self.kind]

    def kept_by(self, response: str) -> bool:
        text = response.strip().replace("’", "'")
        wanted = self.text.replace("’", "'")
        match self.kind:
            case RuleKind.OPENING:
                return starts_with(text, wanted)
            case RuleKind.CLOSING:
                return starts_with(last_sentence(text), wanted)
            case RuleKind.PHRASE:
                return wanted.lower() in text.lower()
            case RuleKind.AVOID:
                return wanted.lower() not in text.lower()
            case RuleKind.SEPARATOR:
                return f" {wanted} " in text
            case RuleKind.LIST:
                return bool(LIST_LINE.search(text))
            case RuleKind.LENGTH:
                return self.least <= len(text.split()) <= self.most

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        return cls(**{**row, "kind": RuleKind(row["kind"])})


def agreement(response: str, rules: Sequence[Rule]) -> float:
    """Share of the rules that the response keeps, 0 to 1; 1 where there is none to break."""
    return sum(rule.kept_by(response) for rule in rules) / len(rules) if rules else 1.0


def starts_with(text: str, opening: str) -> bool:
    """Whole words only, whatever their case."""
    following = text[len(opening) : len(opening) + 1]
    return text.lower().startswith(opening.lower()) and not (opening[-1:].isalnum() and following.isalnum())


def last_sentence(text: str) -> str:
    return _SENTENCE.split(text.strip())[-1]
