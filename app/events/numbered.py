"""Gives the events of a stream their numbers, 1, 2, 3 …, in the order in which their transactions are committed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise import connections

from app.events import doorbell
from app.models.ids import new_id


@dataclass(frozen=True, slots=True)
class Written:
    """`at`: of the last one; `before`: of the one that came before them all, None at the start of a stream."""

    seq: int
    at: datetime
    before: datetime | None


async def write(stream: UUID, events: Sequence[tuple[str, dict[str, object]]]) -> Written:
    """Append kinds with their payloads, and announce them after the commit. Only inside a transaction, whose end frees
    the stream for others."""
    connection = connections.get("default")
    await connection.execute_query(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))", [str(stream)]
    )
    # Not together with the lock: a statement sees what was committed before it began to wait.
    rows = await connection.execute_query_dict(
        "WITH last AS (SELECT seq, created_at FROM event WHERE stream = $1 ORDER BY seq DESC LIMIT 1), written AS ("
        " INSERT INTO event (id, stream, seq, kind, payload, created_at)"
        " SELECT new.id, $1, coalesce((SELECT seq FROM last), 0) + new.number, new.kind, new.payload, clock_timestamp()"
        " FROM unnest($2::uuid[], $3::text[], $4::jsonb[]) WITH ORDINALITY AS new (id, kind, payload, number)"
        " RETURNING seq, created_at)"
        " SELECT seq, created_at, (SELECT created_at FROM last) AS before FROM written ORDER BY seq",
        [
            stream,
            [new_id() for _ in events],
            [kind for kind, _ in events],
            [json.dumps(payload) for _, payload in events],
        ],
    )
    for row, (kind, payload) in zip(rows, events, strict=True):
        doorbell.ring_event_after_commit(stream, int(row["seq"]), kind, payload, row["created_at"])
    return Written(int(rows[-1]["seq"]), rows[-1]["created_at"], rows[-1]["before"])
