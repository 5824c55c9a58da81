"""What the candidate gained over the base model and over the version that serves now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.contracts.job import Pair
from app.contracts.report import Compared, Model, Outcome, Quality, Question, Score
from app.training.evaluate import Losses
from app.training.proof import probes, quality
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

    def score(self, qualities: Sequence[Quality]) -> Score:
        return Score(
            loss=self.losses.loss,
            token_accuracy=self.losses.token_accuracy,
            relevance=self.relevance,
            probes=probes.summary(self.probes) if self.probes is not None else None,
            fact_margin=self.fact_margin,
            answers=quality.mean(qualities) if qualities else None,
        )


def outcome(candidate_loss: float, reference_loss: float) -> Outcome:
    if abs(candidate_loss - reference_loss) <= SAME_WITHIN * reference_loss:
        return "same"
    return "better" if candidate_loss < reference_loss else "worse"


def compare(
    holdout: Sequence[Pair],
    train: Sequence[Pair],
    base: Judged | None,
    live: Judged | None,
    candidate: Judged | None,
    style: HouseStyle,
) -> Compared:
    """Without held-out pairs there is nothing judged: the three are None."""
    models: dict[Model, Judged | None] = {"base": base, "live": live, "candidate": candidate}
    rated = {name: _rate(judged, holdout, style) for name, judged in models.items()}
    scores = {
        name: judged.score(list(rated[name].values())) if judged else None for name, judged in models.items()
    }
    questions: list[Question] = []
    if base and candidate:
        reference: Model = "live" if live else "base"
        compared = live or base
        for pair in holdout:
            said: dict[str, Any] = {}
            for name, judged in models.items():
                said[f"{name}_loss"] = judged.losses.by_pair[pair.id] if judged else None
                said[f"{name}_answer"] = judged.answers.get(pair.id) if judged else None
                said[f"{name}_quality"] = rated[name].get(pair.id)
            ours, theirs = rated["candidate"].get(pair.id), rated[reference].get(pair.id)
            question = Question(
                pair_id=pair.id,
                query=pair.query,
                expected=pair.response,
                **said,
                loss_outcome=outcome(candidate.losses.by_pair[pair.id], compared.losses.by_pair[pair.id]),
                answer_outcome=quality.outcome(ours, theirs) if ours and theirs else None,
            )
            questions.append(question)
    return Compared(holdout_pairs=len(holdout), train_pairs=len(train), questions=tuple(questions), **scores)


def _rate(judged: Judged | None, holdout: Sequence[Pair], style: HouseStyle) -> dict[str, Quality]:
    """By pair id, of those that were answered."""
    answers = judged.answers if judged else {}
    return {p.id: quality.rate(answers[p.id], p.response, style) for p in holdout if p.id in answers}
