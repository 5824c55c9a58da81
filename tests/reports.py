"""Reports of runs, as far as a test needs them: what it does not say is as of a run in which nothing was special."""

from typing import Any

from app.contracts.report import Measured, Report


def question(pair_id: str = "p", **values: Any) -> dict[str, Any]:
    """A held-out one, as it is stored."""
    told = {"pair_id": pair_id, "query": "q?", "expected": "e", "base_loss": 4.0, "candidate_loss": 3.0}
    return told | values


def truth(**values: Any) -> dict[str, Any]:
    """Without a try, as it is stored."""
    counts = dict.fromkeys(
        (
            "planned",
            "tries",
            "right",
            "taught",
            "taught_right",
            "invented",
            "against",
            "degenerate",
            "astray",
        ),
        0,
    )
    return {**counts, "may_write": False, "served": False, "wrong": [], **values}


def stored(**values: Any) -> dict[str, Any]:
    """As JSON. Of `base`, `live` and `candidate` as much is to be given as matters, of each of the `questions` too."""
    told: dict[str, Any] = {
        "train_pairs": 16,
        "holdout_pairs": 4,
        "steps": 60,
        "best_step": 48,
        "seconds": 95.0,
        "base": {},
        "live": None,
        "candidate": {},
        "questions": [],
        **values,
    }
    for name, loss in (("base", 4.0), ("live", 4.0), ("candidate", 3.0)):
        if told[name] is not None:
            told[name] = {"loss": loss, "token_accuracy": 0.5, **told[name]}
    told["questions"] = [question(**{"pair_id": f"p{n}", **one}) for n, one in enumerate(told["questions"])]
    if told.get("truth") is not None:
        told["truth"] = truth(**told["truth"])
    return told


def report_of(**values: Any) -> Report:
    return Report.model_validate(stored(**values))


def measured() -> Measured:
    """As the child says it, before anyone looked at it."""
    return Measured.model_validate(stored())
