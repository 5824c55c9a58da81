"""The people a sentence names: whom the organisation helps, who asks. They are not topics."""

from collections.abc import Sequence
from dataclasses import replace

from app.text import grammar as g
from app.text.grammar import VERB, Grammar
from app.text.tagging import ADJECTIVE, NAME, NOUN, NUMBER, Word

_PEOPLE = {NOUN, ADJECTIVE, NAME, NUMBER, g.ARTICLE, g.LINK, g.CONJUNCTION, g.LEAD, ",", "'", "’", "/"}


def without_helped(words: Sequence[Word], grammar: Grammar) -> list[Word]:
    """Helps nurses and doctors with shift plans, payslips: helps about shift plans, payslips."""
    kept: list[Word] = []
    place = 0
    while place < len(words):
        word = words[place]
        kept.append(word)
        place += 1
        if not _takes_people(words, place - 1, grammar):
            continue
        aid, end = _aid(words, place, grammar)
        if aid is not None and _manner(words, place, aid, grammar):
            if grammar.helps(word.text) and _verb(words, place - 1, grammar):
                ends = (at for at in range(aid, len(words)) if words[at].kind in (";", ":"))
                place = next(ends, len(words))
            continue
        if aid is not None:
            kept.append(replace(words[aid], kind=g.ABOUT))
            place = aid + 1
        elif _verb(words, place - 1, grammar):
            place = end
    return kept


def _manner(words: Sequence[Word], start: int, aid: int, grammar: Grammar) -> bool:
    """Answers parents with patience; helps clubs in a direct style with a path and a next step."""
    if words[aid].text.lower() not in grammar.words("withs"):
        return False
    if not grammar.helps(words[start - 1].text) and any(grammar.replies(one.text) for one in words[:start]):
        return True
    listed = any(one.kind == "," for one in words[aid:])
    return not listed and any(
        one.kind == g.PREPOSITION and one.text.lower() not in grammar.words("persons")
        for one in words[start:aid]
    )


def _takes_people(words: Sequence[Word], place: int, grammar: Grammar) -> bool:
    """Helps ..., advice for ..., questions from ..."""
    word, behind = words[place], words[place + 1] if place + 1 < len(words) else None
    if behind is None:
        return False
    helps = grammar.helps(word.text) and word.kind != ADJECTIVE
    if behind.text.lower() in grammar.words("persons"):
        return helps or grammar.asks(word.text)
    if grammar.aid(behind.text):
        return helps  # helps with
    return (
        helps and _verb(words, place, grammar) and behind.kind in _PEOPLE - {",", g.CONJUNCTION, "/", g.LEAD}
    )


def _verb(words: Sequence[Word], place: int, grammar: Grammar) -> bool:
    """Whether a word of help is not the noun: the help, support deals with."""
    if words[place].kind == VERB:
        return True
    # Without a verb's form a noun at the start, or behind a word that leads to nouns: Aide aux devoirs.
    led = not place or words[place - 1].kind in (g.ARTICLE, g.PREPOSITION, g.LINK, ADJECTIVE, VERB, ",", ":")
    return grammar.helps(words[place].text) and not led


def _aid(words: Sequence[Word], start: int, grammar: Grammar) -> tuple[int | None, int]:
    """Where the word that leads to what the help is about stands, and where the people end."""
    weak: int | None = None
    place = start
    while place < len(words):
        word, behind = words[place], words[place + 1] if place + 1 < len(words) else None
        lowered = word.text.lower()
        if behind and (word.kind == g.ABOUT or grammar.aid(word.text)):
            return place, place
        if behind and weak is None and lowered in grammar.words("weak_aids") and place > start:
            named = behind.text[0].isupper() and (grammar.language != "de")
            listed = any(one.kind == g.CONJUNCTION for one in words[place:])
            weak = place if listed and not named and not grammar.generic(behind.text, behind.lemma) else None
        elif not (
            word.kind in _PEOPLE
            or lowered in grammar.words("persons")
            or word.kind == g.PREPOSITION
            or (word.kind == VERB and not word.sure)
        ):
            break
        place += 1
    return weak, place


def who_asks(words: Sequence[Word], grammar: Grammar) -> set[str]:
    """What stands before the first word of asking: makers ask about, for the tenants and owners who ask. Of several
    verbs only the first has the subject before it: rents bikes, sells tents and advises on tours.
    """
    found: set[str] = set()
    asking = next((place for place, word in enumerate(words) if grammar.asks(word.text)), 0)
    verb = next((place for place in range(asking) if _has_object(words, place)), asking)
    inner = any(word.kind == g.RELATIVE for word in words[:asking])  # neighbours who keep bees ask about
    for word in words[: asking if inner else verb]:
        if word.kind in (NOUN, VERB, ADJECTIVE):
            found |= {word.key, word.text.lower()}
        elif word.kind not in (g.ARTICLE, g.CONJUNCTION, g.LINK, g.PRONOUN, ","):
            found = set()
    return found


def _has_object(words: Sequence[Word], place: int) -> bool:
    word, behind = words[place], words[place + 1]
    return word.kind == VERB and (word.sure or behind.kind in (g.ARTICLE, g.LINK))
