"""Which prepared questions stay prepared."""

import pytest

from app.actor import Actor
from app.customers import realism, topics
from app.customers import service as queries
from app.customers.guide import Rule, RuleKind
from app.customers.topics import Edited
from app.models import Agent, Difficulty, GeneratedQuery
from app.sessions import service as sessions

EASY = Rule(RuleKind.AT_MOST, difficulty=Difficulty.EASY)
NO_TICKETS = Rule(RuleKind.AVOID_TOPIC, "tickets")


@pytest.mark.parametrize(
    ("rule", "fixed"), [(EASY, {"difficulty": "hard"}), (NO_TICKETS, {"topics": ["lost tickets"]})]
)
async def test_what_a_session_asks_for_is_prepared_once_whatever_the_guide_says(
    actor: Actor, agent: Agent, rule: Rule, fixed: dict[str, object]
) -> None:
    await realism.update(actor, agent.id, [rule])
    session = (await sessions.start(actor, agent.id, **fixed)).session  # type: ignore[arg-type]
    for _ in range(3):
        await queries.next_query(actor, session.id)
    rows = await GeneratedQuery.filter(session=session)
    assert len(rows) == 4 + queries.PREPARED
    if "difficulty" in fixed:
        assert {query.difficulty for query in rows} == {"hard"}
    else:
        assert {query.plan["topic"] for query in rows} == {"lost tickets"}


async def test_a_new_rule_throws_away_what_it_excludes_and_the_rest_stays(actor: Actor, agent: Agent) -> None:
    session = (await sessions.start(actor, agent.id)).session
    first, second = await GeneratedQuery.filter(session=session, opened_at=None).order_by("id")
    await GeneratedQuery.filter(id=first.id).update(plan=first.plan | {"topic": "submarines"})
    await realism.update(actor, agent.id, [Rule(RuleKind.AVOID_TOPIC, "submarines")])
    opened = await queries.next_query(actor, session.id)
    assert opened.id == second.id
    assert (await GeneratedQuery.get(id=first.id)).status == "discarded"


async def test_what_was_prepared_about_a_topic_that_is_switched_off_is_thrown_away(
    actor: Actor, agent: Agent
) -> None:
    await topics.update(actor, agent.id, [Edited(None, "fees"), Edited(None, "deposits")])
    session = (await sessions.start(actor, agent.id)).session
    rows = {row.name: row.id for row in await topics.of_agent(agent.id)}
    await topics.update(
        actor, agent.id, [Edited(rows["fees"], "fees", is_on=False), Edited(rows["deposits"], "deposits")]
    )
    for _ in range(3):
        opened = await queries.next_query(actor, session.id)
        assert opened.plan["topic"] == "deposits"
    assert {q.plan["topic"] for q in await queries.prepared(session)} <= {"deposits"}
