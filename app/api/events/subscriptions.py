"""The durable streams as subscriptions: from the table where the client left off, then live."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any
from uuid import UUID

import strawberry

from app.api.context import Info
from app.api.events.cursors import parse_cursor
from app.api.events.run_types import TrainingProgressEvent
from app.api.events.session_types import GeneratedQueryEvent, SessionEvent
from app.api.events.translate import QUERY, RUN, SESSION, Translation, translate
from app.api.ids import decode
from app.api.loaders import Loaders
from app.runs import service as runs
from app.sessions import service as sessions

Cursor = Annotated[
    str | None,
    strawberry.argument(
        description="`cursor` of the last event that you saw: what came after it is delivered first, each event "
        "once and in order. null: from the first event."
    ),
]


@strawberry.type
class EventSubscriptions:
    @strawberry.subscription(description="The questions of a conversation, word by word.")
    async def generated_query(
        self, info: Info, session_id: strawberry.ID, after: Cursor = None
    ) -> AsyncGenerator[GeneratedQueryEvent, None]:
        session = await sessions.get(info.context.actor, decode("Session", session_id, "sessionId"))
        async for event in _follow(info, session.id, after, QUERY):
            yield event

    @strawberry.subscription(
        description="All that happens in a conversation, but for the words of questions."
    )
    async def session_updated(
        self, info: Info, session_id: strawberry.ID, after: Cursor = None
    ) -> AsyncGenerator[SessionEvent, None]:
        session = await sessions.get(info.context.actor, decode("Session", session_id, "sessionId"))
        async for event in _follow(info, session.id, after, SESSION):
            yield event

    @strawberry.subscription(description="The progress of a training run; ends with the run.")
    async def training_progress(
        self, info: Info, run_id: strawberry.ID, after: Cursor = None
    ) -> AsyncGenerator[TrainingProgressEvent, None]:
        run = await runs.get(info.context.actor, decode("TrainingRun", run_id, "runId"))
        async for event in _follow(info, run.id, after, RUN, last="run.finished"):
            yield event


async def _follow(
    info: Info, stream: UUID, after: str | None, table: Translation, last: str | None = None
) -> AsyncGenerator[Any, None]:
    async with aclosing(info.context.hub.follow(stream, parse_cursor(after))) as events:
        async for event in events:
            if info.context.connection_params is None:  # over SSE; a WebSocket looks at the key itself
                await info.context.standing.ensure(info.context.actor)
            info.context.loaders = Loaders()  # what an event shows is read anew
            if (translated := translate(table, event)) is not None:
                yield translated
            if event.kind == last:
                return
