"""Whether an answer says yes or no: by how it begins, else by what its first sentence allows or refuses."""

import re
from functools import lru_cache

from app.facts.plain import lowered, plain
from app.facts.spoken import spoken
from app.facts.vocabulary import more
from app.text.language import NAMES

_FIRST = re.compile(r"^[\W_]*")
_SENTENCE = re.compile(r"(?<=[.!?])\s|(?<=[。！？])")


def leading(text: str, language: str) -> tuple[bool, str, tuple[int, int]] | None:
    """Yes or no with the word that says it and where it stands."""
    start = _FIRST.match(text).end()  # type: ignore[union-attr]
    match = _beginning(language).match(text.replace("’", "'"), start)
    if match is None:
        return None
    return match["yes"] is not None, text[match.start() : match.end()], match.span()


def stance(text: str, language: str | None = None) -> bool | None:
    """Yes, no, or does not say, as the answer to a question."""
    low = lowered(plain(text)).strip()
    language = language or spoken(low)
    if said := leading(text, language):
        return said[0]
    first = _SENTENCE.split(low, maxsplit=1)[0]
    yes = bool(_inside(language, "yes_inside").search(first))
    no = bool(_inside(language, "no_inside").search(first))
    if yes and not no and _inside(language, "negations").search(first):
        return None  # you can do so, but not like that
    return yes if yes != no else None


@lru_cache(maxsize=len(NAMES))
def _beginning(language: str) -> re.Pattern[str]:
    """A word that also begins sentences of another kind, as in "No problem", counts only by itself."""
    end = "" if language in ("ja", "zh", "ko") else r"(?!\w)"
    alone = r"(?=\s*(?:[,،.!;:–—-]|$))"

    def words(what: str) -> str:
        return f"(?:{_any(language, what)}){end}|(?:{_any(language, what + '_alone')}){alone}"

    return re.compile(rf"(?:(?P<yes>{words('yes')})|(?P<no>{words('no')}))", re.I)


@lru_cache(maxsize=3 * len(NAMES))
def _inside(language: str, what: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(language, what)})(?!\w)")


def _any(language: str, what: str) -> str:
    known = sorted(more(language, what), key=len, reverse=True)
    return "|".join(re.escape(word) for word in known) or "(?!)"
