"""A pair beside the earlier ones of its agent: contradictions and near-duplicates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from uuid import UUID

from rapidfuzz import fuzz, utils

from app.answers.finding import Finding, FindingCode, warning
from app.facts import Claim, claims, clash, differs, needles, stance
from app.text.words import content_words

CLOSE = (
    0.4  # share of the meaningful words that an earlier question has to hold before it is looked at closely
)
LOOKED_AT = 30
READ = 10  # answers that hold the words of a claim; reading one takes a millisecond
SAME_SHARE = 0.75  # of the meaningful words of two questions that ask the same
SAME_ANSWER = 85
SURE_WORDS = 2  # that two claims have in common, to be about the same thing
TYPO = 80

_ASKS_FOR = re.compile(r"\b(?:how long|how much|how many|how often|how|when|where|why|which|who)\b", re.I)
_NEGATED = re.compile(r"\b(?:not|without|never|no longer)\b|n['’]t\b", re.I)
_NUMBER = re.compile(r"\d+")
# Words that ask for the same thing; between two questions only one of each group counts.
_SAME_WORDS = tuple(
    content_words(group)
    for group in (
        "cost costs price prices charge fee expensive pay",
        "cancel terminate end quit stop",
        "change update modify edit",
        "delivery shipping delivered ship arrive",
        "refund money reimburse",
        "phone call number telephone",
        "colleague teammate coworker member user",
        "mail email",
    )
)


@dataclass(frozen=True, slots=True)
class Earlier:
    id: UUID
    query: str
    response: str


def beside_earlier(
    query: str, response: str, close: Sequence[Earlier], claiming: Sequence[Earlier]
) -> Iterator[Finding]:
    """At most one finding of each kind. `close` are pairs that may ask the same, as `close_ones` gives them,
    `claiming` those that may answer about the same things, as `claiming_ones` does."""
    alike = [pair for pair in close if ask_the_same(query, pair.query)]
    yield from _first(
        chain(
            (_contradiction(response, pair) for pair in alike),
            (_other_value(query, response, pair) for pair in claiming),
        )
    )
    yield from _first(_duplicate(response, pair) for pair in alike)


def close_ones(query: str, earlier: Sequence[Earlier]) -> list[Earlier]:
    """The pairs whose questions hold most of its meaningful words: 5 ms for 2,000, a fuzzy ratio of each takes 25."""
    stems = content_words(query)
    least = CLOSE * len(stems)
    held: list[tuple[int, int]] = []
    for index, pair in enumerate(earlier):
        text = pair.query.lower()
        count = sum([stem in text for stem in stems])
        if count >= least:
            held.append((count, -index))
    return [earlier[-index] for _, index in nlargest(LOOKED_AT, held)]


def claiming_ones(response: str, earlier: Sequence[Earlier]) -> list[Earlier]:
    """The pairs whose answers hold the words of something that this one states a value for: 5 ms for 2,000."""
    wanted = [(words[0], words[1:]) for claim in claims(response) if (words := needles(claim))]
    found: list[Earlier] = []
    for pair in earlier if wanted else ():
        text = pair.response.lower()
        for rarest, others in wanted:
            if rarest in text and all(word in text for word in others):
                found.append(pair)
                break
        if len(found) == READ:
            break
    return found


def ask_the_same(one: str, other: str) -> bool:
    """Whether one answer must do for both: the same meaningful words but for typos, and nothing replaced.

    "Can I cancel my plan?" and "Can I cancel my order?" are close and do not ask the same.
    """
    if _NUMBER.findall(one) != _NUMBER.findall(other) or bool(_NEGATED.search(one)) != bool(
        _NEGATED.search(other)
    ):
        return False
    wanted, known = _asked_for(one), _asked_for(other)
    if wanted and known and not wanted & known:
        return False
    left, right = _meaning(one), _meaning(other)
    extra_left, extra_right = left - right, right - left
    for word in sorted(extra_left):
        typo = next((o for o in sorted(extra_right) if fuzz.ratio(word, o) >= TYPO), None)
        if typo is not None:
            extra_left.discard(word)
            extra_right.discard(typo)
    if not left or not right or (extra_left and extra_right):
        return False
    return 1 - (len(extra_left) + len(extra_right)) / (len(left) + len(right)) >= SAME_SHARE


def _contradiction(response: str, pair: Earlier) -> Finding | None:
    differs = clash(response, pair.response)
    if differs is not None:
        new, old = differs
        return warning(
            FindingCode.CONTRADICTION,
            f"You answered nearly the same question with {old.text.strip()!r} before, here it is {new.text.strip()!r}."
            " Make both agree, or say what makes the difference.",
            span=new.span,
            pair_id=pair.id,
        )
    now, before = stance(response), stance(pair.response)
    if now is None or before is None or now == before:
        return None
    said = ("yes", "no") if before else ("no", "yes")
    return warning(
        FindingCode.CONTRADICTION,
        f"You answered nearly the same question with {said[0]} before, here it is {said[1]}."
        " Make both agree, or say what makes the difference.",
        pair_id=pair.id,
    )


def _other_value(query: str, response: str, pair: Earlier) -> Finding | None:
    """Both state a value for the same thing, whatever was asked."""
    for new in claims(response):
        for old in claims(pair.response):
            if differs(new, old) and _is_told(new, query, pair.query):
                return warning(
                    FindingCode.CONTRADICTION,
                    f"Another answer says {old.facts[0].text.strip()!r} about the same thing, here it is "
                    f"{new.facts[0].text.strip()!r}. Make both agree, or say what makes the difference.",
                    span=new.facts[0].span,
                    pair_id=pair.id,
                )
    return None


def _is_told(claim: Claim, query: str, other: str) -> bool:
    """A single word, "the fee", may mean another one each time: then the questions have to agree as well."""
    if len(claim.about) >= SURE_WORDS:
        return True
    one, two = _meaning(query), _meaning(other)
    return bool(one and two) and (one <= two or two <= one)


def _duplicate(response: str, pair: Earlier) -> Finding | None:
    if fuzz.token_sort_ratio(response, pair.response, processor=utils.default_process) < SAME_ANSWER:
        return None
    return warning(
        FindingCode.DUPLICATE,
        "You have answered nearly the same question like this before; the agent learns nothing new from it. "
        "Keep one of the two.",
        pair_id=pair.id,
    )


def _first(findings: Iterator[Finding | None]) -> Iterator[Finding]:
    found = next((finding for finding in findings if finding is not None), None)
    if found is not None:
        yield found


def _asked_for(text: str) -> set[str]:
    return {match.lower() for match in _ASKS_FOR.findall(text)}


def _meaning(text: str) -> set[str]:
    found = set(content_words(text))
    for group in _SAME_WORDS:
        if found & group:
            found = (found - group) | {min(group)}
    return found
