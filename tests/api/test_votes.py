"""voteAnswers: each vote once, counted for the two versions on whichever side they stood."""

from app.api.ids import encode
from app.models import Agent, AgentVersion, AnswerVote, RunStatus, RunTrigger, TrainingRun, VersionStatus
from app.models.clock import now
from tests.api.conftest import Api
from tests.factories import make_agent

VOTE = """
mutation ($input: VoteAnswersInput!) { voteAnswers(input: $input) {
  __typename
  ... on AnswersVoted { agent { votes { leftVersion rightVersion left right ties } } }
  ... on Problem { code message }
} }
"""


async def _version(agent: Agent, number: int) -> None:
    run = await TrainingRun.create(
        agent=agent, trigger=RunTrigger.MANUAL, status=RunStatus.SUCCEEDED, queued_at=await now()
    )
    await AgentVersion.create(
        agent=agent, run=run, number=number, status=VersionStatus.RETIRED, files={"a": {}}
    )


def _input(agent_id: str, left: int, right: int, vote: str, **more: str) -> dict[str, object]:
    return {
        "agentId": agent_id,
        "question": "Where?",
        "leftVersion": left,
        "rightVersion": right,
        "vote": vote,
    } | more


async def test_votes_are_counted_by_pair_of_versions(api: Api) -> None:
    agent = await make_agent(api.actor)
    for number in (1, 2):
        await _version(agent, number)
    id = encode("Agent", agent.id)

    for left, right, vote in (
        (0, 2, "RIGHT"),
        (2, 0, "LEFT"),
        (2, 0, "RIGHT"),
        (0, 2, "TIE"),
        (1, 0, "LEFT"),
    ):
        answer = await api.data(VOTE, input=_input(id, left, right, vote, leftAnswer="Here."))

    assert answer["voteAnswers"]["agent"]["votes"] == [
        {"leftVersion": 0, "rightVersion": 2, "left": 1, "right": 2, "ties": 1},
        {"leftVersion": 0, "rightVersion": 1, "left": 0, "right": 1, "ties": 0},
    ]


async def test_a_repeated_vote_counts_once(api: Api) -> None:
    agent = await make_agent(api.actor)
    await _version(agent, 1)
    id = encode("Agent", agent.id)

    for _ in range(2):
        answer = await api.data(VOTE, input=_input(id, 0, 1, "TIE", idempotencyKey="k"))
    assert [tally["ties"] for tally in answer["voteAnswers"]["agent"]["votes"]] == [1]
    other = await api.data(VOTE, input=_input(id, 0, 1, "LEFT", idempotencyKey="k"))
    assert other["voteAnswers"]["code"] == "CONFLICT"
    assert await AnswerVote.all().count() == 1


async def test_only_two_different_versions_that_exist(api: Api) -> None:
    agent = await make_agent(api.actor)
    await _version(agent, 1)
    id = encode("Agent", agent.id)

    same = await api.data(VOTE, input=_input(id, 1, 1, "TIE"))
    assert same["voteAnswers"]["message"] == "Both sides show the same version; choose two different ones."
    missing = await api.data(VOTE, input=_input(id, 0, 7, "TIE"))
    assert missing["voteAnswers"] == {
        "__typename": "NotFound",
        "code": "NOT_FOUND",
        "message": "This agent has no version 7.",
    }
    assert await AnswerVote.all().count() == 0
