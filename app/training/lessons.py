"""What each pass over the pairs sees of them: each pair once, plain in one pass and with its sources in the others.

By turns and not as rows of their own, so that a run has as many steps as without: what it costs are the tokens of the
sources and the few rows that decline, which come in every pass. A run that is cut to less than a whole round of passes
(policy.py) has seen some pairs one way only.
"""

import random
from collections.abc import Sequence

from app.training.render import Sample


def by_pass(
    plain: Sequence[Sample], served: Sequence[Sample], declines: Sequence[Sample], passes: int, run_id: str
) -> list[list[Sample]]:
    """The passes of one round, after which they come again; `passes`: in a round. All are equally long.

    In every pass about as many pairs are plain: drawn by the run, so that every attempt and process draws the same.
    """
    if not served and not declines:
        return [list(plain)]
    shown = {sample.pair.id: sample for sample in served}
    drawn = [sample.pair.id for sample in plain if sample.pair.id in shown]
    random.Random(run_id).shuffle(drawn)
    alone = {pair_id: place % passes for place, pair_id in enumerate(drawn)}
    return [
        [sample if alone.get(sample.pair.id, turn) == turn else shown[sample.pair.id] for sample in plain]
        + list(declines)
        for turn in range(passes)
    ]
