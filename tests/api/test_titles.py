"""Conversations have titles."""

from app.api.ids import encode
from app.models import Event, Session
from tests.api.conftest import Api
from tests.factories import make_agent, make_session

RENAME = """
mutation ($input: RenameSessionInput!) { renameSession(input: $input) {
  ... on SessionRenamed { session { title } }
  ... on Problem { code message }
} }
"""
TITLES = "{ sessions { nodes { title } } }"
RENAMED = """
subscription ($id: ID!) { sessionUpdated(sessionId: $id, after: "2") {
  cursor ... on SessionRenamedEvent { title }
} }
"""


async def test_a_title_is_given_and_taken_and_told_of(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    id = encode("Session", session.id)

    async def renamed(**input: object) -> object:
        return (await api.data(RENAME, input={"sessionId": id} | input))["renameSession"]

    assert (await api.data(TITLES))["sessions"]["nodes"] == [{"title": None}]
    async with api.subscribed(RENAMED, id=id) as socket:
        assert await renamed(title=" Deposits ") == {"session": {"title": "Deposits"}}
        assert (await api.data(TITLES))["sessions"]["nodes"] == [{"title": "Deposits"}]
        assert await renamed(title="Deposits") == {"session": {"title": "Deposits"}}  # which tells nothing
        assert await renamed() == {"session": {"title": None}}
        told = [(await socket.next())["data"]["sessionUpdated"] for _ in range(2)]
    assert told == [{"cursor": "3", "title": "Deposits"}, {"cursor": "4", "title": None}]

    assert await renamed(title="x" * 101) == {
        "code": "INVALID_INPUT",
        "message": "The title has 101 characters; 100 is the most.",
    }
    assert (await Session.get(id=session.id)).title is None
    assert await Event.filter(stream=session.id, kind="session.renamed").count() == 2
