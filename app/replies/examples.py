"""Facts from examples: the expert's answers to the questions most like the customer's. Pure.

An adapter of a small model learns the style and makes facts up; beside the right answer it can copy them
(tests/benchmarks/RESULTS.md has the figures). BM25 over question and answer: no model, no download.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import bm25s

MOST = 3
CHARACTERS = 4_000  # of all examples together, about 1,000 tokens
# Of all that is read, about half of the 4,096 tokens of the own model server (app/inference/engine.py); the rest is for
# the reply and for languages with more tokens a character.
CONTEXT = 8_000


def room(read: Iterable[str]) -> int:
    """Characters of examples beside what is read anyway: system prompt, conversation, question. 0: none fit."""
    return max(0, min(CHARACTERS, CONTEXT - sum(map(len, read))))


@dataclass(frozen=True, slots=True)
class Example:
    query: str
    response: str

    @property
    def turns(self) -> list[dict[str, str]]:
        return [{"role": "user", "content": self.query}, {"role": "assistant", "content": self.response}]


class Shelf:
    """An agent's examples, indexed once and asked often."""

    def __init__(self, examples: Sequence[Example]) -> None:
        self._examples = list(examples)
        self._index = bm25s.BM25()
        words = _words(f"{example.query} {example.response}" for example in self._examples)
        if any(words):
            self._index.index(words, show_progress=False)
        else:
            self._examples = []

    def nearest(self, question: str, room: int = CHARACTERS) -> list[Example]:
        """At most MOST examples that share a word with it and fit into `room` characters; the nearest comes last."""
        words = _words([question])[0]
        if not self._examples or not words:
            return []
        scores = self._index.get_scores(words)
        ranked = sorted(range(len(self._examples)), key=lambda place: -scores[place])
        chosen: list[Example] = []
        for place in ranked[:MOST]:
            example = self._examples[place]
            size = len(example.query) + len(example.response)
            if scores[place] > 0 and size <= room:
                chosen.insert(0, example)
                room -= size
        return chosen


def _words(texts: Iterable[str]) -> list[list[str]]:
    found: list[list[str]] = bm25s.tokenize(
        list(texts), stopwords="en_plus", return_ids=False, show_progress=False
    )
    return found
