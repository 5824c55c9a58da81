"""TrainingPair.editedShare and draftDiff, Agent.editedShare."""

from app.api.ids import encode
from app.models import GeneratedQuery
from tests.api.conftest import Api
from tests.factories import make_agent, make_session, write_question

SUBMIT = """
mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) {
  ... on PairSaved { pair { draft draftVersion editedShare draftDiff { change text } } }
  ... on Problem { code }
} }
"""
CHART = """
query ($id: ID!) { agent(id: $id) {
  stats { preferenceCount }
  weeks: editedShare(by: WEEK) { version share pairs }
  versions: editedShare(by: VERSION) { label version share pairs }
} }
"""


async def test_a_draft_and_its_chart(api: Api) -> None:
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    query = await GeneratedQuery.get(session_id=session.id, opened_at__isnull=False)
    await write_question(query.id)
    answer = {"queryId": encode("GeneratedQuery", query.id), "response": "Open Team."}

    unknown = await api.data(SUBMIT, input=answer | {"draft": "Open it.", "draftVersion": 3})
    data = await api.data(SUBMIT, input=answer | {"draft": "Open it."})

    assert unknown["submitResponse"] == {"code": "NOT_FOUND"}
    assert data["submitResponse"]["pair"] == {
        "draft": "Open it.",
        "draftVersion": 0,
        "editedShare": 0.5,
        "draftDiff": [
            {"change": "KEPT", "text": "Open"},
            {"change": "REMOVED", "text": "it."},
            {"change": "ADDED", "text": "Team."},
        ],
    }
    assert (await api.data(CHART, id=encode("Agent", agent.id)))["agent"] == {
        "stats": {"preferenceCount": 1},
        "weeks": [{"version": None, "share": 0.5, "pairs": 1}],
        "versions": [{"label": "Base model", "version": 0, "share": 0.5, "pairs": 1}],
    }
