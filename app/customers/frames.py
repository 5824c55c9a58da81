"""The sentences that the starter puts topics into: data, one file for each language."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "frames"


@dataclass(frozen=True, slots=True)
class Frames:
    """`about` hold a topic, `clause` a topic that is an indirect question; `opening` ask about the organisation as a
    whole, and `follow_ups` go after any answer that does not end in a question. Where there is a `plural_end`, a topic
    without it may be a bare singular ("museum shop"), and only stands at the beginning, apart from the sentence."""

    about: tuple[str, ...]
    clause: tuple[str, ...]
    opening: tuple[str, ...]
    follow_ups: tuple[str, ...]
    plural_end: str = ""

    def for_topic(self, name: str, is_bare: bool) -> tuple[str, ...]:
        if is_bare or not name.endswith(self.plural_end):
            return tuple(line for line in self.about if line.startswith("{topic}")) or self.about
        return self.about


@lru_cache(maxsize=32)
def frames(language: str) -> Frames:
    """`language`: one that an agent may have (`app.text.language.NAMES`)."""
    data = json.loads((FOLDER / f"{language}.json").read_text("utf-8"))
    about, clause, opening, follow_ups = (
        tuple(map(str, data[name])) for name in ("about", "clause", "opening", "follow_ups")
    )
    return Frames(about, clause, opening, follow_ups, str(data.get("plural_end", "")))
