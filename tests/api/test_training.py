"""startTraining, cancelTraining, promoteVersion, and how runs and versions read."""

from app.api.ids import encode
from app.config import get_settings
from app.models import (
    Agent,
    AgentVersion,
    RunStatus,
    RunTrigger,
    TrainingRun,
    VersionStatus,
)
from app.models.clock import now
from app.versions.folders import adapter_folder
from tests.api.conftest import Api
from tests.factories import make_agent, make_pairs, make_session
from tests.reports import truth

START = """
mutation ($input: StartTrainingInput!) { startTraining(input: $input) {
  __typename ... on TrainingStarted { run { id status trigger pairCount agent { name } } } ... on Problem { code }
} }
"""
CANCEL = """
mutation ($id: ID!) { cancelTraining(runId: $id) {
  __typename ... on TrainingCancelled { run { status reason } } ... on Problem { code }
} }
"""
PROMOTE = """
mutation ($id: ID!, $confirm: Boolean) { promoteVersion(versionId: $id, confirm: $confirm) {
  __typename ... on VersionPromoted { version { number status } } ... on Problem { code message }
} }
"""
RETIRE = """
mutation ($id: ID!) { retireVersion(agentId: $id) {
  __typename ... on VersionRetired { version { number status } agent { liveVersion { number } } }
  ... on Problem { code message }
} }
"""
TRUTH = """
query ($id: ID!) { node(id: $id) { ... on AgentVersion { mayWrite report {
  base { factMargin } candidate { factMargin }
  questions { baseFaults liveFaults candidateFaults }
  truth { tries right invented against degenerate mayWrite wrong { pairId query expected answer faults } }
} } } }
"""
RUN = """
query ($id: ID!) { trainingRun(id: $id) {
  status step totalSteps loss holdoutLoss tokensPerSecond secondsLeft reason failureCode lastEventCursor
  curve { step loss holdoutLoss }
  samples { step samples { pairId query expected answer } }
  report {
    verdict sentence reasons trainPairs holdoutPairs better same worse steps bestStep seconds trainLoss
    base { loss tokenAccuracy } live { loss } 
    candidate { loss tokenAccuracy relevance answers { total chrf style lengthRatio } }
    questions {
      candidateQuality { total } liveQuality { total }
      pairId query expected outcome baseLoss liveLoss candidateLoss baseAnswer liveAnswer candidateAnswer }
  }
  receipt {
    learned pairs { pairId query learned share keyPoints { text learned } }
    heldOut { pairId query outcome lossChange qualityChange }
  }
  version { number status report { verdict } run { id } }
} }
"""
PAIR = "01a20504-b3f7-77a0-ab37-eb732f8db344"
REPORT = {
    "verdict": "better",
    "sentence": "Lower loss on 4 of 4.",
    "receipt": [
        {
            "pair_id": PAIR,
            "query": "q",
            "learned": True,
            "share": 0.5,
            "key_points": [{"text": "12 EUR", "learned": True}, {"text": "yearly", "learned": False}],
        }
    ],
    "reasons": ["Its answers are as long as yours."],
    "train_pairs": 16,
    "holdout_pairs": 4,
    "base": {"loss": 4.25, "token_accuracy": 0.31},
    "live": None,
    "candidate": {
        "loss": 2.5,
        "token_accuracy": 0.5,
        "relevance": 0.6,
        "answers": {"total": 0.7, "chrf": 45.0, "style": 1.0, "length_ratio": 1.1},
    },
    "questions": [
        {
            "pair_id": PAIR,
            "query": "q",
            "expected": "e",
            "outcome": "better",
            "base_loss": 4.25,
            "live_loss": None,
            "candidate_loss": 2.5,
            "base_answer": "b",
            "live_answer": None,
            "candidate_answer": "c",
            "candidate_quality": {"total": 0.7, "chrf": 45.0, "style": 1.0, "length_ratio": 1.1},
        }
    ],
    "train_loss": 1.5,
    "steps": 60,
    "best_step": 48,
    "seconds": 95.0,
}


async def _finished_run(agent: Agent) -> TrainingRun:
    return await TrainingRun.create(
        agent=agent,
        trigger=RunTrigger.MANUAL,
        status=RunStatus.SUCCEEDED,
        queued_at=await now(),
        step=60,
        total_steps=60,
        loss=1.5,
        holdout_loss=2.5,
        tokens_per_second=410.0,
        reason="Version 1 is live.",
        curve=[
            {"step": 0, "loss": None, "holdout_loss": 4.25},
            {"step": 1, "loss": 4.0, "holdout_loss": None},
        ],
        samples=[
            {"step": 0, "samples": [{"pair_id": PAIR, "query": "q", "expected": "e", "answer": "a"}]},
        ],
        report=REPORT,
    )


