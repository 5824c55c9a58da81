"""How close generated questions come to real ones of the same organisation, by signs that need no word of any language.

Two samples of the same customers differ by chance too: each closeness takes off what chance does at these sizes.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev
from unicodedata import category

from app.text.words import content_words, tokens

LEAST = 8  # of either: with fewer, chance alone decides
_WEIGHTS = {"length": 0.2, "mood": 0.25, "wording": 0.3, "topics": 0.25}
_LOWEST = 0.02  # of a closeness: in the geometric mean one thing all wrong weighs much, not all
_USUAL = math.sqrt(2 / math.pi)  # what chance makes of a difference on average, in standard errors
_SCALE = 0.8  # where a closeness falls to 1/e: doublings of the length, squared effects of the mood
# A sentence needs an effect that people notice (Cohen 1988: 0.5 is medium) and so many standard errors; more
# where the largest of hundreds of words is picked. Of equal lengths one word more is still no large effect.
_NOTICED, _SURE, _SURE_OF_WORD, _LEAST_SPREAD = 0.5, 2.5, 4.0, 0.2
_LETTERS = ("Lo", "Mn", "Mc")  # of these a token of one letter comes from a script without spaces
_END = r"[.?!。？！؟…।۔՞፧]"
_FIRST = r"\W*\w{1,12}(?:[ '’-]\w{1,12}){0,2}"  # so few words that they say nothing yet
# Each name completes "Your customers … more often than these".
_SIGNS: Mapping[str, Callable[[str], object]] = {
    "write a question mark": re.compile(r"[?？؟՞፧]").search,
    "write several question marks": re.compile(r"[?？؟՞፧].*[?？؟՞፧]", re.S).search,
    "write an exclamation mark": re.compile(r"[!！]").search,
    "start in lower case": lambda text: text[0].islower(),
    "leave out the mark at the end": lambda text: not re.search(rf"{_END}[\"'”’»」)]*$", text),
    "write words in capitals": lambda text: any(len(w) > 2 and w.isupper() for w in text.split()),
    "write several sentences": re.compile(rf"{_END}+[\"'”’»」)]*\s+\w|[。？！]\w").search,
    "begin with a greeting or the like": re.compile(rf"{_FIRST}(?:[,，、،\n。！]|[.!]+\s)\s*\w").match,
    "give numbers": re.compile(r"\d").search,
}
_Texts = Sequence[Sequence[str]]  # the generated and the real questions
_Shares = Mapping[str, tuple[float, float]]  # of them, by what is counted


@dataclass(frozen=True, slots=True)
class Resemblance:
    """`score`: 0 to 100; the rest 0 to 1. `sentences` are for people, the largest differences first."""

    score: int
    length: float
    mood: float
    wording: float
    topics: float
    sentences: tuple[str, ...]


def resemblance(
    generated: Sequence[str], real: Sequence[str], topic_of: Callable[[str], str | None] = lambda text: None
) -> Resemblance | None:
    """None while there are too few of either. Where no question has a topic, topics do not count."""
    both = [[text.strip() for text in texts if text.strip()] for texts in (generated, real)]
    if min(map(len, both)) < LEAST:
        return None
    error = math.sqrt(sum(1 / len(texts) for texts in both))  # of a difference, in standard deviations
    signs = _shares(both, lambda text: [name for name, shows in _SIGNS.items() if shows(text)])
    topics = _shares(both, lambda text: [f"ask about {topic}" if (topic := topic_of(text)) else ""])
    apart = sum(abs(one - other) for one, other in topics.values()) / 2  # their total variation
    chance = _USUAL * sum(_error(one, other, error) for one, other in topics.values()) / 2
    close = {
        "length": _length_closeness(both, error),
        "mood": _mood_closeness(signs, error),
        "wording": _wording_closeness(both),
        "topics": min(max(1 - apart, 0.0) / (1 - min(chance, 0.9)), 1.0),
    }
    weights = [_WEIGHTS[part] if part != "topics" or any(topics) else 0.0 for part in close]
    told = sorted(_told(both, {**signs, **topics}, error), reverse=True)[:3]
    score = math.exp(fmean([math.log(max(part, _LOWEST)) for part in close.values()], weights))
    return Resemblance(round(100 * score), **close, sentences=tuple(sentence for _, sentence in told))


def _length(text: str) -> float:
    """In words; two letters stand for one in scripts that put no space between words."""
    return max(sum(0.5 if len(t) == 1 and category(t) in _LETTERS else 1 for t in tokens(text)), 1.0)


def _shares(both: _Texts, shown: Callable[[str], Sequence[str]]) -> _Shares:
    ours, theirs = (Counter(name for text in texts for name in shown(text)) for texts in both)
    return {name: (ours[name] / len(both[0]), theirs[name] / len(both[1])) for name in sorted(ours | theirs)}


def _error(one: float, other: float, error: float) -> float:
    """The standard error of the difference of two shares when both samples come from the same customers."""
    return math.sqrt((one + other) / 2 * (1 - (one + other) / 2)) * error


def _effect(one: float, other: float) -> float:
    """Cohen's h: a step counts for more near 0 and 1, so that chance makes it equally large everywhere."""
    return 2 * (math.asin(math.sqrt(one)) - math.asin(math.sqrt(other)))


