"""Companies with taught pairs, the same asked in other words, and what nobody taught them; without torch, beside whose
threads an embedding takes six times as long."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.replies.reply import Passage, SourceKind
from app.replies.shelf import Entry, texts_to_embed
from app.text import embedding

TAUGHT, ASKED = Path("tests/data/paraphrases"), Path("tests/data/companies")


@dataclass
class Company:
    passages: list[Passage]
    vectors: list[np.ndarray]
    questions: list[str]
    queries: np.ndarray  # [questions, 384]
    right: list[int | None]  # by question the place of its passage; None: nobody taught it

    @property
    def entries(self) -> list[Entry]:
        return [Entry(*pair) for pair in zip(self.passages, self.vectors, strict=True)]

    @classmethod
    def read(cls, path: Path) -> "Company":
        data: dict[str, Any] = json.loads(path.read_text())
        passages = [Passage(SourceKind.TAUGHT, pair["query"], pair["response"]) for pair in data["taught"]]
        places = {pair["id"]: place for place, pair in enumerate(data["taught"])}
        asked = data["paraphrases"] + data["untaught"]
        questions = [item["query"] for item in asked]
        return cls(
            passages,
            [embedding.of_passages(texts_to_embed(p)).astype(np.float16) for p in passages],
            questions,
            embedding.of_queries(questions),
            [places[item["taught_id"]] if "taught_id" in item else None for item in asked],
        )
