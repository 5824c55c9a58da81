"""What the bare base model was measured at in earlier runs of an agent: it never changes, so that only new pairs cost.

By the token ids that it read, whatever they came from (system prompt, examples, template): another prompt is another
entry. The file holds the base model's own answers and no text of pairs; it goes with the agent.
"""

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.training.render import Sample


class Remembered:
    """`about`: everything that the numbers depend on beside the tokens. A file about something else, or a damaged one,
    holds nothing; without a file everything is new."""

    def __init__(self, file: Path | None = None, about: Sequence[str | None] = ()) -> None:
        self._file, self._about = file, list(about)
        self._known = self._read()
        self._used: dict[str, Any] = {}

    def losses(self, sample: Sample) -> tuple[list[float], list[bool]] | None:
        """Nats of each response token, and whether it is the first choice."""
        match self._find(_key(sample)):
            case [list(nats), list(correct)] if len(nats) == len(correct) == sample.end - sample.start:
                return nats, correct
        return None

    def keep_losses(self, sample: Sample, nats: list[float], correct: list[bool]) -> None:
        self._used[_key(sample)] = [nats, correct]

    def answer(self, prompt: Sequence[int], most_tokens: int) -> list[int] | None:
        """Token ids of a greedy answer. One that was cut off later, or not at all, begins the same."""
        match self._find(_digest("answer", 0, prompt)):
            case [list(ids), int(most)] if len(ids) < most or most_tokens <= most:
                return ids[:most_tokens]
        return None

    def keep_answer(self, prompt: Sequence[int], most_tokens: int, ids: Sequence[int]) -> None:
        key = _digest("answer", 0, prompt)
        if self.answer(prompt, most_tokens) is None:
            self._used[key] = [list(ids), most_tokens]

    def save(self) -> None:
        """Keeps what was asked for since the start: what no run asks for any more is forgotten. A full disk costs the
        next run its time, and this one nothing."""
        if self._file is None or self._used == self._known:
            return
        aside = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                json.dump({"about": self._about, "entries": self._used}, out)
            aside.replace(self._file)
        except OSError as error:
            print(f"the base model will be measured again: {error}", file=sys.stderr)  # noqa: T201
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def _find(self, key: str) -> Any:
        if key in self._known:
            self._used[key] = self._known[key]
        return self._used.get(key)

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, AttributeError):
            found = json.loads(self._file.read_text()) if self._file else {}
            if found.get("about") == self._about and isinstance(entries := found.get("entries"), dict):
                return entries
        return {}


def _key(sample: Sample) -> str:
    return _digest("losses", sample.start, sample.ids[: sample.end])


def _digest(kind: str, number: int, ids: Sequence[int]) -> str:
    return hashlib.sha256(json.dumps([kind, number, *ids]).encode()).hexdigest()
