"""What happens in a conversation, as clients receive it: one type for each kind of event."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from app import models
from app.api.context import Info
from app.api.enums import Category, Difficulty, QuerySource, RunStatus, RunTrigger
from app.api.events.cursors import AT, CURSOR

if TYPE_CHECKING:
    from app.api.pairs.types import TrainingPair, Turn
    from app.api.queries.types import GeneratedQuery
    from app.api.runs.types import TrainingRun
    from app.api.versions.types import AgentVersion

_Pair = Annotated["TrainingPair", strawberry.lazy("app.api.pairs.types")]
_Query = Annotated["GeneratedQuery", strawberry.lazy("app.api.queries.types")]
_Turn = Annotated["Turn", strawberry.lazy("app.api.pairs.types")]
_Run = Annotated["TrainingRun", strawberry.lazy("app.api.runs.types")]
_Version = Annotated["AgentVersion", strawberry.lazy("app.api.versions.types")]


EARLIER = "What was said before, oldest first, when the customer reacts to an answer; mostly nothing."


@strawberry.interface(description="Something happened in a conversation.")
class SessionEvent:
    cursor: str = strawberry.field(description=CURSOR)
    at: datetime = strawberry.field(description=AT)


@strawberry.interface(description="Something happened to a question of a conversation.")
class GeneratedQueryEvent:
    cursor: str = strawberry.field(description=CURSOR)
    at: datetime = strawberry.field(description=AT)
    query_id: strawberry.ID


@strawberry.type(description="The conversation began.")
class SessionStartedEvent(SessionEvent):
    welcome: str
    target_pairs: int


@strawberry.type(description="The conversation has another title.")
class SessionRenamedEvent(SessionEvent):
    title: str | None = strawberry.field(description="null: none any more.")


@strawberry.type(description="The conversation was completed.")
class SessionCompletedEvent(SessionEvent):
    pass


@strawberry.type(description="A question is on its way.")
class QueryStartedEvent(GeneratedQueryEvent, SessionEvent):
    category: Category
    context: str = strawberry.field(description="Who is asking, in a few words.")
    difficulty: Difficulty
    earlier: list[_Turn] = strawberry.field(description=EARLIER)
    attempt: int = strawberry.field(description="Above 1: throw away the text so far.")


@strawberry.type(
    description="More of the question's text. Only `generatedQuery` delivers it, and no longer than an hour after the "
    "question is complete: QueryReadyEvent has the whole text."
)
class QueryDeltaEvent(GeneratedQueryEvent):
    offset: int = strawberry.field(description="Characters before `text` in this attempt.")
    text: str


@strawberry.type(description="The question is complete.")
class QueryReadyEvent(GeneratedQueryEvent, SessionEvent):
    text: str = strawberry.field(description="The whole question; replaces what the deltas gave.")
    source: QuerySource
    category: Category
    context: str
    difficulty: Difficulty
    earlier: list[_Turn] = strawberry.field(description=EARLIER)


@strawberry.type(
    description="No model wrote it: a real question word for word, or a plain one about a topic of the agent."
)
class QueryFallbackEvent(GeneratedQueryEvent, SessionEvent):
    text: str
    source: QuerySource
    category: Category
    context: str
    difficulty: Difficulty
    earlier: list[_Turn] = strawberry.field(description=EARLIER)
    reason: str | None = strawberry.field(description="Why the model's text was not used.")


@strawberry.type(
    description="There is nothing new to ask about the agent's topics: the question is written as soon as "
    "`updateTopics`, material or a pack brings another one."
)
class TopicsNeededEvent(GeneratedQueryEvent, SessionEvent):
    pass


@strawberry.type(description="The expert skipped the question.")
class QuerySkippedEvent(GeneratedQueryEvent, SessionEvent):
    reason: str | None


@strawberry.type(description="The question was put aside for another one, perhaps before it was opened.")
class QueryDiscardedEvent(GeneratedQueryEvent, SessionEvent):
    pass


@strawberry.type(description="A question after the open one is whole; it waits to be opened.")
class QueryPreparedEvent(SessionEvent):
    row_id: strawberry.Private[UUID]
    query_id: strawberry.ID

    @strawberry.field(description="As it is now.", graphql_type=_Query | None)
    async def query(self, info: Info) -> models.GeneratedQuery | None:
        return await info.context.loaders.row(models.GeneratedQuery).load(self.row_id)


@strawberry.type(description="A training pair was saved.")
class PairSavedEvent(SessionEvent):
    row_id: strawberry.Private[UUID]
    pair_id: strawberry.ID
    pair_count: int
    target_pairs: int
    message: str = strawberry.field(description="For people, such as: Training pair saved (7/20)")

    @strawberry.field(description="As it is now; null when it was deleted since.", graphql_type=_Pair | None)
    async def pair(self, info: Info) -> models.TrainingPair | None:
        return await info.context.loaders.row(models.TrainingPair).load(self.row_id)


@strawberry.type(description="A training pair was corrected.")
class PairUpdatedEvent(SessionEvent):
    row_id: strawberry.Private[UUID]
    pair_id: strawberry.ID

    @strawberry.field(description="As it is now; null when it was deleted since.", graphql_type=_Pair | None)
    async def pair(self, info: Info) -> models.TrainingPair | None:
        return await info.context.loaders.row(models.TrainingPair).load(self.row_id)


@strawberry.type(description="A training pair was deleted.")
class PairDeletedEvent(SessionEvent):
    pair_id: strawberry.ID
    pair_count: int


@strawberry.type(description="A training of the agent was started.")
class TrainingTriggeredEvent(SessionEvent):
    row_id: strawberry.Private[UUID]
    run_id: strawberry.ID
    trigger: RunTrigger
    message: str

    @strawberry.field(description="As it is now.", graphql_type=_Run | None)
    async def run(self, info: Info) -> models.TrainingRun | None:
        return await info.context.loaders.row(models.TrainingRun).load(self.row_id)


@strawberry.type(description="A training of the agent ended.")
class TrainingFinishedEvent(SessionEvent):
    row_id: strawberry.Private[UUID]
    run_id: strawberry.ID
    status: RunStatus
    message: str

    @strawberry.field(description="As it is now.", graphql_type=_Run | None)
    async def run(self, info: Info) -> models.TrainingRun | None:
        return await info.context.loaders.row(models.TrainingRun).load(self.row_id)


@strawberry.type
class _OfVersion(SessionEvent):
    row_id: strawberry.Private[UUID]
    version_id: strawberry.ID
    number: int
    message: str

    @strawberry.field(description="As it is now.", graphql_type=_Version | None)
    async def version(self, info: Info) -> models.AgentVersion | None:
        return await info.context.loaders.row(models.AgentVersion).load(self.row_id)


@strawberry.type(description="Another version answers from now on.")
class VersionLiveEvent(_OfVersion):
    pass


@strawberry.type(description="The live version was taken off: the base model alone answers from now on.")
class VersionRetiredEvent(_OfVersion):
    pass
