"""What `/metrics` and the page tell of the writer."""

from app.actor import Actor
from app.customers.generation import generate
from app.customers.writing import record, trouble
from app.errors import UpstreamFailed
from app.models import Agent, GeneratedQuery, Workspace
from app.processes import figures
from app.sessions import service as sessions
from tests.customers.test_generation import GOOD, Script, first_prepared


async def test_shares_seconds_and_rejections_of_a_workspace(actor: Actor, agent: Agent) -> None:
    assert await record(actor) == await record() == type(await record())()
    prepared = await first_prepared(actor, agent)
    await generate(prepared.id, [Script("Where is [it]?", GOOD)])
    started = await sessions.start(actor, agent.id)
    await generate(started.query.id, [])

    found = await record(actor)
    assert (found.questions, found.fallback_share) == (2, 0.5)
    assert found.rejections == {"placeholder": 1}
    assert found.median_seconds is not None
    assert 0 < found.median_seconds < 60
    other = Actor((await Workspace.create(name="Other")).id, "local")
    assert (await record(other)).questions == 0

    await figures.measure()
    assert figures.QUESTIONS._value.get() == 2
    assert figures.FALLBACK_SHARE._value.get() == 0.5
    assert figures.REJECTIONS.labels("placeholder")._value.get() == 1


async def test_that_every_question_failed_lately_is_told_with_the_reason(actor: Actor, agent: Agent) -> None:
    away = Script(UpstreamFailed("The model server is busy (429)."))
    started = await sessions.start(actor, agent.id)
    rows = await GeneratedQuery.filter(session=started.session)
    for row in rows:
        assert await trouble(actor) is None
        await generate(row.id, [away])
    assert await trouble(actor) == "The model server is busy (429)."
    prepared = await first_prepared(actor, agent)
    await generate(prepared.id, [Script(GOOD)])
    assert await trouble(actor) is None
