"""The durable log: append a fact inside the transaction that makes it true, read it back from any point.

Numbers of a stream are given under an advisory lock that is held to the end of the transaction (numbered.py), so the
order of `seq` is the order of commits and a reader who has seen 7 never meets a late 6. What happens to sessions and
runs is also noted in the stream of their workspace (changes.py).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from tortoise import connections

from app.contracts.events import Event as Fact
from app.events import changes
from app.events.numbered import write
from app.models import Event, Session, SessionStatus
from app.models.ids import first_id_of

PAGE = 500


async def append(stream: UUID, event: Fact) -> int:
    """Write the next event of `stream` and return its number. Only inside a transaction."""
    return await append_each(stream, [event])


async def append_each(stream: UUID, events: Sequence[Fact]) -> int:
    """Write several events in their order and return the number of the last one."""
    written = await write(stream, [(event.kind, event.payload()) for event in events])
    changes.note_events(stream, events, written)
    return written.seq


async def append_to_active_sessions(agent_id: UUID, event: Fact) -> None:
    """Tell every open conversation of the agent. Streams are locked in the order of their ids: no deadlock."""
    sessions = Session.filter(agent_id=agent_id, status=SessionStatus.ACTIVE).order_by("id")
    for session in await sessions:
        await append(session.id, event)


async def reaches(stream: UUID, seq: int) -> bool:
    """Whether the stream has come as far as `seq`; what was kept long enough may be gone before it."""
    return await Event.exists(stream=stream, seq__gte=seq)


async def forget(before: datetime, at_most: int) -> int:
    """Delete events that are older and return how many went. The last one of each stream stays, as the next number is
    counted from it. Rows of sessions and runs tell what happened, events only the steps on the way."""
    rows = await connections.get(
        "default"
    ).execute_query_dict(
        "WITH gone AS (DELETE FROM event WHERE id IN ("
        " SELECT e.id FROM event e WHERE e.id < $1 AND e.created_at < $2"  # the primary key is in order of time
        " AND EXISTS (SELECT FROM event later WHERE later.stream = e.stream AND later.seq > e.seq)"
        " ORDER BY e.id LIMIT $3) RETURNING seq) SELECT count(*) AS n FROM gone",
        [first_id_of(before), before, at_most],
    )
    return int(rows[0]["n"])


async def last(stream: UUID) -> int:
    """Number of the last event; 0 before the first."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT coalesce(max(seq), 0) AS seq FROM event WHERE stream = $1", [stream]
    )
    return int(rows[0]["seq"])


async def read(stream: UUID, after: int, limit: int = PAGE) -> Sequence[Event]:
    return await Event.filter(stream=stream, seq__gt=after).order_by("seq").limit(limit)
