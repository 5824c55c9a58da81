"""The durable streams as subscriptions: from the table where the client left off, then live."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from app.actor import Actor
from app.agents import service as agents
from app.api.context import Info
from app.api.events.change_types import AgentEvent
from app.api.events.cursors import parse_cursor
from app.api.events.following import Reading, Sharing, after_variable, ensure_reached
from app.api.events.run_types import TrainingProgressEvent
from app.api.events.session_types import GeneratedQueryEvent, SessionEvent
from app.api.events.translate import CHANGES, QUERY, RUN, SESSION, Translation, changes_of, translate
from app.api.ids import decode
from app.api.loaders import Loaders
from app.contracts.events import RunFinished, SessionCompleted
from app.events.changes import Changed, is_of
from app.events.hub import Announcement
from app.models import SessionStatus
from app.models.run import FINAL
from app.runs import service as runs
from app.sessions import service as sessions

IsLast = Callable[[Announcement], bool]

CLOSED = (SessionStatus.COMPLETED, SessionStatus.ARCHIVED)


def _never(_: Announcement) -> bool:
    return False


def _ends_session(event: Announcement) -> bool:
    return event.kind == SessionCompleted.kind


def _ends_run(event: Announcement) -> bool:
    return event.kind == RunFinished.kind


Cursor = Annotated[
    str | None,
    strawberry.argument(
        description="`cursor` of the last event that you saw: what came after it is delivered first, each event "
        "once and in order. null: from the first event."
    ),
]


@strawberry.type
class EventSubscriptions:
    @strawberry.subscription(
        description="The questions of a conversation, word by word. A client that falls behind gets words together."
    )
    async def generated_query(
        self, info: Info, session_id: strawberry.ID, after: Cursor = None
    ) -> AsyncGenerator[GeneratedQueryEvent, None]:
        stream = decode("Session", session_id, "sessionId")
        is_over = await _is_over(info, sessions.get, stream, *CLOSED)
        async for event in _follow(info, stream, after, QUERY, _ends_session, is_over):
            yield event

    @strawberry.subscription(
        description="All that happens in a conversation, but for the words of questions; ends with it."
    )
    async def session_updated(
        self, info: Info, session_id: strawberry.ID, after: Cursor = None
    ) -> AsyncGenerator[SessionEvent, None]:
        stream = decode("Session", session_id, "sessionId")
        is_over = await _is_over(info, sessions.get, stream, *CLOSED)
        async for event in _follow(info, stream, after, SESSION, _ends_session, is_over):
            yield event

    @strawberry.subscription(
        description="The progress of a training run; ends with the run. A client that falls behind gets the newest of "
        "several steps, and each with a held-out loss."
    )
    async def training_progress(
        self, info: Info, run_id: strawberry.ID, after: Cursor = None
    ) -> AsyncGenerator[TrainingProgressEvent, None]:
        stream = decode("TrainingRun", run_id, "runId")
        is_over = await _is_over(info, runs.get, stream, *FINAL)
        async for event in _follow(info, stream, after, RUN, _ends_run, is_over):
            yield event

    @strawberry.subscription(
        description="What changes in your workspace: agents, conversations, questions, pairs, runs and versions, each "
        "as it is now. Take the first `after` from `viewer.lastEventCursor`, before you read what you show. A client "
        "that falls behind gets the newest of several changes of the same thing."
    )
    async def workspace_events(self, info: Info, after: Cursor = None) -> AsyncGenerator[AgentEvent, None]:
        async for event in _follow(info, info.context.actor.workspace_id, after, CHANGES, _never, False):
            yield event

    @strawberry.subscription(
        description="The same of one agent, with the same cursors; ends when the agent is deleted."
    )
    async def agent_events(
        self, info: Info, agent_id: strawberry.ID, after: Cursor = None
    ) -> AsyncGenerator[AgentEvent, None]:
        id = decode("Agent", agent_id, "agentId")
        await _find(info, agents.get, id)

        def ends(event: Announcement) -> bool:
            return event.kind == Changed.AGENT_DELETED and is_of(id, event.payload)

        async for event in _follow(info, info.context.actor.workspace_id, after, changes_of(id), ends, False):
            yield event


async def _is_over(
    info: Info, get: Callable[[Actor, UUID], Awaitable[Any]], stream: UUID, *final: StrEnum
) -> bool:
    """Whether the session or run of the stream is in a final state. Raises NotFound."""
    row = await _find(info, get, stream)
    return row is not None and row.status in final


async def _find(info: Info, get: Callable[[Actor, UUID], Awaitable[Any]], id: UUID) -> Any | None:
    """The row. Raises NotFound, unless someone for whom the same is true has just found it: then it is None, others
    are following it, and its end is among what is read."""
    half = info.context.half
    if isinstance(half, Reading) and half.is_found:
        return None
    row = await get(info.context.actor, id)
    if isinstance(half, Reading):
        half.is_found = True
    return row


async def _follow(
    info: Info, stream: UUID, asked: str | None, table: Translation, ends: IsLast, is_over: bool
) -> AsyncGenerator[Any, None]:
    """`ends`: whether it is the event with which the stream ends. Some may follow it in the log, as a pair is
    corrected in a conversation that was completed: who comes when it `is_over` gets these too."""
    sharing = info.context.half if isinstance(info.context.half, Sharing) else None
    after = parse_cursor(asked)
    if info.context.half is None:  # a reading finds it out by itself, where nothing is there to be read
        await ensure_reached(stream, after)
    async with aclosing(_events(info, stream, after, is_over)) as events:
        async for event in events:
            if info.context.connection_params is None:  # over SSE; a WebSocket looks at the key itself
                await info.context.standing.ensure(info.context.actor)
            info.context.loaders = Loaders()  # what an event shows is read anew
            if (translated := translate(table, event)) is not None:
                if sharing is not None:
                    sharing.shown = event.seq
                yield translated
            if ends(event) and not is_over:
                if sharing is not None:
                    sharing.is_over = True
                return


def _events(info: Info, stream: UUID, after: int, is_over: bool) -> AsyncGenerator[Announcement, None]:
    match info.context.half:
        case Reading() as reading:
            reading.after_variable = after_variable(info)
            reading.is_over = is_over
            return reading.events(stream, after)
        case Sharing() as sharing:
            return sharing.events(info.context.hub, stream)
    return Reading(is_over=True).events(stream, after) if is_over else info.context.hub.follow(stream, after)
