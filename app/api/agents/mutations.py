"""Create, change and delete agents; change when they retrain."""

from typing import Annotated

import strawberry

from app import models
from app.agents import service as agents
from app.api.agents.types import Agent, AutoTraining
from app.api.context import Info
from app.api.enums import Schedule
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.runs import auto


@strawberry.input
class CreateAgentInput:
    name: str = strawberry.field(description="1 to 100 characters.")
    description: str = strawberry.field(
        description="Who the agent works for and what it does, 1 to 4000 characters. Customers are made from it."
    )
    system_prompt: str | None = strawberry.field(
        default=None, description="At most 8000 characters. Default: written from name and description."
    )
    base_model: str | None = strawberry.field(
        default=None, description="A known model name. Default: COACHABLE_BASE_MODEL of the server."
    )


@strawberry.input(description="What is left out or null stays as it is.")
class UpdateAgentInput:
    agent_id: strawberry.ID
    name: str | None = strawberry.field(default=None, description="1 to 100 characters.")
    description: str | None = strawberry.field(default=None, description="1 to 4000 characters.")
    system_prompt: str | None = strawberry.field(
        default=None,
        description='At most 8000 characters. "" has it written from name and description again.',
    )


@strawberry.input(description="What is left out or null stays as it is.")
class UpdateAutoTrainingInput:
    agent_id: strawberry.ID
    enabled: bool | None = None
    pair_threshold: int | None = strawberry.field(
        default=None, description="New pairs that start a training."
    )
    schedule: Schedule | None = None
    hour: int | None = strawberry.field(default=None, description="0 to 23, in `timeZone`.")
    weekday: int | None = strawberry.field(default=None, description="0 (Monday) to 6.")
    time_zone: str | None = strawberry.field(default=None, description="IANA name, such as Europe/Berlin.")
    cooldown_minutes: int | None = None
    min_new_pairs: int | None = None
    max_runs_per_day: int | None = None


@strawberry.type
class AgentCreated:
    agent: models.Agent = strawberry.field(graphql_type=Agent)


@strawberry.type
class AgentUpdated:
    agent: models.Agent = strawberry.field(graphql_type=Agent)


@strawberry.type
class AgentDeleted:
    agent: models.Agent = strawberry.field(
        graphql_type=Agent, description="As it was; no query shows it any more."
    )


@strawberry.type
class AutoTrainingUpdated:
    auto_training: models.AutoTraining = strawberry.field(graphql_type=AutoTraining)


CreateAgentResult = Annotated[
    AgentCreated | InvalidInput | LimitReached, strawberry.union("CreateAgentResult")
]
UpdateAgentResult = Annotated[AgentUpdated | InvalidInput | NotFound, strawberry.union("UpdateAgentResult")]
DeleteAgentResult = Annotated[
    AgentDeleted | InvalidInput | NotFound | Conflict, strawberry.union("DeleteAgentResult")
]
UpdateAutoTrainingResult = Annotated[
    AutoTrainingUpdated | InvalidInput | NotFound, strawberry.union("UpdateAutoTrainingResult")
]


@strawberry.type
class AgentMutations:
    @strawberry.mutation(description="Describe an agent in two sentences; the rest has defaults.")
    async def create_agent(self, info: Info, input: CreateAgentInput) -> CreateAgentResult:
        agent = await agents.create(
            info.context.actor,
            name=input.name,
            description=input.description,
            system_prompt=input.system_prompt,
            base_model=input.base_model,
        )
        return AgentCreated(agent=agent)

    @strawberry.mutation(description="Change texts of an agent; its slug stays.")
    async def update_agent(self, info: Info, input: UpdateAgentInput) -> UpdateAgentResult:
        agent = await agents.update(
            info.context.actor,
            decode("Agent", input.agent_id, "agentId"),
            name=input.name,
            description=input.description,
            system_prompt=input.system_prompt,
        )
        return AgentUpdated(agent=agent)

    @strawberry.mutation(description="Hide an agent with everything of it and stop its training.")
    async def delete_agent(self, info: Info, agent_id: strawberry.ID) -> DeleteAgentResult:
        agent = await agents.delete(info.context.actor, decode("Agent", agent_id, "agentId"))
        return AgentDeleted(agent=agent)

    @strawberry.mutation(description="Change when an agent retrains by itself.")
    async def update_auto_training(
        self, info: Info, input: UpdateAutoTrainingInput
    ) -> UpdateAutoTrainingResult:
        changes = {name: value for name, value in vars(input).items() if value is not None}
        agent_id = decode("Agent", changes.pop("agent_id"), "agentId")
        return AutoTrainingUpdated(auto_training=await auto.update(info.context.actor, agent_id, **changes))
