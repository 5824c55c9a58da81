"""createAgent, updateAgent, deleteAgent, updateAutoTraining."""

import pytest

from app.actor import Actor
from app.api.ids import encode
from app.models import Agent, AutoTraining, Workspace
from tests.api.conftest import Api
from tests.factories import DESCRIPTION, make_agent, make_pairs, make_session

CREATE = """
mutation ($input: CreateAgentInput!) { createAgent(input: $input) {
  __typename
  ... on AgentCreated { agent { id name slug description systemPrompt baseModel liveVersion { id } } }
  ... on Problem { code message }
  ... on InvalidInput { field }
} }
"""
UPDATE = """
mutation ($input: UpdateAgentInput!) { updateAgent(input: $input) {
  __typename
  ... on AgentUpdated { agent { name slug systemPrompt } }
  ... on Problem { code }
  ... on InvalidInput { field }
} }
"""
DELETE = """
mutation ($id: ID!) { deleteAgent(agentId: $id) {
  __typename
  ... on AgentDeleted { agent { name } }
  ... on Problem { code }
} }
"""
AUTO = """
mutation ($input: UpdateAutoTrainingInput!) { updateAutoTraining(input: $input) {
  __typename
  ... on AutoTrainingUpdated { autoTraining {
    enabled pairThreshold schedule hour weekday timeZone cooldownMinutes minNewPairs maxRunsPerDay
  } }
  ... on Problem { code }
  ... on InvalidInput { field }
} }
"""


async def test_create(api: Api) -> None:
    data = await api.data(CREATE, input={"name": "Brightdesk support", "description": DESCRIPTION})

    created = data["createAgent"]
    row = await Agent.get()
    assert created["__typename"] == "AgentCreated"
    assert created["agent"] | {"id": "", "systemPrompt": ""} == {
        "id": "",
        "name": "Brightdesk support",
        "slug": "brightdesk-support",
        "description": DESCRIPTION,
        "systemPrompt": "",
        "baseModel": "smollm2-135m-instruct",
        "liveVersion": None,
    }
    assert (row.workspace_id, row.system_prompt) == (api.actor.workspace_id, created["agent"]["systemPrompt"])
    assert await AutoTraining.filter(agent=row).count() == 1


@pytest.mark.parametrize(
    ("_case", "change", "field"),
    [
        ("empty name", {"name": "  "}, "name"),
        ("long name", {"name": "x" * 101}, "name"),
        ("empty description", {"description": ""}, "description"),
        ("long prompt", {"systemPrompt": "x" * 8001}, "systemPrompt"),
    ],
)
async def test_create_refuses(api: Api, _case: str, change: dict[str, str], field: str) -> None:
    data = await api.data(CREATE, input={"name": "A", "description": "B"} | change)

    refused = data["createAgent"]
    assert (refused["__typename"], refused["code"], refused["field"]) == (
        "InvalidInput",
        "INVALID_INPUT",
        field,
    )
    assert await Agent.all().count() == 0


async def test_update_changes_what_is_given(api: Api) -> None:
    agent_id = await _agent(api)

    data = await api.data(UPDATE, input={"agentId": agent_id, "systemPrompt": "Be brief."})

    assert data["updateAgent"]["agent"] == {
        "name": "Brightdesk support",
        "slug": "brightdesk-support",
        "systemPrompt": "Be brief.",
    }


async def test_update_refuses_an_empty_name(api: Api) -> None:
    agent_id = await _agent(api)

    data = await api.data(UPDATE, input={"agentId": agent_id, "name": ""})

    assert data["updateAgent"] == {"__typename": "InvalidInput", "code": "INVALID_INPUT", "field": "name"}
    assert (await Agent.get()).name == "Brightdesk support"


