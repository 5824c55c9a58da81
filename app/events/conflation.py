"""Fewer events that tell the same, for a client that reads more slowly than they happen.

Words of a question come together, so none is left out. Of training steps in a row the newest stays, and each with a
held-out loss, which no later step repeats; the curve of a run is read with the run. Of the changes of a row in a
workspace the newest stays, as all of them show it as it is now. All other events stay as they are.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.contracts.events import QueryDelta, RunProgressed
from app.events.changes import KINDS
from app.events.hub import Announcement


def conflated(events: Sequence[Announcement]) -> list[Announcement]:
    newest = {_row(event): event for event in events}
    kept: list[Announcement] = []
    for event in events:
        if newest[_row(event)] is not event:
            continue
        if kept and (joined := _joined(kept[-1], event)) is not None:
            kept[-1] = joined
        else:
            kept.append(event)
    return kept


def _row(event: Announcement) -> object:
    """What events are of of which one says it all."""
    return (event.kind, event.payload["id"]) if event.kind in KINDS else event.seq


def _joined(earlier: Announcement, later: Announcement) -> Announcement | None:
    """One event in place of both; None when both are needed."""
    if earlier.kind != later.kind:
        return None
    before, then = earlier.payload, later.payload
    if later.kind == RunProgressed.kind:
        return later if before.get("holdout_loss") is None else None
    if later.kind == QueryDelta.kind and before["query_id"] == then["query_id"]:
        text, offset = str(before["text"]), before["offset"]
        if isinstance(offset, int) and offset + len(text) == then["offset"]:
            return replace(later, payload={**before, "text": text + str(then["text"])})
    return None
