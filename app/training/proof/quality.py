"""How good a generated answer is beside the expert's: wording, house style, length."""

from collections.abc import Sequence
from functools import cache

from sacrebleu.metrics.chrf import CHRF

from app.contracts.report import Outcome, Quality
from app.training.style import HouseStyle

WORDING, STYLE, LENGTH = 0.5, 0.3, 0.2
SAME_WITHIN = 0.03  # of the whole; the wording of two good answers to one question differs by about that


def rate(answer: str, expected: str, style: HouseStyle) -> Quality:
    """chrF are the character n-grams shared with the expert's answer (https://aclanthology.org/W15-3049), style the
    share of the house style's rules that it keeps. Too long and too short cost the same."""
    chrf, agreement = _chrf().sentence_score(answer, [expected]).score, style.agreement(answer)
    ratio = len(answer.split()) / max(len(expected.split()), 1)
    length = min(ratio, 1 / ratio) if ratio else 0.0
    total = WORDING * chrf / 100 + STYLE * agreement + LENGTH * length
    return Quality(total=total, chrf=chrf, style=agreement, length_ratio=ratio)


def mean(qualities: Sequence[Quality]) -> Quality:
    count = len(qualities)
    return Quality(
        total=sum(one.total for one in qualities) / count,
        chrf=sum(one.chrf for one in qualities) / count,
        style=sum(one.style for one in qualities) / count,
        length_ratio=sum(one.length_ratio for one in qualities) / count,
    )


def outcome(candidate: Quality, reference: Quality) -> Outcome:
    gain = candidate.total - reference.total
    return "same" if abs(gain) <= SAME_WITHIN else "better" if gain > 0 else "worse"


@cache
def _chrf() -> CHRF:
    return CHRF()
