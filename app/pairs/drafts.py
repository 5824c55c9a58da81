"""What the expert made of the agent's draft: pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import LCSseq


class Change(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffPart:
    """Words of the draft (KEPT, REMOVED) or of the response (ADDED), with single spaces between them."""

    change: Change
    text: str


def edited_share(draft: str, response: str) -> float:
    """Share of words that the expert rewrote: 0 took the draft as it is, 1 kept no word of it.

    The words in common, in order, against the longer of the two: what was added counts like what was removed.
    """
    return LCSseq.normalized_distance(draft.split(), response.split())


def diff(draft: str, response: str) -> Iterator[DiffPart]:
    """Draft and response as one text of kept, removed and added words."""
    old, new = draft.split(), response.split()
    for kept, steps in groupby(LCSseq.opcodes(old, new), key=lambda step: step.tag == "equal"):
        first, *_, last = [*steps] * 2  # one step is both
        before = " ".join(old[first.src_start : last.src_end])
        after = " ".join(new[first.dest_start : last.dest_end])
        if before:
            yield DiffPart(Change.KEPT if kept else Change.REMOVED, before)
        if after and not kept:
            yield DiffPart(Change.ADDED, after)
