"""What real customers asked changes what the next ones ask, and how."""

import json
from collections import Counter
from dataclasses import replace

from app.actor import Actor
from app.agents import service as agents
from app.materials import service as materials
from app.models import Agent, GeneratedQuery, QuerySource
from app.pairs import service as pairs
from app.proposals import service as proposals
from app.queries import service as queries
from app.queries.asked import MOST, answered, real_questions
from app.queries.checks import check
from app.queries.fallback import fallback_question
from app.queries.kinds import AgentBrief, Behaviour, Category
from app.queries.plan import Plan
from app.queries.prompts import build_messages
from app.sessions import service as sessions
from tests.factories import make_pairs, make_session
from tests.queries.test_generation import Script, write
from tests.queries.tickets import PARCELS

QUESTIONS = 20
SHOP = (
    "Knotwork sells handmade rugs online. The agent answers customers about orders, deliveries and returns."
)


async def add_tickets(actor: Actor, agent: Agent, texts: tuple[str, ...], response: str = "") -> None:
    rows = "\n".join(json.dumps({"query": text, "response": response}) for text in texts)
    await proposals.add_material(actor, agent.id, name="tickets.jsonl", text=rows)


async def plans(actor: Actor, agent: Agent) -> list[Plan]:
    session = await make_session(actor, agent)
    while await GeneratedQuery.filter(session=session).count() < QUESTIONS:
        await queries.next_query(actor, session.id)
    return [
        Plan.from_json(query.plan) for query in await GeneratedQuery.filter(session=session).order_by("id")
    ]


async def test_plans_follow_thirty_short_angry_tickets_about_one_thing(actor: Actor) -> None:
    before, after = [await agents.create(actor, name=name, description=SHOP) for name in ("Before", "After")]
    await add_tickets(actor, after, PARCELS)

    usual, followed = await plans(actor, before), await plans(actor, after)

    assert "parcels" not in {plan.topic for plan in usual}
    topics = Counter(plan.topic for plan in followed)
    assert topics.most_common(1)[0][0] == "parcels"
    assert topics["parcels"] >= QUESTIONS // 4
    behaviours = Counter(plan.behaviour for plan in followed)
    assert behaviours[Behaviour.TERSE] + behaviours[Behaviour.UPSET] > QUESTIONS / 2
    assert {plan.category for plan in followed} == set(Category)  # what nobody asked yet still comes


HELP = """# Help

## Returns and exchanges
Send it back within 30 days, in its box.

## How to change your address
Open your account and press Address until the parcel has left.

## Colour samples
We send three of them for 5 euro.
"""


async def test_a_plain_help_page_changes_what_is_asked_without_a_strong_model(actor: Actor) -> None:
    before, after = [await agents.create(actor, name=name, description=SHOP) for name in ("Before", "After")]
    await proposals.add_material(actor, after.id, name="help.md", text=HELP)
    topics = {"returns and exchanges", "how to change your address", "colour samples"}

    usual, followed = await plans(actor, before), await plans(actor, after)

    assert not topics & {plan.topic for plan in usual}
    asked = [plan for plan in followed if plan.topic in topics]
    assert {plan.topic for plan in asked} == topics
    assert len(asked) >= 3
    assert {plan.category for plan in followed} == set(Category)
    samples = next(plan for plan in asked if plan.topic == "colour samples")
    brief = queries.brief(after, await real_questions(after.id))
    question = fallback_question(replace(samples, behaviour=Behaviour.PLAIN), brief, [], seed=1)
    assert "colour samples" in question.text
    assert check(question.text, samples, brief, []) == []


async def test_own_pairs_cover_their_category_and_unseen_questions_cover_nothing(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    for number in range(3):
        query = f"Why was my card charged {number} times?"
        await pairs.add(actor, session.id, query=query, response="Sorry.")
    assert (await real_questions(agent.id)).covered == {Category.BILLING: 3}
    await GeneratedQuery.filter(session=session).delete()
    for _ in range(4):
        await queries.next_query(actor, session.id)
    first = await GeneratedQuery.filter(session=session).order_by("id").limit(5)
    assert {query.category for query in first} == set(Category) - {Category.BILLING}

    seen = GeneratedQuery.filter(session=session, opened_at__isnull=False)
    assert len(await queries.plans(agent.id)) == await seen.count() + queries.PREPARED
    await agents.update(actor, agent.id, description="A bakery that bakes bread.")
    await queries.next_query(actor, session.id)
    assert await GeneratedQuery.filter(session=session, opened_at=None).count() == 2 * queries.PREPARED
    assert len(await queries.plans(agent.id)) == await seen.count() + queries.PREPARED


async def test_new_material_throws_prepared_questions_away(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    prepared = set(await GeneratedQuery.filter(session=session, opened_at=None).values_list("id", flat=True))
    await add_tickets(actor, agent, PARCELS)

    await queries.next_query(actor, session.id)

    waiting = GeneratedQuery.filter(session=session, opened_at=None, ended_at=None)
    assert not prepared & set(await waiting.values_list("id", flat=True))


async def test_without_a_model_a_real_question_that_nobody_answered_is_asked_as_it_is(
    actor: Actor, agent: Agent
) -> None:
    await add_tickets(actor, agent, PARCELS[:15])
    await add_tickets(actor, agent, PARCELS[15:], "It is on its way.")
    session = await make_session(actor, agent)
    asked = []
    for row in await GeneratedQuery.filter(session=session):
        row.plan |= {"category": "complaint", "topic": "parcels", "behaviour": "upset", "difficulty": "easy"}
        await row.save()
        written = await write(row, Script(RuntimeError("no model")))
        assert written.source is QuerySource.FALLBACK
        asked.append(written.text)

    assert len(set(asked)) == 3
    assert set(asked) <= set(PARCELS[:15])
    assert set(await answered(agent.id)) == set(PARCELS[15:])


async def test_the_writer_sees_real_questions_but_none_that_holds_personal_data(actor: Actor) -> None:
    asked = (*PARCELS, "where is my parcel 482137?!", "my parcel!! write to anna@example.org")
    company = AgentBrief("Knotwork", SHOP, asked=asked)
    plan = Plan.from_json(_record("upset"))

    for style in ("instruct", "few_shot"):
        said = json.dumps(build_messages(plan, company, [], style=style))
        assert sum(json.dumps(text)[1:-1] in said for text in PARCELS) >= 2
        assert "482137" not in said
        assert "anna@" not in said


async def test_own_pairs_are_real_questions_and_all_of_many_are_sampled(actor: Actor, agent: Agent) -> None:
    assert (await real_questions(agent.id)).questions == ()
    session = (await sessions.start(actor, agent.id)).session
    own = [saved.pair.query for saved in await make_pairs(actor, session, 10)]

    assert (await real_questions(agent.id)).questions == tuple(own)

    await add_tickets(actor, agent, tuple(f"Where is parcel number {number}?" for number in range(MOST * 2)))
    sample = (await real_questions(agent.id)).questions
    assert len(await materials.questions_of_agent(agent.id)) == MOST * 2
    assert len(set(sample)) == MOST
    assert "Where is parcel number 0?" in sample
    assert set(sample) & set(own)


def _record(behaviour: str) -> dict[str, object]:
    return {
        "category": "complaint",
        "difficulty": "easy",
        "persona": "annoyed regular",
        "behaviour": behaviour,
        "topic": "parcels",
        "seed": 1,
    }
