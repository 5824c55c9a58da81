"""Checks of a response by itself and beside its question: placeholders, echoes, length, language."""

import re
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Indel

from app.answers.finding import Finding, FindingCode, blocking, warning
from app.answers.rules import Rule, RuleKind
from app.text.fields import counted
from app.text.language import language_of
from app.text.words import tokens

ECHO = 0.8  # share of the words that question and response have in common, in order
CERTAIN = 0.9  # share of the responses that keep a learned rule before breaking it is worth a word
QUOTED_WORDS = 6  # a question shorter than this may well come again in its answer

_WHOSE = (
    r"(?:your|the|insert|enter|customer|client|user|agent|first|last|full|order|invoice|account|product|phone|email"
    r"|support|company)"
)
_WHAT = r"(?:name|date|number|amount|price|link|url|address|e-?mail|phone|company|placeholder)"
_ALSO = r"(?:id|no|time|product|order|plan|city|country|value|text|here)"
# A lone [Plan] or [Save] is what a button is called; [name] and [order id] are gaps.
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|TBA|FIXME)\b|\b[xX]{3,}\b|\b[Ll]orem ipsum\b|_{3,}|\{\{[^}\n]{0,40}\}\}"
    rf"|(?i:[\[<{{](?:{_WHOSE}[ _-])*(?:{_WHAT}|{_WHOSE}[ _-]{_ALSO})[\]>}}](?!\())"
)


def placeholders(response: str) -> Iterator[Finding]:
    for match in _PLACEHOLDER.finditer(response):
        yield blocking(
            FindingCode.PLACEHOLDER,
            f"{match[0]!r} looks like a gap that was never filled; the agent would say it like this. Fill it in.",
            span=match.span(),
        )


def echo(query: str, response: str) -> Iterator[Finding]:
    asked, answered = tokens(query), tokens(response)
    if len(asked) >= 3 and Indel.normalized_similarity(asked, answered) >= ECHO:
        sentence = "The response only repeats the question. Write what the agent should answer."
        yield blocking(FindingCode.ECHO, sentence)
    elif len(asked) >= QUOTED_WORDS and f" {' '.join(asked)} " in f" {' '.join(answered)} ":
        sentence = (
            "The response repeats the whole question; the agent would learn to do so. Begin with the answer."
        )
        yield warning(FindingCode.ECHO, sentence)


def style(response: str, rules: Iterable[Rule]) -> Iterator[Finding]:
    """`rules` are on; of the learned ones only those count that nearly every response keeps."""
    for rule in rules:
        if rule.support < CERTAIN * rule.of or rule.kept_by(response):
            continue
        if rule.kind is RuleKind.LENGTH:
            yield _length(len(response.split()), rule)
        elif rule.kind is RuleKind.AVOID:
            yield warning(
                FindingCode.STYLE, f"House style: it never says “{rule.text}”. Say it in other words."
            )
        else:
            habit = f"{rule.support} of {rule.of} answers do this" if rule.of else "a rule of yours"
            wanted = rule.sentence[0].lower() + rule.sentence[1:]
            sentence = f"House style ({habit}): {wanted} Follow it, or switch the rule off."
            yield warning(FindingCode.STYLE, sentence)


def _length(count: int, rule: Rule) -> Finding:
    known = f"{counted(count, 'word')} here, {rule.least} to {rule.most} words in the house style"
    if count < rule.least:
        return warning(FindingCode.TOO_SHORT, f"Shorter than your answers: {known}. Say a little more.")
    return warning(
        FindingCode.TOO_LONG, f"Longer than your answers: {known}. Cut what the customer does not need."
    )


def language(query: str, response: str) -> Iterator[Finding]:
    asked, answered = language_of(query), language_of(response)
    if asked and answered and asked != answered:
        yield warning(
            FindingCode.OTHER_LANGUAGE,
            f"The question is in {asked}, the response in {answered}. Answer in the customer's language.",
        )
