"""Which held-out questions a run answers aloud, and how long the answers may be. Pure."""

import math
import random
from collections.abc import Sequence

from app.contracts.job import Pair
from app.training.render import Sample

ANSWERED = 8  # questions
NEWEST = 2  # of these: what people taught last is what they look for first
MORE = 1.2  # times the longest answer of the expert; what goes on longer has shown that it does
ANSWER_TOKENS = 256  # at most; 96 of them for four questions take 10 s on two cores (SmolLM2-135M)


def asked(pairs: Sequence[Pair], seed: str) -> list[Pair]:
    """The newest ones, then one of each category in turn, drawn by `seed`; in the order of `pairs`, oldest first."""
    chosen = set(range(len(pairs))[-NEWEST:])
    chance = random.Random(seed)
    drawn = [place for place in range(len(pairs)) if place not in chosen]
    chance.shuffle(drawn)
    counts = {pair.category: 0 for pair in pairs}
    for place in chosen:
        counts[pairs[place].category] += 1
    while drawn and len(chosen) < ANSWERED:
        place = min(drawn, key=lambda place: counts[pairs[place].category])  # of equals the one drawn first
        drawn.remove(place)
        chosen.add(place)
        counts[pairs[place].category] += 1
    return [pairs[place] for place in sorted(chosen)]


def most_tokens(samples: Sequence[Sample]) -> int:
    """For an answer to a question of `samples`."""
    longest = max((sample.end - sample.start for sample in samples), default=0)
    return min(ANSWER_TOKENS, math.ceil(MORE * longest))
