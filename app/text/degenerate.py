"""How a generated text goes to pieces: it repeats itself, changes its language or script, is empty, or breaks off.

Measured against the expert's answer to the same question, so that a list or a rhyme that people wrote is not a fault.
"""

import unicodedata
import zlib
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from app.text.language import is_in, sure_language
from app.text.words import tokens

PHRASE, TIMES = 6, 3  # words that stand there so often; good answers of experts hold none thrice
IN_A_ROW = 4  # times one word
LEAST_TOKENS, MOSTLY = 8, 0.4  # one word is no more than this share of so many
LEAST_BYTES, PACKED = 120, 2.4  # bytes before over after zlib (https://arxiv.org/abs/2212.04356, section 4.5)
FOREIGN, LEAST_LETTERS = 0.2, 8  # share of letters in a script that the expert's answer does not use
_ENDS = tuple(".!?…:;)]}\"'”’»›。！？।؟")

REPEATS, LANGUAGE, SCRIPT, EMPTY, CUT = (
    "it repeats itself",
    "it is in another language",
    "it is in another script",
    "it is empty",
    "it is cut off",
)


def degenerations(answer: str, expected: str) -> list[str]:
    """What is wrong with the form of `answer`, as sentences; nothing for a sound one."""
    if not any(map(str.isalnum, answer)):
        return [EMPTY]
    found = []
    if _repeats(answer) and not _repeats(expected):
        found.append(REPEATS)
    if _other_script(answer, expected):
        found.append(SCRIPT)
    elif (language := sure_language(expected)) and not is_in(answer, language):
        found.append(LANGUAGE)
    if _is_cut(answer, expected):
        found.append(CUT)
    return found


def _repeats(text: str) -> bool:
    said = tokens(text)
    length = PHRASE if " " in text.strip() else 2 * PHRASE  # where a letter is a token, phrases are longer
    phrases = Counter(said[start : start + length] for start in range(len(said) - length + 1))
    phrases = Counter({phrase: n for phrase, n in phrases.items() if not "".join(phrase).isdigit()})
    if phrases and max(phrases.values()) >= TIMES:
        return True
    words = [word for word in said if not word.isdigit()]
    if words and len(words) >= LEAST_TOKENS and Counter(words).most_common(1)[0][1] > MOSTLY * len(words):
        return True
    row = 1
    for one, other in pairwise(words):
        row = row + 1 if one == other else 1
        if row >= IN_A_ROW:
            return True
    packed = text.encode()
    return len(packed) >= LEAST_BYTES and len(packed) > PACKED * len(zlib.compress(packed))


def _other_script(answer: str, expected: str) -> bool:
    used = {_script(letter) for letter in expected if letter.isalpha()}
    letters = [_script(letter) for letter in answer if letter.isalpha()]
    strange = sum(script not in used for script in letters)
    return bool(used) and len(letters) >= LEAST_LETTERS and strange > FOREIGN * len(letters)


@lru_cache(maxsize=1 << 12)
def _script(letter: str) -> str:
    first = unicodedata.name(letter, "?").split()[0].split("-")[0]
    return "HAN" if first in ("CJK", "HIRAGANA", "KATAKANA") else first


def _is_cut(answer: str, expected: str) -> bool:
    """The longest answers are stopped at a fifth above the expert's: those end in the middle of a sentence."""
    ended = answer.rstrip().endswith(_ENDS)
    return not ended and expected.rstrip().endswith(_ENDS) and len(answer.split()) >= len(expected.split())
