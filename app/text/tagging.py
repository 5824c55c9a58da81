"""The words of a sentence with their kind and lemma: by HanTa where it has a model, else by simplemma."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.text.grammar import ADVERB, PRONOUN, VERB, Grammar, grammar_of

MODELS = {"de": "morphmodel_ger.pgz", "en": "morphmodel_en.pgz"}  # the Dutch one takes 830 MB
NOUN, ADJECTIVE, STOP, NAME, NUMBER = "noun", "adjective", "stop", "name", "number"
_WORD = re.compile(
    r"[^\W_](?:[^\W_]|[\u0300-\u036f\u093e-\u094f\u0900-\u0903\u094d\u093c]|[-'’./&](?=[^\W_]))*-?|[^\w\s]"
)
_PARTS = re.compile(r"^\w+['’]")
_DIGIT_WORD = re.compile(
    r"(?:\d{1,3}[A-Z]?(?:-[^\W\d_]{2,})+|\d[A-Z]|[A-Z]\d{1,2}|[^\W\d_]{2,}-?\d{1,2}(?:-[^\W\d_]+)*)"
)
_DOTTED = re.compile(r"^(?:[^\W_]\.)+[^\W_]$")
# Tags of the three models (British National Corpus, Stuttgart-Tübingen, Lassy) by how they begin.
_TAGS = (
    (("VVG",), NOUN),
    (("VVN", "VVD", "ADJA", "AJ", "ADJ(A)", "ADJ(prenom", "ORD", "WW(vd,prenom", "WW(od,prenom"), ADJECTIVE),
    (("NN", "NP", "NE", "N(", "SPEC", "FM", "TRUNC", "UNC", "ZZ0"), NOUN),
    (("VV", "VB", "VD", "VH", "VM", "VA", "WW"), VERB),
    (("CRD", "CARD", "TW"), NUMBER),
)


@dataclass(frozen=True)
class Word:
    text: str
    lemma: str
    kind: str
    first: bool = False  # of its sentence: a capital says nothing
    sure: bool = True
    tag: str = ""

    @property
    def key(self) -> str:
        return self.lemma.lower()


def tokens(text: str, grammar: Grammar) -> list[str]:
    """Words and marks; an article that is written onto its noun (l'orario) is a word of its own."""
    found: list[str] = []
    for token in _WORD.findall(text):
        part = _PARTS.match(token)
        if part and grammar.kind(part.group().replace("’", "'")):
            found += [part.group().replace("’", "'"), token[part.end() :]]
        else:
            found.append(token)
    joined: list[str] = []
    while found:
        size = next(
            (n for n in range(min(grammar.longest, len(found)), 1, -1) if grammar.kind(" ".join(found[:n]))),
            1,
        )
        joined.append(" ".join(found[:size]))
        found = found[size:]
    return joined


@lru_cache(maxsize=4)
def _tagger(language: str) -> Any:
    from HanTa.HanoverTagger import HanoverTagger  # loads numpy; not at the start of every process

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it leaves its model file open
        return HanoverTagger(MODELS[language])


@lru_cache(maxsize=4096)
def may_be(word: str, language: str, tagged: str) -> bool:
    """Whether the word alone, without its sentence, has that tag among its likely ones."""
    return language in MODELS and any(tag == tagged for tag, _ in _tagger(language).tag_word(word))


def noun_lemma(word: str, language: str) -> str:
    return str(_tagger(language).tag_sent([word])[0][1])


@lru_cache(maxsize=1)
def _simplemma() -> tuple[Any, Any]:
    """Looks a word up, and makes its lemma, in all languages.

    Packed, the twelve largest dictionaries take 150 MB, and each 0.2 to 4 s to index; simplemma by itself keeps eight,
    and indexes one anew for each language beyond. Unpacked, the Polish one alone takes 420 MB.
    """
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    dictionaries = StreamDictionaryFactory(cache_max_size=64)
    strategy = DefaultStrategy(dictionary_factory=dictionaries)
    return DictionaryLookupStrategy(dictionaries), Lemmatizer(lemmatization_strategy=strategy)


@lru_cache(maxsize=4096)
def lemma_of(word: str, language: str) -> str | None:
    """None where the language's dictionary does not have the word (or there is no dictionary)."""
    known, lemmatizer = _simplemma()
    try:
        if known.get_lemma(word, language) is None:
            return None
        return str(lemmatizer.lemmatize(word, language))
    except ValueError:  # a language it does not have
        return None


def tag(found: Sequence[str], grammar: Grammar, names: set[str]) -> list[Word]:
    language = grammar.language
    by_model = list(_tagger(language).tag_sent(list(found))) if language in MODELS and found else None
    words: list[Word] = []
    for place, token in enumerate(found):
        lemma, kind = token, ""
        if by_model:
            lemma, kind = by_model[place][1], _kind(by_model[place][2])
            kind = _corrected(kind, token, grammar, place)
        known = grammar.kind(token)
        if not token[0].isalnum():
            kind = token
        elif token.lower() in names:
            kind = NAME
        elif any(letter.isdigit() for letter in token):
            kind = _with_digits(token, kind, language)
        elif by_model and by_model[place][2] == "AVP" and words and words[-1].kind == VERB:
            kind = ADVERB  # hires out boats: its particle, not what leads to another noun
        elif known and not (by_model and kind == NOUN and place and token[0].isupper() and language == "de"):
            kind = known
        elif not by_model:
            lemma, kind = _looked_up(token, grammar)
        first = place == 0 or found[place - 1] in (":", "-", "•")
        words.append(Word(token, lemma, kind, first, bool(by_model), by_model[place][2] if by_model else ""))
    return words


def _with_digits(token: str, kind: str, language: str) -> str:
    """3D-printed and 4-player are words, 2.200 and 8pm are numbers."""
    if not _DIGIT_WORD.fullmatch(token):
        return NUMBER
    if language == "de" and token.rsplit("-", 1)[-1][0].islower():
        return ADJECTIVE
    return ADJECTIVE if kind == ADJECTIVE else NOUN


def _kind(tagged: str) -> str:
    return next((kind for starts, kind in _TAGS if tagged.startswith(starts)), ADVERB)


def _corrected(kind: str, token: str, grammar: Grammar, place: int) -> str:
    if kind == NUMBER and grammar.words("numbers") and token.lower() not in grammar.words("numbers"):
        kind = NOUN  # a word that the model does not know
    if grammar.language == "de" and place:  # a capital is surer than any model
        if token[0].isupper() and kind not in (ADJECTIVE, NUMBER):
            return NOUN
        if token[0].islower() and kind == NOUN and "-" not in token:
            return ADVERB
    return kind


def _looked_up(token: str, grammar: Grammar) -> tuple[str, str]:
    """With an infinitive for its lemma a word can be a verb; where it stands decides whether it is."""
    lemma = lemma_of(token.lower(), grammar.language)
    endings = tuple(grammar.words("infinitives"))
    if lemma is None:
        return token, NOUN
    adjectives = tuple(grammar.words("adjectives"))
    if adjectives and lemma.endswith(adjectives) and not lemma[0].isupper():
        return lemma, ADJECTIVE
    if lemma.endswith(tuple(grammar.words("nouns"))):
        return lemma, NOUN
    if endings and lemma.endswith(endings) and len(lemma) > 3 and not token.lower().startswith(lemma):
        return lemma, VERB
    return lemma, NOUN


def noun_runs(text: str, language: str, skipped: frozenset[str]) -> list[list[Word]]:
    """Nouns that stand together, with the adjectives before them; without a grammar, words between stop words."""
    grammar = grammar_of(language) or Grammar(language, {}, {}, 1)
    runs: list[list[Word]] = [[]]
    for word in tag(tokens(text, grammar), grammar, set()):
        if word.kind in (NOUN, ADJECTIVE) and word.text.lower() not in skipped and len(word.text) > 1:
            runs[-1].append(word)
        else:
            runs.append([])
    return [run for run in runs if run]


def verb_tag(words: list[Word], start: int) -> str:
    tags = [word.tag for word in words[:start] if word.tag.startswith("VV")]
    plural = any(word.kind == PRONOUN for word in words[:start])
    return tags[0] if tags else "VVB" if plural else "VVZ"


def is_modifier(words: Sequence[Word], place: int, grammar: Grammar) -> bool:
    """Whether of a verb's two readings the noun before another noun is the likely one: meter changes."""
    behind = words[place + 1] if place + 1 < len(words) else None
    return (
        behind is not None
        and behind.kind == NOUN
        and words[place].tag in ("VVB", "VVI")
        and may_be(words[place].text, grammar.language, "NN1")
    )


def ends_in_verb(words: list[Word], grammar: Grammar) -> bool:
    """Helps teams deploy: what follows are verbs as well."""
    return len(words) > 2 and words[-2].tag == "NN2" and may_be(words[-1].text, grammar.language, "VVI")
