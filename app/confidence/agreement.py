"""How much an agent agrees with itself: pure."""

from collections.abc import Sequence
from itertools import combinations
from statistics import mean

from rapidfuzz import fuzz

# A small adapter trained on few pairs sounds surer than it is; the base model's own doubt is mixed in
# (STAR, arXiv 2403.01165).
_SHARE_OF_BASE = 0.3


def agreement(version: Sequence[str], base: Sequence[str]) -> float:
    """0 to 1, from several sampled answers of the live version and of the base model to one question."""
    return (1 - _SHARE_OF_BASE) * _alike(version) + _SHARE_OF_BASE * _alike(base)


def _alike(answers: Sequence[str]) -> float:
    """The mean token-set similarity of every two answers; 0 when there are no two."""
    pairs = list(combinations(answers, 2))
    return (
        mean(fuzz.token_set_ratio(one.lower(), other.lower()) / 100 for one, other in pairs) if pairs else 0.0
    )