async def test_delete_hides_the_agent_and_what_belongs_to_it(api: Api) -> None:
    agent = await make_agent(api.actor)
    await make_pairs(api.actor, await make_session(api.actor, agent), 2)
    agent_id = await _only_agent_id(api)

    data = await api.data(DELETE, id=agent_id)
    after = await api.data(
        "query ($id: ID!) { agents { edges { node { id } } } sessions { edges { node { id } } } "
        "trainingPairs { edges { node { id } } } node(id: $id) { id } }",
        id=agent_id,
    )

    assert data["deleteAgent"] == {"__typename": "AgentDeleted", "agent": {"name": "Brightdesk support"}}
    empty = {"edges": []}
    assert after == {"agents": empty, "sessions": empty, "trainingPairs": empty, "node": None}
    again = await api.data(DELETE, id=agent_id)
    assert again["deleteAgent"] == {"__typename": "NotFound", "code": "NOT_FOUND"}


async def test_auto_training(api: Api) -> None:
    agent_id = await _agent(api)
    before = await AutoTraining.get()

    data = await api.data(
        AUTO,
        input={
            "agentId": agent_id,
            "schedule": "WEEKLY",
            "weekday": 4,
            "hour": 23,
            "timeZone": "Europe/Berlin",
        },
    )

    assert data["updateAutoTraining"]["autoTraining"] == {
        "enabled": True,
        "pairThreshold": before.pair_threshold,
        "schedule": "WEEKLY",
        "hour": 23,
        "weekday": 4,
        "timeZone": "Europe/Berlin",
        "cooldownMinutes": before.cooldown_minutes,
        "minNewPairs": before.min_new_pairs,
        "maxRunsPerDay": before.max_runs_per_day,
    }


async def test_auto_training_refuses_hour_24(api: Api) -> None:
    agent_id = await _agent(api)

    data = await api.data(AUTO, input={"agentId": agent_id, "hour": 24})

    assert data["updateAutoTraining"] == {
        "__typename": "InvalidInput",
        "code": "INVALID_INPUT",
        "field": "hour",
    }
    assert (await AutoTraining.get()).hour == 2


async def test_auto_training_says_when_the_next_one_will_be(api: Api) -> None:
    agent = await make_agent(api.actor)
    await make_pairs(api.actor, await make_session(api.actor, agent), 3)

    data = await api.data(
        "{ agents { edges { node { autoTraining { next { sentence newPairs pairsLeft at } } } } } }"
    )

    outlook = data["agents"]["edges"][0]["node"]["autoTraining"]["next"]
    assert (outlook["newPairs"], outlook["pairsLeft"], outlook["at"]) == (3, 17, None)
    assert "17" in outlook["sentence"]


@pytest.mark.parametrize(
    ("_case", "global_id"),
    [("garbage", "garbage"), ("other type", "U2Vzc2lvbjox"), ("no uuid", "QWdlbnQ6MQ=="), ("empty", "")],
)
async def test_what_is_no_id_is_refused(api: Api, _case: str, global_id: str) -> None:
    data = await api.data(DELETE, id=global_id)

    assert data["deleteAgent"] == {"__typename": "InvalidInput", "code": "INVALID_INPUT"}


async def test_another_workspace_does_not_exist(api: Api) -> None:
    other = Actor((await Workspace.create(name="Other")).id, "local")
    theirs = await make_agent(other, "Theirs")
    agent_id = encode("Agent", theirs.id)
    answers = [
        (await api.data(DELETE, id=agent_id))["deleteAgent"],
        (await api.data(UPDATE, input={"agentId": agent_id, "name": "Mine"}))["updateAgent"],
        (await api.data(AUTO, input={"agentId": agent_id, "hour": 3}))["updateAutoTraining"],
    ]

    assert [answer["code"] for answer in answers] == ["NOT_FOUND"] * 3
    row = await Agent.get(id=theirs.id)
    assert (row.name, row.deleted_at) == ("Theirs", None)
    assert await api.data("query ($id: ID!) { node(id: $id) { id } }", id=agent_id) == {"node": None}


async def _agent(api: Api) -> str:
    await make_agent(api.actor)
    return await _only_agent_id(api)


async def _only_agent_id(api: Api) -> str:
    data = await api.data("{ agents { edges { node { id } } } }")
    [edge] = data["agents"]["edges"]
    return edge["node"]["id"]
