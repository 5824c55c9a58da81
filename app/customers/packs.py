"""Topics of trades that a person may choose for an agent: data, a file each, never guessed."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.customers.topics import Proposed
from app.errors import InvalidInput
from app.models import Category

_FOLDER = Path(__file__).parent / "packs"


@dataclass(frozen=True, slots=True)
class Pack:
    """`id`: language and file, such as "en/online-shop"."""

    id: str
    name: str
    language: str
    topics: tuple[Proposed, ...]


@lru_cache(maxsize=1)
def all_packs() -> tuple[Pack, ...]:
    """By language and name."""
    found = [_read(path) for path in _FOLDER.glob("*/*.json")]
    return tuple(sorted(found, key=lambda pack: (pack.language, pack.name)))


def pack(id: str) -> Pack:
    """Raises InvalidInput for one that there is not."""
    for one in all_packs():
        if one.id == id:
            return one
    raise InvalidInput(f"There is no pack {id!r}; list them with `topicPacks`.", "pack")


def _read(path: Path) -> Pack:
    data = json.loads(path.read_text("utf-8"))
    topics = tuple(
        Proposed(topic["name"], Category(topic["category"]), tuple(topic["questions"]))
        for topic in data["topics"]
    )
    return Pack(f"{data['language']}/{path.stem}", data["name"], data["language"], topics)
