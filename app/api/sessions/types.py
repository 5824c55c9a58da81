"""Session, as clients see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import Parent
from strawberry.relay import Node

from app import models
from app.api.context import Info
from app.api.enums import Category, Difficulty, SessionStatus
from app.api.loaders import nested
from app.api.nodes import RowNode
from app.customers import service as queries
from app.sessions import service as sessions

if TYPE_CHECKING:
    from app.api.agents.types import Agent
    from app.api.pairs.types import TrainingPair
    from app.api.queries.types import GeneratedQuery

_Agent = Annotated["Agent", strawberry.lazy("app.api.agents.types")]
_Pair = Annotated["TrainingPair", strawberry.lazy("app.api.pairs.types")]
_Query = Annotated["GeneratedQuery", strawberry.lazy("app.api.queries.types")]


@strawberry.type
class CategoryCount:
    category: Category
    pair_count: int


@strawberry.type
class DifficultyCount:
    difficulty: Difficulty
    pair_count: int


@strawberry.type(description="Counts of a coaching conversation.")
class SessionStats:
    pair_count: int
    skip_count: int
    fallback_count: int = strawberry.field(description="Questions that no model wrote.")
    mean_response_words: float = strawberry.field(
        description="Words of a response on average; 0 without pairs."
    )

    @strawberry.field(description="Pairs of each category that has some.")
    def by_category(root: Parent[sessions.SessionStats]) -> list[CategoryCount]:
        return [CategoryCount(category=Category(name), pair_count=n) for name, n in root.by_category.items()]

    @strawberry.field(description="Pairs of each difficulty that has some.")
    def by_difficulty(root: Parent[sessions.SessionStats]) -> list[DifficultyCount]:
        counts = root.by_difficulty.items()
        return [DifficultyCount(difficulty=Difficulty(name), pair_count=n) for name, n in counts]


@strawberry.type(description="One coaching conversation of an agent.")
class Session(RowNode, Node):
    table = models.Session
    service_get = staticmethod(sessions.get)

    title: str | None = strawberry.field(
        description="As a person named it by `renameSession`; null: never named."
    )
    status: SessionStatus
    target_pairs: int = strawberry.field(description="Pairs that the conversation aims at. Default 20.")
    topics: list[str] = strawberry.field(description="What the questions are about; empty: everything.")
    difficulty: Difficulty | None = strawberry.field(description="Of all questions; null: mixed.")
    welcome: str = strawberry.field(description="First message of the conversation.")
    pair_count: int = strawberry.field(description="Pairs saved so far.")
    skip_count: int = strawberry.field(description="Questions skipped so far.")
    created_at: datetime
    completed_at: datetime | None

    @strawberry.field(graphql_type=_Agent)
    async def agent(root: Parent[models.Session], info: Info) -> models.Agent | None:
        return await info.context.loaders.row(models.Agent).load(root.agent_id)

    @strawberry.field(graphql_type=SessionStats)
    async def stats(root: Parent[models.Session], info: Info) -> sessions.SessionStats:
        return await info.context.loaders.session_stats.load(root.id) or sessions.SessionStats()

    @strawberry.field(
        description="The question that waits for an answer, also while it is still being written.",
        graphql_type=_Query | None,
    )
    async def current_query(root: Parent[models.Session], info: Info) -> models.GeneratedQuery | None:
        return await info.context.loaders.current_query.load(root.id)

    @strawberry.field(
        description="Questions that are whole and wait to be opened, the next one first: a client that has them shows "
        "one without waiting for the server. `QueryPreparedEvent` tells of each that comes.",
        graphql_type=list[_Query],
    )
    async def prepared_queries(root: Parent[models.Session]) -> list[models.GeneratedQuery]:
        return await queries.prepared(root)

    @strawberry.field(
        description="Read in the same snapshot as the session: load it with what you show, then subscribe with "
        "`after` set to it, and you miss nothing."
    )
    async def last_event_cursor(root: Parent[models.Session], info: Info) -> str:
        seq = getattr(root, "last_seq", None)
        if seq is None:
            seq = await info.context.loaders.last_seq.load(root.id)
        return str(seq or 0)

    pairs = nested(models.TrainingPair, "session_id", _Pair, "Pairs saved in this conversation.")
    queries = nested(
        models.GeneratedQuery,
        "session_id",
        _Query,
        "Questions asked in this conversation, with skipped and discarded ones.",
    )