async def test_start_training(api: Api) -> None:
    agent = await make_agent(api.actor)
    await make_pairs(api.actor, await make_session(api.actor, agent), 8)
    request = {"agentId": encode("Agent", agent.id), "idempotencyKey": "once"}

    started = await api.data(START, input=request)
    again = await api.data(START, input=request)
    second = await api.data(START, input={"agentId": request["agentId"]})

    run = await TrainingRun.get()
    assert started["startTraining"]["run"] == {
        "id": encode("TrainingRun", run.id),
        "status": "QUEUED",
        "trigger": "MANUAL",
        "pairCount": 8,
        "agent": {"name": "Brightdesk support"},
    }
    assert again == started
    assert second["startTraining"] == {"__typename": "Conflict", "code": "CONFLICT"}
    assert [row for job, row in api.bells.jobs if job == "run.train"] == [run.id]


async def test_start_training_refuses_too_few_pairs(api: Api) -> None:
    agent = await make_agent(api.actor)

    data = await api.data(START, input={"agentId": encode("Agent", agent.id)})

    assert data["startTraining"] == {"__typename": "Conflict", "code": "CONFLICT"}
    assert await TrainingRun.all().count() == 0
    assert api.bells.jobs == []


async def test_cancel_training(api: Api) -> None:
    agent = await make_agent(api.actor)
    await make_pairs(api.actor, await make_session(api.actor, agent), 8)
    run_id = (await api.data(START, input={"agentId": encode("Agent", agent.id)}))["startTraining"]["run"][
        "id"
    ]

    cancelled = await api.data(CANCEL, id=run_id)
    again = await api.data(CANCEL, id=run_id)

    assert cancelled["cancelTraining"]["run"]["status"] == "CANCELLED"
    assert again == cancelled


async def test_cancel_training_refuses_what_is_over(api: Api) -> None:
    run = await _finished_run(await make_agent(api.actor))

    data = await api.data(CANCEL, id=encode("TrainingRun", run.id))

    assert data["cancelTraining"] == {"__typename": "Conflict", "code": "CONFLICT"}
    assert (await TrainingRun.get()).status is RunStatus.SUCCEEDED


async def test_promote_version_refuses_incomplete_files(api: Api) -> None:
    agent = await make_agent(api.actor)
    run = await _finished_run(agent)
    files = {"adapter_model.safetensors": {"sha256": "0" * 64, "bytes": 1}}
    version = await AgentVersion.create(agent=agent, run=run, number=1, files=files)

    data = await api.data(PROMOTE, id=encode("AgentVersion", version.id))

    assert not adapter_folder(get_settings().home, agent.id, 1).exists()
    assert data["promoteVersion"]["__typename"] == "Conflict"
    assert (await AgentVersion.get()).status is VersionStatus.CANDIDATE


async def test_a_version_without_proof_is_confirmed_and_taken_off(api: Api) -> None:
    agent = await make_agent(api.actor)
    folder = adapter_folder(get_settings().home, agent.id, 1)
    folder.mkdir(parents=True)
    (folder / "adapter_model.safetensors").write_bytes(b"w")
    files = {"adapter_model.safetensors": {"sha256": "0" * 64, "bytes": 1}}
    version = await AgentVersion.create(agent=agent, run=await _finished_run(agent), number=1, files=files)
    agent_id, version_id = encode("Agent", agent.id), encode("AgentVersion", version.id)

    refused = await api.data(PROMOTE, id=version_id)
    api.models.fails = True
    unserved = await api.data(PROMOTE, id=version_id, confirm=True)
    api.models.fails = False
    promoted = await api.data(PROMOTE, id=version_id, confirm=True)
    retired = await api.data(RETIRE, id=agent_id)
    again = await api.data(RETIRE, id=agent_id)

    assert refused["promoteVersion"] == {
        "__typename": "Conflict",
        "code": "CONFLICT",
        "message": "Version 1 has no proof: no one has compared it with anything. To put it live in spite of that, "
        "confirm it (confirm: true).",
    }
    assert unserved["promoteVersion"] == {
        "__typename": "Conflict",
        "code": "CONFLICT",
        "message": "Version 1 can't be served now, so nothing has changed: The model server failed: out of memory.",
    }
    assert api.models.ensured == [f"{agent.id}@1"] * 2
    assert promoted["promoteVersion"]["version"] == {"number": 1, "status": "LIVE"}
    nothing = {"__typename": "VersionRetired", "agent": {"liveVersion": None}}
    assert retired["retireVersion"] == nothing | {"version": {"number": 1, "status": "RETIRED"}}
    assert again["retireVersion"] == nothing | {"version": None}


