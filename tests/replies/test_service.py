"""What an agent reads before it replies."""

import threading
from collections.abc import Sequence

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.models import Agent, TrainingPair
from app.pairs import service as pairs
from app.replies import service as replies
from app.replies.examples import Example, Shelf
from app.style import service as style
from app.style.rules import Rule, RuleKind
from tests.factories import make_agent, make_session

ASKED = [{"role": "user", "content": "How long does my refund take?"}]


@pytest.fixture
async def agent(actor: Actor) -> Agent:
    return await agents.update(actor, (await make_agent(actor)).id, use_examples=True)


async def contents(agent: Agent) -> list[str]:
    return [message["content"] for message in await replies.messages(agent, ASKED)]


async def test_a_saved_answer_is_shown_at_once(actor: Actor, agent: Agent) -> None:
    assert await contents(agent) == [agent.system_prompt, ASKED[0]["content"]]
    session = await make_session(actor, agent)
    saved = await pairs.add(
        actor, session.id, query="When is a refund paid?", response="After 5 working days."
    )

    messages = await replies.messages(agent, ASKED)

    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert [m["content"] for m in messages[1:3]] == ["When is a refund paid?", "After 5 working days."]
    await pairs.update(actor, saved.pair.id, response="After 3 working days.")
    assert (await contents(agent))[2] == "After 3 working days."
    await pairs.delete(actor, saved.pair.id)
    assert await contents(agent) == [agent.system_prompt, ASKED[0]["content"]]


async def test_a_larger_model_is_told_the_house_style_as_people_left_it(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    for number in range(6):
        what = chr(ord("a") + number) * 3
        await pairs.add(actor, session.id, query=f"{what}?", response=f"Thanks for asking. {what} {what}.")
    own = (Rule(RuleKind.AVOID, "sorry"),)
    agent = await style.update(actor, agent.id, off=["length:"], own=own)
    asked = [{"role": "user", "content": "How do I pay?"}]
    assert await replies.messages(agent, asked) == [
        {"role": "system", "content": agent.system_prompt},
        *asked,
    ]  # the small default gains nothing from a longer prompt

    await Agent.filter(id=agent.id).update(base_model="larger")
    agent = await agents.get(actor, agent.id)
    told = "\n\nEach of your answers:\n- Never says “sorry”.\n- Begins with “Thanks for asking.”."
    assert await replies.messages(agent, asked) == [
        {"role": "system", "content": agent.system_prompt + told},
        *asked,
    ]
    agent = await style.update(
        actor, agent.id, off=["length:", "own:avoid:sorry", "opening:Thanks for asking."]
    )
    assert (await replies.messages(agent, asked))[0]["content"] == agent.system_prompt


async def test_an_agent_may_do_without(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query="When is a refund paid?", response="After 5 working days.")
    agent = await agents.update(actor, agent.id, use_examples=False)
    assert await contents(agent) == [agent.system_prompt, ASKED[0]["content"]]


async def test_a_blocked_pair_and_one_with_an_earlier_talk_stay_out(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    blocked, later = [
        (await pairs.add(actor, session.id, query=f"When is {what} refund paid?", response="Soon.")).pair.id
        for what in ("the first", "another person's")
    ]
    finding = {"severity": "blocking", "dismissed": False}
    await TrainingPair.filter(id=blocked).update(findings=[finding])
    await TrainingPair.filter(id=later).update(earlier=[{"role": "user", "content": "Hi"}])
    assert await contents(agent) == [agent.system_prompt, ASKED[0]["content"]]


async def test_a_long_conversation_leaves_no_room(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query="When is a refund paid?", response="After 5 working days.")
    long = [{"role": "user", "content": "refund " * 900}]
    assert len(await replies.messages(agent, long)) == 4
    long = [{"role": "user", "content": "refund " * 1_150}]
    assert len(await replies.messages(agent, long)) == 2


async def test_the_event_loop_does_not_build_the_index(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    class Watched(Shelf):
        def __init__(self, examples: Sequence[Example]) -> None:
            threads.append(threading.get_ident())
            super().__init__(examples)

    monkeypatch.setattr(replies, "Shelf", Watched)
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query="When is a refund paid?", response="After 5 working days.")
    assert len(await contents(agent)) == len(await contents(agent)) == 4
    assert len(threads) == 1
    assert threading.get_ident() not in threads
