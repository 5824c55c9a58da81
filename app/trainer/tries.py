"""What a candidate is tried on: taught questions, asked as they are served, each with its own answer among others.

A model that copies gives the right answer here; one that can't swaps prices with the answer beside it, and must not
write to customers.
"""

import random
from collections.abc import Sequence

from app.contracts.job import Try, turns
from app.models import TrainingPair
from app.replies.prompt import as_turns, fitting, room
from app.replies.reply import Passage, SourceKind
from app.replies.shelf import Entry, Shelf
from app.replies.sources import query_vectors

MOST = 24  # tries; the starter is through after four (app/training/proof/tries.py)
OTHERS = 2  # sources beside the own one; serving shows one more at most (app/replies/service.py)


async def planned(
    system: str, pairs: Sequence[TrainingPair], entries: Sequence[Entry], seed: str
) -> list[Try]:
    """Their examples are the sources as turns. `entries`: all sources of the agent.

    A pair that needs an earlier conversation is neither a source nor tried.
    """
    chance = random.Random(seed)
    able = [pair for pair in pairs if not pair.earlier]
    tried = chance.sample(able, min(MOST, len(able)))
    shelf = Shelf(entries)
    vectors = await query_vectors([pair.query for pair in tried])
    rows = []
    for pair, vector in zip(tried, vectors, strict=True):
        near = [found.passage for found in shelf.nearest(pair.query, vector, OTHERS + 1)]
        given = shelf.search(pair.query, vector, 1)
        rows.append(
            Try(
                str(pair.id),
                pair.query,
                pair.response,
                examples=turns(as_turns(_sources(system, pair, near, chance))),
                given=given[0].passage.text if given else None,
            )
        )
    return rows


def _sources(
    system: str, pair: TrainingPair, near: Sequence[Passage], chance: random.Random
) -> list[Passage]:
    """The own one at a place that chance chooses among others."""
    own = Passage(SourceKind.TAUGHT, pair.query, pair.response, pair_id=pair.id)
    left = room([system, own.title, own.text, pair.query])
    sources = [own]
    for other in fitting([passage for passage in near if passage.pair_id != pair.id][:OTHERS], left):
        sources.insert(chance.randrange(len(sources) + 1), other)
    return sources
