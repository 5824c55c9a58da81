"""A noun phrase as a heading says it: the base form where the language has cases, capitals as in mid-sentence."""

from collections.abc import Sequence

from app.text.grammar import ARTICLE, LINK, VERB, Grammar
from app.text.tagging import ADJECTIVE, NOUN, Word, lemma_of, noun_lemma

MOST_WORDS = 4
_LEAST_STEM = 3
_LEAST_HEAD = 4  # letters of the last part of a compound


def content(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.kind in (NOUN, ADJECTIVE, VERB)]


def written(words: Sequence[Word], grammar: Grammar, after: str) -> str | None:
    """None when the form cannot be told for sure; `after` is the word that governs the phrase."""
    if grammar.words("cases"):
        return _nominative(words, grammar, after)
    if grammar.language == "de":
        return _german(words, grammar, after)
    return join([mid_sentence(word, grammar) for word in words])


def join(texts: Sequence[str]) -> str:
    return " ".join(texts).replace("' ", "'")


def mid_sentence(word: Word, grammar: Grammar) -> str:
    plain = word.first and word.text[1:] == word.text[1:].lower() and grammar.language != "de"
    return word.text.lower() if plain and len(word.text) > 1 else word.text


def _german(words: Sequence[Word], grammar: Grammar, after: str) -> str | None:
    dative = after.lower() in grammar.words("dative")
    nouns = [word for word in words if word.kind == NOUN]
    if not nouns:
        return None
    plural = nouns[0].text != nouns[0].lemma
    texts = []
    for word in words:
        text = word.text
        if word.kind == ADJECTIVE and word is words[0]:
            if dative and text.endswith("en") and plural:
                text = text[:-1]  # zu neuen Tarifen: neue Tarife
            elif not text.endswith("e"):
                return None  # its ending depends on a gender that is unknown here
        elif word is nouns[0] and dative:
            text = _german_noun(word, grammar)
        texts.append(text)
    return join(texts)


def _german_noun(word: Word, grammar: Grammar) -> str:
    """The dative plural adds an n to most plurals: zu Abholterminen, but zu Gebühren."""
    form, lemma = word.text, word.lemma
    if form.endswith("n") and (plural := _german_plural(form, grammar)):
        return plural
    shared = lemma.lower() != form.lower() and form.lower().startswith(lemma.lower())
    if not form.endswith("n") or lemma.lower() == form.lower():
        return form
    if shared and lemma.endswith("e") and noun_lemma(lemma, grammar.language) != lemma:
        return lemma  # itself a plural
    if shared and (lemma.endswith("e") or lemma.lower().endswith(tuple(grammar.words("plural_en")))):
        return form
    if shared and form.lower() == lemma.lower() + "en":
        return lemma[0].upper() + lemma[1:]
    return form[:-1] if form.endswith(("ern", "eln")) or not shared else lemma


def _german_plural(form: str, grammar: Grammar) -> str | None:
    """By the longest end of a compound that the dictionary has: Ticketpreisen has Preise in it."""
    for start in range(max(1, len(form) - _LEAST_HEAD)):
        head = form[start].upper() + form[start + 1 :]
        lemma = lemma_of(head, grammar.language)
        if lemma is None or not lemma[0].isupper():
            continue
        if lemma == head:
            return None if start == 0 else form  # in itself a plural, or a singular in -n
        if lemma.lower().endswith(("e", *grammar.words("plural_en"))):
            return form
        return form[:-1] if lemma_of(head[:-1], grammar.language) == lemma else form
    return None


def _plural(noun: str, grammar: Grammar) -> str | None:
    """Its nominative, where the dictionary confirms what the endings of the language suggest."""
    plurals: list[list[str]] = grammar.data.get("plurals", [])  # type: ignore[assignment]
    for old, new in plurals:
        form = noun.removesuffix(old) + new
        if noun.endswith(old) and lemma_of(form, grammar.language) == noun and form != noun:
            return form
    return None


def _nominative(words: Sequence[Word], grammar: Grammar, after: str) -> str | None:
    place = next((i for i, word in enumerate(words) if word.kind == NOUN), None)
    if place is None or place > 1 or any(word.kind in (ARTICLE, LINK) for word in words):
        return None
    token = words[place].text.lower()
    head = lemma_of(token, grammar.language)
    if head is None or (
        head.endswith(tuple(grammar.words("infinitives")))
        and not head.endswith(tuple(grammar.words("nouns")))
    ):
        return None
    stems = [token.removesuffix(end) for end in grammar.words("plural_oblique") if token.endswith(end)]
    head = next(
        (stem for stem in stems if len(stem) > _LEAST_STEM and lemma_of(stem, grammar.language) == stem), head
    )
    plural = _plural(head, grammar)
    standing = plural == token and after.lower() in grammar.words("accusative")
    oblique = token != head and token.endswith(tuple(grammar.words("plural_oblique")))
    oblique = oblique or head[:-1] == token  # the genitive of faktura, faktury: faktur
    if plural and not standing and oblique and not any(word.kind == ADJECTIVE for word in words):
        return join([plural, *(word.text for word in words[1:])])
    if standing:
        return join([word.text.lower() if word.first else word.text for word in words])
    if (
        head + token[-1] == token
        and token.endswith(tuple(grammar.words("plural")))
        and not place
        and len(words) > 1
    ):
        return words[1].kind == NOUN and join([token, *(word.text for word in words[1:])]) or None
    if len(words) > 1 and words[place].text.endswith(tuple(grammar.words("plural_oblique"))):
        return None  # opening hours are never an opening hour, and their plural is not in the dictionary
    before = [words[0].lemma] if place else []
    behind = list(words[place + 1 :])
    if place or (behind and behind[0].kind == ADJECTIVE):
        # An adjective agrees: the dictionary has its masculine form only.
        adjective = _agreeing(words[0].lemma if place else behind.pop(0).lemma, head, grammar)
        if adjective is None:
            return None
        return join(
            [
                *([adjective] if before else []),
                head,
                *([] if before else [adjective]),
                *(w.text for w in behind),
            ]
        )
    return join([head, *(word.text for word in behind)])


def _agreeing(adjective: str, noun: str, grammar: Grammar) -> str | None:
    if noun.endswith(tuple(grammar.words("neuter"))):
        return None
    if not noun.endswith(tuple(grammar.words("feminine"))):
        return adjective
    agreement: dict[str, list[list[str]]] = grammar.data.get("agreement", {})  # type: ignore[assignment]
    for old, new in agreement.get(noun[-1], []):
        if adjective.endswith(old):
            return adjective[: -len(old)] + new
    return None