async def test_how_true_a_version_is(api: Api) -> None:
    """And a report of an earlier version, which knows nothing of it."""
    agent = await make_agent(api.actor)
    fault = "it says 30 EUR, which nobody taught"
    made = {"pair_id": PAIR, "query": "q", "expected": "e", "answer": "30 EUR", "faults": [fault]}
    counts = {"tries": 4, "right": 3, "invented": 1, "against": 0, "degenerate": 0}
    question = REPORT["questions"][0] | {"base_faults": [], "live_faults": None, "candidate_faults": [fault]}
    report = REPORT | {
        "base": REPORT["base"] | {"fact_margin": 0.1},
        "questions": [question],
        "truth": truth(**counts, planned=20, wrong=[made]),
    }
    told = []
    for number, (proof, may_write) in enumerate(((report, True), (REPORT, False)), 1):
        run = await _finished_run(agent)
        version = await AgentVersion.create(
            agent=agent, run=run, number=number, report=proof, may_write=may_write
        )
        told.append((await api.data(TRUTH, id=encode("AgentVersion", version.id)))["node"])

    pair_id = encode("TrainingPair", PAIR)
    assert told == [
        {
            "mayWrite": True,
            "report": {
                "base": {"factMargin": 0.1},
                "candidate": {"factMargin": None},
                "questions": [{"baseFaults": [], "liveFaults": None, "candidateFaults": [fault]}],
                "truth": counts
                | {
                    "mayWrite": False,
                    "wrong": [
                        {
                            "pairId": pair_id,
                            "query": "q",
                            "expected": "e",
                            "answer": "30 EUR",
                            "faults": [fault],
                        }
                    ],
                },
            },
        },
        {
            "mayWrite": False,
            "report": {
                "base": {"factMargin": None},
                "candidate": {"factMargin": None},
                "questions": [{"baseFaults": None, "liveFaults": None, "candidateFaults": None}],
                "truth": None,
            },
        },
    ]


async def test_a_run_reads_with_its_proof(api: Api) -> None:
    agent = await make_agent(api.actor)
    run = await _finished_run(agent)
    live = VersionStatus.LIVE
    await AgentVersion.create(agent=agent, run=run, number=1, status=live, report=REPORT)
    run_id, pair_id = encode("TrainingRun", run.id), encode("TrainingPair", PAIR)

    data = await api.data(RUN, id=run_id)

    # fmt: off
    assert data["trainingRun"] == {
        "status": "SUCCEEDED", "step": 60, "totalSteps": 60, "loss": 1.5, "holdoutLoss": 2.5,
        "tokensPerSecond": 410.0, "secondsLeft": None, "reason": "Version 1 is live.", "failureCode": None,
        "lastEventCursor": "0",
        "curve": [{"step": 0, "loss": None, "holdoutLoss": 4.25}, {"step": 1, "loss": 4.0, "holdoutLoss": None}],
        "samples": [
            {"step": 0, "samples": [{"pairId": pair_id, "query": "q", "expected": "e", "answer": "a"}]}
        ],
        "report": {
            "verdict": "BETTER", "sentence": "Lower loss on 4 of 4.",
            "reasons": ["Its answers are as long as yours."], "trainPairs": 16, "holdoutPairs": 4,
            "better": 1, "same": 0, "worse": 0, "steps": 60, "bestStep": 48, "seconds": 95.0, "trainLoss": 1.5,
            "base": {"loss": 4.25, "tokenAccuracy": 0.31}, "live": None,
            "candidate": {
                "loss": 2.5, "tokenAccuracy": 0.5, "relevance": 0.6,
                "answers": {"total": 0.7, "chrf": 45.0, "style": 1.0, "lengthRatio": 1.1},
            },
            "questions": [
                {
                    "pairId": pair_id, "query": "q", "expected": "e", "outcome": "BETTER", "baseLoss": 4.25,
                    "liveLoss": None, "candidateLoss": 2.5, "baseAnswer": "b", "liveAnswer": None,
                    "candidateAnswer": "c", "candidateQuality": {"total": 0.7}, "liveQuality": None,
                }
            ],
        },
        "receipt": {
            "learned": 1,
            "pairs": [
                {
                    "pairId": pair_id, "query": "q", "learned": True, "share": 0.5,
                    "keyPoints": [{"text": "12 EUR", "learned": True}, {"text": "yearly", "learned": False}],
                }
            ],
            "heldOut": [
                {"pairId": pair_id, "query": "q", "outcome": "BETTER", "lossChange": -1.75, "qualityChange": None}
            ],
        },
        "version": {"number": 1, "status": "LIVE", "report": {"verdict": "BETTER"}, "run": {"id": run_id}},
    }
    # fmt: on
