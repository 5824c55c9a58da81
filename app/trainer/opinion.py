"""A strong model's opinion on the held-out answers: asked twice, with the answers changing places.

Judges favour one place over the other (https://arxiv.org/abs/2306.05685), so only what holds in both orders counts.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import AppError

AT_ONCE = 4
SECONDS = 120.0  # for all questions together; without an answer by then, the opinion is left out

_CHOICE = re.compile(r"\b(A|B|TIE)\b")
_INSTRUCTION = (
    "You compare two answers of a support agent with the answer that the company's expert gave. Judge facts, "
    "completeness, tone and form as the expert's answer shows them; length alone is no merit. "
    "Reply with one word: A, B or TIE."
)


@dataclass(frozen=True, slots=True)
class Judge:
    """`ask` sends messages to `model` and returns its reply, or raises an AppError."""

    model: str
    ask: Callable[[list[dict[str, str]]], Awaitable[str]]


async def with_opinion(report: Mapping[str, Any], judge: Judge | None) -> dict[str, Any]:
    """The report with `judge_outcome` by question, and `opinion`: the counts, or why there are none."""
    if judge is None:
        return dict(report)
    old = "live_answer" if report["live"] else "base_answer"
    asked = [
        q for q in report["questions"] if q.get(old) is not None and q.get("candidate_answer") is not None
    ]
    turns = asyncio.Semaphore(AT_ONCE)

    async def decide(question: Mapping[str, Any]) -> str:
        async with turns:
            return await _outcome(judge, question, question[old], question["candidate_answer"])

    failure = None
    try:
        async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as group:
            decisions = [group.create_task(decide(question)) for question in asked]
    except* AppError as failed:
        failure = str(failed.exceptions[0])
    except* TimeoutError:
        failure = f"it took longer than {SECONDS:.0f} s."
    if failure:
        return {**report, "opinion": {"model": judge.model, "failure": failure}}
    outcomes = [decision.result() for decision in decisions]
    count = Counter(outcomes)
    found = {question["pair_id"]: outcome for question, outcome in zip(asked, outcomes, strict=True)}
    questions = [q | {"judge_outcome": found.get(q["pair_id"])} for q in report["questions"]]
    counts = {name: count[name] for name in ("better", "same", "worse")}
    return {**report, "questions": questions, "opinion": {"model": judge.model, **counts}}


async def _outcome(judge: Judge, question: Mapping[str, Any], old: str, new: str) -> str:
    if old == new:
        return "same"
    first = _choice(await judge.ask(_messages(question, old, new)))
    second = _choice(await judge.ask(_messages(question, new, old)))
    if (first, second) == ("B", "A"):
        return "better"
    return "worse" if (first, second) == ("A", "B") else "same"


def _messages(question: Mapping[str, Any], a: str, b: str) -> list[dict[str, str]]:
    task = (
        f"Question:\n{question['query']}\n\nThe expert's answer:\n{question['expected']}\n\n"
        f"Answer A:\n{a}\n\nAnswer B:\n{b}\n\nWhich is closer to what the expert would want: A, B or TIE?"
    )
    return [{"role": "system", "content": _INSTRUCTION}, {"role": "user", "content": task}]


def _choice(reply: str) -> str | None:
    """The one of the three words that the last line names, as reasoning may come before it; else the whole reply.

    None where more than one is named: "I prefer B. A is shorter." could be read either way.
    """
    lines = reply.strip().splitlines()
    for text in (*lines[-1:], reply):
        found = set(_CHOICE.findall(text.upper() if len(text) < 8 else text))
        if len(found) == 1:
            return str(found.pop())
    return None
