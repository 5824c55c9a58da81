"""Whether the endpoint that serves a version answers as the version was trained, and not as its base model.

An adapter may be registered and not be applied, or be another one under its name (vLLM's issues 49354, 41754, 34591,
42125): only its answers tell. Asked are held-out questions that the report has greedy answers of.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import UpstreamFailed, UpstreamRefused

ASKED = 3
ENOUGH = (
    2  # of them: where two tokens are all but equally likely, a rounding decides (app/training/parity.py)
)
ROUNDS = 2  # with other questions: one of a hundred tokens may be such a close call, and a canary reads ten
ALIKE = 24  # characters at least
PAST = 8  # characters behind the first that the base model would have written otherwise
SEEN = 200  # characters of an answer of TOKENS
TOKENS = 96
HALF = "\ufffd"  # of a character, where an answer was cut off
PATIENCE_S = 120.0  # while the server starts, or loads another base model
PAUSE_S = 2.0

Message = dict[str, str]
Ask = Callable[[list[Message]], Awaitable[str]]  # the greedy answer; raises UpstreamFailed


@dataclass(frozen=True, slots=True)
class Canary:
    messages: list[Message]
    trained: str
    base: str

    @property
    def parting(self) -> int | None:
        """Where the base model's answer goes another way; None where it does not, or too late to be seen."""
        if self.trained == self.base:
            return None
        pairs = enumerate(zip(self.trained, self.base, strict=False))
        at = next((at for at, (one, other) in pairs if one != other), min(len(self.trained), len(self.base)))
        return at if at < SEEN else None

    def is_heard_in(self, served: str) -> bool:
        """The trainer's answer may be cut off where `served` goes on; not where the base model's goes on as well."""
        end = max(ALIKE, (self.parting or 0) + PAST)
        goes_on = served.startswith(self.trained)
        return served[:end] == self.trained[:end] or (
            goes_on and (self.trained == self.base or not self.base.startswith(self.trained))
        )


def canaries(report: Mapping[str, Any], job: Mapping[str, Any]) -> list[Canary]:
    """Of `report`, made by `job` (dataset.py): those first that soon differ from the base model's."""
    rows = {row["id"]: row for row in job["holdout"]}
    found = [
        Canary(
            _messages(job["system_prompt"], rows[question["pair_id"]]), answer, question["base_answer"] or ""
        )
        for question in report["questions"]
        if (answer := (question["candidate_answer"] or "").rstrip(HALF))
    ]
    return sorted(found, key=lambda one: (one.parting is None, one.parting or 0))


async def unproven(asked: Sequence[Canary], ask: Ask, patience_s: float = PATIENCE_S) -> str | None:
    """Why nobody knows that the endpoint serves this version, as the rest of a sentence; None where it answered so."""
    if not asked:
        return "no held-out question was answered, to compare with what the model server says"
    reason, until = None, time.monotonic() + patience_s
    for start in range(0, min(len(asked), ROUNDS * ASKED), ASKED):
        some = asked[start : start + ASKED]
        try:
            served = [await _answer(ask, canary.messages, until) for canary in some]
        except UpstreamFailed as error:
            return f"the model server does not answer for it: {error.message.rstrip('.')}"
        reason = _wrong(some, served)
        if reason is None:
            return None
    return reason


def _wrong(asked: Sequence[Canary], served: Sequence[str]) -> str | None:
    heard = [canary for canary, answer in zip(asked, served, strict=True) if canary.is_heard_in(answer)]
    different = [canary for canary in asked if canary.parting is not None]
    if len(heard) >= min(ENOUGH, len(asked)) and (not different or any(one in heard for one in different)):
        return None
    if different and all(answer == canary.base for canary, answer in zip(asked, served, strict=True)):
        return "the model server answers as the base model does, without what was trained"
    return f"the model server gives {len(heard)} of {len(asked)} answers as they were trained"


async def _answer(ask: Ask, messages: list[Message], until: float) -> str:
    while True:
        try:
            return await ask(messages)
        except UpstreamRefused:
            raise
        except UpstreamFailed:
            if time.monotonic() + PAUSE_S > until:
                raise
        await asyncio.sleep(PAUSE_S)


def _messages(system: str, row: Mapping[str, Any]) -> list[Message]:
    said = [*row["examples"], *row["turns"], {"role": "user", "content": row["query"]}]
    return [{"role": "system", "content": system}, *said] if system else said
