"""Decides whether a candidate may go live: pure, from the report of the training child.

Only held-out pairs count as won, each by the two voices of voices.py. A win has to be proven, by a two-sided sign test
at 5 % with ties dropped: 6 of 6, 8 of 8, 10 of 12, 13 of 16, 15 of 20. It is probable at 25 %: 3 of 3, 5 of 6 and
14 of 20. A loss only has to show, and so has any harm that faults.py looks for.
"""

import math
from collections import Counter
from dataclasses import dataclass, replace

from app.contracts.report import Outcome, Report, Verdict
from app.models import GoLiveWhen
from app.proof import faults, headline, reasons, voices
from app.proof.faults import NOTICEABLE, NOTICEABLE_QUALITY

SURE = 0.05
LIKELY = 0.25
# Below so many questions even a clean sweep is not certain, and one that got worse leaves nothing likely: there a
# win also shows in the loss, which every word of the expert's answers has a part in. Good adapters lower it by a fifth
# or more (tests/benchmarks/RESULTS.md).
FEW = 6
CLEAR = 0.1


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    probably: bool  # more won than chance explains well, though perhaps on too few questions to be certain
    sentence: str
    reasons: list[str]
    outcomes: list[Outcome]  # of the report's questions, both voices together
    better: int
    same: int
    worse: int
    p_value: float
    served_false: bool  # its own words reach customers, and hold what nobody taught

    def goes_live(self, when: GoLiveWhen) -> bool:
        if self.verdict is Verdict.WORSE or self.served_false:
            return False
        return (
            self.verdict is Verdict.BETTER
            or when is GoLiveWhen.NOT_WORSE
            or (when is GoLiveWhen.PROBABLY_BETTER and self.probably)
        )


def judge(report: Report, rival: str, when: GoLiveWhen = GoLiveWhen.PROBABLY_BETTER) -> Judgement:
    """`rival` names what the candidate was compared with, e.g. "version 2" or "the base model". `when` decides only
    how the sentence reads."""
    outcomes = voices.outcomes(report)
    count = Counter(outcomes)
    better, same, worse = count["better"], count["same"], count["worse"]
    old, loss = report.before.loss, report.candidate.loss
    p_value = sign_test(better, worse)
    fault = faults.fault(report, better, worse)
    asked, fall = len(outcomes), 1 - loss / old
    gained = fall > NOTICEABLE or voices.answer_gain(report) > NOTICEABLE_QUALITY
    likely = p_value <= LIKELY or (asked < FEW and fall > CLEAR)
    learned = not faults.taught_nothing(report)
    probably = not fault and better > worse and gained and likely and learned
    verdict = Verdict.WORSE if fault else Verdict.NOT_PROVEN
    won = f"{better} of {asked} held-out answers improved"
    why = won
    if fault:
        compared, why = f"Worse than {rival}: {fault}", fault
    elif asked == 0:
        compared, why = "Not proven", "there is no held-out question to judge by"
    elif not learned:
        compared, why = f"Not proven better than {rival}: {won}", "it has learned none of your answers"
    elif probably and p_value <= SURE:
        verdict, compared = Verdict.BETTER, f"Better than {rival}: {won}"
    elif probably:
        compared = f"Probably better than {rival}: {won}, too few to be certain"
        why = f"probably better than {rival}, but {asked} held-out questions are too few to be certain"
    else:
        compared = f"Not proven better than {rival}: {won}"
        why = f"not proven better than {rival}, as {won}"
    truth = report.truth
    served_false = truth is not None and truth.served and headline.has_faults(truth)
    if served_false and truth and not fault:
        why = f"its own words would go out as they are, and {headline.what_was_wrong(truth)}"
    change = f"{compared}; the held-out loss went from {old:.2f} to {loss:.2f}."
    details = [change, *reasons.explain(report, better, same, worse, _least_wins(worse))]
    judged = Judgement(verdict, probably, "", details, outcomes, better, same, worse, p_value, served_false)
    goes = judged.goes_live(when)
    return replace(judged, sentence=headline.ready(truth, won) if goes else headline.practice_only(why))


def sign_test(better: int, worse: int) -> float:
    """Two-sided p-value of at least so uneven a split, were both equally likely."""
    decided = better + worse
    if decided == 0:
        return 1.0
    as_uneven = sum(math.comb(decided, k) for k in range(max(better, worse), decided + 1))
    return min(1.0, 2 * as_uneven / float(2**decided))


def _least_wins(worse: int) -> int:
    """Wins that would be certain beside so many losses."""
    return next(better for better in range(worse + 1, 10_000) if sign_test(better, worse) <= SURE)
