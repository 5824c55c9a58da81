"""What help pages are about: their headings, as subjects that customers may ask about. Pure.

A heading that asks is a real question already (app/proposals/faq.py) and no subject here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.queries.words import content_words, small_words

MOST = 12
_MOST_WORDS = 6
_PROSE_WORDS = 8  # at least, of the line that stands below a heading in plain text

_MARKED = re.compile(r"#{1,6}\s+(?P<text>.*?)\s*#*|(?:\*\*|__)(?P<bold>[^*_]+?):?(?:\*\*|__):?")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?|[A-Z][.)]|[-*•])\s+")
_PRIVATE = re.compile(r"@|https?:|www\.|\d{3}")
_GENERAL = small_words("""
    introduction overview welcome help faq faqs contents contact imprint summary conclusion about more information
    general misc miscellaneous other support background questions answers start started index home note notes example
    examples tip tips important summary details description section chapter page pages guide manual docs documentation
    table appendix glossary changelog legal notice policy policies
    """)
_VERBS = small_words("""
    add ask book buy cancel change check choose close collect connect contact create delete download edit export find
    get import install invite join manage move open order pay pick print redeem renew repair replace report request
    reset return see send set share sign start stop switch track transfer update upgrade upload use verify write
    """)
_OBJECT = re.compile(r"\b(your|our|my|the|an?)\s+([^\W\d_]+(?:[ -][^\W\d_]+)?)$", re.I)


@dataclass(frozen=True, slots=True)
class Heading:
    """`topic` names it ("how to change your plan"), `matter` as a customer does ("my plan")."""

    topic: str
    matter: str


def headings(texts: Iterable[str]) -> list[Heading]:
    """At most MOST of all pages together, spread evenly, none twice."""
    found = {
        heading.topic: heading
        for text in texts
        for line in _lines(text.split("\n"))
        if (heading := _heading(line)) is not None
    }
    step = max(1.0, len(found) / MOST)
    return [list(found.values())[int(number * step)] for number in range(min(MOST, len(found)))]


def _lines(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(map(str.strip, lines)):
        if marked := _MARKED.fullmatch(line):
            yield marked["text"] or marked["bold"] or ""
        elif line[:1].isupper() and line[-1:].isalnum() and not (number and lines[number - 1].strip()):
            below = next((text for text in lines[number + 1 : number + 4] if text.strip("=-~ \t")), "")
            if len(below.split()) >= _PROSE_WORDS and not _MARKED.fullmatch(below.strip()):
                yield line


def _heading(line: str) -> Heading | None:
    text = _NUMBER.sub("", line.strip("*_: \t")).strip("*_: ")
    words = text.split()
    meant = content_words(text) - _GENERAL
    if not meant or len(words) > _MOST_WORDS or text.endswith(("?", ".", "!")) or _PRIVATE.search(text):
        return None
    if not all(re.fullmatch(r"[^\W\d_][\w'’-]*,?|&|/", word) for word in words):
        return None
    said = " ".join(
        word if word[1:] != word[1:].lower() and not text.isupper() else word.lower() for word in words
    )
    said = said.replace(" & ", " and ").replace(" / ", " and ")
    action = re.sub(r"^how (?:to|do i|can i) ", "", said)
    verb, _, rest = action.partition(" ")
    if action != said or (verb in _VERBS and rest) or verb.endswith("ing"):
        topic = said if verb.endswith("ing") else f"how to {action}"
        if thing := _OBJECT.search(rest):
            return Heading(topic, f"{'the' if thing[1] in ('the', 'our') else 'my'} {thing[2]}")
        if action != said or verb in _VERBS:
            return Heading(topic, rest) if rest.endswith("s") and len(rest.split()) <= 2 else None
    said = re.sub(r"^(?:our|the|an?) ", "", said)
    if own := re.match(r"(?:your|my) (.+)", said):
        return Heading(own[1], f"my {own[1]}")
    bare = said.endswith("s") or " and " in said or verb.endswith("ing")
    return Heading(said, said if bare else f"the {said}")
