"""Topics and packs, as clients see them."""

from datetime import datetime

import strawberry
from strawberry import Parent

from app import models
from app.api.context import Info
from app.api.enums import Category, TopicSource
from app.api.ids import encode
from app.api.realism.types import CONFIDENCE
from app.customers import topics
from app.customers.packs import Pack


@strawberry.type(
    description="What customers of an agent write about. The next questions come from these and nothing else."
)
class Topic:
    @strawberry.field(description="For `updateTopics`.")
    def id(root: Parent[models.Topic]) -> strawberry.ID:
        return encode("Topic", root.id)

    name: str = strawberry.field(
        description=f"In the agent's language, as a heading says it; at most {topics.NAME_LENGTH} characters."
    )
    category: Category
    weight: float = strawberry.field(
        description="How often it comes beside the others; 1 unless a person changed it."
    )
    source: TopicSource
    questions: list[str] = strawberry.field(description="Examples that customers ask word for word.")
    is_on: bool = strawberry.field(description="Off: no customer asks about it.")
    created_at: datetime

    @strawberry.field(description=CONFIDENCE)
    def confidence(root: Parent[models.Topic]) -> float | None:
        return root.agreement

    @strawberry.field(description="Questions about it that were opened.")
    async def asked(root: Parent[models.Topic], info: Info) -> int:
        return (await _usage(root, info)).asked

    @strawberry.field(description="Of these, skipped.")
    async def skipped(root: Parent[models.Topic], info: Info) -> int:
        return (await _usage(root, info)).skipped

    @strawberry.field(description="Of these, answered.")
    async def answered(root: Parent[models.Topic], info: Info) -> int:
        return (await _usage(root, info)).answered


async def _usage(topic: models.Topic, info: Info) -> topics.Usage:
    of_agent = await info.context.loaders.topic_usage.load(topic.agent_id) or {}
    return of_agent.get(topic.name, topics.Usage())


@strawberry.type(
    description="Topics of a trade, which a person may choose for an agent; none is ever guessed."
)
class TopicPack:
    id: str = strawberry.field(description="Such as `en/online-shop`.")
    name: str
    language: str = strawberry.field(description="ISO 639-1.")
    topics: list[str] = strawberry.field(description="Their names.")

    @classmethod
    def of(cls, pack: Pack) -> "TopicPack":
        return cls(id=pack.id, name=pack.name, language=pack.language, topics=[t.name for t in pack.topics])
