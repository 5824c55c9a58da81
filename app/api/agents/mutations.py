"""Create, change and delete agents; change when they retrain."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.agents import service as agents
from app.api.agents.automatic import AutoTraining, UpdateAutoTrainingInput
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.api.roles import mutation
from app.api.runs.types import TrainingRun
from app.customers import describing
from app.pairs import copies
from app.runs import auto

NAME = f"1 to {agents.NAME_LENGTH} characters."
DESCRIPTION = (
    "Who the agent works for and what it does; its simulated customers are made from it. "
    f"1 to {agents.DESCRIPTION_LENGTH} characters."
)
BASE_MODEL = "Id of one of `baseModels`, or the name of a folder below models in COACHABLE_HOME."
PROMPT = f"At most {agents.PROMPT_LENGTH} characters."


@strawberry.input
class CreateAgentInput:
    name: str = strawberry.field(description=NAME)
    description: str = strawberry.field(description=DESCRIPTION)
    system_prompt: str | None = strawberry.field(
        default=None, description=f"{PROMPT} Default: written from name and description."
    )
    base_model: str | None = strawberry.field(
        default=None, description=f"{BASE_MODEL} Default: the one of `baseModels` that is it."
    )
    language: str | None = strawberry.field(
        default=None, description="ISO 639-1, of its customers. Default: found out by the description."
    )


@strawberry.input(description="What is left out or null stays as it is.")
class UpdateAgentInput:
    agent_id: strawberry.ID
    name: str | None = strawberry.field(default=None, description=NAME)
    description: str | None = strawberry.field(default=None, description=DESCRIPTION)
    system_prompt: str | None = strawberry.field(
        default=None, description=f'{PROMPT} "" has it written from name and description again.'
    )
    use_examples: bool | None = strawberry.field(
        default=None,
        description="Whether the agent sees your answers to similar questions before it replies.",
    )
    follow_up_rate: float | None = strawberry.field(
        default=None, description="Share of saved answers that the customer reacts to, 0 to 1."
    )
    language: str | None = strawberry.field(default=None, description="ISO 639-1, of its customers.")
    writes_freely: bool | None = strawberry.field(
        default=None,
        description="Whether its model's words go out as they are: it may state what nobody taught it.",
    )
    unsure_sentence: str | None = strawberry.field(
        default=None,
        description=f"What it says where it knows nothing, at most {agents.UNSURE_LENGTH} characters. "
        '"" has the sentence of its language again.',
    )
    base_model: str | None = strawberry.field(
        default=None,
        description=f"{BASE_MODEL} Its pairs stay, its next run starts anew, and what is live answers until a version "
        "of the new base model is better.",
    )


@strawberry.type
class AgentCreated:
    agent: models.Agent = strawberry.field(graphql_type=Agent)


@strawberry.input
class DuplicateAgentInput:
    agent_id: strawberry.ID
    name: str | None = strawberry.field(
        default=None, description=f"1 to {agents.NAME_LENGTH} characters; null: “X{copies.MARK}”."
    )


@strawberry.type
class AgentDuplicated:
    agent: models.Agent = strawberry.field(graphql_type=Agent)
    training_run: models.TrainingRun | None = strawberry.field(
        graphql_type=TrainingRun | None, description="The training that its pairs started, when they did."
    )
    notices: list[str] = strawberry.field(description="For people: what was copied, and what was not.")


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
DuplicateAgentResult = Annotated[
    AgentDuplicated | InvalidInput | NotFound, strawberry.union("DuplicateAgentResult")
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
    @mutation(needs=Role.TRAINER, description="Describe an agent in two sentences; the rest has defaults.")
    async def create_agent(self, info: Info, input: CreateAgentInput) -> CreateAgentResult:
        agent = await describing.create(
            info.context.actor,
            name=input.name,
            description=input.description,
            system_prompt=input.system_prompt,
            base_model=input.base_model,
            language=input.language,
        )
        return AgentCreated(agent=agent)

    @mutation(
        needs=Role.TRAINER,
        description="Copy an agent under a slug of its own: settings, topics, material with its proposed pairs, and "
        "training pairs, in one completed conversation. Not copied: conversations, versions and runs, votes, open "
        "questions.",
    )
    async def duplicate_agent(self, info: Info, input: DuplicateAgentInput) -> DuplicateAgentResult:
        agent_id = decode("Agent", input.agent_id, "agentId")
        copied = await copies.duplicate(info.context.actor, agent_id, input.name)
        return AgentDuplicated(agent=copied.agent, training_run=copied.run, notices=copied.notices)

    @mutation(needs=Role.TRAINER, description="Change an agent; its slug stays.")
    async def update_agent(self, info: Info, input: UpdateAgentInput) -> UpdateAgentResult:
        agent = await describing.update(
            info.context.actor,
            decode("Agent", input.agent_id, "agentId"),
            name=input.name,
            description=input.description,
            system_prompt=input.system_prompt,
            use_examples=input.use_examples,
            follow_up_rate=input.follow_up_rate,
            language=input.language,
            writes_freely=input.writes_freely,
            unsure_sentence=input.unsure_sentence,
            base_model=input.base_model,
        )
        return AgentUpdated(agent=agent)

    @mutation(
        needs=Role.ADMIN,
        description="Delete an agent with everything of it and stop its training; erased within minutes.",
    )
    async def delete_agent(self, info: Info, agent_id: strawberry.ID) -> DeleteAgentResult:
        agent = await agents.delete(info.context.actor, decode("Agent", agent_id, "agentId"))
        return AgentDeleted(agent=agent)

    @mutation(needs=Role.TRAINER, description="Change when an agent retrains by itself.")
    async def update_auto_training(
        self, info: Info, input: UpdateAutoTrainingInput
    ) -> UpdateAutoTrainingResult:
        changes = {name: value for name, value in vars(input).items() if value is not None}
        agent_id = decode("Agent", changes.pop("agent_id"), "agentId")
        return AutoTrainingUpdated(auto_training=await auto.update(info.context.actor, agent_id, **changes))
