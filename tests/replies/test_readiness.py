"""How each taught answer comes out."""

from app.actor import Actor
from app.models import Agent, AgentVersion, RunStatus, RunTrigger, TrainingPair, TrainingRun, VersionStatus
from app.models.clock import now
from app.pairs import service as pairs
from app.replies.readiness import ReadinessState, readiness_of
from tests.factories import make_pairs, make_session
from tests.reports import stored


async def test_own_words_for_what_came_out_right_and_nothing_for_what_is_left_out(
    actor: Actor, agent: Agent
) -> None:
    session = await make_session(actor, agent)
    right, wrong, changed, blocked = [saved.pair for saved in await make_pairs(actor, session, 4)]
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.SUCCEEDED, queued_at=await now()
    )
    tries = [
        {"pair_id": str(pair.id), "query": "q?", "expected": "e", "answer": "a", "is_right": good}
        for pair, good in ((right, True), (wrong, False), (changed, True), (blocked, True))
    ]
    version = await AgentVersion.create(
        agent=agent, run=run, number=1, status=VersionStatus.LIVE, may_write=True, report=stored(tries=tries)
    )
    await pairs.update(actor, changed.id, response="Answer changed.")
    finding = {"severity": "blocking", "dismissed": False}
    await TrainingPair.filter(id=blocked.id).update(findings=[finding])

    states = {one.pair_id: one.state for one in await readiness_of(agent.id)}
    assert states == {
        right.id: ReadinessState.WRITTEN,
        wrong.id: ReadinessState.TAUGHT,
        changed.id: ReadinessState.TAUGHT,
        blocked.id: ReadinessState.LEFT_OUT,
    }

    await AgentVersion.filter(id=version.id).update(may_write=False)
    states = {one.pair_id: one.state for one in await readiness_of(agent.id)}
    assert states[right.id] is ReadinessState.TAUGHT
