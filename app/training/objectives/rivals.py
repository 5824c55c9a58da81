"""Which of two candidates of one run is published. Pure.

The questions that decide have chosen nothing about the second candidate: its steps are counted by the policy, and no
measurement ends or steers them. The first has been chosen by its held-out losses, so that any doubt is in its favour.
Still the better of two always looks a little better than it is, and the gate sees these questions again: so the second
has to win as clearly as the gate's "probably" asks: 3 of 3, 5 of 6, 14 of 20. By luck alone that happens in one run of
eight at most. And where it falls behind in a total, it is not taken, whatever the single questions say.
"""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

LUCK = 1 / 8  # chance of so many wins, were wins and losses equally likely
LEAST_ASKED = 3  # with fewer questions nothing can be that clear
NOTICEABLE = 0.01  # share by which the held-out loss may rise
LEFT = 0.85  # share of the first one's relevance, and of its margins in the general probes, that must be left


def outcomes(report: Mapping[str, Any]) -> Counter[str]:
    """How many are "better", "same" and "worse". `report` is that of the second candidate beside the first.

    As the gate counts: one of two voices, the loss and the answer, says so, and the other not the opposite.
    """
    count: Counter[str] = Counter()
    for question in report["questions"]:
        voices = {question["loss_outcome"], question["answer_outcome"] or "same"} - {"same"}
        count[voices.pop() if len(voices) == 1 else "same"] += 1
    return count


def prefers_second(report: Mapping[str, Any]) -> bool:
    """`report` has the first candidate as its base model and the second as its candidate."""
    count = outcomes(report)
    return _is_clear(count["better"], count["worse"]) and not _falls_behind(
        report["base"], report["candidate"]
    )


def _is_clear(better: int, worse: int) -> bool:
    decided = better + worse
    as_lucky = sum(math.comb(decided, wins) for wins in range(better, decided + 1))
    return bool(as_lucky <= LUCK * 2**decided)


def _falls_behind(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    if not second["loss"] <= (1 + NOTICEABLE) * first["loss"]:  # also where it is not a number
        return True
    figures = [(first["relevance"], second["relevance"])] if first["relevance"] is not None else []
    margins = first["probes"]["margins"], second["probes"]["margins"]
    figures += [(before, margins[1][kind]) for kind, before in margins[0].items()]
    return not all(after >= before - (1 - LEFT) * abs(before) for before, after in figures)
