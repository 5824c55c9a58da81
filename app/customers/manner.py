"""How real customers of an organisation write, by signs that need no word of any language: length, marks, capitals.

Cheap and never certain; so few questions say little, and the usual mix fills up. Vagueness, wrong beliefs and the like
have no such sign: they stay as common as usual.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from app.customers.plan import Behaviour
from app.text.words import tokens

_PLAIN_SHARE = 0.25
USUAL: Mapping[Behaviour, float] = {
    behaviour: _PLAIN_SHARE if behaviour is Behaviour.PLAIN else (1 - _PLAIN_SHARE) / (len(Behaviour) - 1)
    for behaviour in Behaviour
}
_USUAL_COUNTS_AS = (
    10  # questions: with ten real ones the estimate lies halfway between them and the usual mix
)
_TERSE_WORDS = 9
_STUMP_WORDS = 4
_SHOUTED = re.compile(r"!!|[?!]{2,}|(?<!\w)[^\W\d_a-z]{4,}(?:\s+[^\W\d_a-z]{2,})+(?!\w)")
_QUESTION_MARKS = re.compile(r"[?？؟]+")
_ENDED = re.compile(r"[.?!。？！؟…][\"'”’)]*$")


def signs(question: str) -> frozenset[Behaviour]:
    """The ways of writing that a question shows; PLAIN when there are none."""
    found = set()
    words, first = tokens(question), question.strip()[:1]
    is_lower = first.islower()
    if len(words) <= _STUMP_WORDS or (len(words) <= _TERSE_WORDS and is_lower):
        found.add(Behaviour.TERSE)
    elif is_lower and not _ENDED.search(question.strip()):
        found.add(Behaviour.TYPOS)
    if _SHOUTED.search(question):
        found.add(Behaviour.UPSET)
    if len(_QUESTION_MARKS.findall(question)) > 1:
        found.add(Behaviour.TWO_PROBLEMS)
    return frozenset(found) or frozenset({Behaviour.PLAIN})


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of all behaviours, together 1."""

    shares: Mapping[Behaviour, float]

    @classmethod
    def of(cls, questions: Iterable[str]) -> Self:
        """A question that shows several signs counts for each of them in equal parts."""
        counts = {behaviour: _USUAL_COUNTS_AS * share for behaviour, share in USUAL.items()}
        for question in questions:
            shown = signs(question)
            for behaviour in shown:
                counts[behaviour] += 1 / len(shown)
        total = sum(counts.values())
        return cls({behaviour: count / total for behaviour, count in counts.items()})

    def lift(self, behaviour: Behaviour) -> float:
        """How many times as often as usual."""
        return self.shares[behaviour] / USUAL[behaviour]
