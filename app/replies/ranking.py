"""How likely each source is to answer a question: learned weights over what question and source have in common.

The weights were fitted on questions in other words than the taught ones, and on ones that nobody taught, of 28
companies in nine languages (tests/benchmarks/ranking.py, figures in RESULTS.md); no word of any language decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from app.text.embedding import WIDTH

Array = NDArray[np.float32]

_FILE = Path(__file__).with_name("ranking.safetensors")
LOCAL = 0.5  # of an agent's own mean beside that of all languages: what all its sources share tells none of them apart
FEW = 10.0  # sources at which half of that counts


@dataclass(frozen=True, slots=True)
class Seen:
    """Of n sources. `dense` [n, 3] as `Vectors.similarities` gives it, None without a model; the shares of the question
    that each source holds [n], and that none does."""

    dense: Array | None
    words: Array
    strange_words: float
    grams: Array
    strange_grams: float


@dataclass(frozen=True, slots=True)
class Weights:
    query_mean: Array  # [384], of all languages: embeddings of this model lie in a narrow cone around it
    passage_mean: Array  # [384]
    dense: Array  # [5]
    none_dense: Array  # [5]
    lexical: Array  # [2], without a model
    none_lexical: Array  # [5]


class Vectors:
    """The embeddings of n sources, laid out for one product with a question's."""

    def __init__(self, sources: Sequence[NDArray[np.float16] | None]) -> None:
        """Each [2 + sentences, 384]; None where a source has none."""
        weights = learned()
        blank = np.zeros((3, WIDTH), dtype=np.float16)
        rows = [blank if vectors is None else vectors for vectors in sources] or [blank]
        self._starts = np.cumsum([0, *(len(row) for row in rows[:-1])]).astype(np.intp)
        self._missing = np.array([vectors is None for vectors in sources], dtype=bool)
        stacked = np.concatenate(rows).astype(np.float32)
        there = [vectors for vectors in sources if vectors is not None]
        local = np.concatenate(there).astype(np.float32).mean(0) if there else weights.passage_mean
        share = LOCAL * len(there) / (len(there) + FEW)
        self._rows = _unit(stacked - (1 - share) * weights.passage_mean - share * local)

    def similarities(self, query: Array) -> Array:
        """[n, 3]: with question and answer together, with the question, with the nearest sentence of the answer.
        `query`: [384]."""
        products = self._rows @ _unit(query - learned().query_mean)
        sentences = products.copy()
        sentences[self._starts] = sentences[self._starts + 1] = -1.0
        nearest = np.maximum.reduceat(sentences, self._starts)
        found = np.stack([products[self._starts], products[self._starts + 1], nearest], 1)
        found[: len(self._missing)][self._missing] = 0.0
        return found[: len(self._missing)]


def likeliest(seen: Seen, most: int) -> list[tuple[int, float]]:
    """Places of the likeliest sources and the chance of each that it answers, 0 to 1; together at most 1."""
    weights = learned()
    held = features(seen)
    scores = held @ (weights.lexical if seen.dense is None else weights.dense)
    none = none_features(seen, len(seen.words)) @ (
        weights.none_lexical if seen.dense is None else weights.none_dense
    )
    top = np.argsort(-scores)[:most]
    largest = max(float(scores[top[0]]), float(none))
    odds = np.exp(scores - largest)
    total = float(odds.sum()) + float(np.exp(none - largest))
    return [(int(place), float(odds[place]) / total) for place in top]


def features(seen: Seen) -> Array:
    """[n, features]."""
    columns = [seen.words, seen.grams]
    if seen.dense is not None:
        columns += [*seen.dense.T]
    return np.stack(columns, 1)


def none_features(seen: Seen, count: int) -> Array:
    """What speaks for none of `count` sources: one alone is likelier beside the point than the best of many."""
    return np.array([1.0, seen.strange_words, seen.strange_grams, np.log(count), 1 / count], dtype=np.float32)


@lru_cache(maxsize=1)
def learned() -> Weights:
    return Weights(**load_file(_FILE))


def _unit(rows: Array) -> Array:
    found: Array = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return found
