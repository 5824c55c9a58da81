"""Open questions as the page meets them."""

from datetime import datetime

from strawberry.relay import GlobalID

from app.customers.generation import generate
from app.models import GeneratedQuery, OpenQuestion
from app.replies import open_questions as openquestions
from app.sessions import service as sessions
from tests.api.conftest import Api
from tests.factories import make_agent

LIST = """
query ($agentId: ID!) {
  agent(id: $agentId) { stats { openQuestions } openQuestions { id text count createdAt lastAskedAt } }
}"""
DELETE = """
mutation ($id: ID!) {
  deleteOpenQuestion(id: $id) {
    ... on OpenQuestionDeleted { agent { openQuestions { text } } } ... on Problem { __typename code message }
  }
}"""
DOG = "May I bring my dog to the shop?"
BUS = "Which bus stops near you on Sundays?"


async def test_listed_asked_and_deleted(api: Api) -> None:
    agent = await make_agent(api.actor)
    agent_id = str(GlobalID("Agent", str(agent.id)))
    for text in (BUS, DOG, DOG):
        await openquestions.keep(agent.id, text)

    found = (await api.data(LIST, agentId=agent_id))["agent"]

    row = await OpenQuestion.get(text=DOG)
    assert found["stats"] == {"openQuestions": 2}
    assert [(one["text"], one["count"]) for one in found["openQuestions"]] == [(DOG, 2), (BUS, 1)]
    dog = found["openQuestions"][0]
    assert dog["id"] == str(GlobalID("OpenQuestion", str(row.id)))
    times = [datetime.fromisoformat(dog[name]) for name in ("createdAt", "lastAskedAt")]
    assert times == [row.created_at, row.last_asked_at]

    started = await sessions.start(api.actor, agent.id)
    await generate(started.query.id, [])
    query_id = str(GlobalID("GeneratedQuery", str(started.query.id)))
    asked = await api.data(
        "query ($id: ID!) { node(id: $id) { ... on GeneratedQuery { text source } } }", id=query_id
    )
    assert asked == {"node": {"text": DOG, "source": "REAL_USE"}}

    deleted = await api.data(DELETE, id=dog["id"])
    assert deleted["deleteOpenQuestion"] == {"agent": {"openQuestions": [{"text": BUS}]}}
    again = (await api.data(DELETE, id=dog["id"]))["deleteOpenQuestion"]
    assert (again["__typename"], again["code"]) == ("NotFound", "NOT_FOUND")
    wrong = (await api.data(DELETE, id=agent_id))["deleteOpenQuestion"]
    assert (wrong["__typename"], wrong["code"]) == ("InvalidInput", "INVALID_INPUT")
    assert await OpenQuestion.all().count() == 1


async def test_its_words_arrive_as_those_of_any_other_customer(api: Api) -> None:
    agent = await make_agent(api.actor)
    await openquestions.keep(agent.id, DOG)
    started = await sessions.start(api.actor, agent.id)
    document = """
    subscription ($id: ID!) {
      generatedQuery(sessionId: $id, after: "1") { __typename ... on QueryReadyEvent { text source context } }
    }"""
    async with api.subscribed(document, id=str(GlobalID("Session", str(started.session.id)))) as socket:
        assert (await socket.next())["data"]["generatedQuery"] == {"__typename": "QueryStartedEvent"}
        await generate(started.query.id, [])
        assert (await socket.next())["data"]["generatedQuery"] == {
            "__typename": "QueryReadyEvent",
            "text": DOG,
            "source": "REAL_USE",
            "context": "",
        }
    assert (await GeneratedQuery.get(id=started.query.id)).text == DOG
