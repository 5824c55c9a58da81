"""Rules of a house style: each readable by people and checkable by programs."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

_LIST_LINE = r"(?m)^\s*(?:[-*•]|\d+[.)])\s"
_BREAK = r"(?:(?<=[.!?])\s+|\n\s*)"  # between two sentences


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

    @property
    def pattern(self) -> str:
        """A regular expression that is found in every stripped response that keeps the rule, and in no other.

        What the training child reads: it measures by the same rules without knowing of their kinds.
        """
        text = re.sub("['’]", "['’]", re.escape(self.text))
        begin = text + (r"(?![^\W_])" if self.text[-1:].isalnum() else "")  # whole words only
        match self.kind:
            case RuleKind.OPENING:
                return rf"(?i)\A{begin}"
            case RuleKind.CLOSING:
                return rf"(?is)(?:\A|{_BREAK}){begin}(?!.*{_BREAK}\S)"
            case RuleKind.PHRASE:
                return rf"(?i){text}"
            case RuleKind.AVOID:
                return rf"(?is)\A(?!.*{text})"
            case RuleKind.SEPARATOR:
                return rf" {text} "
            case RuleKind.LIST:
                return _LIST_LINE
            case RuleKind.LENGTH:
                return rf"\A(?:\S++\s++){{{self.least - 1},{self.most - 1}}}\S++\Z"

    def kept_by(self, response: str) -> bool:
        return re.search(self.pattern, response.strip()) is not None

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        return cls(**{**row, "kind": RuleKind(row["kind"])})


def last_sentence(text: str) -> str:
    return re.split(_BREAK, text.strip())[-1]
