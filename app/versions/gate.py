"""Decides whether a candidate may go live: pure, from the report of the training child.

Only held-out pairs count (design.md, invariant 6). The sign test says how sure the win is: two-sided at 5 %, ties
dropped; with few held-out questions even a clear win stays "likely", and the sentence says so.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import comb
from typing import Any

NOTICEABLE = 0.01  # share by which the held-out loss has to move before it counts as moved
SURE = 0.05


class Verdict(StrEnum):
    BETTER = "better"
    NOT_PROVEN = "not_proven"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    sentence: str
    better: int
    same: int
    worse: int
    p_value: float


def judge(report: Mapping[str, Any], rival: str) -> Judgement:
    """`rival` names what the candidate was compared with, e.g. "version 2" or "the base model"."""
    count = Counter(question["outcome"] for question in report["questions"])
    better, same, worse = count["better"], count["same"], count["worse"]
    asked = better + same + worse
    before = (report["live"] or report["base"])["loss"]
    after = report["candidate"]["loss"]
    p_value = sign_test(better, worse)
    change = f"the held-out loss went from {before:.2f} to {after:.2f}"
    if asked == 0:
        verdict, sentence = Verdict.NOT_PROVEN, "Not proven: there is no held-out question to judge by."
    elif after < before * (1 - NOTICEABLE) and better > worse:
        verdict = Verdict.BETTER
        certainty = "" if p_value <= SURE else ", too few to be certain"
        sentence = f"Better than {rival}: {better} of {asked} held-out answers improved{certainty}; {change}."
    elif after > before * (1 + NOTICEABLE) or worse > better:
        verdict = Verdict.WORSE
        sentence = f"Worse than {rival}: {worse} of {asked} held-out answers got worse; {change}."
    else:
        verdict = Verdict.NOT_PROVEN
        sentence = f"Not proven better than {rival}: {better} of {asked} held-out answers improved; {change}."
    return Judgement(verdict, sentence, better, same, worse, p_value)


def sign_test(better: int, worse: int) -> float:
    """Two-sided p-value of at least so uneven a split, were both equally likely."""
    decided = better + worse
    if decided == 0:
        return 1.0
    as_uneven = sum(comb(decided, k) for k in range(max(better, worse), decided + 1))
    return min(1.0, 2 * as_uneven / float(2**decided))
