"""How each held-out question came out: by the loss of the expert's answer, and by the generated answer beside it.

The second voice is a strong model's opinion where one is configured, measured agreement otherwise. An answer with a
fault (app/proof/truth.py) is not better, however near to the expert's it is. Where the model's own words reach
customers, more faults than before are worse, whatever the loss says; where they reach no one, the loss still counts.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any


def outcomes(report: Mapping[str, Any]) -> list[str]:
    """ "better", "same" or "worse" for each question of the report, both voices together."""
    return [
        _outcome(question, reference(report), serves_its_words(report)) for question in report["questions"]
    ]


def reference(report: Mapping[str, Any]) -> str:
    return "live" if report["live"] else "base"


def serves_its_words(report: Mapping[str, Any]) -> bool:
    return bool((report.get("truth") or {}).get("served"))


def faults_of(question: Mapping[str, Any], model: str) -> list[str]:
    """Nothing where the model did not answer, and in reports of earlier versions."""
    return question.get(f"{model}_faults") or []


def answer_gain(report: Mapping[str, Any]) -> float:
    """How much nearer to the expert's the new answers are, -1 to 1: by a strong model's opinion where there is one.

    Questions on which it has none count by what was measured on them. What an answer with faults gained counts for
    nothing.
    """
    opinion = report.get("opinion") or {"failure": "no one was asked"}
    faulty = [question for question in report["questions"] if faults_of(question, "candidate")]
    if not opinion.get("failure"):
        count = Counter({name: int(opinion[name]) for name in ("better", "same", "worse")})
        count.update(q["answer_outcome"] for q in report["questions"] if _is_unread(q))
        moved = sum(_answer_voice(question) == "better" for question in faulty)
        return (count["better"] - moved - count["worse"]) / max(count.total(), 1)
    before, after = report[reference(report)], report["candidate"]
    if not before.get("answers") or not after.get("answers"):
        return 0.0
    gain: float = after["answers"]["total"] - before["answers"]["total"]
    answered = sum(bool(question.get("candidate_quality")) for question in report["questions"])
    return gain - sum(max(0.0, _gain(question, reference(report))) for question in faulty) / max(answered, 1)


def _outcome(question: Mapping[str, Any], before: str, served: bool) -> str:
    """Better or worse when one voice says so and the other does not say the opposite."""
    faults = len(faults_of(question, "candidate"))
    if served and faults > len(faults_of(question, before)):
        return "worse"
    answer = _answer_voice(question)
    if faults and answer == "better":
        answer = "same"
    voices = {question.get("loss_outcome") or question["outcome"], answer} - {"same"}
    outcome = voices.pop() if len(voices) == 1 else "same"
    return "same" if served and faults and outcome == "better" else outcome


def _answer_voice(question: Mapping[str, Any]) -> str:
    return question.get("judge_outcome") or question.get("answer_outcome") or "same"


def _gain(question: Mapping[str, Any], before: str) -> float:
    old, new = question.get(f"{before}_quality"), question.get("candidate_quality")
    return float(new["total"] - old["total"]) if old and new else 0.0


def _is_unread(question: Mapping[str, Any]) -> bool:
    """Whether there are two answers, and no opinion on them."""
    return bool(question.get("answer_outcome")) and not question.get("judge_outcome")
