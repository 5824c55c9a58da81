"""Material is kept once; a pair found in it becomes a training pair once, and only when a person says so."""

import asyncio
import itertools
import json
from contextvars import Context
from typing import Any

import pytest

from app.actor import Actor
from app.agents.material import pages_of_agent, questions_of_agent
from app.answers.finding import Finding
from app.errors import Conflict, InvalidInput, LimitReached, NotFound
from app.knowledge import proposals
from app.models import (
    Agent,
    Material,
    MaterialKind,
    ProposalStatus,
    ProposedPair,
    Session,
    SessionStatus,
    TrainingPair,
    TrainingRun,
)
from app.pairs import service as pairs
from app.pairs.checking import findings_of
from app.runs import auto
from tests.exchange.kinds import word
from tests.factories import make_agent, make_session, unlike_text

FAQ = "## Is it free?\nNo.\n\n## Where is the manual?\nOn the first page.\n"


async def added(actor: Actor, agent: Agent, text: str = FAQ, name: str = "faq.md") -> proposals.Added:
    return await proposals.add_material(actor, agent.id, name=name, text=text)


async def first_of(material: Material) -> ProposedPair:
    return (await ProposedPair.filter(material=material).order_by("id"))[0]


async def test_material_is_kept_once_with_what_was_found(actor: Actor, agent: Agent) -> None:
    results = await asyncio.gather(*(added(actor, agent) for _ in range(5)))

    assert sorted(result.proposed_count for result in results) == [0, 0, 0, 0, 2]
    assert len({result.material.id for result in results}) == 1
    material = await Material.get()
    assert (material.kind, material.text) == (MaterialKind.MARKDOWN, FAQ.strip())
    assert material.questions == ["Is it free?", "Where is the manual?"]
    assert await questions_of_agent(agent.id) == material.questions
    assert await proposals.open_counts([material.id]) == {material.id: 2}
    assert await TrainingPair.all().count() == 0


async def test_a_confirmed_pair_goes_to_a_session_of_the_material(actor: Actor, agent: Agent) -> None:
    material = (await added(actor, agent)).material
    one, two = await ProposedPair.filter(material=material).order_by("id")

    results = await asyncio.gather(*(proposals.confirm(actor, one.id) for _ in range(5)))
    changed = await proposals.confirm(actor, two.id, query="Where?", response="There.")

    assert len({result.pair.id for result in results}) == 1
    assert (changed.pair.query, changed.pair.response) == ("Where?", "There.")
    session = await Session.get()
    assert (session.status, session.pair_count) == (SessionStatus.COMPLETED, 2)
    assert session.welcome == "Confirmed from faq.md."
    assert await TrainingPair.all().count() == 2
    assert (await ProposedPair.get(id=two.id)).pair_id == changed.pair.id


