"""The proof of a run: what the candidate gained over the base model and over the version that serves now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.contracts.job import Pair
from app.training.evaluate import Losses
from app.training.proof import probes, quality
from app.training.proof.quality import Quality
from app.training.style import HouseStyle

SAME_WITHIN = 0.01  # a question whose loss moved by less than 1 % counts as the same


@dataclass(frozen=True)
class Judged:
    """One model on the held-out pairs. `answers` are greedy ones, for the first few questions only."""

    losses: Losses
    answers: Mapping[str, str]  # pair id to text
    relevance: float | None = None  # nats per token that the question is worth to its answer
    probes: Sequence[float] | None = None  # margins of the general probes
    fact_margin: float | None = None  # nats per token by which the taught figures are likelier than others

    @classmethod
    def restored(cls, values: Mapping[str, Any]) -> "Judged":
        """From what `asdict` made of it."""
        return cls(**{**values, "losses": Losses(**values["losses"])})

    def summary(self, qualities: Sequence[Quality]) -> dict[str, Any]:
        return {
            "loss": self.losses.loss,
            "token_accuracy": self.losses.token_accuracy,
            "relevance": self.relevance,
            "probes": probes.summary(self.probes) if self.probes is not None else None,
            "fact_margin": self.fact_margin,
            "answers": quality.mean(qualities) if qualities else None,
        }


def outcome(candidate_loss: float, reference_loss: float) -> str:
    if abs(candidate_loss - reference_loss) <= SAME_WITHIN * reference_loss:
        return "same"
    return "better" if candidate_loss < reference_loss else "worse"


def build(
    holdout: Sequence[Pair],
    train: Sequence[Pair],
    base: Judged | None,
    live: Judged | None,
    candidate: Judged | None,
    style: HouseStyle,
    **training: Any,
) -> dict[str, Any]:
    """The report as JSON values. Without held-out pairs there is nothing judged: the three are None.

    `training`: train_loss, steps, best_step, seconds, curve, receipt, tries, preference.
    """
    models = {"base": base, "live": live, "candidate": candidate}
    qualities = {name: _rate(model, holdout, style) for name, model in models.items()}
    questions = []
    if base and candidate:
        reference = "live" if live else "base"
        for pair in holdout:
            question: dict[str, Any] = {"pair_id": pair.id, "query": pair.query, "expected": pair.response}
            for name, judged in models.items():
                rated = qualities[name].get(pair.id)
                question[f"{name}_loss"] = judged.losses.by_pair[pair.id] if judged else None
                question[f"{name}_answer"] = judged.answers.get(pair.id) if judged else None
                question[f"{name}_quality"] = rated.as_dict() if rated else None
            question["loss_outcome"] = outcome(question["candidate_loss"], question[f"{reference}_loss"])
            ours, theirs = qualities["candidate"].get(pair.id), qualities[reference].get(pair.id)
            question["answer_outcome"] = quality.outcome(ours, theirs) if ours and theirs else None
            questions.append(question)
    summaries = {
        name: judged.summary(list(qualities[name].values())) if judged else None
        for name, judged in models.items()
    }
    return {
        "holdout_pairs": len(holdout),
        "train_pairs": len(train),
        **summaries,
        "questions": questions,
        **training,
    }


def _rate(judged: Judged | None, holdout: Sequence[Pair], style: HouseStyle) -> dict[str, Quality]:
    """By pair id, of those that were answered."""
    answers = judged.answers if judged else {}
    return {p.id: quality.rate(answers[p.id], p.response, style) for p in holdout if p.id in answers}
