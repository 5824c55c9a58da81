"""How surely the likeliest source answers just this question, and not the same about another thing.

"What is the deposit for a pressure washer?" is as close to the same about a chainsaw as any other wording is. What
tells them apart is what each of the two names and the other doesn't. The weights were fitted on questions to 28
companies in nine languages (tests/benchmarks/doubts.py, figures in RESULTS.md); no word of any language decides.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from app.replies.ranking import Seen
from app.replies.reply import Passage
from app.text.stopwords import language_by_stop_words
from app.text.words import content_words, tokens

Array = NDArray[np.float32]

_FILE = Path(__file__).with_name("doubts.safetensors")
_GRAM = 3  # letters; two spellings or endings of a word have most of them in common


@dataclass(frozen=True, slots=True)
class Weights:
    """Of `features`, and what is added to their sum."""

    dense: Array
    lexical: Array  # without a model
    dense_bias: Array  # [1]
    lexical_bias: Array  # [1]


def certainty(question: str, passage: Passage, seen: Seen, ranked: list[tuple[int, float]]) -> float:
    """Of the likeliest source, 0 to 1. `ranked`: as `ranking.likeliest` gives it."""
    weights = learned()
    of_each, bias = (
        (weights.lexical, weights.lexical_bias) if seen.dense is None else (weights.dense, weights.dense_bias)
    )
    odds = float(features(question, passage, seen, ranked) @ of_each + bias[0])
    return 1 / (1 + math.exp(-odds))


def features(question: str, passage: Passage, seen: Seen, ranked: list[tuple[int, float]]) -> Array:
    """How far it stands out, what the question has in common with it, and what either names alone."""
    place, chance = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    alone = _named_alone(question, passage)
    found = [
        chance,
        _odds(chance),
        _odds(chance) - _odds(second),
        float(seen.words[place]),
        float(seen.grams[place]),
        seen.strange_words,
        seen.strange_grams,
        *alone,
        seen.strange_words * alone[-1],
    ]
    if seen.dense is not None:
        found += seen.dense[place].tolist()
    return np.array(found, dtype=np.float32)


def _named_alone(question: str, passage: Passage) -> list[float]:
    """What question and taught question name alone, by how unlike each word is to all that the other names alone: the
    most and the sum of each side, the most that both sides have, that in a sentence otherwise the same, and how much of
    the sentence is."""
    said, taught = {*tokens(question)}, {*tokens(passage.title)}
    language = language_by_stop_words(said | taught)
    asked, title = content_words(question, language), content_words(passage.title, language)
    of_asked = [_unlike(word, title - asked) for word in sorted(asked - title)]
    of_taught = [_unlike(word, asked - title) for word in sorted(title - asked)]
    swapped = min(max(of_asked, default=0.0), max(of_taught, default=0.0))
    shared = len(said & taught) / max(1, min(len(said), len(taught)))
    return [
        max(of_asked, default=0.0),
        max(of_taught, default=0.0),
        sum(of_asked),
        sum(of_taught),
        swapped,
        swapped * shared,
        shared,
    ]


def _unlike(word: str, others: Iterable[str]) -> float:
    return 1 - max((_alike(word, other) for other in others), default=0.0)


def _alike(one: str, other: str) -> float:
    left, right = _grams(one), _grams(other)
    return 2 * len(left & right) / (len(left) + len(right))


@lru_cache(maxsize=1 << 13)
def _grams(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset(padded[start : start + _GRAM] for start in range(len(padded) - _GRAM + 1))


def _odds(chance: float) -> float:
    """Their logarithm."""
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


@lru_cache(maxsize=1)
def learned() -> Weights:
    return Weights(**load_file(_FILE))
