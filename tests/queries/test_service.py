"""Which prepared questions stay prepared."""

import pytest

from app.actor import Actor
from app.models import Agent, GeneratedQuery
from app.queries import realism
from app.queries import service as queries
from app.queries.guide import Rule, RuleKind
from app.queries.kinds import Difficulty
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
