"""How questions came about: by a model or the starter, how long they took, and what was thrown away."""

from dataclasses import dataclass, field

from tortoise import connections

from app.actor import Actor

_NEWEST = 3


@dataclass(frozen=True, slots=True)
class Record:
    """`rejections`: by reason, the most frequent first."""

    questions: int = 0
    fallback_share: float = 0.0
    median_seconds: float | None = None
    rejections: dict[str, int] = field(default_factory=dict)


async def trouble(actor: Actor) -> str | None:
    """Why the newest questions of a workspace came from the starter though there is a writer; None when not all did."""
    rows = await connections.get("default").execute_query_dict(
        "SELECT q.source, q.fallback_reason FROM generated_query q JOIN agent a ON a.id = q.agent_id"
        " WHERE a.workspace_id = $1 AND q.ready_at > clock_timestamp() - interval '10 minutes'"
        " ORDER BY q.ready_at DESC LIMIT $2",
        [actor.workspace_id, _NEWEST],
    )
    all_failed = len(rows) == _NEWEST and all(row["source"] == "fallback" for row in rows)
    return str(rows[0]["fallback_reason"]) if all_failed else None


async def record(actor: Actor | None = None, hours: int = 24) -> Record:
    """Of a workspace; of all of them without an actor."""
    workspace = actor.workspace_id if actor else None
    recent = (
        "FROM generated_query q JOIN agent a ON a.id = q.agent_id"
        " WHERE q.ready_at > clock_timestamp() - make_interval(hours => $1)"
        " AND ($2::uuid IS NULL OR a.workspace_id = $2)"
    )
    read = connections.get("default").execute_query_dict
    (counts,) = await read(
        "SELECT count(*) AS n, count(*) FILTER (WHERE q.source = 'fallback') AS fallback,"
        " percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM q.ready_at - q.created_at))"
        f" FILTER (WHERE q.source = 'model') AS seconds {recent}",
        [hours, workspace],
    )
    reasons = await read(
        f"SELECT reason, count(*) AS n FROM (SELECT jsonb_array_elements_text(q.rejections) AS reason {recent}) AS r"
        " GROUP BY reason ORDER BY n DESC, reason",
        [hours, workspace],
    )
    questions = int(counts["n"])
    return Record(
        questions,
        int(counts["fallback"]) / questions if questions else 0.0,
        float(counts["seconds"]) if counts["seconds"] is not None else None,
        {str(row["reason"]): int(row["n"]) for row in reasons},
    )
