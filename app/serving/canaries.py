"""Whether the endpoint that serves a version answers as the version was trained, and not as its base model.

An adapter may be registered and not be applied, or be another one under its name (vLLM's issues 49354, 41754, 34591,
42125): only its answers tell. Asked are held-out questions of the report.

A server that can rate a given text (ours and vLLM, by `prompt_logprobs`) rates the expert's answers, as the trainer
did: rounding moves the mean of one by a hundredth. Of others greedy answers are compared, in which a rounding may turn
one word, and with it all that follow: an agent with ten pairs has one question held out, and would lose a good version
to it.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TypeVar

from app.contracts import report as told
from app.contracts.job import Job, Pair
from app.errors import UpstreamFailed, UpstreamRefused

ASKED = 3
# Of them: where two tokens are all but equally likely, a rounding decides (app/training/parity.py).
ENOUGH = 2
ROUNDS = 2  # with other questions: one of a hundred tokens may be such a close call, and a canary reads ten
ALIKE = 24  # characters at least
PAST = 8  # characters behind the first that the base model would have written otherwise
SEEN = 200  # characters of an answer of TOKENS
TOKENS = 96
HALF = "\ufffd"  # of a character, where an answer was cut off
PATIENCE_S = 120.0  # while the server starts, or loads another base model
PAUSE_S = 2.0
# Nats per token. Between a trainer in float32 and vLLM 0.32 in bfloat16 four answers were 0.000 to 0.009 apart, and
# 1.0 to 1.7 from the base model; a missing system prompt moved them by up to 0.12. Noise grows with what was learned.
# Our own server, also in float32, was 0.00001 to 0.00002 away.
WITHIN, WITHIN_OF_GAIN = 0.05, 0.05

T = TypeVar("T")
Message = dict[str, str]
# The greedy answer, so many tokens of it. Raises UpstreamFailed.
Ask = Callable[[list[Message], int], Awaitable[str]]
# The mean nats of an answer's tokens; None where the server can't tell.
Rate = Callable[[list[Message], str], Awaitable[float | None]]


@dataclass(frozen=True, slots=True)
class Canary:
    """`expected`: the expert's answer; `trained_nats` and `base_nats` are what a token of it costs the version and its
    base model. `pairs`: whose words are in it."""

    messages: list[Message]
    trained: str
    base: str
    expected: str = ""
    trained_nats: float | None = None
    base_nats: float | None = None
    pairs: tuple[str, ...] = ()

    @property
    def parting(self) -> int | None:
        """Where the base model's answer goes another way; None where it does not, or too late to be seen."""
        if self.trained == self.base:
            return None
        pairs = enumerate(zip(self.trained, self.base, strict=False))
        at = next((at for at, (one, other) in pairs if one != other), min(len(self.trained), len(self.base)))
        return at if at < SEEN else None

    @property
    def read(self) -> int:
        """Characters of an answer that are compared."""
        return max(ALIKE, (self.parting or 0) + PAST)

    @property
    def gain(self) -> float:
        return abs((self.base_nats or 0.0) - (self.trained_nats or 0.0))

    def is_heard_in(self, served: str) -> bool:
        """The trainer's answer may be cut off where `served` goes on; not where the base model's goes on as well."""
        goes_on = served.startswith(self.trained)
        return served[: self.read] == self.trained[: self.read] or (
            goes_on and (self.trained == self.base or not self.base.startswith(self.trained))
        )

    def is_near(self, nats: float, to: float | None) -> bool:
        return to is not None and abs(nats - to) <= WITHIN + WITHIN_OF_GAIN * self.gain


def canaries(report: told.Report, job: Job) -> list[Canary]:
    """Of `report`, made by `job`: those first that soon differ from the base model's."""
    rows = {row.id: row for row in job.holdout}
    owners = {row.query: row.id for row in (*job.train, *job.holdout)}
    found = [
        Canary(
            _messages(job.system_prompt, row),
            answer,
            question.base_answer or "",
            row.response,
            _known(question.candidate_loss),
            _known(question.base_loss),
            _owners(row, owners),
        )
        for question in report.questions
        if (answer := (question.candidate_answer or "").rstrip(HALF)) and (row := rows[question.pair_id])
    ]
    return sorted(found, key=lambda one: (one.parting is None, one.parting or 0))


