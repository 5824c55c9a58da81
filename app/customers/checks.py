"""What a question of a model must not be, by form and by closeness to earlier ones; no word of any language counts."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.customers.brief import AgentBrief, is_avoided
from app.customers.plan import Plan
from app.text.language import NAMES, is_in
from app.text.similarity import TOO_SIMILAR, similarity
from app.text.words import tokens

LEAST_WORDS = 2
MOST_WORDS = 110
MOST_LETTERS = 250  # of a script that puts no space between words
MOST_CHARACTERS = 700

# "[order number]", "{name}", "<your city>", "___": a gap that nobody filled.
_PLACEHOLDER = re.compile(r"[\[{<][^\W\d][^\]}>\n]{0,40}[\]}>]|_{3,}|\bX{3,}\b|\b(?:TODO|TBD)\b")


class Reason(StrEnum):
    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    PLACEHOLDER = "placeholder"
    REPETITIVE = "repetitive"
    TOO_SIMILAR = "too_similar"
    WRONG_LANGUAGE = "wrong_language"
    PLAN_LEAK = "plan_leak"
    AVOIDED = "avoided"


@dataclass(frozen=True, slots=True)
class Rejection:
    code: Reason
    sentence: str


def check(text: str, plan: Plan, agent: AgentBrief, earlier: Sequence[str]) -> list[Rejection]:
    """Everything that is wrong with a question; an empty list means that a person may see it."""
    words = tokens(text)
    if not words:
        return [Rejection(Reason.EMPTY, "The model wrote nothing.")]
    found = [*_length(text, words), *_loops(words)]
    if gap := _PLACEHOLDER.search(text):
        found.append(Rejection(Reason.PLACEHOLDER, f"It holds a gap that was never filled: {gap[0]!r}."))
    if plan.persona and plan.persona.casefold() in text.casefold() and len(plan.persona.split()) > 1:
        found.append(Rejection(Reason.PLAN_LEAK, f"It repeats who is asking: {plan.persona!r}."))
    if not is_in(text, agent.language):
        found.append(
            Rejection(Reason.WRONG_LANGUAGE, f"It is not {NAMES.get(agent.language, agent.language)}.")
        )
    if is_avoided(text, agent.avoided, agent.language):
        found.append(Rejection(Reason.AVOIDED, "It is about something that nobody asks about here."))
    alike = max(earlier, key=lambda old: similarity(text, old), default=None)
    if alike is not None and similarity(text, alike) >= TOO_SIMILAR:
        found.append(Rejection(Reason.TOO_SIMILAR, f"It is too close to an earlier question: {alike[:80]}"))
    return found


def _length(text: str, words: Sequence[str]) -> list[Rejection]:
    spaced = len(text.split())
    most = MOST_WORDS if spaced > len(words) / 3 else MOST_LETTERS
    if len(words) < LEAST_WORDS:
        return [Rejection(Reason.TOO_SHORT, f"It has fewer than {LEAST_WORDS} words.")]
    if len(words) > most or len(text) > MOST_CHARACTERS:
        return [Rejection(Reason.TOO_LONG, f"It is longer than {MOST_WORDS} words.")]
    return []


def _loops(words: Sequence[str]) -> list[Rejection]:
    """Four words in a row that come three times, or one long word that fills the text."""
    runs = Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
    long = Counter(word for word in words if len(word) > 4)
    if any(count > 2 for count in runs.values()) or any(count > 5 for count in long.values()):
        return [Rejection(Reason.REPETITIVE, "It says the same thing again and again.")]
    return []
