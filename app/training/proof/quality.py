"""How good a generated answer is beside the expert's: wording, house style, length."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache

from sacrebleu.metrics.chrf import CHRF

from app.training.style import HouseStyle

WORDING, STYLE, LENGTH = 0.5, 0.3, 0.2
SAME_WITHIN = 0.03  # of the whole; the wording of two good answers to one question differs by about that


@dataclass(frozen=True)
class Quality:
    chrf: float  # 0 to 100, character n-grams shared with the expert's answer (https://aclanthology.org/W15-3049)
    style: float  # 0 to 1, share of the house style's rules that it keeps
    length_ratio: float  # words over the expert's words

    @property
    def total(self) -> float:
        """0 to 1. Too long and too short cost the same."""
        length = min(self.length_ratio, 1 / self.length_ratio) if self.length_ratio else 0.0
        return WORDING * self.chrf / 100 + STYLE * self.style + LENGTH * length

    def as_dict(self) -> dict[str, float]:
        return asdict(self) | {"total": self.total}


def rate(answer: str, expected: str, style: HouseStyle) -> Quality:
    words = len(answer.split()) / max(len(expected.split()), 1)
    return Quality(_chrf().sentence_score(answer, [expected]).score, style.agreement(answer), words)


def mean(qualities: Sequence[Quality]) -> dict[str, float]:
    rows = [quality.as_dict() for quality in qualities]
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


def outcome(candidate: Quality, reference: Quality) -> str:
    gain = candidate.total - reference.total
    return "same" if abs(gain) <= SAME_WITHIN else "better" if gain > 0 else "worse"


@cache
def _chrf() -> CHRF:
    return CHRF()
