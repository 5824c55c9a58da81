"""Which language a text is in, for texts long enough to tell."""

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.text.stopwords import language_by_stop_words
from app.text.words import tokens

# Languages of business; from all of its 97 the model takes short English for Danish or Maltese.
NAMES = {
    "ar": "Arabic",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
LEAST_WORDS = 5
LEAST_CHARACTERS = 24
SURE = 0.95
LEAST_LETTERS = 12  # of a text with letters beyond ASCII, which say more
_VOTES = 2  # function words, at least, of a text that is too short for the letters to tell
_FEW_WORDS = 4
_FEW_LETTERS = 4
_SCRIPTS = {
    "ar": "arabic",
    "el": "greek",
    "he": "hebrew",
    "hi": "devanagari",
    "ja": "han",
    "ko": "hangul",
    "ru": "cyrillic",
    "uk": "cyrillic",
    "zh": "han",
}


@lru_cache(maxsize=1)
def identifier() -> LanguageIdentifier:
    """Reading the model takes about 0.8 s, once in a process."""
    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(list(NAMES))
    return found


def language_of(text: str) -> str | None:
    """English name of the language; None when the text is too short or mixed to be sure."""
    code = sure_language(text)
    return NAMES[code] if code else None


def likely_language(*texts: str) -> str:
    """The ISO 639-1 code of the first text that tells its language; English where none does."""
    for text in texts:
        if (
            code := sure_language(text)
            or language_by_stop_words(tokens(text), _VOTES)
            or _of_a_few_words(text)
        ):
            return code if code in NAMES else "en"
    return "en"


def is_in(text: str, language: str) -> bool:
    """Whether the text may be in the language (ISO 639-1): a text that is too short to tell may. Letters and function
    words both have to speak against it, as the letters alone take short Spanish for Portuguese."""
    code = sure_language(text)
    if code is None or code == language:
        return True
    voted = language_by_stop_words(tokens(text))
    return voted == language or (voted is None and not _other_script(code, language))


def _of_a_few_words(text: str) -> str | None:
    """A name or two words say nothing, as "IKEA" is no Finnish; a script of one language does."""
    if len(text.split()) < _FEW_WORDS and text.isascii():
        return None
    return _by_letters(text) if sum(letter.isalpha() for letter in text) >= _FEW_LETTERS else None


def sure_language(text: str) -> str | None:
    long_enough = len(text.split()) >= LEAST_WORDS or not text.isascii()
    if not long_enough or len(text) < (LEAST_CHARACTERS if text.isascii() else LEAST_LETTERS):
        return None
    return _by_letters(text)


def _by_letters(text: str) -> str | None:
    code, probability = identifier().classify(text)
    return str(code) if probability >= SURE else None


def _other_script(one: str, other: str) -> bool:
    return _SCRIPTS.get(one, "latin") != _SCRIPTS.get(other, "latin")
