"""A pair that says what an open question asks takes it off the list, for as long as it does."""

import json

import pytest

from app.actor import Actor
from app.exchange import service as exchange
from app.exchange.service import File
from app.knowledge import proposals
from app.models import Agent, GeneratedQuery, OpenQuestion
from app.pairs import deletion
from app.pairs import service as pairs
from app.replies import open_questions as openquestions
from tests.factories import make_agent, make_session, unlike_text, write_question

DOG = "May I bring my dog to the course?"
BUS = "Which bus stops near the pool on Sundays?"
SAME = "Can I bring my dog to the course, please?"


@pytest.fixture(autouse=True)
async def _kept(agent: Agent) -> None:
    for text in (DOG, DOG, BUS):
        await openquestions.keep(agent.id, text)


async def listed(agent: Agent) -> list[str]:
    return [row.text for row in await openquestions.listed(agent.id)]


async def test_a_pair_of_nearly_the_same_question_answers_it_until_it_is_deleted(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query="Do you sell vouchers?", response="Yes.")
    assert await listed(agent) == [DOG, BUS]

    saved = await pairs.add(actor, session.id, query=SAME, response="Yes, on a lead.")

    assert await listed(agent) == [BUS]
    assert (await OpenQuestion.get(text=DOG)).pair_id == saved.pair.id
    await deletion.delete(actor, saved.pair.id)
    assert await listed(agent) == [DOG, BUS]
    assert (await OpenQuestion.get(text=DOG)).count == 2


async def test_an_edited_pair_answers_what_it_asks_now(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    pair = (await pairs.add(actor, session.id, query=SAME, response="Yes, on a lead.")).pair

    await pairs.update(actor, pair.id, query=BUS)
    assert await listed(agent) == [DOG]
    await pairs.update(actor, pair.id, response="The 12.")
    assert await listed(agent) == [DOG]
    await pairs.update(actor, pair.id, query="Do you sell vouchers?")
    assert await listed(agent) == [DOG, BUS]


async def test_what_a_customer_asked_stays_answered_when_the_expert_rewords_it(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
    row = await OpenQuestion.get(text=DOG)
    await write_question(query.id, DOG)
    await GeneratedQuery.filter(id=query.id).update(plan=query.plan | {openquestions.IN_PLAN: str(row.id)})
    pair = (await pairs.submit(actor, query.id, "Yes, on a lead.")).pair

    await pairs.update(actor, pair.id, query="Are animals allowed?")

    assert await listed(agent) == [BUS]


async def test_a_reaction_answers_nothing(actor: Actor, agent: Agent) -> None:
    session = await make_session(actor, agent)
    query = await GeneratedQuery.get(session=session, opened_at__isnull=False)
    said = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello."}]
    await GeneratedQuery.filter(id=query.id).update(earlier=said)
    await write_question(query.id, DOG)

    pair = (await pairs.submit(actor, query.id, "Yes, on a lead.")).pair

    assert pair.query == DOG
    assert await listed(agent) == [DOG, BUS]


async def test_a_pair_of_another_agent_answers_nothing(actor: Actor, agent: Agent) -> None:
    other = await make_agent(actor, "Second")
    session = await make_session(actor, other)
    await pairs.add(actor, session.id, query=DOG, response="Yes.")
    assert await listed(agent) == [DOG, BUS]


async def test_an_import_and_confirmed_pairs_answer_as_well(actor: Actor, agent: Agent) -> None:
    rows = [{"query": query, "response": "Yes."} for query in (unlike_text(1), SAME, unlike_text(2))]
    await exchange.take_over(actor, agent.id, File("\n".join(map(json.dumps, rows)), "pairs.jsonl"))
    assert await listed(agent) == [BUS]

    faq = f"Q: {BUS}\nA: The 12.\nQ: {unlike_text(3)}?\nA: No.\n"
    await proposals.add_material(actor, agent.id, name="faq.txt", text=faq)
    assert await listed(agent) == [BUS]
    await proposals.confirm_all(actor, agent.id)
    assert await listed(agent) == []


async def test_what_is_asked_again_though_it_is_answered(actor: Actor, agent: Agent) -> None:
    """The very same is answered already; of nearly the same words the agent was unsure all the same."""
    session = await make_session(actor, agent)
    await pairs.add(actor, session.id, query=DOG, response="Yes, on a lead.")

    await openquestions.keep(agent.id, DOG.upper())
    assert await listed(agent) == [BUS]
    assert (await OpenQuestion.get(text=DOG)).count == 3
    await openquestions.keep(agent.id, SAME)
    assert await listed(agent) == [SAME, BUS]
