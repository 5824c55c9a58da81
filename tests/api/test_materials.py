"""Material and proposed pairs, as the page meets them."""

from strawberry.relay import GlobalID

from tests.api.conftest import Api
from tests.factories import make_agent

ADD = """
mutation ($agentId: ID!, $text: String!) {
  addMaterial(input: {agentId: $agentId, name: "faq.md", text: $text}) {
    ... on MaterialAdded { material { id kind proposedCount questions } proposedCount duplicateCount notices }
    ... on Problem { code message }
  }
}"""
LIST = """
query ($agentId: ID!) {
  agent(id: $agentId) { materials { edges { node { id name text proposedCount } } } }
  proposedPairs(agentId: $agentId) {
    edges {
      node {
        id line earlier { role content } query response category status material { name } pair { id } agent { id }
      }
    }
  }
}"""
CONFIRM = """
mutation ($id: ID!, $response: String) {
  confirmProposedPair(id: $id, response: $response) {
    __typename
    ... on ProposedPairConfirmed {
      proposedPair { status pair { response } } pair { query response } session { status pairCount } notices
    }
    ... on Problem { code message }
  }
}"""
DISMISS = """
mutation ($id: ID!) {
  dismissProposedPair(id: $id) {
    ... on ProposedPairDismissed { proposedPair { status } } ... on Problem { code message }
  }
}"""
CONFIRM_ALL = """
mutation ($agentId: ID!, $materialId: ID) {
  confirmProposedPairs(agentId: $agentId, materialId: $materialId) {
    ... on ProposedPairsConfirmed {
      pairCount blockedCount sessions { status pairCount } trainingRun { id } notices
    }
    ... on Problem { code message }
  }
}"""
DELETE = """
mutation ($id: ID!) {
  deleteMaterial(materialId: $id) { ... on MaterialDeleted { material { name } } ... on Problem { code } }
}"""


async def test_from_a_help_page_to_a_pair(api: Api) -> None:
    agent_id = str(GlobalID("Agent", str((await make_agent(api.actor)).id)))
    text = "## Is it free?\nNo.\n## Why?\nSo."

    added = (await api.data(ADD, agentId=agent_id, text=text))["addMaterial"]
    listed = await api.data(LIST, agentId=agent_id)
    one, two = (edge["node"] for edge in listed["proposedPairs"]["edges"])
    confirmed = (await api.data(CONFIRM, id=one["id"], response="Not yet."))["confirmProposedPair"]
    dismissed = (await api.data(DISMISS, id=two["id"]))["dismissProposedPair"]
    refused = (await api.data(DISMISS, id=one["id"]))["dismissProposedPair"]
    left = (await api.data(LIST, agentId=agent_id))["proposedPairs"]["edges"]
    deleted = (await api.data(DELETE, id=added["material"]["id"]))["deleteMaterial"]

    assert added == {
        "material": {
            "id": added["material"]["id"],
            "kind": "MARKDOWN",
            "proposedCount": 2,
            "questions": ["Is it free?", "Why?"],
        },
        "proposedCount": 2,
        "duplicateCount": 0,
        "notices": ["2 pairs found in faq.md, to be confirmed."],
    }
    assert listed["agent"]["materials"]["edges"] == [
        {"node": {"id": added["material"]["id"], "name": "faq.md", "text": text, "proposedCount": 2}}
    ]
    assert one == {
        "id": one["id"],
        "line": 1,
        "earlier": [],
        "query": "Is it free?",
        "response": "No.",
        "category": "GENERAL",
        "status": "PROPOSED",
        "material": {"name": "faq.md"},
        "pair": None,
        "agent": {"id": agent_id},
    }
    assert confirmed == {
        "__typename": "ProposedPairConfirmed",
        "proposedPair": {"status": "CONFIRMED", "pair": {"response": "Not yet."}},
        "pair": {"query": "Is it free?", "response": "Not yet."},
        "session": {"status": "COMPLETED", "pairCount": 1},
        "notices": ["Training pair saved (1/20)"],
    }
    assert dismissed == {"proposedPair": {"status": "DISMISSED"}}
    assert refused["code"] == "CONFLICT"
    assert left == []
    assert deleted == {"material": {"name": "faq.md"}}


async def test_all_that_waits_is_confirmed_at_once(api: Api) -> None:
    agent_id = str(GlobalID("Agent", str((await make_agent(api.actor)).id)))
    text = "## Is it free?\nNo.\n## Why?\nSo, [name]."
    material = (await api.data(ADD, agentId=agent_id, text=text))["addMaterial"]["material"]

    done = (await api.data(CONFIRM_ALL, agentId=agent_id))["confirmProposedPairs"]
    again = (await api.data(CONFIRM_ALL, agentId=agent_id, materialId=material["id"]))["confirmProposedPairs"]

    assert done == {
        "pairCount": 2,
        "blockedCount": 1,
        "sessions": [{"status": "COMPLETED", "pairCount": 2}],
        "trainingRun": None,
        "notices": [
            "2 training pairs saved.",
            "1 pair is left out until you mend it or dismiss its findings.",
        ],
    }
    nothing = ["Nothing waits to be confirmed."]
    assert again == {
        "pairCount": 0,
        "blockedCount": 0,
        "sessions": [],
        "trainingRun": None,
        "notices": nothing,
    }
