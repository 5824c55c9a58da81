"""What goes live by itself: the setting of the agent, and a choice that somebody made while the run went on."""

from typing import Any

import pytest

from app.api.ids import encode
from app.contracts.report import Report
from app.models import Agent, AgentVersion, RunStatus, RunTrigger, TrainingRun, VersionStatus
from app.models.clock import now
from app.runs import lease
from app.versions import service as versions
from tests.api.conftest import Api
from tests.api.test_training import START
from tests.factories import make_agent, make_pairs, make_session
from tests.reports import report_of

SET = """
mutation ($input: UpdateAutoTrainingInput!) { updateAutoTraining(input: $input) {
  ... on AutoTrainingUpdated { autoTraining { goLiveWhen } } ... on Problem { code message }
} }
"""
ENDED = """
query ($id: ID!) { trainingRun(id: $id) { status reason version { status } agent { liveVersion { number } } } }
"""


def report(better: int, same: int, worse: int, after: float = 3.0, rival: int | None = None) -> Report:
    outcomes = ["better"] * better + ["same"] * same + ["worse"] * worse
    questions = [{"loss_outcome": outcome, "candidate_loss": after} for outcome in outcomes]
    return report_of(live={} if rival else None, candidate={"loss": after}, questions=questions, rival=rival)


async def start(api: Api, agent: Agent) -> TrainingRun:
    """A run that a trainer has just taken."""
    await make_pairs(api.actor, await make_session(api.actor, agent), 8)
    await api.data(START, input={"agentId": encode("Agent", agent.id)})
    return await TrainingRun.get(agent=agent)


async def end(api: Api, run: TrainingRun, made: Report) -> dict[str, Any]:
    """What the trainer does when its child has proved what it made; then the run, as clients see it."""
    epoch = await lease.claim(run.id, "test", 30)
    assert epoch is not None
    await TrainingRun.filter(id=run.id).update(status=RunStatus.EVALUATING)
    await versions.candidate(run.id, epoch)
    await versions.decide(run.id, epoch, {}, made, {})
    return (await api.data(ENDED, id=encode("TrainingRun", run.id)))["trainingRun"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "live_with"),
    [
        (report(8, 0, 0), {"BETTER", "PROBABLY_BETTER", "NOT_WORSE"}),
        (report(4, 0, 0), {"PROBABLY_BETTER", "NOT_WORSE"}),
        (report(11, 0, 9), {"NOT_WORSE"}),
        (report(1, 0, 3), set()),
    ],
    ids=["certain", "probable", "open", "worse"],
)
@pytest.mark.parametrize("when", ["BETTER", "PROBABLY_BETTER", "NOT_WORSE"])
async def test_the_setting_decides(api: Api, when: str, made: Report, live_with: set[str]) -> None:
    agent = await make_agent(api.actor)
    run = await start(api, agent)
    chosen = await api.data(SET, input={"agentId": encode("Agent", agent.id), "goLiveWhen": when})
    assert chosen["updateAutoTraining"]["autoTraining"]["goLiveWhen"] == when

    ended = await end(api, run, made)

    if when in live_with:
        assert (ended["status"], ended["version"]["status"]) == ("SUCCEEDED", "LIVE")
        assert ended["agent"]["liveVersion"] == {"number": 1}
        assert ended["reason"].startswith("Version 1 is live.")
    else:
        assert (ended["status"], ended["version"]["status"]) == ("REJECTED", "REJECTED")
        assert ended["agent"]["liveVersion"] is None
        assert ended["reason"].endswith("So the base model stays.")


async def add_live(agent: Agent, number: int) -> None:
    await AgentVersion.filter(agent=agent, status=VersionStatus.LIVE).update(status=VersionStatus.RETIRED)
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.SUCCEEDED, queued_at=await now()
    )
    await AgentVersion.create(agent=agent, run=run, number=number, status=VersionStatus.LIVE)


@pytest.mark.slow
@pytest.mark.parametrize("rival", [None, 1])
async def test_a_choice_made_meanwhile_stays(api: Api, rival: int | None) -> None:
    """Nobody knows how the candidate does beside it."""
    agent = await make_agent(api.actor)
    run = await start(api, agent)
    await add_live(agent, 1)
    await add_live(agent, 2)

    ended = await end(api, run, report(8, 0, 0, rival=rival))

    assert (ended["status"], ended["version"]["status"]) == ("REJECTED", "REJECTED")
    assert ended["agent"]["liveVersion"] == {"number": 2}
    compared = f"version {rival}" if rival else "the base model"
    assert ended["reason"] == (
        f"Better than {compared}: 8 of 8 held-out answers improved; the held-out loss went from 4.00 to 3.00. "
        "Meanwhile you put version 2 live, which it was not compared with. So version 2 stays live; "
        "train again to compare the two."
    )


async def test_a_version_of_other_weights_was_not_compared_and_is_replaced(api: Api) -> None:
    agent = await make_agent(api.actor)
    run = await start(api, agent)
    await add_live(agent, 1)

    ended = await end(api, run, report(8, 0, 0, rival=1).model_copy(update={"live": None}))

    assert (ended["status"], ended["version"]["status"]) == ("SUCCEEDED", "LIVE")
    assert ended["agent"]["liveVersion"] == {"number": 2}
    version = await AgentVersion.get(agent=agent, number=2)
    assert version.report["reasons"][0].startswith(
        "Better than the base model: 8 of 8 held-out answers improved"
    )
    assert ended["reason"].endswith(
        "Version 1 was not compared: it was trained on other weights of the base model."
    )