async def test_nobody_waits_while_a_pair_is_looked_at(
    actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await make_session(actor, agent)
    proposed = await first_of((await added(actor, agent)).material)

    async def saved_meanwhile(*arguments: Any, **options: Any) -> list[Finding]:
        # In a context of its own: it would join a transaction that this is part of.
        saving = pairs.add(actor, session.id, query="Why?", response="So.")
        await asyncio.wait_for(asyncio.create_task(saving, context=Context()), 5)
        return await findings_of(*arguments, **options)

    monkeypatch.setattr(proposals, "findings_of", saved_meanwhile)
    done = await proposals.confirm(actor, proposed.id, response="Dear [name], no.")
    assert [finding["code"] for finding in done.pair.findings] == ["placeholder"]
    assert (await proposals.confirm(actor, proposed.id)).pair == done.pair
    assert await TrainingPair.all().count() == 2


async def test_it_may_go_to_the_conversation_that_is_under_way(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    proposed = await first_of((await added(actor, agent)).material)
    done = await proposals.confirm(actor, proposed.id, session_id=session.id)
    assert done.session.id == session.id
    assert done.notices == ["Training pair saved (1/20)"]
    assert (await Session.get(id=session.id)).status is SessionStatus.ACTIVE
    other = await make_session(actor, await make_agent(actor, "Another"))
    second = (await ProposedPair.all().order_by("id"))[1]
    with pytest.raises(NotFound, match="another agent"):
        await proposals.confirm(actor, second.id, session_id=other.id)


@pytest.mark.slow
async def test_the_twentieth_confirmed_pair_starts_a_training(actor: Actor, agent: Agent) -> None:
    text = "".join(f"Q: {unlike_text(n)}?\nA: Answer {n}.\n" for n in range(20))
    material = (await added(actor, agent, text, "faq.txt")).material
    done = [await proposals.confirm(actor, row.id) for row in await ProposedPair.filter(material=material)]
    assert [result.run is not None for result in done] == [False] * 19 + [True]
    assert (await TrainingRun.get()).pair_count == 20


async def test_dismissed_and_confirmed_do_not_mix(actor: Actor, agent: Agent) -> None:
    await auto.update(actor, agent.id, enabled=False)
    material = (await added(actor, agent)).material
    one, two = await ProposedPair.filter(material=material).order_by("id")
    await proposals.dismiss(actor, one.id)
    assert (await proposals.dismiss(actor, one.id)).status is ProposalStatus.DISMISSED
    await proposals.confirm(actor, one.id)
    with pytest.raises(Conflict, match="delete the training pair"):
        await proposals.dismiss(actor, one.id)
    with pytest.raises(InvalidInput, match="4001 characters"):
        await proposals.confirm(actor, two.id, response="x" * 4_001)
    assert await TrainingPair.all().count() == 1

    await proposals.delete_material(actor, material.id)
    assert await ProposedPair.all().values_list("id", flat=True) == [one.id]
    assert await TrainingPair.all().count() == 1


def turns(*contents: str) -> list[dict[str, str]]:
    return [
        {"role": ("user", "assistant")[at % 2], "content": content} for at, content in enumerate(contents)
    ]


TALK = ("Is it free?", "No.", "Why?", "It costs us.", "How much?", "One euro.")


async def talk(actor: Actor, agent: Agent) -> list[ProposedPair]:
    await added(actor, agent, json.dumps({"messages": turns(*TALK)}), "talks.jsonl")
    return await ProposedPair.all().order_by("id")


async def test_later_turns_are_proposed_with_what_was_said_before(actor: Actor, agent: Agent) -> None:
    assert [(row.query, row.response, row.earlier) for row in await talk(actor, agent)] == [
        ("Is it free?", "No.", []),
        ("Why?", "It costs us.", turns(*TALK[:2])),
        ("How much?", "One euro.", turns(*TALK[:4])),
    ]
    again = await added(actor, agent, json.dumps({"messages": turns(*TALK[2:4])}), "other.jsonl")
    assert again.proposed_count == 1  # alone it is another question


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
async def test_turns_of_a_conversation_find_each_other_in_whatever_order(
    actor: Actor, agent: Agent, order: tuple[int, ...]
) -> None:
    rows = await talk(actor, agent)
    pairs_by_turn = {
        at: (await proposals.confirm(actor, rows[at].id, response=f"{rows[at].response} Sorry.")).pair.id
        for at in order
    }
    saved = [await TrainingPair.get(id=pairs_by_turn[at]) for at in range(3)]
    assert [pair.follows for pair in saved] == [None, saved[0].id, saved[1].id]
    assert saved[2].earlier == turns("Is it free?", "No. Sorry.", "Why?", "It costs us. Sorry.")
    assert saved[2].earlier == saved[1].conversation()


async def test_turns_that_are_confirmed_at_once_find_each_other(actor: Actor, agent: Agent) -> None:
    first, *_ = await talk(actor, agent)
    changed = (await proposals.confirm(actor, first.id, response="Never.")).pair
    await proposals.confirm_all(actor, agent.id)
    saved = await TrainingPair.all().order_by("id")
    assert [pair.follows for pair in saved] == [None, changed.id, saved[1].id]
    assert saved[2].earlier == turns("Is it free?", "Never.", "Why?", "It costs us.")


async def test_a_turn_without_the_one_before_it_stands_alone(actor: Actor, agent: Agent) -> None:
    first, second, third = await talk(actor, agent)
    await proposals.dismiss(actor, first.id)
    await proposals.dismiss(actor, second.id)
    pair = (await proposals.confirm(actor, third.id)).pair
    assert (pair.follows, pair.earlier) == (None, turns(*TALK[:4]))


async def test_what_is_known_is_not_proposed_again(actor: Actor, agent: Agent) -> None:
    await added(actor, agent)
    again = await added(actor, agent, FAQ + "\n## New?\nYes.\n")
    assert (again.proposed_count, again.duplicate_count) == (1, 2)


async def test_limits_and_strangers(actor: Actor, agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    material = (await added(actor, agent)).material
    proposed = await first_of(material)
    monkeypatch.setattr(proposals, "MOST_MATERIALS", 1)
    with pytest.raises(LimitReached, match="at most 1 material"):
        await added(actor, agent, "other")
    with pytest.raises(InvalidInput, match="character pair"):
        await added(actor, agent, "\ud800")
    stranger = Actor(actor.workspace_id.__class__(int=1), "stranger")
    for call in (
        proposals.add_material(stranger, agent.id, name="n", text="t"),
        proposals.delete_material(stranger, material.id),
        proposals.confirm(stranger, proposed.id),
        proposals.dismiss(stranger, proposed.id),
    ):
        with pytest.raises(NotFound):
            await call


@pytest.mark.slow
async def test_a_cut_is_told(actor: Actor, agent: Agent) -> None:
    text = "".join(f"## Is number {n} free?\n\nNumber {n} is.\n\n" for n in range(1_005))
    result = await added(actor, agent, text)
    assert result.proposed_count == await ProposedPair.all().count() == 1_000
    assert result.notices == [
        "1000 pairs found in faq.md, to be confirmed.",
        "It has 1,005 pairs; only the first 1,000 are proposed. Import it, or part it.",
    ]


async def test_escapes_that_the_database_refuses_are_left_out(actor: Actor, agent: Agent) -> None:
    nul, half = (
        '{"query": "Is nul \\u0000 ok?", "response": "It \\u0000is."}',
        '{"query": "Half \\ud83d?", "response": "No."}',
    )
    rows = f"{nul}\n{half}\n"
    result = await added(actor, agent, rows, "tickets.jsonl")
    [proposed] = await ProposedPair.all()
    assert (proposed.query, proposed.response) == ("Is nul  ok?", "It is.")
    assert (await Material.get()).questions == ["Is nul ok?"]
    assert result.notices[1:] == [
        "1 could not be read; line 2: Half of a character pair is missing (a lone \\uD800 to \\uDFFF)."
    ]


async def test_a_document_is_kept_as_what_was_read_in_it(actor: Actor, agent: Agent) -> None:
    data = word(
        ("Heading2", "Is it free?"), ("Normal", "No."), ("Heading2", "Delivery"), ("Normal", "Mondays.")
    )
    for _ in range(2):
        material = (await proposals.add_material(actor, agent.id, name="faq.docx", data=data)).material
    assert (material.kind, material.text) == (
        MaterialKind.MARKDOWN,
        "## Is it free?\n\nNo.\n\n## Delivery\n\nMondays.",
    )
    assert await Material.all().count() == 1
    assert "Mondays." in (await pages_of_agent(agent.id))[0]