def _known(nats: float) -> float | None:
    return nats if math.isfinite(nats) else None


def kept(asked: Sequence[Canary]) -> tuple[told.Canary, ...]:
    """For later: those alone of which it is known whose words they hold, as deleted words have to go."""
    return tuple(told.Canary(**asdict(canary)) for canary in asked[: ROUNDS * ASKED] if canary.pairs)


def of_report(report: told.Report) -> list[Canary]:
    """What `kept` made; empty for versions from before."""
    return [
        Canary(
            list(one.messages),
            one.trained,
            one.base,
            one.expected,
            one.trained_nats,
            one.base_nats,
            one.pairs,
        )
        for one in report.canaries
    ]


async def unproven(
    asked: Sequence[Canary], ask: Ask, rate: Rate | None = None, patience_s: float = PATIENCE_S
) -> str | None:
    """Why it is not known that the endpoint serves this version, as the rest of a sentence; None where it did."""
    if not asked:
        return "no held-out question was answered, to compare with what the model server says"
    reason, until = None, time.monotonic() + patience_s
    for start in range(0, min(len(asked), ROUNDS * ASKED), ASKED):
        try:
            reason = await _doubt(asked[start : start + ASKED], ask, rate, until)
        except UpstreamFailed as error:
            return f"the model server does not answer for it: {error.message.rstrip('.')}"
        if reason is None:
            return None
    return reason


async def _doubt(asked: Sequence[Canary], ask: Ask, rate: Rate | None, until: float) -> str | None:
    rated = await _rated(asked, rate, until) if rate else None
    if rated is not None:
        return _far(asked, rated)
    served = [
        await _patiently(partial(ask, canary.messages, min(TOKENS, canary.read)), until) for canary in asked
    ]
    return _wrong(asked, served)


async def _rated(asked: Sequence[Canary], rate: Rate, until: float) -> list[float] | None:
    """None where the server or the report has no such numbers."""
    found = []
    for canary in asked:
        if canary.trained_nats is None:
            return None
        nats = await _patiently(partial(rate, canary.messages, canary.expected), until)
        if nats is None:
            return None
        found.append(nats)
    return found


def _far(asked: Sequence[Canary], rated: Sequence[float]) -> str | None:
    both = list(zip(asked, rated, strict=True))
    near = [canary for canary, nats in both if canary.is_near(nats, canary.trained_nats)]
    if len(near) == len(asked):
        return None
    if all(canary.is_near(nats, canary.base_nats) for canary, nats in both):
        return "the model server answers as the base model does, without what was trained"
    return f"the model server rates {len(near)} of {len(asked)} answers as they were trained"


def _wrong(asked: Sequence[Canary], served: Sequence[str]) -> str | None:
    both = list(zip(asked, served, strict=True))
    heard = [canary for canary, answer in both if canary.is_heard_in(answer)]
    different = [canary for canary in asked if canary.parting is not None]
    if len(heard) >= min(ENOUGH, len(asked)) and (not different or any(one in heard for one in different)):
        return None
    if different and all(answer and canary.base.startswith(answer) for canary, answer in both):
        return "the model server answers as the base model does, without what was trained"
    return f"the model server gives {len(heard)} of {len(asked)} answers as they were trained"


async def _patiently(ask: Callable[[], Awaitable[T]], until: float) -> T:
    while True:
        try:
            return await ask()
        except UpstreamRefused:
            raise
        except UpstreamFailed:
            if time.monotonic() + PAUSE_S > until:
                raise
        await asyncio.sleep(PAUSE_S)


def _messages(system: str, row: Pair) -> list[Message]:
    said = [asdict(turn) for turn in (*row.examples, *row.turns)] + [{"role": "user", "content": row.query}]
    return [{"role": "system", "content": system}, *said] if system else said


def _owners(row: Pair, known: Mapping[str, str]) -> tuple[str, ...]:
    """Empty where the owner of an example is not among them."""
    shown = [turn.content for turn in row.examples if turn.role == "user"]
    if not all(query in known for query in shown):
        return ()
    earlier = [known[turn.content] for turn in row.turns if turn.content in known]
    return tuple(dict.fromkeys([row.id, *earlier, *(known[query] for query in shown)]))
