"""The durable log: append a fact inside the transaction that makes it true, read it back from any point.

Numbers of a stream are given under an advisory lock that is held to the end of the transaction, so the order of
`seq` is the order of commits and a reader who has seen 7 never meets a late 6.
"""

from collections.abc import Sequence
from uuid import UUID

from tortoise import connections

from app import doorbell
from app.models import Event, Session, SessionStatus

PAGE = 500


async def append(stream: UUID, kind: str, payload: dict[str, object]) -> int:
    """Write the next event of `stream` and return its number. Only inside a transaction."""
    connection = connections.get("default")
    await connection.execute_query(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))", [str(stream)]
    )
    rows = await connection.execute_query_dict(
        "SELECT coalesce(max(seq), 0) + 1 AS next FROM event WHERE stream = $1", [stream]
    )
    seq = int(rows[0]["next"])
    await Event.create(stream=stream, seq=seq, kind=kind, payload=payload)
    doorbell.ring_event_after_commit(stream, seq, kind, payload)
    return seq


async def append_to_active_sessions(agent_id: UUID, kind: str, payload: dict[str, object]) -> None:
    """Tell every open conversation of the agent. Streams are locked in the order of their ids: no deadlock."""
    sessions = Session.filter(agent_id=agent_id, status=SessionStatus.ACTIVE).order_by("id")
    for session in await sessions:
        await append(session.id, kind, payload)


async def read(stream: UUID, after: int, limit: int = PAGE) -> Sequence[Event]:
    return await Event.filter(stream=stream, seq__gt=after).order_by("seq").limit(limit)
