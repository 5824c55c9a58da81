"""Whether a run starts anew from the base model or goes on from the live version, and with which pairs. Pure.

Anew and on all pairs is best while it can be paid: no drift, and nothing is forgotten. With more of them a run goes on
from the live adapter, with what is new and as many old pairs, drawn afresh for every run, so that the old ones stay
(experience replay, https://arxiv.org/abs/1811.11682, which finds half and half to be enough).
"""

import random
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

FROM_SCRATCH = 1_000  # pairs to train on; 2 passes over them are 500 steps, half an hour on two cores
LEAST_REPLAYED = 200  # old pairs beside a few new ones
WORTH_IT = 0.7  # share of all pairs above which a run might as well start anew


@dataclass(frozen=True, slots=True)
class Learned:
    """What the live version was trained on, itself or by the versions that it goes on from."""

    pairs: Set[str]
    since: datetime  # a pair that changed later is new to it


def shown(run_id: str, changed: Mapping[str, datetime], learned: Learned | None) -> list[str] | None:
    """Of the pairs to train on those that a run goes on with from the live version; None: anew, with all.

    `changed` maps the id of every pair to train on to its last change.
    """
    if learned is None or len(changed) <= FROM_SCRATCH:
        return None
    if not learned.pairs <= changed.keys():
        return None  # only a new start forgets a pair that was deleted
    old = [i for i, at in changed.items() if i in learned.pairs and at <= learned.since]
    fresh = len(changed) - len(old)
    replayed = min(len(old), max(fresh, LEAST_REPLAYED))
    if fresh + replayed > WORTH_IT * len(changed):
        return None
    # Seeded by the run: every attempt draws the same ones, every run others.
    passed_over = set(random.Random(run_id).sample(old, len(old) - replayed))
    return [i for i in changed if i not in passed_over]
