"""What a run would try of some pairs, without a database."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from types import SimpleNamespace
from typing import Any

import numpy as np

from app.contracts.job import Pair, Try
from app.replies.reply import Passage, SourceKind
from app.replies.shelf import Entry, texts_to_embed
from app.text import embedding
from app.trainer.tries import planned


def tries_of(system: str, rows: Sequence[Pair], seed: str) -> list[Try]:
    passages = [Passage(SourceKind.TAUGHT, row.query, row.response, pair_id=row.id) for row in rows]
    entries = [Entry(p, embedding.of_passages(texts_to_embed(p)).astype(np.float16)) for p in passages]
    pairs: Any = [SimpleNamespace(**asdict(row), earlier=[]) for row in rows]
    return asyncio.run(planned(system, pairs, entries, seed))
