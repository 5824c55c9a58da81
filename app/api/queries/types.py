"""GeneratedQuery, as clients see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.api.context import Info
from app.api.enums import Category, Difficulty, QuerySource, QueryStatus, SkipReason
from app.api.nodes import RowNode
from app.api.pairs.types import TrainingPair, Turn, turns
from app.customers import service as queries

if TYPE_CHECKING:
    from app.api.sessions.types import Session

_Session = Annotated["Session", strawberry.lazy("app.api.sessions.types")]


@strawberry.type(description="A question that an AI customer asked.")
class GeneratedQuery(RowNode, Node):
    table = models.GeneratedQuery
    service_get = staticmethod(queries.get)

    status: QueryStatus
    source: QuerySource
    text: str = strawberry.field(description="Empty while GENERATING; the words come by `generatedQuery`.")
    category: Category
    context: str = strawberry.field(description="Who asks about what, in a few words.")
    difficulty: Difficulty
    fallback_reason: str | None = strawberry.field(description="Why no model wrote it, for source FALLBACK.")
    needs_topics: bool = strawberry.field(
        description="While GENERATING: there is nothing new to ask before the agent has another topic."
    )
    skip_reason: str | None = strawberry.field(description="What the expert said when skipping it.")
    skip_code: SkipReason | None
    created_at: datetime
    opened_at: datetime | None = strawberry.field(description="When the expert saw it first; null: not yet.")
    ended_at: datetime | None = strawberry.field(
        description="When it was answered, skipped or discarded; null: it was not yet."
    )

    @strawberry.field(
        description="What was said before it, oldest first, when the customer reacts to an answer; mostly nothing."
    )
    def earlier(root: Parent[models.GeneratedQuery]) -> list[Turn]:
        return turns(root.earlier)

    @strawberry.field(
        description="The pair whose answer the customer reacts to; null for a new customer, or once it is deleted.",
        graphql_type=TrainingPair | None,
    )
    async def follows(root: Parent[models.GeneratedQuery], info: Info) -> models.TrainingPair | None:
        return (
            await info.context.loaders.row(models.TrainingPair).load(root.follows) if root.follows else None
        )

    @strawberry.field(graphql_type=_Session)
    async def session(root: Parent[models.GeneratedQuery], info: Info) -> models.Session | None:
        return await info.context.loaders.row(models.Session).load(root.session_id)

    @strawberry.field(
        description="`after` for `generatedQuery` to receive this question from its first word; null: not opened yet."
    )
    async def first_event_cursor(root: Parent[models.GeneratedQuery], info: Info) -> str | None:
        seq = await info.context.loaders.first_seq_of_query.load(root.id)
        return None if seq is None else str(seq - 1)
