"""How true the candidate's own words are: its tries, and what is wrong with its free answers to held-out questions.

Only a version whose tries hold nothing invented, nothing against the expert's answer and no bad form, and of which nine
in ten come out right, may write to customers. All others give taught answers word for word, and their words are
practice.
"""

from collections.abc import Mapping, Sequence

from app.contracts.job import Job, Pair, Try
from app.contracts.report import Question, Report, Tried, Truth, WrongTry
from app.facts.faults import Faults, comes_out, faults_of, within_reach

QUOTED = 5  # tries that went wrong, shown to people


def with_truth(report: Report, job: Job, *, taught: int, writes_freely: bool, live_may_write: bool) -> Report:
    """The report with `truth`, with `is_right` by try, and with the faults of the answers to held-out questions.

    `job` is the child's, `taught` counts all pairs that the candidate was trained on, now or before. The
    faults of an answer that was not generated are None.
    """
    planned = {row.id: row for row in job.tries}
    found = [_faults(made.answer, planned[made.pair_id], job) for made in report.tries]
    tries = tuple(
        made.model_copy(update={"is_right": not faults and _comes_out(made, job)})
        for made, faults in zip(report.tries, found, strict=True)
    )
    truth = _truth(tries, found, planned, job, writes_freely).model_copy(
        update={"taught_pairs": taught, "live_may_write": live_may_write}
    )
    questions = tuple(_with_faults(question, job) for question in report.questions)
    return report.model_copy(update={"questions": questions, "tries": tries, "truth": truth})


def _truth(
    made: Sequence[Tried],
    found: Sequence[Faults],
    planned: Mapping[str, Try],
    job: Job,
    writes_freely: bool,
) -> Truth:
    """`planned` tries, of which `tries` were made; `astray`: where another taught answer stands nearer to the question
    than the own one and says something else. `served`: whether the model's own words reach customers.
    """
    right = [answer for answer in made if answer.is_right]
    wrong = [
        _wrong(answer, faults) for answer, faults in zip(made, found, strict=True) if not answer.is_right
    ]
    may_write = (
        len(made) == len(planned) > 0 and not any(found) and within_reach(len(right), len(made), len(planned))
    )
    taught = {row.id for row in job.train}
    return Truth(
        planned=len(planned),
        tries=len(made),
        right=len(right),
        taught=sum(answer.pair_id in taught for answer in made),
        taught_right=sum(answer.pair_id in taught for answer in right),
        invented=sum(bool(faults.invented) for faults in found),
        against=sum(bool(faults.against) for faults in found),
        degenerate=sum(bool(faults.form) for faults in found),
        astray=sum(_is_astray(row, job) for row in planned.values()),
        may_write=may_write,
        served=may_write or writes_freely,
        wrong=tuple(wrong[:QUOTED]),
    )


def _wrong(made: Tried, faults: Faults) -> WrongTry:
    return WrongTry(
        pair_id=made.pair_id,
        query=made.query,
        expected=made.expected,
        answer=made.answer,
        faults=tuple(faults.sentences) or ("it does not say what your answer says",),
    )


def _faults(answer: str, row: Pair, job: Job, *also: str) -> Faults:
    """`row`: with what the model read before it answered. `also`: what it may say beside that."""
    said = [turn.content for turn in (*row.turns, *row.examples)]
    known = [job.system_prompt, *job.known, *also, row.query, *said]
    return faults_of(answer, row.response, known, job.language)


def _comes_out(made: Tried, job: Job) -> bool:
    return comes_out(made.answer, made.expected, job.language)


def _is_astray(row: Try, job: Job) -> bool:
    if row.given is None or row.given == row.response:
        return False
    return bool(faults_of(row.given, row.response, [row.given], job.language).against)


def _with_faults(question: Question, job: Job) -> Question:
    """A free answer may also say what stands in any taught answer or in the expert's own: someone taught it."""
    row = {row.id: row for row in job.holdout}[question.pair_id]
    taught = [pair.response for pair in (*job.train, row)]

    def faults(answer: str | None) -> tuple[str, ...] | None:
        return None if answer is None else tuple(_faults(answer, row, job, *taught).sentences)

    return question.model_copy(
        update={
            "base_faults": faults(question.base_answer),
            "live_faults": faults(question.live_answer),
            "candidate_faults": faults(question.candidate_answer),
        }
    )
