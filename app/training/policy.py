"""Zero configuration: what is known before a run in, every hyperparameter and the step budget out. Pure.

WIP_TABLE
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from app.training.failures import BadInput


@dataclass(frozen=True)
class Situation:
    train_pairs: int
    holdout_pairs: int
    hidden_size: int  # width of the base model
    device: str  # "cpu" or "cuda"


@dataclass(frozen=True)
class Hyperparameters:
    steps: int
    batch_size: int  # pairs a step
    learning_rate: float  # the highest, after warm-up
    warmup_steps: int
    final_rate: float  # share of the learning rate left at the last step
    rank: int
    alpha: int
    dropout: float
    weight_decay: float
    clip_norm: float
    adam_beta2: float
    evaluate_every: int  # steps
    checkpoint_every: int  # steps
    keep_gain: float  # share of the best held-out gain that a later step must still have to be the candidate
    patience: int  # measurements in a row below that, after which the run ends early

    def rate_at(self, step: int) -> float:
        """Learning rate of step 1, 2, ...: linear up, then linear down."""
        if step <= self.warmup_steps:
            return self.learning_rate * step / self.warmup_steps
        left = (self.steps - step) / max(self.steps - self.warmup_steps, 1)
        return self.learning_rate * (self.final_rate + (1 - self.final_rate) * left)

    def overridden(self, values: Mapping[str, Any]) -> "Hyperparameters":
        """Raises BadInput naming every value that is unknown, of another type or out of range."""
        kinds = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        problems = [f"unknown hyperparameter {name}" for name in values if name not in kinds]
        for name, value in values.items():
            kind = kinds.get(name)
            right = isinstance(value, int) or (kind is float and isinstance(value, float))
            if kind and (not right or isinstance(value, bool) or not math.isfinite(value) or value < 0):
                problems.append(f"{name} must be a {'whole ' if kind is int else ''}number of at least 0")
            elif value == 0 and name in {
                "steps",
                "batch_size",
                "rank",
                "alpha",
                "evaluate_every",
                "checkpoint_every",
                "patience",
            }:
                problems.append(f"{name} must be above 0")
        if problems:
            raise BadInput(f"The hyperparameters have problems: {'; '.join(problems)}.")
        return replace(self, **{name: kinds[name](value) for name, value in values.items()})

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


def choose(situation: Situation) -> Hyperparameters:
    batch_size = min(4, situation.train_pairs)
    steps = 32
    every = math.ceil(steps / 6)
    return Hyperparameters(
        steps=steps,
        batch_size=batch_size,
        learning_rate=1e-3,
        warmup_steps=min(5, steps),
        final_rate=0.0,
        rank=16,
        alpha=32,
        dropout=0.0,
        weight_decay=0.0,
        clip_norm=1.0,
        adam_beta2=0.999,
        evaluate_every=every,
        checkpoint_every=2 * every,
        keep_gain=0.8,
        patience=2,
    )
