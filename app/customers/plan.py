"""A plan: who asks, about what, how hard and in which way."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from app.models import Category, Difficulty


class Behaviour(StrEnum):
    """How real customers write; their mix matters more than the subject (RealUserSim, arXiv 2605.20204)."""

    PLAIN = "plain"
    TERSE = "terse"
    VAGUE = "vague"
    UPSET = "upset"
    WRONG_PREMISE = "wrong_premise"
    TWO_PROBLEMS = "two_problems"
    TYPOS = "typos"
    NON_NATIVE = "non_native"
    NOT_ALLOWED = "not_allowed"
    CHANGES_MIND = "changes_mind"


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan that was already used for this agent. `frame` is set where the starter wrote the question."""

    category: Category
    difficulty: Difficulty
    persona: str
    behaviour: Behaviour
    topic: str
    frame: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From a plan as `dataclasses.asdict` gives it; what a record does not need is left out."""
        return cls(**_record(data))


@dataclass(frozen=True, slots=True)
class Plan:
    """`topic` is the name of a topic of the agent; empty while it has none."""

    category: Category
    difficulty: Difficulty
    persona: str
    behaviour: Behaviour
    topic: str
    seed: int
    frame: str = ""

    @property
    def context(self) -> str:
        """Who asks about what, in a few words that a person reads above the question; at most 200 characters."""
        return ", ".join(part for part in (self.persona, self.topic) if part)[:200]

    @property
    def record(self) -> PlanRecord:
        return PlanRecord(
            self.category, self.difficulty, self.persona, self.behaviour, self.topic, self.frame
        )

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `dataclasses.asdict`."""
        return cls(**_record(data), seed=int(data["seed"]))


def _record(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "category": Category(data["category"]),
        "difficulty": Difficulty(data["difficulty"]),
        "persona": str(data["persona"]),
        "behaviour": Behaviour(data["behaviour"]),
        "topic": str(data["topic"]),
        "frame": str(data.get("frame", "")),
    }