def _length_closeness(both: _Texts, error: float) -> float:
    """By the Wasserstein distance of the logarithms: the area between the two cumulative shares."""
    ours, theirs, far = [_length(text) for text in both[0]], [_length(text) for text in both[1]], 0.0
    for low, high in pairwise(sorted({*ours, *theirs})):
        one, other = (sum(length <= low for length in lengths) / len(lengths) for lengths in (ours, theirs))
        far += (abs(one - other) - _USUAL * _error(one, other, error)) * math.log2(high / low)
    return math.exp(-max(far, 0.0) / _SCALE)


def _mood_closeness(signs: _Shares, error: float) -> float:
    """By the mean squared effect; signs that hardly anybody or nearly everybody shows say little."""
    weights = [0.1 + math.sqrt((one + other) * (2 - one - other)) for one, other in signs.values()]
    squares = [_effect(one, other) ** 2 - error**2 for one, other in signs.values()]
    return math.exp(-max(fmean(squares, weights), 0.0) / _SCALE)


def _wording_closeness(both: _Texts) -> float:
    """How much of the others' words, and of their runs of four letters, a sample holds, against how much of each of
    its own questions without that one. Both ways: real ones show what is never said, generated ones what is lacking."""
    found: list[list[str]] = [[], []]
    for side, text in [(side, text) for side, texts in enumerate(both) for text in texts]:
        line = f" {' '.join(tokens(text))} "
        found[side] += {line[at : at + 4] for at in range(max(len(line) - 3, 1))}
        found[side] += [f"={word}" for word in content_words(text)]
    close, of = (
        1.0,
        min(map(len, both)) - 1,
    )  # as many are drawn of either: more hold more, which says nothing
    for side in (0, 1):
        size, spread = len(both[side]), Counter(found[side])
        missed = [math.comb(size - n, of) / math.comb(size, of) for n in range(max(spread.values()) + 1)]
        own = round(1 - fmean(missed[spread[one]] for one in found[side]) * size / (size - of), 9)
        close *= min((1 - fmean(missed[spread[one]] for one in found[1 - side])) / own, 1.0) if own else 1.0
    return close


def _told(both: _Texts, shares: _Shares, error: float) -> Iterator[tuple[float, str]]:
    """How large each difference is, and the sentence that tells it."""
    these, real = ([math.log(_length(text)) for text in texts] for texts in both)
    effect = (fmean(real) - fmean(these)) / max(fmean([pstdev(these), pstdev(real)]), _LEAST_SPREAD)
    are_letters = sum(map(_length, both[1])) < 0.7 * sum(len(tokens(text)) for text in both[1])
    much = [round(math.exp(fmean(logarithms)) * (1 + are_letters)) for logarithms in (real, these)]
    if abs(effect) >= max(_NOTICED, _SURE * error) and much[0] != much[1]:
        how, unit = "longer" if effect > 0 else "shorter", "letters" if are_letters else "words"
        yield abs(effect), f"Your customers write {how} than these: {much[0]} {unit}, not {much[1]}."
    for does, (ours, theirs) in shares.items():
        effect, how = _effect(theirs, ours), "more" if theirs > ours else "less"
        if does and abs(effect) >= _NOTICED and abs(theirs - ours) >= _SURE * _error(ours, theirs, error):
            yield abs(effect), f"Your customers {does} {how} often than these: {theirs:.0%}, not {ours:.0%}."
    words = _shares(both, lambda text: [word for word in {*tokens(text)} if content_words(word)])
    effects = sorted((_effect(ours, theirs), word) for word, (ours, theirs) in words.items())[:3]
    if rare := [word for effect, word in effects if -effect >= max(_NOTICED, _SURE_OF_WORD * error)]:
        yield -effects[0][0], f"Your customers use words that are rare in these: {', '.join(rare)}."
