"""How often a topic is asked about: more often where the agent disagrees with itself.

What it is certain about gains nothing from more answers, however hard it is (active instruction tuning,
arXiv 2311.00288); weighting by inverse confidence saved most of the annotations elsewhere (arXiv 2507.21482).
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from statistics import mean

from rapidfuzz import fuzz

# A topic with half of its answers alike (0.5) among others at 0.7 is asked about more than twice as often as before.
_SHARPNESS = 4
_LEAST, _MOST = 1 / 3, 3.0
# A small adapter trained on few pairs sounds surer than it is; the base model's own doubt is mixed in
# (STAR, arXiv 2403.01165).
_SHARE_OF_BASE = 0.3


def weights(agreement: Mapping[str, float]) -> dict[str, float]:
    """By topic, from the agent's agreement with itself (0 to 1); 1 is the average topic."""
    if not agreement:
        return {}
    usual = mean(agreement.values())
    return {
        topic: min(_MOST, max(_LEAST, (usual / max(value, 0.01)) ** _SHARPNESS))
        for topic, value in agreement.items()
    }


def agreement(version: Sequence[str], base: Sequence[str]) -> float:
    """0 to 1, from several sampled answers of the live version and of the base model to one question."""
    return (1 - _SHARE_OF_BASE) * _alike(version) + _SHARE_OF_BASE * _alike(base)


def _alike(answers: Sequence[str]) -> float:
    """The mean token-set similarity of every two answers; 0 when there are no two."""
    pairs = list(combinations(answers, 2))
    return (
        mean(fuzz.token_set_ratio(one.lower(), other.lower()) / 100 for one, other in pairs) if pairs else 0.0
    )
