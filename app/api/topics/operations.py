"""Edit an agent's topics, add packs and real questions; which packs there are, and who plays the customers."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.api.agents.types import Agent
from app.api.context import Info
from app.api.enums import Category
from app.api.ids import decode, decode_optional
from app.api.materials.operations import MaterialAdded
from app.api.problems import InvalidInput, LimitReached, NotFound
from app.api.roles import mutation
from app.api.topics.types import TopicPack
from app.api.topics.writer import WriterMutations, WriterQueries
from app.customers import packs, topics
from app.customers.topics import Edited
from app.knowledge import proposals
from app.models.pair import QUERY_LENGTH


@strawberry.input(description="What is null stays as it is.")
class TopicInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="Of the topic as it was read; null: a new one."
    )
    name: str = strawberry.field(description=f"1 to {topics.NAME_LENGTH} characters.")
    category: Category | None = None
    weight: float | None = strawberry.field(
        default=None, description=f"{topics.LEAST_WEIGHT:g} to {topics.MOST_WEIGHT:g}; 1 is usual."
    )
    is_on: bool | None = None
    questions: list[str] | None = strawberry.field(
        default=None,
        description=f"Instead of the examples: at most {topics.MOST_QUESTIONS} of {topics.QUESTION_LENGTH} characters.",
    )

    def edited(self) -> Edited:
        return Edited(
            decode_optional("Topic", self.id, "topics"),
            self.name,
            self.category,
            self.weight,
            self.is_on,
            self.questions,
        )


@strawberry.input
class UpdateTopicsInput:
    agent_id: strawberry.ID
    topics: list[TopicInput] = strawberry.field(
        description=f"The whole list; what is left out is deleted. At most {topics.MOST}."
    )


@strawberry.input
class AddTopicPackInput:
    agent_id: strawberry.ID
    pack: str = strawberry.field(description="The `id` of one of `topicPacks`.")


@strawberry.input
class AddRealQuestionsInput:
    agent_id: strawberry.ID
    questions: list[str] = strawberry.field(
        description="What real customers wrote, in their words, at most "
        f"{proposals.MOST_REAL_QUESTIONS} of {QUERY_LENGTH} characters. The next customers ask them word for word."
    )


@strawberry.type
class TopicsUpdated:
    agent: models.Agent = strawberry.field(graphql_type=Agent)


UpdateTopicsResult = Annotated[
    TopicsUpdated | InvalidInput | NotFound, strawberry.union("UpdateTopicsResult")
]
AddTopicPackResult = Annotated[
    TopicsUpdated | InvalidInput | NotFound, strawberry.union("AddTopicPackResult")
]
AddRealQuestionsResult = Annotated[
    MaterialAdded | InvalidInput | NotFound | LimitReached, strawberry.union("AddRealQuestionsResult")
]


@strawberry.type
class TopicQueries(WriterQueries):
    @strawberry.field(description="Packs of topics for trades; null: in every language.")
    async def topic_packs(self, language: str | None = None) -> list[TopicPack]:
        return [TopicPack.of(pack) for pack in packs.all_packs() if language in (None, pack.language)]


@strawberry.type
class TopicMutations(WriterMutations):
    @mutation(
        needs=Role.COACH,
        description="Put these topics in place of the agent's; the next questions come from them.",
    )
    async def update_topics(self, info: Info, input: UpdateTopicsInput) -> UpdateTopicsResult:
        agent_id = decode("Agent", input.agent_id, "agentId")
        edited = [topic.edited() for topic in input.topics]
        return TopicsUpdated(agent=await topics.update(info.context.actor, agent_id, edited))

    @mutation(
        needs=Role.COACH, description="Add the topics of a pack to the agent's, with their example questions."
    )
    async def add_topic_pack(self, info: Info, input: AddTopicPackInput) -> AddTopicPackResult:
        agent_id = decode("Agent", input.agent_id, "agentId")
        agent = await topics.add_pack(info.context.actor, agent_id, packs.pack(input.pack).topics)
        return TopicsUpdated(agent=agent)

    @mutation(needs=Role.COACH, description="Add what real customers wrote.")
    async def add_real_questions(self, info: Info, input: AddRealQuestionsInput) -> AddRealQuestionsResult:
        agent_id = decode("Agent", input.agent_id, "agentId")
        added = await proposals.add_questions(info.context.actor, agent_id, input.questions)
        return MaterialAdded.of(added)
