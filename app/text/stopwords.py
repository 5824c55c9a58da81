"""Words that carry no meaning of their own, by language, as maintained libraries list them."""

from collections.abc import Iterable
from functools import lru_cache

import stopwordsiso
from bm25s import stopwords as snowball

# Snowball's lists hold function words alone; stopwordsiso knows more languages and is more generous: its English
# list takes "bill", "call" and "order" for empty.
_SNOWBALL = {
    "da": snowball.STOPWORDS_DANISH,
    "de": snowball.STOPWORDS_GERMAN,
    "en": snowball.STOPWORDS_EN_PLUS,
    "es": snowball.STOPWORDS_SPANISH,
    "fr": snowball.STOPWORDS_FRENCH,
    "it": snowball.STOPWORDS_ITALIAN,
    "nl": snowball.STOPWORDS_DUTCH,
    "no": snowball.STOPWORDS_NORWEGIAN,
    "pt": snowball.STOPWORDS_PORTUGUESE,
    "ru": snowball.STOPWORDS_RUSSIAN,
    "sv": snowball.STOPWORDS_SWEDISH,
    "tr": snowball.STOPWORDS_TURKISH,
}
_VOTING = (*_SNOWBALL, "ar", "cs", "el", "fi", "he", "hi", "hu", "pl", "ro", "uk")


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """Lower case; empty for a language without a list. `language`: ISO 639-1."""
    if language in _SNOWBALL:
        return frozenset(_SNOWBALL[language])
    return frozenset(stopwordsiso.stopwords(language)) if stopwordsiso.has_lang(language) else frozenset()


def language_by_stop_words(words: Iterable[str], least: int = 1) -> str | None:
    """The language most of whose function words occur, English before others: good enough to choose a stemmer, also for
    five words, where a model of letters is unsure. None when fewer than `least` of any language do."""
    said = set(words)
    votes = {language: len(said & stop_words(language)) for language in _VOTING}
    best = max(votes, key=lambda language: (votes[language], language == "en"))
    return best if votes[best] >= least else None
