"""How alike two questions are, between 0 and 1."""

import re
from functools import lru_cache

from rapidfuzz.distance import Indel

from app.queries.words import content_words

# Self-Instruct keeps what has ROUGE-L under 0.7 to everything before (Wang et al. 2023, section 2.2).
TOO_SIMILAR = 0.7


def similarity(one: str, other: str) -> float:
    """The larger of ROUGE-L (F1, on words) and the share of meaningful words in common (Dice)."""
    rouge = Indel.normalized_similarity(tokens(one), tokens(other))
    left, right = _meaning(one), _meaning(other)
    shared = 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0
    return max(rouge, shared)


# Every new question is compared with the same few hundred earlier ones, and a split compares all with all: with
# less room than there are pairs nothing would be found again.
@lru_cache(maxsize=1 << 15)
def tokens(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


@lru_cache(maxsize=1 << 15)
def _meaning(text: str) -> frozenset[str]:
    return content_words(text)
