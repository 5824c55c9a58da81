"""What a company's own pages say about a topic: sentences that its customers may have read, or got wrong. Pure."""

import re
from collections.abc import Iterable

from app.text.private import is_private
from app.text.words import content_words, tokens

MOST = 4
_WORDS = (4, 40)
_PRECISE = re.compile(r"\d|%")


def facts_about(topic: str, texts: Iterable[str], language: str) -> list[str]:
    """At most MOST statements that share a word with the topic: those that share most first, figures before others."""
    wanted = content_words(topic, language)
    shared: dict[str, tuple[int, bool]] = {}
    for text in texts:
        for part in re.split(r"\n+|(?<=[.!?])\s+|(?<=[。！？])", text):
            said = " ".join(part.split()).strip("#*-|> ")
            if (
                _WORDS[0] <= len(tokens(said)) <= _WORDS[1]
                and not said.endswith(("?", "？"))
                and not is_private(said)
                and (count := len(wanted & content_words(said, language)))
            ):
                shared[said] = (count, bool(_PRECISE.search(said)))
    return sorted(shared, key=lambda said: shared[said], reverse=True)[:MOST]
