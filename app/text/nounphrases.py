"""The items of an enumeration: how far a noun phrase goes, and whether it can be a topic."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.text import grammar as g
from app.text.baseforms import MOST_WORDS, content, written
from app.text.grammar import BARE, VERB, Grammar
from app.text.tagging import ADJECTIVE, MODELS, NAME, NOUN, NUMBER, Word, is_modifier

_BREAKS = {
    g.COPULA,
    g.PRONOUN,
    NUMBER,
    NAME,
    g.ARTICLE,
    "'",
    "’",
}  # behind what only looked like a noun phrase


@dataclass
class Group:
    """Items of one enumeration."""

    lead: str
    after: str = ""
    asked: bool = False
    found: list[tuple[str, str]] = field(default_factory=list)  # a phrase and what it is alike by
    generic: int = 0
    verb: str = ""  # the tag of the verb that leads it
    article: bool = False  # one thing, and the organisation's own more often than not: runs a barber shop
    linked: bool = False  # its first noun phrase has another in it
    listed: bool = False  # a conjunction has stood before one of its items
    coordinated: bool = False  # its verb is one of several that have an object each
    doubtful: bool = False  # what follows may belong to an adverbial


def with_leads(words: Sequence[Word], grammar: Grammar, asked: bool) -> list[Word]:
    """Words that lead to an enumeration only where they stand: with, covering, from ... to."""
    found = _range(list(words), grammar, asked)
    start = 0  # of the clause
    for place, word in enumerate(found[:-1]):
        before, behind = found[place - 1] if place else None, found[place + 1]
        lowered = word.text.lower()
        nominal = (
            behind.kind in (NOUN, ADJECTIVE, g.ARTICLE, g.LINK) or behind.kind == VERB and not behind.sure
        )
        if word.kind in (";", ":"):
            start = place + 1
        elif (
            lowered in grammar.words("holding")
            and before
            and nominal
            and before.kind in (",", NOUN, NAME, ADJECTIVE)
        ):
            clause = found[start:place]
            if not any(one.kind in (g.ABOUT, g.LEAD) or grammar.asks(one.text) for one in clause):
                found[place] = replace(word, kind=g.HOLDS)
        elif (
            lowered in grammar.words("withs")
            and nominal
            and word.kind == g.PREPOSITION
            and _has(found[start:place], grammar)
            and any(one.kind == "," for one in found[place:])
        ):
            found[place] = replace(word, kind=g.WITH)
    for place in range(1, len(found) - 1):
        led = found[place - 1].kind in (g.ABOUT, g.LEAD, g.WITH, g.HOLDS, g.LINK, g.ARTICLE)
        led = led or found[place - 1].tag == "VVZ"
        if led and found[place].kind == VERB and is_modifier(found, place, grammar):
            found[place] = replace(found[place], kind=NOUN)
    return found


def _has(clause: Sequence[Word], grammar: Grammar) -> bool:
    """Whether what "with" follows is a thing that has others: we run a gym with; not: it speaks with."""
    if not clause or clause[-1].kind not in (NOUN, NAME):
        return False
    if len(clause) > 1 and clause[-2].kind == g.PRONOUN:
        return False  # a verb that was not seen
    strange = {g.CONJUNCTION, g.ABOUT, g.LEAD, g.RELATIVE, g.CLAUSE, g.CONTINUES, ",", NUMBER}
    if any(one.kind in strange or grammar.asks(one.text) for one in clause):
        return False
    addressed = any(one.kind == g.PREPOSITION and grammar.addresses(one.text) for one in clause)
    if addressed and grammar.generic(clause[-1].text, clause[-1].lemma):
        return False  # for families with
    for one, behind in zip(clause, clause[1:], strict=False):
        if one.kind in (VERB, g.COPULA, g.PRONOUN) and behind.kind in (g.PREPOSITION, g.ADVERB):
            return False
        if one.kind == ADJECTIVE and behind.kind == g.PREPOSITION and grammar.language in MODELS:
            return False  # open on Mondays with
        if one.kind == VERB and behind.kind in (NOUN, ADJECTIVE):
            single = bool(grammar.words("cases")) and behind.text == behind.lemma
            if not single:
                return False  # rent boats with
    return True


def _range(words: list[Word], grammar: Grammar, asked: bool) -> list[Word]:
    """Questions range from invoices and contracts to outages: about invoices, contracts, outages."""
    starts, ends = grammar.words("range_from"), grammar.words("range_to")
    for place in range(1, len(words) - 1):
        near = {one.text.lower() for one in words[max(0, place - 2) : place]}  # everything, from
        if words[place].text.lower() not in starts or not near & {*grammar.words("ranges")}:
            continue
        behind = words[place + 1 :]
        to = next((at for at, one in enumerate(behind) if at and one.text.lower() in ends), None)
        if to is None or len(behind) == to + 1:
            continue
        found = [*words[:place], replace(words[place], kind=g.ABOUT if asked else g.LEAD)]
        for at, one in enumerate(behind):
            marked = found[-1].kind in (",", g.CONJUNCTION)
            if at == to or one.text.lower() in grammar.words("range_by"):
                found.append(Word(",", ",", ","))
                if grammar.words("cases"):  # what follows has a case of its own
                    found.append(replace(one, kind=found[place].kind))
            elif one.text.lower() in (*starts, *ends) and (marked or found[-1].kind == g.ABOUT):
                continue  # and from ..., and to ...
            else:
                noun = one.kind == VERB and marked and is_modifier(behind, at, grammar)
                found.append(replace(one, kind=NOUN) if noun else one)
        return found
    return words


def noun_phrase(words: list[Word], start: int, group: Group, grammar: Grammar) -> None:
    kept, end = _run(words, start, grammar)
    left = words[end] if end < len(words) else None
    group.doubtful = left is not None and left.kind not in (g.ADVERB,)
    nouns = content(kept)
    if group.lead == BARE and not group.found and words[0].first and grammar.words("after"):
        # The subject stands before what is asked, and nothing between them: Müşteriler fiyatlar, depozito ...
        subject = len(nouns) > 1 and grammar.generic(nouns[0].text, nouns[0].lemma)
        kept = kept[kept.index(nouns[0]) + 1 :] if subject else []
        nouns = content(kept)
    if group.lead == BARE and not group.found and words[0].kind == g.ARTICLE and len(nouns) > 2:
        return  # a subject with a verb that was not seen
    if not nouns or all(grammar.generic(word.text, word.lemma) for word in nouns):
        group.generic += bool(nouns)
        return
    if left is not None and (left.kind in _BREAKS or left.kind == VERB and left.sure):
        return
    if any(word.kind == NUMBER for word in words[end + 1 : end + 2]):
        return  # open from 8
    if left is not None and kept[-1].tag == "VVG":
        return  # moving out
    group.article = group.article or (start < len(words) and words[start].kind == g.ARTICLE)
    proper = _proper(nouns, grammar) and not (group.asked and group.lead == g.ABOUT)
    if len(nouns) > MOST_WORDS or proper or any(word.kind == NAME for word in kept):
        return
    if grammar.language in MODELS and (
        kept[-1].kind != NOUN or kept[0].text.endswith("-") and len(kept) == 1
    ):
        return
    if grammar.language in MODELS and len(kept) > 1 and kept[-2].kind == NOUN and _asking(kept[-1], grammar):
        kept = kept[:-1]  # billing questions
    group.linked = group.linked or any(word.kind == g.LINK for word in kept)
    text = written(kept, grammar, group.after)
    if text and len(text) > 1:
        group.found.append((text, " ".join(word.key for word in nouns)))


def _asking(word: Word, grammar: Grammar) -> bool:
    return grammar.generic(word.text, word.lemma) and grammar.asks(word.text)


def _run(words: list[Word], start: int, grammar: Grammar) -> tuple[list[Word], int]:
    """The words of the noun phrase that starts there, and where it ends."""
    place, articles = start, grammar.words("articles")
    kept: list[Word] = []
    before = words[start - 1].kind if start else BARE
    while place < len(words) and (words[place].kind == g.ARTICLE or words[place].text.lower() in articles):
        place += 1
    # Behind a preposition or an article no verb is expected, whatever the tagger says.
    alone = len(words) == 1 or (
        place + 1 == len(words) and (place > start or before in (g.ABOUT, g.PREPOSITION))
    )
    while place < len(words):
        word = words[place]
        if word.kind == g.LINK and kept:
            further = place + 1
            while further < len(words) and words[further].kind in (g.ARTICLE, g.LINK):
                further += 1
            named = further < len(words) and words[further].text.istitle() and grammar.language != "de"
            if further >= len(words) or words[further].kind not in (NOUN, ADJECTIVE) or named:
                break
            kept += words[place:further]
            place = further
        elif word.kind == g.ARTICLE and len(kept) == 1 and kept[0].tag == "VVG":
            kept.append(word)  # cancelling a booking
            place += 1
        elif word.kind in (NOUN, ADJECTIVE) or (word.kind == VERB and (alone or (kept and not word.sure))):
            kept.append(
                Word(word.text, word.lemma, NOUN, word.first)
                if word.kind == VERB or alone and word.kind != ADJECTIVE
                else word
            )
            place += 1
        else:
            break
    return kept, place


def _proper(nouns: list[Word], grammar: Grammar) -> bool:
    """A name of someone or of a place: every word has a capital that only a name has."""
    if grammar.language == "de":
        return False
    return all(word.text.istitle() and not word.first for word in nouns)
