"""What changes in a workspace, as clients receive it: which row it was, and that row as it is now."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeVar
from uuid import UUID

import strawberry
from tortoise import Model

from app import models
from app.api.context import Info
from app.api.events.cursors import AT, CURSOR

if TYPE_CHECKING:
    from app.api.agents.types import Agent
    from app.api.pairs.types import TrainingPair
    from app.api.queries.types import GeneratedQuery
    from app.api.runs.types import TrainingRun
    from app.api.sessions.types import Session
    from app.api.versions.types import AgentVersion

_Agent = Annotated["Agent", strawberry.lazy("app.api.agents.types")]
_Pair = Annotated["TrainingPair", strawberry.lazy("app.api.pairs.types")]
_Query = Annotated["GeneratedQuery", strawberry.lazy("app.api.queries.types")]
_Run = Annotated["TrainingRun", strawberry.lazy("app.api.runs.types")]
_Session = Annotated["Session", strawberry.lazy("app.api.sessions.types")]
_Version = Annotated["AgentVersion", strawberry.lazy("app.api.versions.types")]

Row = TypeVar("Row", bound=Model)
NOW = "As it is now; null when it was deleted since."


@strawberry.interface(description="Something of an agent has changed.")
class AgentEvent:
    cursor: str = strawberry.field(description=CURSOR)
    at: datetime = strawberry.field(description=AT)
    agent_row: strawberry.Private[UUID]
    row_id: strawberry.Private[UUID]
    agent_id: strawberry.ID

    @strawberry.field(description=NOW, graphql_type=_Agent | None)
    async def agent(self, info: Info) -> models.Agent | None:
        agent = await info.context.loaders.row(models.Agent).load(self.agent_row)
        return None if agent is None or agent.deleted_at else agent

    async def _row(self, info: Info, table: type[Row], row_id: UUID) -> Row | None:
        """A deleted agent's rows are there until they are erased, and no one sees them."""
        agent = await info.context.loaders.row(models.Agent).load(self.agent_row)
        if agent is None or agent.deleted_at:
            return None
        return await info.context.loaders.row(table).load(row_id)


@strawberry.type(
    description="The agent was created or changed: itself, its topics, its style, its training settings, or what is "
    "not answered yet."
)
class AgentChangedEvent(AgentEvent):
    pass


@strawberry.type(description="The agent was deleted, with all that it has.")
class AgentDeletedEvent(AgentEvent):
    pass


@strawberry.type(description="A conversation was started, completed or archived.")
class SessionChangedEvent(AgentEvent):
    session_id: strawberry.ID

    @strawberry.field(description=NOW, graphql_type=_Session | None)
    async def session(self, info: Info) -> models.Session | None:
        return await self._row(info, models.Session, self.row_id)


@strawberry.type(
    description="A question of a conversation is being written, is whole, or was answered, skipped or put aside."
)
class QueryChangedEvent(AgentEvent):
    session_row: strawberry.Private[UUID]
    session_id: strawberry.ID
    query_id: strawberry.ID

    @strawberry.field(description=NOW, graphql_type=_Session | None)
    async def session(self, info: Info) -> models.Session | None:
        return await self._row(info, models.Session, self.session_row)

    @strawberry.field(description=NOW, graphql_type=_Query | None)
    async def query(self, info: Info) -> models.GeneratedQuery | None:
        return await self._row(info, models.GeneratedQuery, self.row_id)


@strawberry.type(description="A training pair was saved, corrected or deleted.")
class PairChangedEvent(AgentEvent):
    session_row: strawberry.Private[UUID]
    session_id: strawberry.ID
    pair_id: strawberry.ID

    @strawberry.field(description=NOW, graphql_type=_Session | None)
    async def session(self, info: Info) -> models.Session | None:
        return await self._row(info, models.Session, self.session_row)

    @strawberry.field(description=NOW, graphql_type=_Pair | None)
    async def pair(self, info: Info) -> models.TrainingPair | None:
        return await self._row(info, models.TrainingPair, self.row_id)


@strawberry.type(
    description="A training run was queued, went on or ended. Of its steps one in a second is told."
)
class RunChangedEvent(AgentEvent):
    run_id: strawberry.ID

    @strawberry.field(description=NOW, graphql_type=_Run | None)
    async def run(self, info: Info) -> models.TrainingRun | None:
        return await self._row(info, models.TrainingRun, self.row_id)


@strawberry.type(description="A version went live, was taken off, or was put aside by the gate.")
class VersionChangedEvent(AgentEvent):
    version_id: strawberry.ID

    @strawberry.field(description=NOW, graphql_type=_Version | None)
    async def version(self, info: Info) -> models.AgentVersion | None:
        return await self._row(info, models.AgentVersion, self.row_id)
