"""What a text says about what: each value with the words of its clause."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.facts.comparing import same
from app.facts.fact import Fact, FactKind
from app.facts.plain import lowered, plain
from app.facts.reading import read
from app.facts.spoken import spoken
from app.facts.vocabulary import more
from app.text.words import content_words

_CLAUSE = re.compile(r"[,;:]\s|[.!?]+\s|[\n、。！？]|\s-+\s")
_KINDS = (
    FactKind.MONEY,
    FactKind.PERCENT,
    FactKind.DURATION,
    FactKind.CLOCK,
    FactKind.WEEKDAY,
    FactKind.DATE,
    FactKind.MEASURE,
    FactKind.PHONE,
    FactKind.COUNT,
)
_LEAST_NEEDLE = 3

Thing = tuple[FactKind, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Claim:
    """`facts` are of one kind; `beside` the others of the clause, without which they would say something else."""

    facts: tuple[Fact, ...]
    about: frozenset[str]
    beside: tuple[Fact, ...]

    @property
    def thing(self) -> Thing:
        return self.facts[0].kind, self.about


def differs(one: Claim, other: Claim) -> bool:
    """Whether two claims about the same thing have no value in common, and nothing else tells them apart."""
    if one.thing != other.thing or len(one.facts) != len(other.facts) or len(one.beside) != len(other.beside):
        return False
    if not all(any(same(fact, known) for known in other.beside) for fact in one.beside):
        return False
    return not any(same(fact, known) for fact in one.facts for known in other.facts)


@lru_cache(maxsize=1 << 13)
def claims(text: str) -> tuple[Claim, ...]:
    low = lowered(plain(text))
    language = spoken(low)
    facts = [fact for fact in read(text, language) if fact.kind not in (FactKind.STANCE, FactKind.PATH)]
    return tuple(_claims(low, facts, language)) if facts else ()


def needles(claim: Claim) -> list[str]:
    """Letters that a text about the same thing holds, for finding it quickly: a stem may end in another letter."""
    return sorted((word[: max(_LEAST_NEEDLE, len(word) - 1)] for word in claim.about), key=len, reverse=True)


def _claims(low: str, facts: list[Fact], language: str) -> Iterator[Claim]:
    start = 0
    for end in (*(match.start() for match in _CLAUSE.finditer(low)), len(low)):
        inside = [fact for fact in facts if start <= fact.span[0] < end]
        if inside:
            about = _about(low, start, end, inside, language)
            for kind in dict.fromkeys(fact.kind for fact in inside if fact.kind in _KINDS):
                of = tuple(fact for fact in inside if fact.kind is kind)
                beside = tuple(fact for fact in inside if fact.kind is not kind)
                if about:
                    yield Claim(of, about, beside)
        start = end


def _about(low: str, start: int, end: int, facts: list[Fact], language: str) -> frozenset[str]:
    clause = low[start:end]
    for fact in facts:
        first, last = fact.span[0] - start, fact.span[1] - start
        clause = clause[:first] + " " * (last - first) + clause[last:]
    return content_words(clause, language) - _stating(language)


@lru_cache(maxsize=32)
def _stating(language: str) -> frozenset[str]:
    """Words that only say that a value follows: costs, takes."""
    return content_words(" ".join(more(language, "states")), language)
