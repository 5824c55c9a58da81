"""A plan: who asks, about what, how hard and in which way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from app.queries.kinds import AgentBrief, Behaviour, Category, Difficulty

__all__ = ["AgentBrief", "Behaviour", "Category", "Difficulty", "Plan", "PlanRecord"]


@dataclass(frozen=True, slots=True)
class Plan:
    category: Category
    difficulty: Difficulty
    persona: str
    behaviour: Behaviour
    topic: str
    seed: int

    @property
    def context(self) -> str:
        """Who is asking, in a few words that a person reads above the question; at most 200 characters."""
        return f"{self.persona}, {self.topic}"[:200]

    @property
    def record(self) -> "PlanRecord":
        return PlanRecord(self.category, self.difficulty, self.persona, self.behaviour, self.topic)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `dataclasses.asdict`."""
        return cls(**_record(data), seed=int(data["seed"]))


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan that was already used for this agent."""

    category: Category
    difficulty: Difficulty
    persona: str
    behaviour: Behaviour
    topic: str

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """From a plan as `dataclasses.asdict` gives it; what a record does not need is left out."""
        return cls(**_record(data))


def _record(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "category": Category(data["category"]),
        "difficulty": Difficulty(data["difficulty"]),
        "persona": str(data["persona"]),
        "behaviour": Behaviour(data["behaviour"]),
        "topic": str(data["topic"]),
    }
