"""Which pairs are held out: pure, stable, and never a near-duplicate of a pair that is trained on.

About a fifth, at least four, are held out, spread over the categories; within a category a hash of the id decides.
Near-duplicates stay on one side together, and so do the turns of a conversation: where no choice of whole groups gives
that number, the nearest one that leaves enough to train on does. Who has a side keeps it for good: a pair that was
trained on never judges, and one that judges is never trained on.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.models import PairSplit
from app.text.similarity import TOO_SIMILAR, similarity

SHARE = 0.2
LEAST_HELD_OUT = 4
LEAST_TRAINED = 4


@dataclass(frozen=True, slots=True)
class Splittable:
    id: str
    category: str
    query: str
    split: PairSplit | None
    follows: str | None = None  # the pair before it in the same conversation


def assign_splits(pairs: Sequence[Splittable]) -> dict[str, PairSplit]:
    """A side for every pair, whatever order they come in; those that have one keep it."""
    pairs = sorted(pairs, key=lambda pair: hashlib.sha256(pair.id.encode()).digest())
    groups = _inseparable(pairs)
    splits = {pair.id: pair.split for pair in pairs if pair.split is not None}
    for group in groups:
        # One member that was trained on binds all new ones: none of them may judge the gate.
        known = {splits[pair.id] for pair in group if pair.id in splits}
        if known:
            side = PairSplit.TRAIN if PairSplit.TRAIN in known else PairSplit.HOLDOUT
            splits |= {pair.id: side for pair in group if pair.id not in splits}
    held_out = sum(side is PairSplit.HOLDOUT for side in splits.values())
    most = max(0, len(pairs) - LEAST_TRAINED)
    wanted = min(max(LEAST_HELD_OUT, round(SHARE * len(pairs))), most)
    per_category = {pair.category: 0 for pair in pairs}
    for pair in pairs:
        per_category[pair.category] += splits.get(pair.id) is PairSplit.HOLDOUT
    free = [group for group in groups if group[0].id not in splits]
    missing = _missing(held_out, wanted, most, free)
    while missing:
        # The category with the fewest held-out pairs gives the next one; a lone pair before a cluster. Of equals the
        # first one, which the hash decided.
        group = min(free, key=lambda group: (per_category[group[0].category], len(group)))
        free.remove(group)
        rest = missing - len(group)
        if rest < 0 or not _sums(free) >> rest & 1:
            continue  # with it the others could not make up the number
        splits |= {pair.id: PairSplit.HOLDOUT for pair in group}
        missing = rest
        for pair in group:
            per_category[pair.category] += 1
    return {pair.id: splits.get(pair.id, PairSplit.TRAIN) for pair in pairs}


def beside_trained(pairs: Sequence[Splittable], splits: Mapping[str, PairSplit]) -> set[str]:
    """Held-out pairs that someone has since changed into near-duplicates of trained ones: they can no longer judge."""
    trained = [pair for pair in pairs if splits[pair.id] is PairSplit.TRAIN]
    held_out = [pair for pair in pairs if splits[pair.id] is PairSplit.HOLDOUT]
    return {pair.id for pair in held_out if _alike(pair, trained)}


def _missing(held_out: int, wanted: int, most: int, free: Sequence[Sequence[Splittable]]) -> int:
    """How many of `free` to hold out as well: four if that can be, then as near to `wanted` as whole groups come."""
    sums = _sums(free)
    counts = [held_out + more for more in range(max(0, most - held_out) + 1) if sums >> more & 1]
    # Of two that are equally near the larger one.
    return min(counts, key=lambda n: (max(0, LEAST_HELD_OUT - n), abs(n - wanted), -n)) - held_out


def _sums(groups: Iterable[Sequence[Splittable]]) -> int:
    """Bit n is set where some of the groups have n pairs together."""
    sums = 1
    for group in groups:
        sums |= sums << len(group)
    return sums


def _inseparable(pairs: Sequence[Splittable]) -> list[list[Splittable]]:
    """Connected groups of questions that say nearly the same or belong to one conversation."""
    groups: list[list[Splittable]] = []
    for pair in pairs:
        alike = [group for group in groups if _alike(pair, group)]
        merged = [pair] if not alike else [member for group in alike for member in group] + [pair]
        groups = [group for group in groups if group not in alike] + [merged]
    return groups


def _alike(pair: Splittable, group: Iterable[Splittable]) -> bool:
    return any(
        other.id == pair.follows
        or other.follows == pair.id
        or (pair.follows is not None and other.follows == pair.follows)
        or similarity(pair.query, other.query) >= TOO_SIMILAR
        for other in group
    )
