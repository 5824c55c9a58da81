"""What the customers of an organisation write about, read off the description of the organisation.

Enumerations carry it: "residents ask about collection days, bulky waste and missed bins". What leads up to an
enumeration (about, a verb, a preposition) says whether its items are topics; what is not sure is left out.
"""

import re
from collections.abc import Iterable, Sequence

from app.text import grammar as g
from app.text.enumerations import ENDS, groups_of
from app.text.grammar import BARE, COLON, ENOUGH, VERB, Grammar, grammar_of, is_clause
from app.text.nounphrases import Group
from app.text.plain import plain
from app.text.recurring import recurring
from app.text.unspaced import listed

__all__ = ["heading", "is_clause", "phrases", "recurring"]
MOST = 14
MOST_HEADING_WORDS = 8
_SENTENCES = re.compile(r"(?<=[.!?؟।])(?<!\b\w\.)(?<!\.\w\.)\s+")
_BULLET = re.compile(r"^\s*(?:[-*•–·]|\d{1,2}[.)])\s+")
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


def phrases(text: str, language: str, names: Sequence[str] = ()) -> list[str]:
    """Topics, most trustworthy first."""
    text, language = plain(text), language.lower().split("-")[0]
    grammar = grammar_of(language)
    if language in (*g.UNSPACED, "ko") and grammar:
        return listed(text, grammar, names)[:MOST]
    if grammar is None:
        grammar = Grammar(language, {}, {}, 1)
    own = {part.lower() for name in names for part in [name, *name.split()] if len(part) > 2}
    people: set[str] = set()
    groups = [
        group for line in _lines(text, grammar) for group in _clauses(groups_of(line, grammar, own, people))
    ]
    for group in groups:
        group.found = [(one, key) for one, key in group.found if not {key, one.lower()} & people]
    groups = [group for group in groups if group.found]
    sure = sorted((group for group in groups if _trusted(group)), key=_rank)
    found = _distinct(sure)
    if len(found) < ENOUGH:
        found = _distinct(
            [*sure, *(one for one in groups if one.lead in (g.ABOUT, g.LEAD, VERB) and _plain(one))]
        )
    return found[:MOST]


def heading(text: str, language: str) -> str | None:
    """A heading of a help page as a topic; None when it is no topic."""
    plain = re.sub(r"^[\W\d_]+", "", " ".join(text.split())).strip(ENDS)
    if not plain or len(plain.split()) > MOST_HEADING_WORDS:
        return None
    first, _, rest = plain.partition(" ")
    grammar = grammar_of(language)
    if grammar and rest and grammar.kind(first) == g.ARTICLE and not is_clause(plain, language):
        first, _, rest = rest.partition(" ")
    capital = first[:1] + first[1:].lower() == first and len(first) > 1
    if capital and (language != "de" or is_clause(first, language)):
        first = first.lower()
    return f"{first} {rest}".strip()


def _small(point: str, grammar: Grammar) -> str:
    """A point of a list without the capitals of headings."""
    words = point.split()
    if grammar.language == "de" or not words:
        return point
    headed = all(word.istitle() for word in words if len(word) > 3)
    words = [
        word.lower() if word.istitle() and (headed or place == 0) else word
        for place, word in enumerate(words)
    ]
    return " ".join(words)


def _lines(text: str, grammar: Grammar) -> Iterable[str]:
    """Sentences; the points of a list are one enumeration with the line that leads up to it."""
    gathered = ""
    for line in _ASIDE.sub("", text).splitlines():
        if _BULLET.match(line):
            point = _small(_BULLET.sub("", line).strip(ENDS), grammar)
            gathered += f"{', ' if gathered and not gathered.endswith(':') else ' '}{point}"
            continue
        yield from _split(gathered)
        gathered = ""
        if line.strip().endswith(":"):
            *before, gathered = _split(line.strip())
            yield from before
        else:
            yield from _split(line)
    yield from _split(gathered)


def _split(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCES.split(text) if part.strip()]


def _clauses(groups: list[Group]) -> list[Group]:
    """Several verbs with an object each enumerate as the items of one do: rents bikes, sells tents, repairs stoves."""
    told = [
        group
        for group in groups
        if group.lead in (VERB, g.ABOUT)
        and not group.generic
        and not (group.article and len(group.found) == 1)
    ]
    verbs = [group for group in told if group.lead == VERB and not group.article]
    if len(verbs) > 1 and sum(len(group.found) for group in told) >= ENOUGH:
        for group in groups:
            group.coordinated = group in verbs or (
                group.lead == VERB and not group.generic and len(group.found) == 1
            )
    return groups


def _trusted(group: Group) -> bool:
    size = len(group.found)
    if group.lead in (g.ABOUT, g.LEAD) or group.coordinated:
        return True
    if group.lead == g.WITH and size < ENOUGH:
        return False
    if group.lead in (VERB, BARE, COLON, g.WITH, g.HOLDS):
        return size > 1 and group.generic < size
    return False


def _plain(group: Group) -> bool:
    return len(group.found) == 1 and not group.generic and not (group.lead == VERB and group.article)


def _rank(group: Group) -> tuple[bool, bool, int]:
    return (group.lead not in (g.ABOUT, g.LEAD), not group.asked, -len(group.found))


def _distinct(groups: Sequence[Group]) -> list[str]:
    seen: dict[str, str] = {}
    for group in groups:
        for text, key in group.found:
            seen.setdefault(key, text)
    return list(seen.values())
