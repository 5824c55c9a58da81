"""How long answers usually are."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

LEAST_RESPONSES = 6  # fewer say nothing about a habit
TOLERANCE = 0.25  # beyond the middle 90 % by this share is "much" shorter or longer


@dataclass(frozen=True, slots=True)
class LengthRange:
    """In words; `support` of `of` responses are within."""

    least: int
    most: int
    support: int
    of: int


def usual_length(responses: Sequence[str]) -> LengthRange | None:
    """None when there are too few responses."""
    counts = sorted(len(response.split()) for response in responses)
    if len(counts) < LEAST_RESPONSES:
        return None
    cut = len(counts) // 20
    least = max(1, floor(counts[cut] * (1 - TOLERANCE)))
    most = ceil(counts[-1 - cut] * (1 + TOLERANCE))
    return LengthRange(least, most, sum(least <= count <= most for count in counts), len(counts))
