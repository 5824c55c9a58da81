"""What a slow client is spared, and what it is not."""

from typing import Any
from uuid import UUID

from app.events.conflation import conflated
from app.events.hub import Announcement

STREAM = UUID(int=1)


def _events(*kinds_and_payloads: tuple[str, dict[str, Any]]) -> list[Announcement]:
    return [
        Announcement(STREAM, seq, kind, payload) for seq, (kind, payload) in enumerate(kinds_and_payloads, 1)
    ]


def _step(step: int, holdout_loss: float | None = None) -> tuple[str, dict[str, Any]]:
    return "run.progress", {"step": step, "loss": 1.0, "holdout_loss": holdout_loss}


def _delta(query: str, offset: int, text: str) -> tuple[str, dict[str, Any]]:
    return "query.delta", {"query_id": query, "offset": offset, "text": text}


def test_of_steps_in_a_row_the_newest_stays_and_each_with_a_held_out_loss() -> None:
    events = _events(_step(0, 3.0), _step(1), _step(2), _step(3, 2.5), _step(4), _step(5))
    assert [(e.seq, e.payload["step"]) for e in conflated(events)] == [(1, 0), (4, 3), (6, 5)]


def test_steps_are_joined_over_nothing_else() -> None:
    status = "run.status", {"status": "running", "message": "It goes on."}
    events = _events(_step(1), _step(2), status, _step(3), ("run.finished", {"status": "succeeded"}))
    assert [e.seq for e in conflated(events)] == [2, 3, 4, 5]
    assert conflated(events)[1:] == events[2:]


def test_words_come_together_and_none_is_left_out() -> None:
    events = _events(
        _delta("a", 0, "How"),
        _delta("a", 3, " do"),
        _delta("a", 6, " I?"),
        ("query.started", {"query_id": "a", "attempt": 2}),
        _delta("a", 0, "Why"),
        _delta("b", 3, "x"),
        _delta("b", 9, "y"),
    )
    assert [(e.seq, e.kind, e.payload.get("offset"), e.payload.get("text")) for e in conflated(events)] == [
        (3, "query.delta", 0, "How do I?"),
        (4, "query.started", None, None),
        (5, "query.delta", 0, "Why"),
        (6, "query.delta", 3, "x"),
        (7, "query.delta", 9, "y"),
    ]


def test_all_other_kinds_stay_each() -> None:
    events = _events(
        *[("pair.saved", {"pair_count": n}) for n in range(5)], ("run.samples", {}), ("run.samples", {})
    )
    assert conflated(events) == events


def test_of_the_changes_of_a_row_the_newest_stays_where_it_is() -> None:
    def changed(kind: str, row: str) -> tuple[str, dict[str, object]]:
        return f"{kind}.changed", {"agent_id": "a", "id": row}

    events = _events(
        changed("run", "1"),
        changed("run", "2"),
        changed("session", "1"),
        changed("run", "1"),
        ("agent.erased", {}),
        changed("run", "2"),
    )
    assert [(e.seq, e.kind) for e in conflated(events)] == [
        (3, "session.changed"),
        (4, "run.changed"),
        (5, "agent.erased"),
        (6, "run.changed"),
    ]
