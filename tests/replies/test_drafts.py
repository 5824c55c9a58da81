"""Which of several drafts of a small model the expert gets."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from app.actor import Actor
from app.answers import style
from app.answers.rules import Rule, RuleKind
from app.errors import UpstreamFailed
from app.models import Agent
from app.replies import drafts


async def test_what_is_late_or_fails_changes_nothing(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "PATIENCE_S", 0.05)
    agent = await style.update(actor, agent.id, own=[Rule(RuleKind.OPENING, "Hello,")])
    stopped = []

    async def ask(seed: int) -> AsyncGenerator[str, None]:
        yield "Hello, "
        if seed:
            raise UpstreamFailed("out of memory")
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(seed)

    assert await drafts.best_draft(agent, "No idea.", ask) == "No idea."
    assert stopped == [0]


def test_no_answer_keeps_no_rule() -> None:
    rules = [Rule(RuleKind.AVOID, "sorry"), Rule(RuleKind.LENGTH, "", 1, 3)]
    assert [
        drafts.kept(text, rules) for text in ("Hello there.", "Sorry, it is not there.", "Sorry.", " ")
    ] == [
        2,
        0,
        1,
        0,
    ]
