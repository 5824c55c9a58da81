"""Change the house style of an agent."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.relay import GlobalID
from strawberry.relay.types import GlobalIDValueError

from app import models
from app.actor import Role
from app.answers import style
from app.answers.overrides import MOST_OWN, MOST_WORDS, TEXT_LENGTH, own_rule
from app.answers.rules import Rule
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.enums import RuleKind
from app.api.ids import decode
from app.api.problems import InvalidInput, NotFound
from app.api.roles import mutation
from app.errors import every_field


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
        agent_id = decode("Agent", input.agent_id, "agentId")
        with every_field() as field:
            with field():
                own = None if input.own is None else _made(input.own, "own")
            with field():
                add = _made(input.add, "add")
        agent = await style.update(
            info.context.actor,
            agent_id,
            off=None if input.off is None else _rules(agent_id, input.off),
            own=own,
            switch_off=_rules(agent_id, input.switch_off),
            switch_on=_rules(agent_id, input.switch_on),
            add=add,
            remove=_rules(agent_id, input.remove),
        )
        return HouseStyleUpdated(agent=agent)


def _made(rules: Sequence[StyleRuleInput], name: str) -> list[Rule]:
    made = []
    with every_field() as field:
        for number, rule in enumerate(rules):
            with field(f"{name}.{number}"):
                made.append(rule.to_rule())
    return made


def _rules(agent_id: UUID, ids: Sequence[str]) -> list[str]:
    """As the agent knows its rules. What is none of its ids stays as it is: before, they were without the agent."""
    return [_of_agent(id).removeprefix(f"{agent_id}/") for id in ids]


def _of_agent(global_id: str) -> str:
    try:
        parsed = GlobalID.from_id(global_id)
    except (GlobalIDValueError, ValueError):
        return global_id
    return parsed.node_id if parsed.type_name == "StyleRule" else global_id
