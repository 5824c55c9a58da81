"""Which pairs are turns of one conversation: pure."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.exchange.check import Key, key
from app.models import ProposedPair, TrainingPair


def link(pairs: Sequence[TrainingPair], known: Mapping[Key, UUID]) -> None:
    """Set `follows` of each pair with earlier turns to the nearest pair that these turns end with, be it a new one or
    one of the `known`; an answer that is not to be learned is passed over."""
    by_key = {**{key_of(pair): pair.id for pair in reversed(pairs)}, **known}
    for pair in pairs:
        for end in range(len(pair.earlier), 0, -2):
            *before, asked, answered = (turn["content"] for turn in pair.earlier[:end])
            if (found := by_key.get(key(asked, answered, before))) is not None:
                pair.follows = found
                break


def key_of(pair: TrainingPair | ProposedPair) -> Key:
    return key(pair.query, pair.response, (turn["content"] for turn in pair.earlier))
