"""What an agent's customers are like, as the expert taught it: rules learned from skipped questions or written by hand.

Pure. Every rule is one line that a person can read, change and delete; the planner and the writer follow it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from app.customers.brief import is_avoided
from app.customers.plan import Behaviour, PlanRecord
from app.models import Category, Difficulty, SkipReason
from app.models.ids import new_id

MOST_RULES = 60
VALUE_LENGTH = 600
# Of so many unrealistic questions in the same way of writing, it is the way of writing that is wrong.
_SAME_WAY = 2
_LESS = 0.2
_LEVELS = list(Difficulty)


class RuleKind(StrEnum):
    AVOID_TOPIC = "avoid_topic"
    AT_MOST = "at_most"
    LESS_OF = "less_of"
    NOT_LIKE = "not_like"
    WRITE = "write"


class Origin(StrEnum):
    SKIP = "skip"
    PERSON = "person"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Rule:
    """`value` is the topic of AVOID_TOPIC, the behaviour of LESS_OF, the question of NOT_LIKE, the sentence of WRITE;
    AT_MOST has a `difficulty`, and a `category` unless it is about all of them."""

    kind: RuleKind
    value: str = ""
    category: Category | None = None
    difficulty: Difficulty | None = None
    origin: Origin = Origin.PERSON
    id: str = ""

    @property
    def text(self) -> str:
        """The rule as a sentence for people."""
        match self.kind:
            case RuleKind.AVOID_TOPIC:
                return f"Nobody asks about {self.value}."
            case RuleKind.AT_MOST:
                about = f" about {_NAMES[self.category]}" if self.category else ""
                return f"Only {_UP_TO[self.difficulty or Difficulty.MEDIUM]} questions{about}."
            case RuleKind.LESS_OF:
                return f"Fewer customers who {_WAYS[Behaviour(self.value)]}."
            case RuleKind.NOT_LIKE:
                return f"Nobody writes like this: “{self.value}”"
            case RuleKind.WRITE:
                return self.value

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            RuleKind(data["kind"]),
            str(data["value"]),
            Category(data["category"]) if data.get("category") else None,
            Difficulty(data["difficulty"]) if data.get("difficulty") else None,
            Origin(data["origin"]),
            str(data["id"]),
        )


@dataclass(frozen=True, slots=True)
class Guide:
    rules: tuple[Rule, ...] = ()

    @classmethod
    def from_json(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        return cls(tuple(Rule.from_json(row) for row in rows))

    def to_json(self) -> list[dict[str, object]]:
        return [asdict(rule) for rule in self.rules]

    @property
    def avoided(self) -> tuple[str, ...]:
        return self.values(RuleKind.AVOID_TOPIC)

    def values(self, kind: RuleKind) -> tuple[str, ...]:
        return tuple(rule.value for rule in self.rules if rule.kind is kind)

    def levels(self, category: Category) -> list[Difficulty]:
        """The difficulties that questions of this category may have; never none."""
        most = [
            _LEVELS.index(rule.difficulty)
            for rule in self.rules
            if rule.kind is RuleKind.AT_MOST and rule.difficulty and rule.category in (None, category)
        ]
        return _LEVELS[: min(most, default=len(_LEVELS) - 1) + 1]

    @property
    def less_of(self) -> dict[Behaviour, float]:
        """What the weights of rare ways of writing are multiplied by."""
        return {Behaviour(value): _LESS for value in self.values(RuleKind.LESS_OF)}

    def allows(self, plan: PlanRecord, language: str) -> bool:
        is_easy_enough = plan.difficulty in self.levels(plan.category)
        return is_easy_enough and not is_avoided(plan.topic, self.avoided, language)

    def learn(
        self, reason: SkipReason, plan: PlanRecord, text: str, alike: Sequence[PlanRecord] = ()
    ) -> "Guide":
        """With what a skipped question teaches; `alike` are the plans of earlier ones skipped for the same reason."""
        match reason:
            case SkipReason.NOT_OUR_TOPIC if plan.topic:
                return self._with(Rule(RuleKind.AVOID_TOPIC, plan.topic, origin=Origin.SKIP))
            case SkipReason.TOO_HARD if plan.difficulty is not Difficulty.EASY:
                return self._capped(plan, alike)
            case SkipReason.NOT_REALISTIC if text:
                guide = self._with(Rule(RuleKind.NOT_LIKE, text[:VALUE_LENGTH], origin=Origin.SKIP))
                same_way = [record for record in alike if record.behaviour is plan.behaviour]
                if plan.behaviour is not Behaviour.PLAIN and len(same_way) + 1 >= _SAME_WAY:
                    guide = guide._with(Rule(RuleKind.LESS_OF, plan.behaviour, origin=Origin.SKIP))
                return guide
        return self

    def _capped(self, plan: PlanRecord, alike: Sequence[PlanRecord]) -> "Guide":
        """One question that is too hard says little about its category; the second one there caps it."""
        level = _LEVELS.index(plan.difficulty)
        before = [r for r in alike if r.category is plan.category and _LEVELS.index(r.difficulty) <= level]
        if not before or plan.difficulty not in self.levels(plan.category):
            return self  # a session may ask for what the guide excludes already
        # A rule that is stricter than the one before it takes its place.
        older = [r for r in self.rules if r.kind is RuleKind.AT_MOST and r.category == plan.category]
        rule = Rule(RuleKind.AT_MOST, "", plan.category, _LEVELS[level - 1], Origin.SKIP)
        return Guide(tuple(r for r in self.rules if r not in older))._with(rule)

    def rewritten(self, sentences: Iterable[str]) -> "Guide":
        """With the model's sentences in place of its earlier ones."""
        kept = [rule for rule in self.rules if rule.origin is not Origin.MODEL]
        written = [Rule(RuleKind.WRITE, s[:VALUE_LENGTH], origin=Origin.MODEL) for s in sentences]
        return Guide(tuple(kept))._with(*written)

    def _with(self, *rules: Rule) -> "Guide":
        """Adds what is not there yet; the oldest learned questions make room."""
        known = {(r.kind, r.value.casefold(), r.category, r.difficulty) for r in self.rules}
        new = [r for r in rules if (r.kind, r.value.casefold(), r.category, r.difficulty) not in known]
        kept = [*self.rules, *(numbered(rule) for rule in new)]
        spare = [r for r in kept if r.kind is RuleKind.NOT_LIKE and r.origin is Origin.SKIP]
        dropped = spare[: max(0, len(kept) - MOST_RULES)]
        return Guide(tuple(r for r in kept if r not in dropped))


def numbered(rule: Rule) -> Rule:
    """The rule with an id by which a person changes or deletes it."""
    return rule if rule.id else replace(rule, id=str(new_id()))


_UP_TO = {
    Difficulty.EASY: "easy",
    Difficulty.MEDIUM: "easy and medium",
    Difficulty.HARD: "easy, medium and hard",
}
_NAMES = {
    Category.GENERAL: "general things",
    Category.TECHNICAL: "technical things",
    Category.BILLING: "billing",
    Category.ACCOUNT: "accounts",
    Category.COMPLAINT: "complaints",
    Category.EDGE_CASE: "unusual things",
}
_WAYS = {
    Behaviour.PLAIN: "write plainly",
    Behaviour.TERSE: "write as few words as they can",
    Behaviour.VAGUE: "are vague",
    Behaviour.UPSET: "are upset",
    Behaviour.WRONG_PREMISE: "are wrong about a fact",
    Behaviour.TWO_PROBLEMS: "have two problems at once",
    Behaviour.TYPOS: "make typing mistakes",
    Behaviour.NON_NATIVE: "are still learning the language",
    Behaviour.NOT_ALLOWED: "ask for what is not allowed",
    Behaviour.CHANGES_MIND: "change their mind",
}
