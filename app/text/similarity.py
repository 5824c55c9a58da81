"""How alike two questions are, between 0 and 1."""

from rapidfuzz.distance import Indel

from app.text.words import content_words, tokens

# Self-Instruct keeps what has ROUGE-L under 0.7 to everything before (Wang et al. 2023, section 2.2).
TOO_SIMILAR = 0.7


def similarity(one: str, other: str) -> float:
    """The larger of ROUGE-L (F1, on words) and the share of meaningful words in common (Dice)."""
    rouge = Indel.normalized_similarity(tokens(one), tokens(other))
    left, right = content_words(one), content_words(other)
    shared = 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0
    return max(rouge, shared)
