"""The proof of a run: what the candidate gained over the base model and over the version that serves now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.training.config import Pair
from app.training.evaluate import Losses

SAME_WITHIN = 0.01  # a question whose loss moved by less than 1 % counts as the same


@dataclass(frozen=True)
class Judged:
    """One model on the held-out pairs. `answers` are greedy ones, for the first few questions only."""

    losses: Losses
    answers: Mapping[str, str]  # pair id to text

    def summary(self) -> dict[str, float]:
        return {"loss": self.losses.loss, "token_accuracy": self.losses.token_accuracy}


def outcome(candidate_loss: float, reference_loss: float) -> str:
    if abs(candidate_loss - reference_loss) <= SAME_WITHIN * reference_loss:
        return "same"
    return "better" if candidate_loss < reference_loss else "worse"


def build(
    holdout: Sequence[Pair],
    train_pairs: int,
    base: Judged | None,
    live: Judged | None,
    candidate: Judged | None,
    **training: Any,
) -> dict[str, Any]:
    """The report as JSON values. Without held-out pairs there is nothing judged: the three are None.

    `training`: train_loss, steps, best_step, seconds, curve.
    """
    questions = []
    if base and candidate:
        reference = live or base
        for pair in holdout:
            question: dict[str, Any] = {"pair_id": pair.id, "query": pair.query, "expected": pair.response}
            for name, judged in (("base", base), ("live", live), ("candidate", candidate)):
                question[f"{name}_loss"] = judged.losses.by_pair[pair.id] if judged else None
                question[f"{name}_answer"] = judged.answers.get(pair.id) if judged else None
            question["outcome"] = outcome(question["candidate_loss"], reference.losses.by_pair[pair.id])
            questions.append(question)
    return {
        "holdout_pairs": len(holdout),
        "train_pairs": train_pairs,
        "base": base.summary() if base else None,
        "live": live.summary() if live else None,
        "candidate": candidate.summary() if candidate else None,
        "questions": questions,
        **training,
    }
