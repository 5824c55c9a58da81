"""How true the candidate's own words are: its tries, and what is wrong with its free answers to held-out questions.

Only a version whose tries hold nothing invented, nothing against the expert's answer and no bad form, and of which nine
in ten come out right, may write to customers. All others give taught answers word for word, and their words are
practice.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.contracts.job import Job, Pair, Try
from app.facts.faults import Faults, comes_out, faults_of, within_reach

QUOTED = 5  # tries that went wrong, shown to people
_SHOWN = ("pair_id", "query", "expected", "answer")


def with_truth(
    report: Mapping[str, Any], job: Job, *, taught: int, writes_freely: bool, live_may_write: bool
) -> dict[str, Any]:
    """The report with `truth`, with `is_right` by try, and with `base_faults`, `live_faults` and `candidate_faults` by
    question.

    `job` is the child's, `taught` counts all pairs that the candidate was trained on, now or before. The
    faults of an answer that was not generated are None.
    """
    questions = [_with_faults(question, job) for question in report["questions"]]
    known = {"taught_pairs": taught, "live_may_write": live_may_write}
    planned = {row.id: row for row in job.tries}
    found = [_faults(made["answer"], planned[made["pair_id"]], job) for made in report.get("tries", ())]
    tries = [
        {**made, "is_right": not faults and _comes_out(made, job)}
        for made, faults in zip(report.get("tries", ()), found, strict=True)
    ]
    truth = _truth(tries, found, planned, job, writes_freely) | known
    return {**report, "questions": questions, "tries": tries, "truth": truth}


def _truth(
    made: Sequence[Mapping[str, Any]],
    found: Sequence[Faults],
    planned: Mapping[str, Try],
    job: Job,
    writes_freely: bool,
) -> dict[str, Any]:
    """`planned` tries, of which `tries` were made; `astray`: where another taught answer stands nearer to the question
    than the own one and says something else. `served`: whether the model's own words reach customers.
    """
    right = [answer["is_right"] for answer in made]
    wrong = [
        {key: answer[key] for key in _SHOWN}
        | {"faults": faults.sentences or ["it does not say what your answer says"]}
        for answer, faults, good in zip(made, found, right, strict=True)
        if not good
    ]
    may_write = (
        len(made) == len(planned) > 0 and not any(found) and within_reach(sum(right), len(made), len(planned))
    )
    taught = {row.id for row in job.train}
    return {
        "planned": len(planned),
        "tries": len(made),
        "right": sum(right),
        "taught": sum(answer["pair_id"] in taught for answer in made),
        "taught_right": sum(
            good and answer["pair_id"] in taught for answer, good in zip(made, right, strict=True)
        ),
        "invented": sum(bool(faults.invented) for faults in found),
        "against": sum(bool(faults.against) for faults in found),
        "degenerate": sum(bool(faults.form) for faults in found),
        "astray": sum(_is_astray(row, job) for row in planned.values()),
        "may_write": may_write,
        "served": may_write or writes_freely,
        "wrong": wrong[:QUOTED],
    }


def _faults(answer: str, row: Pair, job: Job, *also: str) -> Faults:
    """`row`: with what the model read before it answered. `also`: what it may say beside that."""
    said = [turn.content for turn in (*row.turns, *row.examples)]
    known = [job.system_prompt, *job.known, *also, row.query, *said]
    return faults_of(answer, row.response, known, job.language)


def _comes_out(answer: Mapping[str, str], job: Job) -> bool:
    return comes_out(answer["answer"], answer["expected"], job.language)


def _is_astray(row: Try, job: Job) -> bool:
    if row.given is None or row.given == row.response:
        return False
    return bool(faults_of(row.given, row.response, [row.given], job.language).against)


def _with_faults(question: Mapping[str, Any], job: Job) -> dict[str, Any]:
    """A free answer may also say what stands in any taught answer or in the expert's own: someone taught it."""
    rows = {row.id: row for row in job.holdout}
    row = rows[question["pair_id"]]
    taught = [pair.response for pair in (*job.train, row)]
    found = dict(question)
    for name in ("base", "live", "candidate"):
        answer = question.get(f"{name}_answer")
        found[f"{name}_faults"] = None if answer is None else _faults(answer, row, job, *taught).sentences
    return found
