"""Decides whether a candidate may go live: pure, from the report of the training child.

Only held-out pairs count. Two voices speak on each: the loss of the expert's answer, and the
generated answer beside the expert's (a strong model's opinion where one is configured, measured agreement otherwise).
A win has to be proven, by a two-sided sign test at 5 % with ties dropped: 6 of 6, 8 of 8, 10 of 12, 13 of 16, 15 of 20.
It is probable at 25 %: 3 of 3, 5 of 6, 14 of 20. A loss only has to show.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.models import GoLiveWhen
from app.versions import reasons

NOTICEABLE = 0.01  # share by which the held-out loss has to move before it counts as moved
NOTICEABLE_QUALITY = 0.02  # of 1, mean over the answers
BROKEN = 0.05  # share by which a held-out loss may never rise, whatever the answers look like
# Share of the base model's relevance that must be left: right answers leave 1.13 to 1.82, wrong ones 0.35 to 0.71.
HEEDED = 0.85
SURE = 0.05
LIKELY = 0.25
# Below so many questions even a clean sweep is not certain, and one that got worse leaves nothing likely: there a
# win also shows in the loss, which every word of the expert's answers has a part in. Good adapters lower it by a fifth
# or more (tests/benchmarks/RESULTS.md).
FEW = 6
CLEAR = 0.1


class Verdict(StrEnum):
    BETTER = "better"
    NOT_PROVEN = "not_proven"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    probably: bool  # more won than chance explains well, though perhaps on too few questions to be certain
    sentence: str
    reasons: list[str]
    outcomes: list[str]  # of the report's questions, both voices together
    better: int
    same: int
    worse: int
    p_value: float

    def goes_live(self, when: GoLiveWhen) -> bool:
        if self.verdict is Verdict.WORSE:
            return False
        return (
            self.verdict is Verdict.BETTER
            or when is GoLiveWhen.NOT_WORSE
            or (when is GoLiveWhen.PROBABLY_BETTER and self.probably)
        )


def judge(report: Mapping[str, Any], rival: str) -> Judgement:
    """`rival` names what the candidate was compared with, e.g. "version 2" or "the base model"."""
    outcomes = [_outcome(question) for question in report["questions"]]
    count = Counter(outcomes)
    better, same, worse = count["better"], count["same"], count["worse"]
    before, after = report["live"] or report["base"], report["candidate"]
    loss = math.nan if after["loss"] is None else after["loss"]  # the child writes what is not finite as null
    p_value = sign_test(better, worse)
    fault = _fault(report, loss, better, worse)
    asked, fall = len(outcomes), 1 - loss / before["loss"]
    gained = fall > NOTICEABLE or _answer_gain(report) > NOTICEABLE_QUALITY
    likely = p_value <= LIKELY or (asked < FEW and fall > CLEAR)
    probably = not fault and better > worse and gained and likely
    change = f"the held-out loss went from {before['loss']:.2f} to {loss:.2f}"
    won = f"{better} of {asked} held-out answers improved"
    if fault:
        verdict, sentence = Verdict.WORSE, f"Worse than {rival}: {fault}; {change}."
    elif asked == 0:
        verdict, sentence = Verdict.NOT_PROVEN, "Not proven: there is no held-out question to judge by."
    elif probably and p_value <= SURE:
        verdict, sentence = Verdict.BETTER, f"Better than {rival}: {won}; {change}."
    elif probably:
        verdict = Verdict.NOT_PROVEN
        sentence = f"Probably better than {rival}: {won}, too few to be certain; {change}."
    else:
        verdict, sentence = Verdict.NOT_PROVEN, f"Not proven better than {rival}: {won}; {change}."
    why = reasons.explain(report, better, same, worse, _least_wins(worse))
    return Judgement(verdict, probably, sentence, why, outcomes, better, same, worse, p_value)


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


def _outcome(question: Mapping[str, Any]) -> str:
    """Better or worse when one voice says so and the other does not say the opposite."""
    voices = {
        question.get("loss_outcome") or question["outcome"],
        question.get("judge_outcome") or question.get("answer_outcome") or "same",
    } - {"same"}
    return voices.pop() if len(voices) == 1 else "same"


def _fault(report: Mapping[str, Any], loss: float, better: int, worse: int) -> str | None:
    """What makes the candidate worse, if anything does."""
    before = report["live"] or report["base"]
    if not math.isfinite(loss):
        return "its held-out loss is not a number"
    if not _heeds(report):
        return "its answers hardly depend on what the customer asks any more"
    if "safety" in reasons.forgotten(report):
        return "it refuses harmful requests less than the base model does"
    if worse > better:
        return f"{worse} of {len(report['questions'])} held-out answers got worse"
    rise = loss / before["loss"] - 1
    gain = _answer_gain(report)
    if rise > BROKEN or (rise > NOTICEABLE and gain <= NOTICEABLE_QUALITY):
        return "your own answers have become less likely to it"
    if gain < -NOTICEABLE_QUALITY and rise > -NOTICEABLE:
        return "its answers moved away from yours"
    return None


def _heeds(report: Mapping[str, Any]) -> bool:
    base, candidate = report["base"].get("relevance"), report["candidate"].get("relevance")
    return base is None or candidate is None or reasons.keeps(base, candidate, HEEDED)


def _answer_gain(report: Mapping[str, Any]) -> float:
    """How much nearer to the expert's the new answers are, -1 to 1: by a strong model's opinion where there is one.

    Questions on which it has none count by what was measured on them.
    """
    opinion = report.get("opinion") or {"failure": "nobody was asked"}
    if not opinion.get("failure"):
        count = Counter({name: int(opinion[name]) for name in ("better", "same", "worse")})
        count.update(q["answer_outcome"] for q in report["questions"] if _is_unread(q))
        return (count["better"] - count["worse"]) / max(count.total(), 1)
    before, after = report["live"] or report["base"], report["candidate"]
    if not before.get("answers") or not after.get("answers"):
        return 0.0
    gain: float = after["answers"]["total"] - before["answers"]["total"]
    return gain


def _is_unread(question: Mapping[str, Any]) -> bool:
    """Whether there are two answers, and no opinion on them."""
    return bool(question.get("answer_outcome")) and not question.get("judge_outcome")
