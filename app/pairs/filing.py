"""How a pair is filed, beside its words."""

from dataclasses import dataclass

from app.models import Category, Difficulty, TrainingPair
from app.text.fields import optional

CONTEXT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Filing:
    """What is None stays as it is."""

    category: str | None = None
    difficulty: str | None = None
    context: str | None = None

    def put(self, pair: TrainingPair) -> None:
        """Raises InvalidInput."""
        if self.category is not None:
            pair.category = Category(self.category)
        if self.difficulty is not None:
            pair.difficulty = Difficulty(self.difficulty)
        if self.context is not None:
            pair.context = optional(self.context, "context", CONTEXT_LENGTH) or ""


AS_IT_IS = Filing()
