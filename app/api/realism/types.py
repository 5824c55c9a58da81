"""The realism guide and the coverage of an agent, as clients see them."""

import strawberry
from strawberry import Parent

from app.api.enums import Category, Difficulty, RealismRuleKind, RuleOrigin
from app.customers import coverage, guide

CONFIDENCE = (
    "0 to 1: how alike several answers of the live version to one question are; null: not measured yet."
)


@strawberry.type(description="How close generated questions are to real ones that no writer has seen.")
class Realism:
    score: int = strawberry.field(description="0 to 100; two halves of the real ones reach about 90.")
    sentences: list[str] = strawberry.field(description="The largest differences, for people.")


@strawberry.type(description="One line of what the agent's customers are like. Questions follow it.")
class RealismRule:
    id: strawberry.ID
    kind: RealismRuleKind
    text: str = strawberry.field(description="The rule as a sentence.")
    value: str = strawberry.field(
        description="Topic, way of writing, question or sentence, by `kind`; empty for AT_MOST."
    )
    category: Category | None = strawberry.field(description="Of AT_MOST; null: all categories.")
    difficulty: Difficulty | None = strawberry.field(description="Of AT_MOST.")
    origin: RuleOrigin

    @classmethod
    def of(cls, rule: guide.Rule) -> "RealismRule":
        return cls(
            id=strawberry.ID(rule.id),
            kind=rule.kind,
            text=rule.text,
            value=rule.value,
            category=rule.category,
            difficulty=rule.difficulty,
            origin=rule.origin,
        )


@strawberry.type(description="Questions of one category and difficulty.")
class CoverageCell:
    category: Category
    difficulty: Difficulty
    pair_count: int
    skip_count: int = strawberry.field(description="Questions that were skipped.")


@strawberry.type(description="Questions about one topic.")
class CoverageTopic:
    category: Category
    name: str
    pair_count: int
    confidence: float | None = strawberry.field(description=CONFIDENCE)


@strawberry.type(description="How sure the live version is of one category: the mean of its topics.")
class CategoryConfidence:
    category: Category
    confidence: float | None = strawberry.field(description=CONFIDENCE)


@strawberry.type(description="What has been asked and answered so far, and how sure the agent is of it.")
class Coverage:
    cells: list[CoverageCell] = strawberry.field(
        description="Every category with every difficulty: 18, also the empty ones."
    )
    topics: list[CoverageTopic] = strawberry.field(
        description="Topics with pairs or a measurement, the least certain first."
    )

    @strawberry.field(description="Every category.")
    def categories(root: Parent[coverage.Coverage]) -> list[CategoryConfidence]:
        return [CategoryConfidence(category=c, confidence=root.confidence(c)) for c in Category]
