"""Ask for questions and skip them."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.api.context import Info
from app.api.enums import SkipReason
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.api.queries.types import GeneratedQuery
from app.api.realism.types import RealismRule
from app.api.roles import mutation
from app.customers import service as queries


@strawberry.input
class SkipQueryInput:
    query_id: strawberry.ID
    reason: str | None = strawberry.field(
        default=None,
        description=f"At most {queries.REASON_LENGTH} characters. Words that name a code (`Too hard`) count as that.",
    )
    code: SkipReason | None = strawberry.field(
        default=None, description="What is wrong with the question; the agent's realism guide learns from it."
    )


@strawberry.type
class QueryOpened:
    query: models.GeneratedQuery = strawberry.field(
        graphql_type=GeneratedQuery,
        description="The new current question; its words come by `generatedQuery`.",
    )


@strawberry.type
class QuerySkipped:
    query: models.GeneratedQuery = strawberry.field(graphql_type=GeneratedQuery)
    next_query: models.GeneratedQuery | None = strawberry.field(graphql_type=GeneratedQuery | None)
    learned: list[RealismRule] = strawberry.field(
        description="Rules that the agent's realism guide got by this; undo them with `updateRealismGuide`."
    )


GenerateQueryResult = Annotated[
    QueryOpened | InvalidInput | NotFound | Conflict | LimitReached, strawberry.union("GenerateQueryResult")
]
SkipQueryResult = Annotated[
    QuerySkipped | InvalidInput | NotFound | Conflict, strawberry.union("SkipQueryResult")
]


@strawberry.type
class QueryMutations:
    @mutation(needs=Role.COACH, description="Ask for the next question; an open one is put aside.")
    async def generate_query(self, info: Info, session_id: strawberry.ID) -> GenerateQueryResult:
        query = await queries.next_query(info.context.actor, decode("Session", session_id, "sessionId"))
        return QueryOpened(query=query)

    @mutation(
        needs=Role.COACH, description="Skip the current question, also while it is still being written."
    )
    async def skip_query(self, info: Info, input: SkipQueryInput) -> SkipQueryResult:
        query_id = decode("GeneratedQuery", input.query_id, "queryId")
        skipped = await queries.skip(info.context.actor, query_id, input.reason, input.code)
        learned = [RealismRule.of(rule) for rule in skipped.learned]
        return QuerySkipped(query=skipped.query, next_query=skipped.next_query, learned=learned)
