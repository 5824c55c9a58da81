"""An agent's sources, indexed once and searched often. Pure."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from app.replies import doubts, ranking
from app.replies.reply import Passage
from app.text.words import content_words, tokens

GRAM = 4  # letters; finds "Lieferung" in "Lieferzeit", which stems don't
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；])|\n+")
_LEAST_SENTENCE = 12  # characters; "Yes." says nothing by itself


@dataclass(frozen=True, slots=True)
class Entry:
    """`vectors` [2 + sentences, 384] embed `texts_to_embed`; None where there is no embedding model, or not yet."""

    passage: Passage
    vectors: NDArray[np.float16] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    passage: Passage
    chance: float  # that it answers the question, 0 to 1, beside the other sources
    certainty: float = 0.0  # that it answers just this question; of the likeliest source alone


def texts_to_embed(passage: Passage) -> list[str]:
    """Question and answer together, the question, and each sentence of the answer."""
    parts = [part for part in _SENTENCE.split(passage.text) if len(part) >= _LEAST_SENTENCE]
    return [
        f"{passage.title} {passage.text}".strip(),
        passage.title or passage.text,
        *(parts or [passage.text]),
    ]


class Shelf:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self._passages = [entry.passage for entry in entries]
        # The newest of those that ask just the same.
        self._exactly = {_key(p.title): place for place, p in reversed([*enumerate(self._passages)])}
        self._words = _Overlap([content_words(_whole(p)) for p in self._passages])
        self._grams = _Overlap([_grams(_whole(p)) for p in self._passages])
        self._vectors = ranking.Vectors([entry.vectors for entry in entries])

    def __len__(self) -> int:
        return len(self._passages)

    @property
    def pairs(self) -> frozenset[UUID]:
        """Whose answers stand on it."""
        return frozenset(p.pair_id for p in self._passages if p.pair_id)

    def search(self, question: str, vector: NDArray[np.float32] | None, most: int = 4) -> list[Found]:
        """The likeliest first; `vector` [384] embeds the question, where there is a model."""
        if (same := self._exactly.get(_key(question))) is not None:
            return [Found(self._passages[same], 1.0, 1.0)]
        if not self._passages:
            return []
        seen = self.seen(question, vector)
        ranked = ranking.likeliest(seen, max(most, 2))  # how far the first stands out takes a second
        first, *others = self._found(ranked[:most])
        return [replace(first, certainty=doubts.certainty(question, first.passage, seen, ranked)), *others]

    def nearest(self, question: str, vector: NDArray[np.float32] | None, most: int) -> list[Found]:
        """As `search`, but with others beside a source that is asked word for word, and without their certainty."""
        return self._found(ranking.likeliest(self.seen(question, vector), most)) if self._passages else []

    def _found(self, ranked: Iterable[tuple[int, float]]) -> list[Found]:
        return [Found(self._passages[place], chance) for place, chance in ranked]

    def seen(self, question: str, vector: NDArray[np.float32] | None) -> ranking.Seen:
        """What each source has in common with the question."""
        return ranking.Seen(
            self._vectors.similarities(vector) if vector is not None else None,
            *self._words.shares(content_words(question)),
            *self._grams.shares(_grams(question)),
        )


class _Overlap:
    """How much of what a question is made of stands in each source; rare parts count more (idf)."""

    def __init__(self, sources: Sequence[frozenset[str]]) -> None:
        self._count = len(sources)
        holding: dict[str, list[int]] = defaultdict(list)
        for place, parts in enumerate(sources):
            for part in parts:
                holding[part].append(place)
        self._holding = {part: np.array(places, dtype=np.int32) for part, places in holding.items()}

    def shares(self, parts: frozenset[str]) -> tuple[NDArray[np.float32], float]:
        """By source the share of the question that it holds, and the share that no source holds, 0 to 1."""
        held = np.zeros(self._count, dtype=np.float32)
        total, strange = 0.0, 0.0
        for part in parts:
            places = self._holding.get(part)
            weight = math.log((self._count + 1) / ((0 if places is None else len(places)) + 0.5))
            total += weight
            if places is None:
                strange += weight
            else:
                held[places] += weight
        return (held / total, strange / total) if total else (held, 1.0)


def _whole(passage: Passage) -> str:
    return f"{passage.title} {passage.text}"


def _grams(text: str) -> frozenset[str]:
    words = [f" {word} " for word in tokens(text)]
    return frozenset(
        word[start : start + GRAM] for word in words for start in range(max(1, len(word) - GRAM + 1))
    )


def _key(text: str) -> str:
    return " ".join(tokens(text))
