"""The durable log: append a fact inside the transaction that makes it true, read it back from any point.

Numbers of a stream are given under an advisory lock that is held to the end of the transaction, so the order of
`seq` is the order of commits and a reader who has seen 7 never meets a late 6.
"""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from tortoise import connections

from app import doorbell
from app.models import Event, Session, SessionStatus
from app.models.ids import new_id

PAGE = 500


async def append(stream: UUID, kind: str, payload: dict[str, object]) -> int:
    """Write the next event of `stream` and return its number. Only inside a transaction."""
    return await append_each(stream, {kind: payload})


async def append_each(stream: UUID, events: Mapping[str, dict[str, object]]) -> int:
    """Write several events of different kinds in their order and return the number of the last one."""
    connection = connections.get("default")
    await connection.execute_query(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))", [str(stream)]
    )
    # Not together with the lock: a statement sees what was committed before it began to wait.
    rows = await connection.execute_query_dict(
        "INSERT INTO event (id, stream, seq, kind, payload, created_at)"
        " SELECT new.id, $1, last.seq + new.number, new.kind, new.payload, clock_timestamp()"
        " FROM unnest($2::uuid[], $3::text[], $4::jsonb[]) WITH ORDINALITY AS new (id, kind, payload, number),"
        " (SELECT coalesce(max(seq), 0) AS seq FROM event WHERE stream = $1) AS last RETURNING seq",
        [
            stream,
            [new_id() for _ in events],
            list(events),
            [json.dumps(payload) for payload in events.values()],
        ],
    )
    numbers = sorted(int(row["seq"]) for row in rows)
    for seq, (kind, payload) in zip(numbers, events.items(), strict=True):
        doorbell.ring_event_after_commit(stream, seq, kind, payload)
    return numbers[-1]


async def append_to_active_sessions(agent_id: UUID, kind: str, payload: dict[str, object]) -> None:
    """Tell every open conversation of the agent. Streams are locked in the order of their ids: no deadlock."""
    sessions = Session.filter(agent_id=agent_id, status=SessionStatus.ACTIVE).order_by("id")
    for session in await sessions:
        await append(session.id, kind, payload)


async def read(stream: UUID, after: int, limit: int = PAGE) -> Sequence[Event]:
    return await Event.filter(stream=stream, seq__gt=after).order_by("seq").limit(limit)
