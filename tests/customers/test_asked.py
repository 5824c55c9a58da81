"""What real customers asked changes what the next ones ask, and how."""

import json
from collections import Counter

import pytest

from app.actor import Actor
from app.agents import service as agents
from app.agents.material import questions_of_agent
from app.customers import service as queries
from app.customers import topics
from app.customers.asked import MOST, answered, real_questions
from app.customers.company import company
from app.customers.company import plans as history
from app.customers.plan import Behaviour, Plan
from app.customers.topics import Edited
from app.knowledge import proposals
from app.models import Agent, GeneratedQuery, QuerySource, Topic, TopicSource
from app.pairs import service as pairs
from app.sessions import service as sessions
from tests.customers.test_generation import Script, write
from tests.customers.tickets import PARCELS
from tests.factories import make_pairs, make_session

QUESTIONS = 20
SHOP = (
    "Knotwork sells handmade rugs online. The agent answers customers about orders, deliveries and returns."
)


async def add_tickets(actor: Actor, agent: Agent, texts: tuple[str, ...], response: str = "") -> None:
    rows = "\n".join(json.dumps({"query": text, "response": response}) for text in texts)
    await proposals.add_material(actor, agent.id, name="tickets.jsonl", text=rows)


async def plans(actor: Actor, agent: Agent) -> list[Plan]:
    await topics.read_description(agent)
    session = await make_session(actor, agent)
    while await GeneratedQuery.filter(session=session).count() < QUESTIONS:
        await queries.next_query(actor, session.id)
    return [
        Plan.from_json(query.plan) for query in await GeneratedQuery.filter(session=session).order_by("id")
    ]


@pytest.mark.slow
async def test_plans_follow_thirty_short_angry_tickets_about_one_thing(actor: Actor) -> None:
    before, after = [await agents.create(actor, name=name, description=SHOP) for name in ("Before", "After")]
    await add_tickets(actor, after, PARCELS)

    usual, followed = await plans(actor, before), await plans(actor, after)

    assert "parcel" not in {plan.topic for plan in usual}
    found = {topic.name: topic.source for topic in await Topic.filter(agent=after)}
    assert found["parcel"] is TopicSource.TICKETS
    topics = Counter(plan.topic for plan in followed)
    assert topics["parcel"] >= QUESTIONS // len(topics)
    behaviours = Counter(plan.behaviour for plan in followed)
    assert behaviours[Behaviour.TERSE] + behaviours[Behaviour.UPSET] >= QUESTIONS / 3


HELP = """# Help

## Returns and exchanges
Send it back within 30 days, in its box.

## How to change your address
Open your account and press Address until the parcel has left.

## Colour samples
We send three of them for 5 euro.
"""


async def test_a_plain_help_page_changes_what_is_asked_without_a_model(actor: Actor) -> None:
    agent = await agents.create(actor, name="After", description=SHOP)
    await proposals.add_material(actor, agent.id, name="help.md", text=HELP)
    pages = await Topic.filter(agent=agent, source=TopicSource.PAGES).order_by("id")
    assert [topic.name for topic in pages] == [
        "returns and exchanges",
        "how to change your address",
        "colour samples",
    ]
    planned = Counter(plan.topic for plan in await plans(actor, agent))
    assert min(planned[topic.name] for topic in pages) >= 3


async def test_own_pairs_let_their_topic_rest_and_unseen_questions_cover_nothing(
    actor: Actor, agent: Agent
) -> None:
    await topics.update(actor, agent.id, [Edited(None, name) for name in ("card charges", "refunds")])
    session = await make_session(actor, agent)
    for number in range(12):
        await pairs.add(
            actor, session.id, query=f"Why was my card charged {number} times?", response="Sorry."
        )
    rows = await topics.of_agent(agent.id)
    assert (await real_questions(agent, rows)).covered == {"card charges": 12}
    assert {topic.name: topic.resting for topic in (await company(agent)).brief.topics} == {
        "card charges": 12,
        "refunds": 0,
    }

    seen = GeneratedQuery.filter(session=session, opened_at__isnull=False)
    assert len(await history(agent.id)) == await seen.count() + queries.PREPARED
    await agents.update(actor, agent.id, description="A bakery that bakes bread.")
    await queries.next_query(actor, session.id)
    assert await GeneratedQuery.filter(session=session, opened_at=None).count() == 2 * queries.PREPARED
    assert len(await history(agent.id)) == await seen.count() + queries.PREPARED


async def test_new_material_throws_prepared_questions_away(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    prepared = set(await GeneratedQuery.filter(session=session, opened_at=None).values_list("id", flat=True))
    await add_tickets(actor, agent, PARCELS)

    await queries.next_query(actor, session.id)

    waiting = GeneratedQuery.filter(session=session, opened_at=None, ended_at=None)
    assert not prepared & set(await waiting.values_list("id", flat=True))


@pytest.mark.slow
async def test_without_a_model_a_real_question_that_nobody_answered_is_asked_as_it_is(
    actor: Actor, agent: Agent
) -> None:
    await add_tickets(actor, agent, PARCELS[:15])
    await add_tickets(actor, agent, PARCELS[15:], "It is on its way.")
    session = await make_session(actor, agent)
    asked = []
    for row in await GeneratedQuery.filter(session=session):
        await GeneratedQuery.filter(id=row.id).update(plan=row.plan | {"topic": "parcel"})
        written = await write(row, Script(RuntimeError("no model")))
        assert written.source is QuerySource.FALLBACK
        asked.append(written.text)

    assert len(set(asked)) == 3
    assert set(asked) <= set(PARCELS[:15])
    assert set(await answered(agent.id)) == set(PARCELS[15:])


async def test_half_of_the_real_questions_are_kept_from_every_writer(actor: Actor, agent: Agent) -> None:
    await add_tickets(actor, agent, PARCELS)
    asked = await real_questions(agent, [])
    assert set(asked.shown) | set(asked.held_out) == set(PARCELS)
    assert not set(asked.shown) & set(asked.held_out)
    assert 5 <= len(asked.held_out) <= len(PARCELS) - 5


@pytest.mark.slow
async def test_own_pairs_are_real_questions_and_all_of_many_are_sampled(actor: Actor, agent: Agent) -> None:
    assert (await real_questions(agent, [])).questions == ()
    session = (await sessions.start(actor, agent.id)).session
    own = [saved.pair.query for saved in await make_pairs(actor, session, 10)]

    assert (await real_questions(agent, [])).questions == tuple(own)

    await add_tickets(actor, agent, tuple(f"Where is parcel number {number}?" for number in range(MOST * 2)))
    sample = (await real_questions(agent, [])).questions
    assert len(await questions_of_agent(agent.id)) == MOST * 2
    assert len(set(sample)) == MOST
    assert "Where is parcel number 0?" in sample
    assert set(sample) & set(own)
