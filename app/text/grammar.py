"""The closed word classes of a language (`grammar/<code>.json`): what the parser of descriptions goes by."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "grammar"
UNSPACED = ("zh", "ja")
CONJUNCTION, CLAUSE, CONTINUES, RELATIVE, PRONOUN = (
    "conjunction",
    "clause",
    "continues",
    "relative",
    "pronoun",
)
ABOUT, AFTER, LEAD, ARTICLE, LINK = "about", "after", "lead", "article", "link"
PREPOSITION, COPULA, VERB = "preposition", "copula", "verb"
ADVERB = "adverb"
WITH, HOLDS = "with", "holds"  # has courses, rental and a café with it; covering courses, vouchers
BARE, COLON = "bare", "colon"  # what leads up to an enumeration: nothing, a colon
ENOUGH = 3  # items that make an enumeration, topics that make do without single objects
# A word of two classes is taken for the first of them here.
CLASSES = {
    "conjunctions": CONJUNCTION,
    "about": ABOUT,
    "after": AFTER,
    "leads": LEAD,
    "links": LINK,
    "articles": ARTICLE,
    "copulas": COPULA,
    "verbs": VERB,
    "prepositions": PREPOSITION,
    "pronouns": PRONOUN,
    "clauses": CLAUSE,
    "relatives": RELATIVE,
    "continues": CONTINUES,
    "adverbs": ADVERB,
}


@dataclass(frozen=True)
class Grammar:
    language: str
    data: dict[str, list[str]]
    classes: dict[str, str]
    longest: int  # words in its longest entry

    def words(self, name: str) -> list[str]:
        return self.data.get(name, [])

    def kind(self, word: str) -> str | None:
        return self.classes.get(word.lower())

    def starts_clause(self, word: str) -> bool:
        return word.lower() in self.words("clauses")

    def asks(self, word: str) -> bool:
        """Whether a word says that someone asks, answers or advises."""
        return word.lower().startswith(tuple(self.words("ask")))

    def helps(self, word: str) -> bool:
        """Whether a word says that someone is helped: its object are people."""
        return word.lower().startswith(tuple(self.words("helps")))

    def aid(self, word: str) -> bool:
        """Whether a word leads from the people who are helped to what the help is about."""
        return word.lower() in self.words("aids")

    def replies(self, word: str) -> bool:
        """Whether a word says that someone answers: whom or what, and in which way."""
        return word.lower().startswith(tuple(self.words("replies")))

    def addresses(self, word: str) -> bool:
        """Whether a word leads to whom someone answers or how: responde a, con."""
        return word.lower() in (*self.words("persons"), *self.words("withs"))

    def generic(self, *forms: str) -> bool:
        """Whether a word, in any of its forms, names who asks or that they ask, not what about."""
        stems, endings = tuple(self.words("generic")), tuple(self.words("people_endings"))
        for form in {form.lower() for form in forms}:
            if endings and form.endswith(endings):
                return True
            if form.startswith(stems) and any(
                form == stem or (form.startswith(stem) and len(form) - len(stem) < min(len(stem) - 2, 4))
                for stem in stems
            ):
                return True
        return False


@lru_cache(maxsize=32)
def grammar_of(language: str) -> Grammar | None:
    """None for a language without a file: only its punctuation is understood."""
    path = FOLDER / f"{language}.json"
    if not language.isalpha() or not path.exists():
        return None
    data: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    classes: dict[str, str] = {}
    for name, kind in CLASSES.items():
        for word in data.get(name, []):
            classes.setdefault(word.lower(), kind)
    return Grammar(language, data, classes, max((len(word.split()) for word in classes), default=1))


def is_clause(name: str, language: str) -> bool:
    """Whether a topic is an indirect question."""
    grammar = grammar_of(language)
    if grammar is None:
        return False
    if language in UNSPACED or language == "ko":
        return any(word in name for word in grammar.words("clauses"))
    lowered = f"{name.strip().lower()} "
    return any(
        lowered.startswith((f"{word} ", f"{word},") if word[-1] != "'" else word)
        for word in grammar.words("clauses")
    )
