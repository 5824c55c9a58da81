"""Learns a house style from the expert's responses: what most of them have in common, as a few rules. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.answers.length import LEAST_RESPONSES, usual_length
from app.answers.rules import Rule, RuleKind, last_sentence

LOOKED_AT = 100  # newest responses: a habit shows in them, and an old one fades out
COMMON = 0.7  # share of the responses that makes a habit
MOST_PHRASES = 4
OPENING_WORDS = 5
PHRASE_WORDS = (2, 3, 4, 5, 6)
SEPARATORS = (">", "→", "->", "»", "|", "/", "›")
_LABEL = re.compile(r"(?:^|[.!?\n]\s*)([A-Z][\w ]{0,24}:)(?=\s)")


def house_style(responses: Sequence[str]) -> tuple[Rule, ...]:
    """`responses`: newest first. At most about ten rules; none while there are fewer than six responses."""
    return _learned(tuple(responses[:LOOKED_AT]))


# While someone types it is asked again and again about the same responses.
@lru_cache(maxsize=64)
def _learned(responses: tuple[str, ...]) -> tuple[Rule, ...]:
    if len(responses) < LEAST_RESPONSES:
        return ()
    texts = [response.strip().replace("’", "'") for response in responses]
    framed = [
        *_common_start(RuleKind.OPENING, texts),
        *_common_start(RuleKind.CLOSING, [last_sentence(text) for text in texts]),
    ]
    kept = [rule.text.lower() for rule in framed]
    phrases = [
        rule for rule in _phrases(texts) if not any(_overlap(rule.text.lower(), text) for text in kept)
    ]
    signs = [_counted(Rule(RuleKind.SEPARATOR, sign), texts) for sign in SEPARATORS]
    others = [rule for rule in (*signs, _counted(Rule(RuleKind.LIST), texts)) if _is_common(rule)]
    length = usual_length(texts)
    assert length is not None
    return (
        *framed,
        *phrases[:MOST_PHRASES],
        *others,
        Rule(RuleKind.LENGTH, "", length.least, length.most, length.support, length.of),
    )


def _common_start(kind: RuleKind, texts: Sequence[str]) -> Iterator[Rule]:
    """The longest beginning that most texts share; a lone small word says nothing."""
    starts = Counter(
        " ".join(text.split()[:size])
        for text in texts
        for size in range(1, min(OPENING_WORDS, len(text.split())) + 1)
    )
    common = [start for start, count in starts.items() if count >= COMMON * len(texts)]
    longest = max(common, key=len, default="")
    if " " in longest or longest.endswith((":", ",", "!")):
        yield _counted(Rule(kind, longest), texts)


def _phrases(texts: Sequence[str]) -> Iterator[Rule]:
    """Labels such as "Path:" and runs of words, without those that are part of a longer one; most common first."""
    count = Counter(phrase for text in texts for phrase in _runs(text))
    common = [phrase for phrase, n in count.most_common() if n >= COMMON * len(texts)]
    for phrase in common:
        if not any(phrase != other and phrase in other and count[other] >= count[phrase] for other in common):
            yield _counted(Rule(RuleKind.PHRASE, phrase), texts)


def _runs(text: str) -> set[str]:
    words = text.split()
    runs = {
        " ".join(words[start : start + size])
        for size in PHRASE_WORDS
        for start in range(len(words) - size + 1)
    }
    return {run for run in runs if _says_something(run)} | set(_LABEL.findall(text))


def _says_something(run: str) -> bool:
    """A run of small words ("in the") is English and no style; signs are separators."""
    words = run.split()
    return sum(len(word) > 3 for word in words) >= 2 and all(any(map(str.isalnum, word)) for word in words)


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def _counted(rule: Rule, texts: Sequence[str]) -> Rule:
    support = sum(rule.kept_by(text) for text in texts)
    return Rule(rule.kind, rule.text, rule.least, rule.most, support, len(texts))


def _is_common(rule: Rule) -> bool:
    return rule.support >= COMMON * rule.of
