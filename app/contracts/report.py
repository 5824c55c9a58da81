"""The report of a run: what its child measured, and what became of it on the way to its verdict.

Names of fields stand in report.json and in the database for as long as versions are kept: what is new has a default,
and what an earlier edition wrote beside them is kept as it was read.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

Model = Literal["base", "live", "candidate"]
Outcome = Literal["better", "same", "worse"]


class Verdict(StrEnum):
    BETTER = "better"
    NOT_PROVEN = "not_proven"
    WORSE = "worse"


# JSON has no NaN: what is not finite is null there.
Number = Annotated[
    float,
    BeforeValidator(lambda value: math.nan if value is None else value),
    PlainSerializer(lambda value: value if math.isfinite(value) else None),
]


class Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    def payload(self) -> dict[str, object]:
        """As JSON values, without what was not said."""
        return self.model_dump(mode="json", exclude_unset=True)


class Quality(Stored):
    """Of a generated answer beside the expert's, or the mean of many (app/training/proof/quality.py)."""

    total: float  # 0 to 1
    chrf: float  # 0 to 100
    style: float  # 0 to 1
    length_ratio: float


class Probes(Stored):
    """General abilities: passed checks of each kind, and the mean margins in nats per token."""

    instructions: int
    safety: int
    of: int
    margins: dict[str, float | None] = {}


class Score(Stored):
    """One model on the held-out pairs, in nats per token but for `token_accuracy`."""

    loss: Number
    token_accuracy: Number
    relevance: float | None = None
    probes: Probes | None = None
    fact_margin: float | None = None
    answers: Quality | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one model makes of a question; `faults` are None where it did not answer or nobody looked."""

    answer: str | None
    quality: Quality | None
    faults: tuple[str, ...] | None


class Question(Stored):
    """A held-out one. Those alone that were answered aloud have answers, their quality and their faults."""

    pair_id: str
    query: str
    expected: str
    base_loss: Number
    base_answer: str | None = None
    base_quality: Quality | None = None
    live_loss: float | None = None
    live_answer: str | None = None
    live_quality: Quality | None = None
    candidate_loss: Number
    candidate_answer: str | None = None
    candidate_quality: Quality | None = None
    loss_outcome: Outcome | None = None
    answer_outcome: Outcome | None = None
    # From here on by the trainer.
    base_faults: tuple[str, ...] | None = None
    live_faults: tuple[str, ...] | None = None
    candidate_faults: tuple[str, ...] | None = None
    judge_outcome: Outcome | None = None  # by a strong model
    outcome: Outcome | None = None  # by the gate

    def by(self, model: Model) -> Said:
        match model:
            case "base":
                return Said(self.base_answer, self.base_quality, self.base_faults)
            case "live":
                return Said(self.live_answer, self.live_quality, self.live_faults)
            case "candidate":
                return Said(self.candidate_answer, self.candidate_quality, self.candidate_faults)


class CurvePoint(Stored):
    step: int
    loss: float | None = None
    holdout_loss: float | None = None


class KeyPoint(Stored):
    text: str
    learned: bool


class Taught(Stored):
    """An entry of the receipt; `learned` and `share` are None where the answer has no key point."""

    pair_id: str
    query: str
    learned: bool | None
    share: float | None
    key_points: tuple[KeyPoint, ...]


class Tried(Stored):
    """What the candidate wrote to a taught question with the right source before it."""

    pair_id: str
    query: str
    expected: str
    answer: str
    is_right: bool | None = None  # by the trainer


class WrongTry(Stored):
    pair_id: str
    query: str
    expected: str
    answer: str
    faults: tuple[str, ...]


class Truth(Stored):
    """How true the candidate's own words are (app/proof/truth.py)."""

    planned: int
    tries: int
    right: int
    taught: int
    taught_right: int
    invented: int
    against: int
    degenerate: int
    astray: int
    may_write: bool
    served: bool
    wrong: tuple[WrongTry, ...]
    taught_pairs: int = 0
    live_may_write: bool = False


class Opinion(Stored):
    """Of a strong model: its counts, or why there are none."""

    model: str
    failure: str | None = None
    better: int = 0
    same: int = 0
    worse: int = 0
    unread: int = 0


class SecondCandidate(Stored):
    """What came of the steps of preference (app/training/objectives/second.py)."""

    tried: bool
    pairs: int  # of answers, one better than the other
    drafts: int  # of these, in how many the worse one is a draft that the expert has seen
    steps: int
    margin: float | None  # TRL's rewards/margins after the last step; 0 before the first
    better: int  # held-out questions, beside the first candidate
    same: int
    worse: int
    chosen: bool
    reason: str | None  # why it was not tried or not finished


class Canary(Stored):
    """What the model server is asked before the version goes live (app/serving/canaries.py)."""

    messages: tuple[dict[str, str], ...]
    trained: str
    base: str
    expected: str = ""
    trained_nats: float | None = None
    base_nats: float | None = None
    pairs: tuple[str, ...]


class Compared(Stored):
    """Two models or three on the held-out pairs. Without such pairs there is nothing measured of any."""

    holdout_pairs: int
    train_pairs: int
    base: Score | None
    live: Score | None = None
    candidate: Score | None
    questions: tuple[Question, ...]


class Measured(Compared):
    """What the child says at the end of a run."""

    train_loss: float | None = None  # of the last step
    steps: int
    best_step: int
    seconds: float
    curve: tuple[CurvePoint, ...] = ()
    receipt: tuple[Taught, ...] | None = None
    tries: tuple[Tried, ...] = ()
    preference: SecondCandidate | None = None


class Report(Measured):
    """What is kept. The trainer adds what it finds, then the gate its verdict."""

    base: Score
    candidate: Score
    rival: int | None = None  # number of the version that was live when the run began; None: the base model
    truth: Truth | None = None
    canaries: tuple[Canary, ...] = ()
    opinion: Opinion | None = None
    verdict: Verdict | None = None
    sentence: str | None = None
    reasons: tuple[str, ...] = ()
    go_live_when: str | None = None
    better: int | None = None
    same: int | None = None
    worse: int | None = None
    p_value: float | None = None
    unproven: str | None = None  # why it is not known that it is served as it was trained

    @classmethod
    def of(cls, stored: Mapping[str, object] | None) -> Self | None:
        """None where a run or a version has no report."""
        return cls.model_validate(stored) if stored else None

    @property
    def rival_model(self) -> Literal["base", "live"]:
        """What the candidate is compared with."""
        return "live" if self.live else "base"

    @property
    def before(self) -> Score:
        return self.live or self.base
