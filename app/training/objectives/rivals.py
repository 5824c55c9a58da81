"""Which of two candidates of one run is published. Pure.

The questions that decide have chosen nothing about the second candidate: its steps are counted by the policy, and no
measurement ends or steers them. The first has been chosen by its held-out losses, so that any doubt is in its favour.
Still the better of two always looks a little better than it is, and the gate sees these questions again: so the second
has to win as clearly as the gate's "probably" asks: 3 of 3, 5 of 6, 14 of 20. By luck alone that happens in one run of
eight at most. And where it falls behind in a total, it is not taken, whatever the single questions say.
"""

import math
from collections import Counter

from app.contracts.report import Compared, Score

LUCK = 1 / 8  # chance of so many wins, were wins and losses equally likely
LEAST_ASKED = 3  # with fewer questions nothing can be that clear
NOTICEABLE = 0.01  # share by which the held-out loss may rise
LEFT = 0.85  # share of the first one's relevance, and of its margins in the general probes, that must be left


def outcomes(beside: Compared) -> Counter[str]:
    """How many are "better", "same" and "worse", of the second candidate beside the first.

    As the gate counts: one of two voices, the loss and the answer, says so, and the other not the opposite.
    """
    count: Counter[str] = Counter()
    for question in beside.questions:
        voices = {question.loss_outcome, question.answer_outcome or "same"} - {"same"}
        count[(voices.pop() if len(voices) == 1 else None) or "same"] += 1
    return count


def prefers_second(beside: Compared) -> bool:
    """`beside` has the first candidate as its base model and the second as its candidate."""
    count = outcomes(beside)
    if beside.base is None or beside.candidate is None:
        return False
    return _is_clear(count["better"], count["worse"]) and not _falls_behind(beside.base, beside.candidate)


def _is_clear(better: int, worse: int) -> bool:
    decided = better + worse
    as_lucky = sum(math.comb(decided, wins) for wins in range(better, decided + 1))
    return bool(as_lucky <= LUCK * 2**decided)


def _falls_behind(first: Score, second: Score) -> bool:
    if not second.loss <= (1 + NOTICEABLE) * first.loss:  # also where it is not a number
        return True
    figures = [(first.relevance, second.relevance)]
    if first.probes and second.probes:
        figures += [(before, second.probes.margins[kind]) for kind, before in first.probes.margins.items()]
    return not all(
        after is not None and after >= before - (1 - LEFT) * abs(before)
        for before, after in figures
        if before is not None
    )
