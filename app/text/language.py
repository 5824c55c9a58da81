"""Which language a text is in, for texts long enough to tell."""

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.text.stopwords import language_by_stop_words
from app.text.words import tokens

# Languages of business; from all of its 97 the model takes short English for Danish or Maltese.
NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
LEAST_WORDS = 5
LEAST_CHARACTERS = 24
SURE = 0.95
LEAST_LETTERS = 12  # of a text with letters beyond ASCII, which say more
_SCRIPTS = {
    "ar": "arabic", "el": "greek", "he": "hebrew", "hi": "devanagari", "ja": "han", "ko": "hangul", "ru": "cyrillic",
    "uk": "cyrillic", "zh": "han",
}  # fmt: skip


@lru_cache(maxsize=1)
def identifier() -> LanguageIdentifier:
    """Reading the model takes about 0.8 s, once in a process."""
    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(list(NAMES))
    return found


def language_of(text: str) -> str | None:
    """English name of the language; None when the text is too short or mixed to be sure."""
    code = _sure(text)
    return NAMES[code] if code else None


def likely_language(*texts: str) -> str:
    """The ISO 639-1 code of the first text that tells its language, else the best guess."""
    for text in texts:
        if code := _sure(text) or language_by_stop_words(tokens(text)):
            return code if code in NAMES else "en"
    return max((identifier().classify(text)[::-1] for text in texts if text.strip()), default=(1.0, "en"))[1]


def is_in(text: str, language: str) -> bool:
    """Whether the text may be in the language (ISO 639-1): a text that is too short to tell may. Letters and function
    words both have to speak against it, as the letters alone take short Spanish for Portuguese."""
    code = _sure(text)
    if code is None or code == language:
        return True
    voted = language_by_stop_words(tokens(text))
    return voted == language or (voted is None and not _other_script(code, language))


def _sure(text: str) -> str | None:
    long_enough = len(text.split()) >= LEAST_WORDS or not text.isascii()
    if not long_enough or len(text) < (LEAST_CHARACTERS if text.isascii() else LEAST_LETTERS):
        return None
    code, probability = identifier().classify(text)
    return str(code) if probability >= SURE else None


def _other_script(one: str, other: str) -> bool:
    return _SCRIPTS.get(one, "latin") != _SCRIPTS.get(other, "latin")
