"""Finding: something about a pair that the expert should look at before the agent learns from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self
from uuid import UUID


class FindingCode(StrEnum):
    CONTRADICTION = "contradiction"
    SECRET = "secret"
    PERSONAL_DATA = "personal_data"
    PLACEHOLDER = "placeholder"
    ECHO = "echo"
    DUPLICATE = "duplicate"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    OTHER_LANGUAGE = "other_language"
    STYLE = "style"


class Severity(StrEnum):
    WARNING = "warning"
    BLOCKING = "blocking"


class Part(StrEnum):
    QUERY = "query"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class Finding:
    """`span` is [start, end) in characters of `part`; `pair_id` the other pair, where one is meant."""

    code: FindingCode
    severity: Severity
    sentence: str
    part: Part = Part.RESPONSE
    span: tuple[int, int] | None = None
    pair_id: UUID | None = None
    dismissed: bool = False

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCKING and not self.dismissed

    def to_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "severity": self.severity,
            "sentence": self.sentence,
            "part": self.part,
            "span": self.span,
            "pair_id": str(self.pair_id) if self.pair_id else None,
            "dismissed": self.dismissed,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            FindingCode(row["code"]),
            Severity(row["severity"]),
            row["sentence"],
            Part(row["part"]),
            tuple(row["span"]) if row["span"] else None,
            UUID(row["pair_id"]) if row["pair_id"] else None,
            row["dismissed"],
        )


def warning(code: FindingCode, sentence: str, **where: Any) -> Finding:
    return Finding(code, Severity.WARNING, sentence, **where)


def blocking(code: FindingCode, sentence: str, **where: Any) -> Finding:
    """A run leaves the pair out until the finding is gone or dismissed."""
    return Finding(code, Severity.BLOCKING, sentence, **where)
