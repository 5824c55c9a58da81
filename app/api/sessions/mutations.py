"""Start, name and end coaching conversations."""

from typing import Annotated

import strawberry

from app import models
from app.actor import Role
from app.api.context import Info
from app.api.enums import Difficulty
from app.api.ids import decode
from app.api.problems import Conflict, InvalidInput, LimitReached, NotFound
from app.api.queries.types import GeneratedQuery
from app.api.roles import mutation
from app.api.sessions.types import Session
from app.sessions import service as sessions


@strawberry.input
class StartSessionInput:
    agent_id: strawberry.ID
    target_pairs: int = strawberry.field(
        default=20, description=f"Pairs to aim at, 1 to {sessions.MOST_PAIRS}."
    )
    topics: list[str] | None = strawberry.field(
        default=None,
        description=f"What to ask about, at most {sessions.MOST_TOPICS}; none: everything that the agent does.",
    )
    difficulty: Difficulty | None = strawberry.field(
        default=None, description="Of all questions; null: mixed."
    )


@strawberry.type
class SessionStarted:
    session: models.Session = strawberry.field(graphql_type=Session)
    query: models.GeneratedQuery = strawberry.field(
        graphql_type=GeneratedQuery, description="The first question; its words come by `generatedQuery`."
    )


@strawberry.type
class SessionCompleted:
    session: models.Session = strawberry.field(graphql_type=Session)


@strawberry.input
class RenameSessionInput:
    session_id: strawberry.ID
    title: str | None = strawberry.field(
        default=None, description=f"At most {sessions.TITLE_LENGTH} characters; empty or null: none."
    )


@strawberry.type
class SessionRenamed:
    session: models.Session = strawberry.field(graphql_type=Session)


@strawberry.type
class SessionArchived:
    session: models.Session = strawberry.field(graphql_type=Session)


StartSessionResult = Annotated[
    SessionStarted | InvalidInput | NotFound | LimitReached, strawberry.union("StartSessionResult")
]
RenameSessionResult = Annotated[
    SessionRenamed | InvalidInput | NotFound, strawberry.union("RenameSessionResult")
]
ArchiveSessionResult = Annotated[
    SessionArchived | InvalidInput | NotFound, strawberry.union("ArchiveSessionResult")
]
CompleteSessionResult = Annotated[
    SessionCompleted | InvalidInput | NotFound | Conflict, strawberry.union("CompleteSessionResult")
]


@strawberry.type
class SessionMutations:
    @mutation(needs=Role.COACH, description="Open a conversation; its first question is under way at once.")
    async def start_session(self, info: Info, input: StartSessionInput) -> StartSessionResult:
        started = await sessions.start(
            info.context.actor,
            decode("Agent", input.agent_id, "agentId"),
            target_pairs=input.target_pairs,
            topics=input.topics or (),
            difficulty=input.difficulty,
        )
        return SessionStarted(session=started.session, query=started.query)

    @mutation(
        needs=Role.COACH, description="Give a conversation a title. The same one again changes nothing."
    )
    async def rename_session(self, info: Info, input: RenameSessionInput) -> RenameSessionResult:
        session_id = decode("Session", input.session_id, "sessionId")
        return SessionRenamed(session=await sessions.rename(info.context.actor, session_id, input.title))

    @mutation(
        needs=Role.COACH, description="Close a conversation; its pairs stay. Repeating it changes nothing."
    )
    async def complete_session(self, info: Info, session_id: strawberry.ID) -> CompleteSessionResult:
        session = await sessions.complete(info.context.actor, decode("Session", session_id, "sessionId"))
        return SessionCompleted(session=session)

    @mutation(
        needs=Role.COACH,
        description="Put a conversation aside: `sessions(status:)` finds it by ARCHIVED. One that is open ends by it; "
        "its pairs stay. Repeating it changes nothing.",
    )
    async def archive_session(self, info: Info, session_id: strawberry.ID) -> ArchiveSessionResult:
        session = await sessions.archive(info.context.actor, decode("Session", session_id, "sessionId"))
        return SessionArchived(session=session)
