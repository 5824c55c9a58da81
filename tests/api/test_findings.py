"""checkResponse, TrainingPair.findings, dismissFindings, trainingPairs(filter:)."""

from app.api.ids import encode
from app.models import TrainingPair
from app.pairs import service as pairs
from tests.api.conftest import Api
from tests.factories import make_agent, make_session

CHECK = """
query ($input: CheckResponseInput!) { checkResponse(input: $input) { findings {
  code severity sentence part span { start end } dismissed pair { id response }
} } }
"""
LIST = """
query ($filter: PairFilter) { trainingPairs(filter: $filter) { edges { node {
  id isLeftOut findings { code severity dismissed span { start end } }
} } } }
"""
DISMISS = """
mutation ($id: ID!) { dismissFindings(pairId: $id) {
  __typename ... on PairUpdated { pair { isLeftOut findings { code dismissed } } } ... on Problem { code }
} }
"""


async def test_check_response(api: Api) -> None:
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    old = (await pairs.add(api.actor, session.id, query="Can I cancel my plan?", response="No.")).pair

    data = await api.data(
        CHECK,
        input={
            "agentId": encode("Agent", agent.id),
            "query": "can i cancel the plan",
            "response": " 🎉 Yes, [name].",
        },
    )

    assert data["checkResponse"]["findings"] == [
        {
            "code": "PLACEHOLDER",
            "severity": "BLOCKING",
            "sentence": "'[name]' looks like a gap that was never filled; the agent would say it like this. "
            "Fill it in.",
            "part": "RESPONSE",
            "span": {"start": 8, "end": 14},  # the emoji is two UTF-16 code units
            "dismissed": False,
            "pair": None,
        },
        {
            "code": "CONTRADICTION",
            "severity": "WARNING",
            "sentence": "You answered nearly the same question with no before, here it is yes. "
            "Make both agree, or say what makes the difference.",
            "part": "RESPONSE",
            "span": None,
            "dismissed": False,
            "pair": {"id": encode("TrainingPair", old.id), "response": "No."},
        },
    ]
    response = await api.graphql(CHECK, input={"response": "Yes."})
    assert response["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


async def test_pairs_with_findings_can_be_listed_and_dismissed(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    good = (await pairs.add(api.actor, session.id, query="Is it open?", response="Yes.")).pair
    warned = (await pairs.add(api.actor, session.id, query="Who?", response="Ask jo.doe@gmail.com.")).pair
    blocked = (await pairs.add(api.actor, session.id, query="Why?", response="TODO")).pair

    async def ids(**filter: bool) -> set[str]:
        edges = (await api.data(LIST, filter=filter))["trainingPairs"]["edges"]
        return {edge["node"]["id"] for edge in edges}

    everyone = {encode("TrainingPair", pair.id) for pair in (good, warned, blocked)}
    assert await ids() == everyone
    assert await ids(hasFindings=True) == everyone - {encode("TrainingPair", good.id)}
    assert await ids(hasFindings=False) == {encode("TrainingPair", good.id)}
    assert await ids(isLeftOut=True) == {encode("TrainingPair", blocked.id)}

    data = await api.data(DISMISS, id=encode("TrainingPair", blocked.id))
    assert data["dismissFindings"] == {
        "__typename": "PairUpdated",
        "pair": {"isLeftOut": False, "findings": [{"code": "PLACEHOLDER", "dismissed": True}]},
    }
    assert await ids(isLeftOut=True) == set()
    assert await ids(hasFindings=True) == {encode("TrainingPair", warned.id)}
    await TrainingPair.filter(id=blocked.id).delete()
    data = await api.data(DISMISS, id=encode("TrainingPair", blocked.id))
    assert data["dismissFindings"] == {"__typename": "NotFound", "code": "NOT_FOUND"}
