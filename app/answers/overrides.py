"""What a person changed about a learned house style: rules switched off, rules of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from app.answers.learn import house_style
from app.answers.rules import Rule, RuleKind
from app.errors import InvalidInput
from app.text.fields import required

MOST_OWN = 20
TEXT_LENGTH = 100
MOST_WORDS = 1_000
WITH_TEXT = frozenset(RuleKind) - {RuleKind.LENGTH, RuleKind.LIST}


@dataclass(frozen=True, slots=True)
class Overrides:
    """`off` holds ids of rules."""

    off: frozenset[str] = frozenset()
    own: tuple[Rule, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {"off": sorted(self.off), "own": [rule.to_json() for rule in self.own]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        own = tuple(Rule.from_json(row) for row in stored.get("own", ()))
        return cls(frozenset(stored.get("off", ())), own)


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule as people see it: `is_own` made by a person, else learned; only those that are on count."""

    rule: Rule
    is_own: bool
    is_on: bool

    @property
    def id(self) -> str:
        return id_of(self.rule, self.is_own)


def rules_of(responses: Sequence[str], overrides: Overrides) -> list[StyleRule]:
    """Own rules first; a learned rule that says the same, or another length, gives way to them."""
    own_keys = {rule.key for rule in overrides.own}
    learned = [rule for rule in house_style(responses) if rule.key not in own_keys]
    return [
        StyleRule(rule, is_own, id_of(rule, is_own) not in overrides.off)
        for is_own, rules in ((True, overrides.own), (False, learned))
        for rule in rules
    ]


def id_of(rule: Rule, is_own: bool) -> str:
    """An own rule stays on where the learned one of the same words was switched off."""
    return f"own:{rule.key}" if is_own else rule.key


def active(rules: Iterable[StyleRule]) -> list[Rule]:
    return [one.rule for one in rules if one.is_on]


def own_rule(kind: RuleKind, text: str | None, least: int | None, most: int | None) -> Rule:
    """A rule that a person made; raises InvalidInput."""
    if kind in WITH_TEXT:
        return Rule(kind, required(text, "text", TEXT_LENGTH))
    if kind is RuleKind.LIST:
        return Rule(kind)
    least, most = least if least is not None else 1, most if most is not None else MOST_WORDS
    if not 1 <= least <= most <= MOST_WORDS:
        raise InvalidInput(f"A length goes from 1 to {MOST_WORDS} words, the smaller number first.", "least")
    return Rule(kind, "", least, most)
