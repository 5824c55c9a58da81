"""Whether a model still answers the question it was asked.

Loss and style alone do not tell: an adapter trained on answers that belong to other questions learns the house style
as well as a good one. But the expert's answer is then no likelier behind its own question than behind another.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from transformers import PreTrainedModel, PreTrainedTokenizerBase

from app.contracts.job import Pair
from app.training.evaluate import Losses, measure
from app.training.remembered import Remembered
from app.training.render import Sample, render_pair

ANSWERS = 8  # of the held-out ones
OTHERS = 2  # questions that each is put behind


def swapped(
    tokenizer: PreTrainedTokenizerBase, system: str, pairs: Sequence[Pair], most_tokens: int
) -> list[Sample]:
    """The first answers of `pairs`, each behind the questions that follow its own, round and round; none too long."""
    count = len(pairs)
    # By question, so that all answers behind one share it (packing.py).
    places = sorted(
        ((place + step) % count, place, step)
        for place in range(min(ANSWERS, count))
        for step in range(1, min(OTHERS + 1, count))
    )
    moved = [
        replace(pairs[asked], id=f"{pairs[place].id}/{step}", response=pairs[place].response)
        for asked, place, step in places
    ]
    rendered = [render_pair(tokenizer, system, pair, sys.maxsize) for pair in moved]
    return [sample for sample in rendered if len(sample.ids) <= most_tokens]


def relevance(
    model: PreTrainedModel,
    losses: Losses,
    swaps: Sequence[Sample],
    prefix: int,
    check_stop: Callable[[], None],
    remembered: Remembered | None = None,
) -> float | None:
    """Nats per token that the own question is worth to the expert's answer; None with one question or none.

    `losses` are the model's on the held-out pairs, `swaps` what `swapped` made of them.
    """
    if not swaps:
        return None
    behind_others = measure(model, swaps, prefix, check_stop, remembered).by_pair
    gains = [loss - losses.by_pair[name.rsplit("/", 1)[0]] for name, loss in behind_others.items()]
    return sum(gains) / len(gains)
