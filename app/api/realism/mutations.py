"""Edit what an agent's customers are like."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.enums import Category, Difficulty, RealismRuleKind, RuleOrigin
from app.api.ids import decode
from app.api.problems import InvalidInput, NotFound
from app.api.roles import mutation
from app.customers import guide, realism
from app.text.fields import trimmed


@strawberry.input
class RealismRuleInput:
    kind: RealismRuleKind
    id: strawberry.ID | None = strawberry.field(
        default=None, description="Of the rule as it was read; null: a new one."
    )
    value: str = strawberry.field(
        default="",
        description="AVOID_TOPIC: the topic. LESS_OF: a way of writing, such as `upset`. NOT_LIKE: the question. "
        f"WRITE: the sentence. At most {guide.VALUE_LENGTH} characters.",
    )
    category: Category | None = strawberry.field(
        default=None, description="Of AT_MOST; null: all categories."
    )
    difficulty: Difficulty | None = strawberry.field(default=None, description="Of AT_MOST; needed there.")
    origin: RuleOrigin = strawberry.field(
        default=RuleOrigin.PERSON, description="As it was read; PERSON when you changed it."
    )

    def rule(self) -> guide.Rule:
        return guide.Rule(
            self.kind, trimmed(self.value), self.category, self.difficulty, self.origin, trimmed(self.id)
        )


@strawberry.input
class UpdateRealismGuideInput:
    agent_id: strawberry.ID
    rules: list[RealismRuleInput] = strawberry.field(
        description=f"The whole guide; what is left out is deleted. At most {guide.MOST_RULES}."
    )


@strawberry.type
class RealismGuideUpdated:
    agent: models.Agent = strawberry.field(graphql_type=Agent)


UpdateRealismGuideResult = Annotated[
    RealismGuideUpdated | InvalidInput | NotFound, strawberry.union("UpdateRealismGuideResult")
]


@strawberry.type
class RealismMutations:
    @mutation(
        needs=Role.COACH,
        description="Put these rules in place of the agent's guide; questions that break them are thrown away.",
    )
    async def update_realism_guide(
        self, info: Info, input: UpdateRealismGuideInput
    ) -> UpdateRealismGuideResult:
        agent_id = decode("Agent", input.agent_id, "agentId")
        rules = [rule.rule() for rule in input.rules]
        return RealismGuideUpdated(agent=await realism.update(info.context.actor, agent_id, rules))
