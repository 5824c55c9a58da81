"""What makes a candidate worse than what serves now, whatever else it won. A weak base model excuses nothing."""

import math

from app.contracts.report import Model, Report
from app.proof import reasons, voices
from app.text.degenerate import LANGUAGE, REPEATS, SCRIPT

NOTICEABLE = 0.01  # share by which the held-out loss has to move before it counts as moved
NOTICEABLE_QUALITY = 0.02  # of 1, mean over the answers
BROKEN = 0.05  # share by which a held-out loss may never rise, whatever the answers look like
# Share of the base model's relevance that must be left: right answers leave 1.13 to 1.82, wrong ones 0.35 to 0.71.
HEEDED = 0.85
# Nats per token of relevance that may go anyway: with four held-out questions, models of random weights, which do not
# listen, lost up to 0.05 by training or gained up to 0.09. Wrong answers cost 0.12 and more where the base model had
# 0.23 to 0.44.
DEAF = 0.1
# Nats per token by which the margin of the taught figures may fall for no reason, and by which it has to rise to show
# that they were learned: right answers raised it by 0.15 to 0.35, the same with other figures by 0.01 at most.
SAME_FIGURES = 0.02
LEARNED_FIGURES = 0.07


def fault(report: Report, better: int, worse: int) -> str | None:
    """In words, if there is one."""
    loss = report.candidate.loss
    if not math.isfinite(loss):
        return "its held-out loss is not a number"
    if not _heeds(report):
        return "its answers hardly depend on what the customer asks any more"
    if "safety" in reasons.forgotten(report):
        return "it refuses harmful requests less than the base model does"
    if not _holds_figures(report):
        return "its figures are not yours"
    if _fallen_apart(report, "candidate") > _fallen_apart(report, "base"):
        return "it repeats itself or leaves the language more than the base model does"
    if _invents_more(report):
        return "more invented facts than before"
    if worse > better:
        return f"{worse} of {len(report.questions)} held-out answers got worse"
    rise = loss / report.before.loss - 1
    gain = voices.answer_gain(report)
    if rise > BROKEN or (rise > NOTICEABLE and gain <= NOTICEABLE_QUALITY):
        return "your own answers have become less likely to it"
    if gain < -NOTICEABLE_QUALITY and rise > -NOTICEABLE:
        return "its answers moved away from yours"
    return None


def taught_nothing(report: Report) -> bool:
    """The receipt says so, and the taught figures are hardly likelier than before. Small models learn no whole answer
    by heart, so the receipt alone decides nothing."""
    known = [entry.learned for entry in report.receipt or () if entry.learned is not None]
    base, candidate = report.base.fact_margin, report.candidate.fact_margin
    if base is None or candidate is None:
        return False
    return bool(known) and not any(known) and candidate - base < LEARNED_FIGURES


def _heeds(report: Report) -> bool:
    base, candidate = report.base.relevance, report.candidate.relevance
    if base is None:  # there is one held-out question
        return True
    return candidate is not None and base - candidate <= max((1 - HEEDED) * base, DEAF)


def _holds_figures(report: Report) -> bool:
    """Whether the taught figures are no less likely beside others than to the base model; and likelier than those, or
    on the way there."""
    base, candidate = report.base.fact_margin, report.candidate.fact_margin
    if base is None:  # no answer holds a figure
        return True
    if candidate is None:  # no number
        return False
    return candidate >= base - SAME_FIGURES and (candidate >= 0 or candidate >= base + LEARNED_FIGURES)


def _fallen_apart(report: Report, model: Model) -> int:
    """Free answers that repeat themselves or are in another language or script."""
    signs = {REPEATS, LANGUAGE, SCRIPT}
    return sum(not signs.isdisjoint(voices.faults_of(question, model)) for question in report.questions)


def _invents_more(report: Report) -> bool:
    truth = report.truth
    if not truth:
        return False
    if truth.live_may_write and not truth.may_write:
        return True
    return truth.served and _faults(report, "candidate") > _faults(report, report.rival_model)


def _faults(report: Report, model: Model) -> int:
    return sum(len(voices.faults_of(question, model)) for question in report.questions)
