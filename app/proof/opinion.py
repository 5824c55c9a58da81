"""A strong model's opinion on the held-out answers: asked twice, with the answers changing places.

Judges favour one place over the other (https://arxiv.org/abs/2306.05685), so only what holds in both orders counts.
Where a reply can't be read there is no opinion on that question, and what was measured stands.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.contracts.report import Opinion, Outcome, Question, Report
from app.errors import AppError, UpstreamBusy, UpstreamRefused

AT_ONCE = 4
SECONDS = 120.0  # for all questions together; without an answer by then, the opinion is left out
PAUSE_S = 1.0  # before a call that failed is made again, where the server doesn't say when
LONGEST_PAUSE_S = 10.0

# Models put such a line in bold now and then.
_VERDICT = re.compile(r"[\s*_`#]*VERDICT[\s*_`]*:[\s*_`]*(A|B|TIE)[\s*_`.]*", re.I)
_ALONE = re.compile(r"\W*(A|B|TIE)\W*", re.I)
_INSTRUCTION = (
    "You compare two answers of a support agent with the answer that the company's expert gave. Judge facts, "
    "completeness, tone and form as the expert's answer shows them; length alone is no merit. "
    "Say briefly what decides it. Then end your reply with one line that is exactly VERDICT: A, VERDICT: B or "
    "VERDICT: TIE."
)
_AGAIN = "Your verdict can't be read. Reply with one line only: VERDICT: A, VERDICT: B or VERDICT: TIE."


@dataclass(frozen=True, slots=True)
class Judge:
    """`ask` sends messages to `model` and returns its reply, or raises an AppError. `pause` takes seconds."""

    model: str
    ask: Callable[[list[dict[str, str]]], Awaitable[str]]
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep


async def with_opinion(report: Report, judge: Judge | None) -> Report:
    """The report with `judge_outcome` by question, and `opinion`: the counts, or why there are none. `unread` are those
    on which there is no opinion.
    """
    if judge is None:
        return report
    asked = [
        (question, old, question.candidate_answer)
        for question in report.questions
        if (old := question.by(report.rival_model).answer) is not None
        and question.candidate_answer is not None
    ]
    turns = asyncio.Semaphore(AT_ONCE)

    async def decide(question: Question, old: str, new: str) -> Outcome | None:
        async with turns:
            return await _outcome(judge, question, old, new)

    failure = None
    try:
        async with asyncio.timeout(SECONDS), asyncio.TaskGroup() as group:
            decisions = [group.create_task(decide(*one)) for one in asked]
    except* AppError as failed:
        failure = str(failed.exceptions[0])
    except* TimeoutError:
        failure = f"it took longer than {SECONDS:.0f} s."
    outcomes = [] if failure else [decision.result() for decision in decisions]
    if outcomes and not any(outcomes):
        failure = "none of its replies could be read."
    if failure:
        return report.model_copy(update={"opinion": Opinion(model=judge.model, failure=failure)})
    count = Counter(outcomes)
    found = {question.pair_id: outcome for (question, *_), outcome in zip(asked, outcomes, strict=True)}
    questions = tuple(q.model_copy(update={"judge_outcome": found.get(q.pair_id)}) for q in report.questions)
    opinion = Opinion(
        model=judge.model,
        better=count["better"],
        same=count["same"],
        worse=count["worse"],
        unread=count[None],
    )
    return report.model_copy(update={"questions": questions, "opinion": opinion})


async def _outcome(judge: Judge, question: Question, old: str, new: str) -> Outcome | None:
    """None where one of the two replies can't be read."""
    if old == new:
        return "same"
    first = await _verdict(judge, _messages(question, old, new))
    second = await _verdict(judge, _messages(question, new, old)) if first else None
    if first is None or second is None:
        return None
    if (first, second) == ("B", "A"):
        return "better"
    return "worse" if (first, second) == ("A", "B") else "same"


async def _verdict(judge: Judge, messages: list[dict[str, str]]) -> str | None:
    """Asks once more for what can't be read."""
    reply = await _reply(judge, messages)
    if verdict := _choice(reply):
        return verdict
    # Greedy, the same words would bring the same reply; one without any word is most likely all thought.
    said = [{"role": "assistant", "content": reply}, {"role": "user", "content": _AGAIN}]
    return _choice(await _reply(judge, messages + said if reply.strip() else messages))


async def _reply(judge: Judge, messages: list[dict[str, str]]) -> str:
    """Asks once more where the call failed, unless nothing would be different."""
    try:
        return await judge.ask(messages)
    except UpstreamRefused:
        raise
    except AppError as error:
        wait_s = error.retry_after_s if isinstance(error, UpstreamBusy) else None
    await judge.pause(PAUSE_S if wait_s is None else min(wait_s, LONGEST_PAUSE_S))
    return await judge.ask(messages)


def _messages(question: Question, a: str, b: str) -> list[dict[str, str]]:
    task = (
        f"Question:\n{question.query}\n\nThe expert's answer:\n{question.expected}\n\n"
        f"Answer A:\n{a}\n\nAnswer B:\n{b}\n\nWhich is closer to what the expert would want, A or B, or is it a tie?"
    )
    return [{"role": "system", "content": _INSTRUCTION}, {"role": "user", "content": task}]


def _choice(reply: str) -> str | None:
    """What the one line in the form that was asked for says, at the end of the reply; or the reply's only word.

    None for all else: what a judge says on the way names both answers, and two verdicts are none.
    """
    lines = reply.strip().splitlines()
    verdicts = [match for line in lines if (match := _VERDICT.fullmatch(line))]
    if len(verdicts) == 1 and _VERDICT.fullmatch(lines[-1]):
        return verdicts[0][1].upper()
    alone = _ALONE.fullmatch(reply)
    return alone[1].upper() if alone else None
