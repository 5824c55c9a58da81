"""The words of a text, and those of them that carry meaning, in any language."""

import re
from functools import lru_cache

import snowballstemmer

from app.text.stopwords import language_by_stop_words, stop_words

# Scripts that put no space between words; their letters stand for words.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
_RUN = re.compile(rf"[{UNSPACED}]{{2,}}")
_WORD = re.compile(rf"[^\W\d_{UNSPACED}]+(?:['’][^\W\d_{UNSPACED}]+)?")
_HIRAGANA = re.compile(r"[\u3040-\u309f]+")
_STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
_LEAST_LETTERS = 3


# Every new question is compared with the same few hundred earlier ones, and a split compares all with all: with
# less room than there are pairs nothing would be found again.
@lru_cache(maxsize=1 << 15)
def tokens(text: str) -> tuple[str, ...]:
    """Lower-case words; single letters of scripts that put no space between words."""
    return tuple(_TOKEN.findall(text.lower()))


@lru_cache(maxsize=1 << 15)
def content_words(text: str, language: str | None = None) -> frozenset[str]:
    """Stems of the words that carry meaning, so that "refunds" and "refund" are one. `language`: ISO 639-1; guessed
    from the function words when None. Of unspaced scripts every two neighbouring letters count, but for Japanese
    endings."""
    lower = text.lower().replace("’", "'")
    words = _WORD.findall(lower)
    language = language or language_by_stop_words(words) or "en"
    empty = stop_words(language)
    found = {stem(w, language) for w in words if w not in empty and len(w) >= _LEAST_LETTERS}
    for run in _RUN.findall(lower):
        pairs = (run[start : start + 2] for start in range(len(run) - 1))
        found |= {pair for pair in pairs if not _HIRAGANA.fullmatch(pair)}
    return frozenset(found)


def stem(word: str, language: str) -> str:
    name = _STEMMERS.get(language)
    return str(_stemmer(name).stemWord(word)) if name else word


@lru_cache(maxsize=len(_STEMMERS))
def _stemmer(name: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(name)
