"""Trained questions as they will be asked in use, for agents that show the model their sources
(`Agent.use_examples`): with the own answer among others, or with others alone.

With the own one, to learn to copy from the right source: one row of each pair. The child shows it in two of three
passes, in the third the pair is plain (app/training/lessons.py). RAFT keeps the right document in 80 % of its rows and
finds 40 to 100 % best, by data set (https://arxiv.org/abs/2403.10131).

With others alone, to learn to say the agent's own sentence where no source answers: one row for every eighth pair. RAFT
has the model answer from memory there; here what stands in no source must not go out (app/replies/writing.py). What is
learned about refusing carries over to other questions (https://arxiv.org/abs/2311.09677), so that a few may do, and
more might make it a habit; the share is not measured.

All sources are taught answers of the side that is trained on. Passages of pages are left out, as they are of held-out
questions and of tries. All choices hang on the run and the pair alone, so that every attempt makes the same rows.
"""

import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.facts.faults import comes_out
from app.models import Agent, OpenQuestion, TrainingPair, TrainingRun
from app.replies.prompt import as_turns, fitting, room
from app.replies.reply import Passage, SourceKind
from app.replies.sentences import small_talk
from app.replies.service import SHOWN
from app.replies.shelf import Shelf
from app.replies.sources import query_vectors
from app.text.words import content_words, tokens

DECLINED = 8  # one pair of so many

Turn = dict[str, str]


@dataclass(frozen=True, slots=True)
class Served:
    """By pair, the sources that it is shown with, as turns; the likeliest last, but for the own one."""

    shown: Mapping[UUID, list[Turn]]  # with its own answer
    declined: Mapping[UUID, list[Turn]]  # without it, and none of them answers the question


async def planned(
    run: TrainingRun, agent: Agent, system: str, language: str, pairs: Sequence[TrainingPair], shelf: Shelf
) -> Served:
    """`pairs`: to train on. Those that `shelf` does not hold stay plain: what is blocked by now, and what goes on from
    an earlier answer (app/replies/sources.py), which it would be odd to decline."""
    there = shelf.pairs
    able = [pair for pair in pairs if pair.id in there]
    vectors = await query_vectors([pair.query for pair in able])
    phrasings = await _phrasings(run, able)

    def chosen() -> Served:
        shown, without = {}, {}
        for pair, vector in zip(able, vectors, strict=True):
            chance = random.Random(f"{run.id}:{pair.id}")
            near = [found.passage for found in shelf.nearest(pair.query, vector, SHOWN + 1)]
            others = [one for one in near if one.pair_id != pair.id][: chance.randint(2, SHOWN)]
            own = Passage(SourceKind.TAUGHT, phrasings.get(pair.id, pair.query), pair.response, pair.id)
            if sources := _among(own, others[:-1], room([system, pair.query]), chance):
                shown[pair.id] = as_turns(sources)
            # As many as with the own one: their number must not tell that it is missing.
            without[pair.id] = fitting(others, room([system, pair.query]))
        drawn = sorted(able, key=lambda pair: random.Random(f"{run.id}:{pair.id}:declined").random())
        declined: dict[UUID, list[Turn]] = {}
        for pair in drawn:
            if len(declined) == len(able) // DECLINED:
                break
            if _may_decline(agent, language, pair, without[pair.id]):
                declined[pair.id] = as_turns(without[pair.id])
        return Served(shown, declined)

    # A thousand searches take seconds, in which the lease has to be renewed.
    return await asyncio.to_thread(chosen)


def _among(own: Passage, others: Sequence[Passage], left: int, chance: random.Random) -> list[Passage]:
    """The own one at any place: in use it is most often the last, and a model that learned just that would copy the
    last one unread. Nothing where it has no room, as in use."""
    if (size := len(own.title) + len(own.text)) > left:
        return []
    sources = fitting(others, left - size)
    sources.insert(chance.randrange(len(sources) + 1), own)
    return sources


def _may_decline(agent: Agent, language: str, pair: TrainingPair, sources: Sequence[Passage]) -> bool:
    """Not small talk, and not where another source holds all meaningful words of the question or says what the expert
    says: it may answer as well."""
    if not sources or small_talk(agent, pair.query):
        return False
    asked = content_words(pair.query, language)
    return not any(
        asked <= content_words(f"{source.title} {source.text}", language)
        or comes_out(source.text, pair.response, language)
        for source in sources
    )


async def _phrasings(run: TrainingRun, pairs: Sequence[TrainingPair]) -> dict[UUID, str]:
    """What customers asked before it was taught, where that is in other words: a source under the very words of the
    question would only teach to look for these. What was asked since the run is left out: a later attempt would differ.
    """
    asked = OpenQuestion.filter(pair_id__in=[pair.id for pair in pairs], created_at__lt=run.queued_at)
    rows = await asked.order_by("-id").values_list("pair_id", "text")
    queries = {pair.id: tokens(pair.query) for pair in pairs}
    return {pair_id: text for pair_id, text in rows if tokens(text) != queries[pair_id]}
