"""Change the house style of an agent."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.enums import RuleKind
from app.api.ids import decode
from app.api.problems import InvalidInput, NotFound
from app.api.roles import mutation
from app.style import service as style
from app.style.overrides import MOST_OWN, MOST_WORDS, TEXT_LENGTH, own_rule
from app.style.rules import Rule


@strawberry.input
class StyleRuleInput:
    kind: RuleKind
    text: str | None = strawberry.field(
        default=None, description=f"1 to {TEXT_LENGTH} characters; not for LENGTH and LIST."
    )
    least: int | None = strawberry.field(
        default=None, description=f"Words of LENGTH, 1 to {MOST_WORDS}. Default 1."
    )
    most: int | None = strawberry.field(
        default=None, description=f"Words of LENGTH, 1 to {MOST_WORDS}. Default {MOST_WORDS}."
    )

    def to_rule(self) -> Rule:
        return own_rule(self.kind, self.text, self.least, self.most)


@strawberry.input(description="What is left out or null stays as it is.")
class UpdateHouseStyleInput:
    agent_id: strawberry.ID
    off: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Ids of all rules that are off from now on."
    )
    own: list[StyleRuleInput] | None = strawberry.field(
        default=None, description=f"All own rules from now on, at most {MOST_OWN}."
    )
    switch_off: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of single rules to switch off; the others stay."
    )
    switch_on: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of single rules to switch on; the others stay."
    )
    remove: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of own rules to delete; the others stay."
    )
    add: list[StyleRuleInput] = strawberry.field(
        default_factory=list,
        description="Own rules to add; one that says the same, or another length, is replaced.",
    )


@strawberry.type
class HouseStyleUpdated:
    agent: models.Agent = strawberry.field(graphql_type=Agent)


UpdateHouseStyleResult = Annotated[
    HouseStyleUpdated | InvalidInput | NotFound, strawberry.union("UpdateHouseStyleResult")
]


@strawberry.type
class StyleMutations:
    @mutation(needs=Role.COACH, description="Switch rules of the house style off or on, and make your own.")
    async def update_house_style(self, info: Info, input: UpdateHouseStyleInput) -> UpdateHouseStyleResult:
        agent = await style.update(
            info.context.actor,
            decode("Agent", input.agent_id, "agentId"),
            off=input.off,
            own=None if input.own is None else [rule.to_rule() for rule in input.own],
            switch_off=input.switch_off,
            switch_on=input.switch_on,
            add=[rule.to_rule() for rule in input.add],
            remove=input.remove,
        )
        return HouseStyleUpdated(agent=agent)
