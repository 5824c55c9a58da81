"""What a company's own pages say about a subject: sentences that its customers may have read, or got wrong. Pure."""

import re
from collections.abc import Iterable

from app.queries.subjects import is_private
from app.queries.words import content_words

MOST = 4
_WORDS = (4, 30)
_PRECISE = re.compile(
    r"\d|%|(?:mon|tues|wednes|thurs|fri|satur|sun)day|free|never|always|only|until|within", re.I
)


def facts_about(topic: str, texts: Iterable[str]) -> list[str]:
    """At most MOST precise statements that share a word with the topic, those that share most first."""
    wanted = content_words(topic)
    shared: dict[str, int] = {}
    for text in texts:
        for part in re.split(r"\n+|(?<=[.!?])\s+", text):
            said = " ".join(part.split()).strip("#*-|> ")
            if (
                _WORDS[0] <= len(said.split()) <= _WORDS[1]
                and not said.endswith("?")
                and _PRECISE.search(said)
                and not is_private(said)
            ):
                shared[said] = len(wanted & content_words(said))
    return sorted((said for said, count in shared.items() if count), key=lambda said: -shared[said])[:MOST]
