"""The sources of an agent in memory, embedded once and searched often."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from tortoise.functions import Count, Max
from tortoise.queryset import QuerySet

from app.models import Material, MaterialKind, Source, TrainingPair
from app.models.pair import BLOCKED
from app.models.transaction import transactional
from app.replies.reply import Passage, SourceKind
from app.replies.shelf import Entry, Shelf, texts_to_embed
from app.text import embedding
from app.text.passages import passages

SHELVES = 64  # agents whose sources stay in memory; 2,000 pairs take about 15 MB
MOST_PAGES, MOST_PASSAGES = 50, 400
AT_ONCE = 16  # texts embedded together: 0.4 s, after which they are kept
# Pairs that a reply waits for when they are not embedded yet, a second of work; the rest follows behind its back.
WAITED_FOR = 24

_State = tuple[int, datetime | None, int]
_shelves: OrderedDict[UUID, tuple[_State | None, Shelf]] = OrderedDict()
_under_way: dict[UUID, asyncio.Task[None]] = {}
_one_text_after_another = asyncio.Semaphore(1)


async def shelf_of(agent_id: UUID) -> Shelf:
    """All saved pairs that no finding keeps out, from the moment that they are saved, and the agent's pages."""
    state = await _state(agent_id)
    known = _shelves.get(agent_id)
    if known is None or known[0] != state:
        found = [*await _pairs(agent_id), *await _page_passages(agent_id)]
        entries, is_whole = await _embedded(agent_id, found, WAITED_FOR)
        # Indexing 2,000 pairs takes most of a second, in which the API has others to serve.
        known = (state if is_whole else None), await asyncio.to_thread(Shelf, entries)
        _shelves[agent_id] = known
    _shelves.move_to_end(agent_id)
    while len(_shelves) > SHELVES:
        _shelves.popitem(last=False)
    return known[1]


async def entries_of(agent_id: UUID) -> list[Entry]:
    """The taught pairs, each with its embeddings however long that takes; the newest first."""
    return (await _embedded(agent_id, await _pairs(agent_id), None))[0]


async def query_vectors(questions: Sequence[str]) -> Sequence[NDArray[np.float32] | None]:
    """None each without a model."""
    if not questions or not embedding.is_available():
        return [None] * len(questions)
    return [*await asyncio.to_thread(embedding.of_queries, questions)]


def _taught(agent_id: UUID) -> QuerySet[TrainingPair]:
    """A pair that needs an earlier conversation says little without it."""
    return TrainingPair.filter(agent_id=agent_id, earlier=[]).exclude(BLOCKED)


async def _state(agent_id: UUID) -> _State:
    row = (await _taught(agent_id).annotate(n=Count("id"), newest=Max("changed_at")).values("n", "newest"))[0]
    return row["n"], row["newest"], await _pages(agent_id).count()


async def _pairs(agent_id: UUID) -> list[Passage]:
    rows = await _taught(agent_id).order_by("-id").values_list("id", "query", "response")
    return [Passage(SourceKind.TAUGHT, query, text, pair_id=pair) for pair, query, text in rows]


def _pages(agent_id: UUID) -> QuerySet[Material]:
    return Material.filter(agent_id=agent_id, kind__in=[MaterialKind.TEXT, MaterialKind.MARKDOWN])


async def _page_passages(agent_id: UUID) -> list[Passage]:
    """Of the newest pages."""
    rows = await _pages(agent_id).order_by("-id").limit(MOST_PAGES).values_list("id", "text")
    found = [
        Passage(SourceKind.PAGE, part.title, part.text, material_id=material)
        for material, text in rows
        for part in passages(text)
    ]
    return found[:MOST_PASSAGES]


async def _embedded(
    agent_id: UUID, passages: Sequence[Passage], waited_for: int | None
) -> tuple[list[Entry], bool]:
    """With the embeddings that the database has, and those of the newest few that it lacks; whether these are all."""
    if not embedding.is_available():
        return [Entry(passage) for passage in passages], True
    stored = Source.filter(agent_id=agent_id)
    vectors = {
        digest: np.frombuffer(data, dtype=np.float16).reshape(-1, embedding.WIDTH)
        for digest, data in await stored.values_list("digest", "vectors")
    }
    missing = [passage for passage in passages if _digest(passage) not in vectors]
    vectors |= await _embed(agent_id, missing[:waited_for])
    rest = [] if waited_for is None else missing[waited_for:]
    if rest and agent_id not in _under_way:
        task = asyncio.create_task(_rest(agent_id, rest))
        _under_way[agent_id] = task
        task.add_done_callback(lambda _: _under_way.pop(agent_id, None))
    return [Entry(passage, vectors.get(_digest(passage))) for passage in passages], not rest


async def _rest(agent_id: UUID, passages: Sequence[Passage]) -> None:
    for start in range(0, len(passages), AT_ONCE):
        await _embed(agent_id, passages[start : start + AT_ONCE])


async def _embed(agent_id: UUID, passages: Sequence[Passage]) -> dict[str, NDArray[np.float16]]:
    """By digest; keeps them."""
    found: dict[str, NDArray[np.float16]] = {}
    for passage in passages:
        async with _one_text_after_another:
            made = await asyncio.to_thread(embedding.of_passages, texts_to_embed(passage))
        found[_digest(passage)] = made.astype(np.float16)
    await _keep(agent_id, passages, found)
    return found


@transactional
async def _keep(
    agent_id: UUID, passages: Sequence[Passage], vectors: Mapping[str, NDArray[np.float16]]
) -> None:
    """What was deleted meanwhile has nothing to be kept for; the rows of a pair go with it."""
    ids = [[getattr(passage, name) for passage in passages] for name in ("pair_id", "material_id")]
    pairs, pages = [
        set(
            await table.filter(id__in=list(filter(None, some)))
            .select_for_update()
            .values_list("id", flat=True)
        )
        for table, some in ((TrainingPair, ids[0]), (Material, ids[1]))
    ]
    await Source.filter(pair_id__in=list(pairs)).delete()
    await Source.bulk_create(
        Source(
            agent_id=agent_id,
            pair_id=passage.pair_id,
            material_id=passage.material_id,
            text=passage.text if passage.material_id else "",
            digest=_digest(passage),
            vectors=vectors[_digest(passage)].tobytes(),
        )
        for passage in passages
        if passage.pair_id in pairs or passage.material_id in pages
    )


def _digest(passage: Passage) -> str:
    return hashlib.sha256("\0".join([embedding.MODEL, *texts_to_embed(passage)]).encode()).hexdigest()
