"""How each held-out question came out: by the loss of the expert's answer, and by the generated answer beside it.

The second voice is a strong model's opinion where one is configured, measured agreement otherwise. An answer with a
fault (app/proof/truth.py) is not better, however near to the expert's it is. Where the model's own words reach
customers, more faults than before are worse, whatever the loss says; where they reach no one, the loss still counts.
"""

from collections import Counter

from app.contracts.report import Model, Outcome, Question, Report


def outcomes(report: Report) -> list[Outcome]:
    """Of each question of the report, by both voices together."""
    served = serves_its_words(report)
    return [_outcome(question, report.rival_model, served) for question in report.questions]


def serves_its_words(report: Report) -> bool:
    return report.truth is not None and report.truth.served


def faults_of(question: Question, model: Model) -> tuple[str, ...]:
    """Nothing where the model did not answer, and in reports of earlier versions."""
    return question.by(model).faults or ()


def answer_gain(report: Report) -> float:
    """How much nearer to the expert's the new answers are, -1 to 1: by a strong model's opinion where there is one.

    Questions on which it has none count by what was measured on them. What an answer with faults gained counts for
    nothing.
    """
    faulty = [question for question in report.questions if question.candidate_faults]
    opinion = report.opinion
    if opinion and not opinion.failure:
        count = Counter({"better": opinion.better, "same": opinion.same, "worse": opinion.worse})
        count.update(q.answer_outcome for q in report.questions if q.answer_outcome and not q.judge_outcome)
        moved = sum(_answer_voice(question) == "better" for question in faulty)
        return (count["better"] - moved - count["worse"]) / max(count.total(), 1)
    before, after = report.before.answers, report.candidate.answers
    if not before or not after:
        return 0.0
    answered = sum(question.candidate_quality is not None for question in report.questions)
    undeserved = sum(max(0.0, _gain(question, report.rival_model)) for question in faulty)
    return after.total - before.total - undeserved / max(answered, 1)


def _outcome(question: Question, before: Model, served: bool) -> Outcome:
    """Better or worse when one voice says so and the other does not say the opposite."""
    faults = len(faults_of(question, "candidate"))
    if served and faults > len(faults_of(question, before)):
        return "worse"
    answer = _answer_voice(question)
    if faults and answer == "better":
        answer = "same"
    # Reports of the first edition have the outcome alone.
    said: set[Outcome] = {question.loss_outcome or question.outcome or "same", answer}
    voices = said - {"same"}
    outcome = voices.pop() if len(voices) == 1 else "same"
    return "same" if served and faults and outcome == "better" else outcome


def _answer_voice(question: Question) -> Outcome:
    return question.judge_outcome or question.answer_outcome or "same"


def _gain(question: Question, before: Model) -> float:
    old, new = question.by(before).quality, question.candidate_quality
    return new.total - old.total if old and new else 0.0
