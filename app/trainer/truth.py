"""How true the candidate's own words are: its tries, and what is wrong with its free answers to held-out questions.

Only a version whose tries hold nothing invented, nothing against the expert's answer and no bad form, and of which nine
in ten come out right, may write to customers. All others give taught answers word for word, and their words are
practice.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from app.facts.faults import Faults, comes_out, faults_of, within_reach
from app.models import Agent, AgentVersion

QUOTED = 5  # tries that went wrong, shown to people
_SHOWN = ("pair_id", "query", "expected", "answer")


def with_truth(
    report: Mapping[str, Any], job: Mapping[str, Any], agent: Agent, live: AgentVersion | None, taught: int
) -> dict[str, Any]:
    """The report with `truth`, with `is_right` by try, and with `base_faults`, `live_faults` and `candidate_faults` by
    question.

    `job` is the child's (dataset.py), `taught` counts all pairs that the candidate was trained on, now or before. The
    faults of an answer that was not generated are None.
    """
    questions = [_with_faults(question, job) for question in report["questions"]]
    known = {"taught_pairs": taught, "live_may_write": bool(live and live.may_write)}
    planned = {row["id"]: row for row in job.get("tries", ())}
    found = [_faults(made["answer"], planned[made["pair_id"]], job) for made in report.get("tries", ())]
    tries = [
        {**made, "is_right": not faults and _comes_out(made, job)}
        for made, faults in zip(report.get("tries", ()), found, strict=True)
    ]
    truth = _truth(tries, found, planned, job, agent) | known
    return {**report, "questions": questions, "tries": tries, "truth": truth}


def _truth(
    made: Sequence[Mapping[str, Any]],
    found: Sequence[Faults],
    planned: Mapping[str, Mapping[str, Any]],
    job: Mapping[str, Any],
    agent: Agent,
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
    taught = {row["id"] for row in job.get("train", ())}
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
        "served": may_write or agent.writes_freely,
        "wrong": wrong[:QUOTED],
    }


def _faults(answer: str, row: Mapping[str, Any], job: Mapping[str, Any]) -> Faults:
    """`row`: of the job, with what the model read before it answered."""
    said = [turn["content"] for turn in (*row.get("turns", ()), *row.get("examples", ()))]
    known = [job["system_prompt"], *job.get("known", ()), row["query"], *said]
    return faults_of(answer, row["response"], known, job.get("language", "en"))


def _comes_out(answer: Mapping[str, str], job: Mapping[str, Any]) -> bool:
    return comes_out(answer["answer"], answer["expected"], job.get("language", "en"))


def _is_astray(row: Mapping[str, Any], job: Mapping[str, Any]) -> bool:
    given = row.get("given")
    if given is None or given == row["response"]:
        return False
    return bool(faults_of(given, row["response"], [given], job.get("language", "en")).against)


def _with_faults(question: Mapping[str, Any], job: Mapping[str, Any]) -> dict[str, Any]:
    """A free answer may also say what stands in any taught answer or in the expert's own: somebody taught it."""
    rows = {row["id"]: row for row in job["holdout"]}
    row = rows[question["pair_id"]]
    taught = [pair["response"] for pair in (*job.get("train", ()), row)]
    told = {
        name: _sentences(
            question.get(f"{name}_answer"), row, {**job, "known": [*job.get("known", ()), *taught]}
        )
        for name in ("base", "live", "candidate")
    }
    return {**question, **{f"{name}_faults": sentences for name, sentences in told.items()}}


def _sentences(answer: str | None, row: Mapping[str, Any], job: Mapping[str, Any]) -> Sequence[str] | None:
    return None if answer is None else _faults(answer, row, job).sentences
