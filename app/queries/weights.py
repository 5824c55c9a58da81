"""How often a topic is asked about: more often where the agent disagrees with itself.

What it is certain about gains nothing from more answers, however hard it is (active instruction tuning,
arXiv 2311.00288); weighting by inverse confidence saved most of the annotations elsewhere (arXiv 2507.21482).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import mean
from typing import Self

from app.queries.kinds import Category

# A topic with half of its answers alike (0.5) among others at 0.7 is asked about more than twice as often as before.
_SHARPNESS = 4
_LEAST, _MOST = 1 / 3, 3.0


@dataclass(frozen=True, slots=True)
class Weights:
    """1 is the average topic of the agent, and every topic that was not measured yet."""

    by_topic: Mapping[tuple[Category, str], float] = field(default_factory=dict)

    @classmethod
    def of(cls, agreement: Mapping[tuple[Category, str], float]) -> Self:
        """`agreement` of the agent with itself, 0 to 1, by category and topic."""
        if not agreement:
            return cls()
        usual = mean(agreement.values())
        return cls(
            {
                key: min(_MOST, max(_LEAST, (usual / max(value, 0.01)) ** _SHARPNESS))
                for key, value in agreement.items()
            }
        )

    def __bool__(self) -> bool:
        return bool(self.by_topic)

    def topic(self, category: Category, topic: str) -> float:
        """One that was measured in another category only has that weight."""
        if (category, topic) in self.by_topic:
            return self.by_topic[category, topic]
        elsewhere = [weight for (_, name), weight in self.by_topic.items() if name == topic]
        return mean(elsewhere) if elsewhere else 1.0

    def categories(self) -> Mapping[Category, float]:
        """The mean weight of each category's topics."""
        found: defaultdict[Category, list[float]] = defaultdict(list)
        for (category, _), weight in self.by_topic.items():
            found[category].append(weight)
        return {category: mean(weights) for category, weights in found.items()}
