"""What has changed in a workspace: the stream that its dashboards follow, of the workspace's own id.

An event names a row that has changed, and no word of it: who follows reads it as it is now. Most are noted by the log
itself, beside the event of the conversation or the run. All of a transaction are written last in it: their lock is
one for the whole workspace, and so it is held for the insert and the commit alone
(tests/benchmarks/changes.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tortoise import connections

from app.contracts.events import Event, QueryDelta, RunProgressed
from app.events.numbered import Written, write
from app.models.transaction import before_commit


class Changed(StrEnum):
    """Kinds of event. A payload has `agent_id` and the `id` of the row, a question's and a pair's `session_id` too."""

    AGENT = "agent.changed"
    AGENT_DELETED = "agent.deleted"
    SESSION = "session.changed"
    QUERY = "query.changed"
    PAIR = "pair.changed"
    RUN = "run.changed"
    VERSION = "version.changed"


# By what comes before the dot in the kind of an event: what it changes. The rest is told in conversations about runs
# and versions, which are noted themselves.
_OF_STREAM = {"session": Changed.SESSION, "run": Changed.RUN}
_OF_CONVERSATION = {"query": Changed.QUERY, "pair": Changed.PAIR}
KINDS = frozenset(Changed)


@dataclass(frozen=True, slots=True)
class _Change:
    owner: UUID  # the agent, or a session or run of it
    kind: Changed
    row: str


def note(agent_id: UUID, kind: Changed, row: UUID) -> None:
    """Only inside a transaction. The same row twice in one is one change."""
    before_commit(_write_all, _Change(agent_id, kind, str(row)))


def note_events(stream: UUID, events: Sequence[Event], written: Written) -> None:
    """What the events of a session or run say that has changed; of the steps of a run one in a second."""
    for event in events:
        noun = event.kind.partition(".")[0]
        if event.kind == QueryDelta.kind:
            continue
        if event.kind == RunProgressed.kind and not _is_first_of_its_second(written):
            continue
        if noun in _OF_STREAM:
            before_commit(_write_all, _Change(stream, _OF_STREAM[noun], str(stream)))
        elif noun in _OF_CONVERSATION:
            before_commit(
                _write_all, _Change(stream, _OF_CONVERSATION[noun], str(event.payload()[f"{noun}_id"]))
            )


def is_of(agent_id: UUID, payload: Mapping[str, object]) -> bool:
    return payload["agent_id"] == str(agent_id)


async def forget_agent(workspace_id: UUID, agent_id: UUID) -> None:
    """Nothing of it is left, and the numbers go on: they are counted from an event that is never shown."""
    await write(workspace_id, [("agent.erased", {})])
    await connections.get("default").execute_query(
        "DELETE FROM event WHERE stream = $1 AND payload->>'agent_id' = $2", [workspace_id, str(agent_id)]
    )


def _is_first_of_its_second(written: Written) -> bool:
    return written.before is None or int(written.before.timestamp()) < int(written.at.timestamp())


async def _write_all(noted: Iterable[_Change]) -> None:
    changed = dict.fromkeys(noted)
    # What an event is of is in its tables by now; an owner that is in none is one of a test.
    rows = await connections.get("default").execute_query_dict(
        "SELECT one.id AS owner, agent.id AS agent_id, agent.workspace_id FROM unnest($1::uuid[]) AS one(id),"
        " LATERAL (SELECT agent_id AS id FROM session WHERE session.id = one.id"
        "  UNION ALL SELECT agent_id FROM training_run WHERE training_run.id = one.id"
        "  UNION ALL SELECT one.id) AS owner JOIN agent ON agent.id = owner.id",
        [list({change.owner for change in changed})],
    )
    agents = {row["owner"]: (row["workspace_id"], row["agent_id"]) for row in rows}
    events: dict[UUID, list[tuple[str, dict[str, object]]]] = {}
    for change in changed:
        if change.owner in agents:
            workspace_id, agent_id = agents[change.owner]
            payload: dict[str, object] = {"agent_id": str(agent_id), "id": change.row}
            if change.kind in _OF_CONVERSATION.values():
                payload["session_id"] = str(change.owner)
            events.setdefault(workspace_id, []).append((change.kind, payload))
    for workspace_id in sorted(events):
        await write(workspace_id, events[workspace_id])
