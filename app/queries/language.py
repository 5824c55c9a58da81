"""Which language a text is in, for texts long enough to tell."""

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

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
_LATIN = 0x24F  # the last letter of Latin Extended-B


@lru_cache(maxsize=1)
def identifier() -> LanguageIdentifier:
    """Reading the model takes about 0.8 s, once in a process."""
    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(list(NAMES))
    return found


def language_of(text: str) -> str | None:
    """English name of the language; None when the text is too short or mixed to be sure."""
    long_enough = len(text.split()) >= LEAST_WORDS or not text.isascii()
    if not long_enough or len(text) < LEAST_CHARACTERS:
        return None
    code, probability = identifier().classify(text)
    return NAMES[code] if probability >= SURE else None


def is_english(text: str) -> bool:
    """A text that is too short to tell counts as English, unless it is in another script."""
    latin = all(ord(letter) <= _LATIN for letter in text if letter.isalpha())
    return latin and language_of(text) in (None, "English")
