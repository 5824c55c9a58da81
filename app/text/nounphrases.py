"""The items of an enumeration: how far a noun phrase goes, and whether it can be a topic."""

from dataclasses import dataclass, field

from app.text import grammar as g
from app.text.baseforms import MOST_WORDS, content, written
from app.text.grammar import BARE, VERB, Grammar
from app.text.tagging import ADJECTIVE, MODELS, NAME, NOUN, NUMBER, Word

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
    doubtful: bool = False  # what follows may belong to an adverbial


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
    """A name of somebody or of a place: every word has a capital that only a name has."""
    if grammar.language == "de":
        return False
    return all(word.text.istitle() and not word.first for word in nouns)
