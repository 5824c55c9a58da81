"""Tells a small model's slips from sentences that customers say: "is it cheaper if we pay for a year at first?"

Likeness to a known sentence misses the one wrong word in it. So every three words in a row must occur in what customers
of such a company say; read by eye on 400 samples of SmolLM2-135M, that left none that a person would call broken.
"""

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from app.queries.grammar import lines_of
from app.queries.similarity import tokens
from app.queries.topics import Profile

_START, _END, _NUMBER = "<", ">", "#"
_NUMBERS = frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])
# A typing mistake is as like as this to the word that was meant.
_MISTYPED = 78
_LONG = 5

Triple = tuple[str, str, str]


def unheard(text: str, company: Profile, *, mistyped: bool) -> str | None:
    """The first three words that no customer of this company says in a row; None when all are known.

    `mistyped` takes a word with a typing mistake for the one that was meant.
    """
    lexicon, triples = _heard(company)
    for sentence in sentences(text):
        words = [_meant(word, lexicon) if mistyped else word for word in _words(sentence)]
        for triple in _triples(words):
            if triple not in triples:
                return " ".join(word for word in triple if word not in (_START, _END))
    return None


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!])\s+", text) if part.strip()]


@lru_cache(maxsize=64)
def _heard(company: Profile) -> tuple[frozenset[str], frozenset[Triple]]:
    lexicon: set[str] = set()
    triples: set[Triple] = set()
    for line in lines_of(company):
        for sentence in sentences(line):
            words = _words(sentence)
            lexicon.update(words)
            triples.update(_triples(words))
    return frozenset(lexicon), frozenset(triples)


def _words(sentence: str) -> list[str]:
    words = tokens(sentence)
    return [_NUMBER if word in _NUMBERS or word[0].isdigit() else word for word in words]


def _triples(words: list[str]) -> list[Triple]:
    framed = [_START, *words, _END]
    return list(zip(framed, framed[1:], framed[2:], strict=False))


def _meant(word: str, lexicon: frozenset[str]) -> str:
    """The known word that a mistyped one stands for."""
    if word in lexicon or len(word) < _LONG:
        return word
    found = process.extractOne(word, lexicon, scorer=fuzz.ratio, score_cutoff=_MISTYPED)
    return found[0] if found else word
