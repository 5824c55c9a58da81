"""Connections: pages, filters, cursors, and how many statements a list costs."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tortoise import connections

from app.api.ids import encode
from app.models import GeneratedQuery
from tests.api.conftest import Api
from tests.factories import make_agent, make_pairs, make_session

EVERYTHING = """
{ agents(first: 50) { edges { node {
  name liveVersion { id } autoTraining { enabled next { sentence } }
  houseStyle { sentence } editedShare(by: WEEK) { share } byVersion: editedShare(by: VERSION) { share }
  stats { pairCount sessionCount lastRun { id } }
  sessions(first: 2) { edges { node {
    stats { pairCount byCategory { category pairCount } } currentQuery { text } lastEventCursor agent { name }
    pairs(first: 2) { edges { node { query session { id } agent { id } } } }
  } } }
  runs(first: 2) { edges { node { version { id } } } }
  versions(first: 2) { edges { node { run { id } } } }
} } } }
"""
PAIRS = """
query ($first: Int! = 20, $after: String, $order: Order! = NEWEST_FIRST, $agentId: ID, $sessionId: ID,
       $category: Category, $difficulty: Difficulty, $split: PairSplit, $search: String) {
  trainingPairs(first: $first, after: $after, order: $order, agentId: $agentId, sessionId: $sessionId,
                category: $category, difficulty: $difficulty, split: $split, search: $search) {
    edges { cursor node { response } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


@contextmanager
def counted_statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    statements: list[str] = []
    client = type(connections.get("default"))
    for name in ("execute_query", "execute_query_dict"):
        original = getattr(client, name)

        async def counted(self, query, values=None, _original=original):  # type: ignore[no-untyped-def]
            statements.append(query)
            return await _original(self, query, values)

        monkeypatch.setattr(client, name, counted)
    yield statements
    monkeypatch.undo()


async def _fill(api: Api, agents: int) -> None:
    for number in range(agents):
        agent = await make_agent(api.actor, f"Agent {number}")
        for _ in range(2):
            await make_pairs(api.actor, await make_session(api.actor, agent), 2)


@pytest.mark.slow
async def test_a_list_costs_the_same_statements_however_long_it_is(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    await api.data("{ viewer { subject } }")  # the workspace of this machine is read once
    counts = []
    for agents in (1, 5):
        await _fill(api, agents)
        with counted_statements(monkeypatch) as statements:
            data = await api.data(EVERYTHING)
        counts.append(len(statements))

    assert len(data["agents"]["edges"]) == 6
    assert {len(edge["node"]["sessions"]["edges"]) for edge in data["agents"]["edges"]} == {2}
    assert counts[0] == counts[1], statements


@pytest.mark.slow
async def test_a_field_of_many_agents_costs_few_statements(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    costs = {
        "name": 1,
        "autoTraining { next { sentence newPairs } }": 4,  # settings, the database's clock, facts
        "editedShare(by: WEEK) { share }": 2,
        "editedShare(by: VERSION) { share }": 2,
        "houseStyle { sentence support }": 2,
    }
    await api.data("{ viewer { subject } }")
    await _fill(api, 17)
    counted = {}
    for field in costs:
        with counted_statements(monkeypatch) as counted[field]:
            data = await api.data(f"{{ agents(first: 50) {{ edges {{ node {{ {field} }} }} }} }}")
        assert len(data["agents"]["edges"]) == 17
    assert {field: len(statements) for field, statements in counted.items()} == costs, counted


async def test_pages_cover_everything_once_while_rows_are_added(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    await make_pairs(api.actor, session, 5)

    first = (await api.data(PAIRS, first=2))["trainingPairs"]
    await make_pairs(api.actor, session, 1, start=5)
    second = (await api.data(PAIRS, first=2, after=first["pageInfo"]["endCursor"]))["trainingPairs"]
    third = (await api.data(PAIRS, first=2, after=second["pageInfo"]["endCursor"]))["trainingPairs"]

    seen = [edge["node"]["response"] for page in (first, second, third) for edge in page["edges"]]
    assert seen == [f"Answer {number}." for number in (4, 3, 2, 1, 0)]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second, third)] == [True, True, False]
    assert [page["pageInfo"]["hasPreviousPage"] for page in (first, second, third)] == [False, True, True]
    assert first["pageInfo"]["startCursor"] == first["edges"][0]["cursor"]


async def test_pages_from_the_end(api: Api) -> None:
    session = await make_session(api.actor, await make_agent(api.actor))
    await make_pairs(api.actor, session, 5)
    query = """query ($last: Int, $before: String, $after: String, $order: Order! = NEWEST_FIRST) {
      trainingPairs(last: $last, before: $before, after: $after, order: $order) {
        nodes { response } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""

    async def page(**variables: object) -> tuple[list[str], dict[str, object]]:
        found = (await api.data(query, **variables))["trainingPairs"]
        assert found["totalCount"] == 5
        return [node["response"][-2] for node in found["nodes"]], found["pageInfo"]

    numbers, end = await page(last=2)
    assert (numbers, end["hasNextPage"], end["hasPreviousPage"]) == (["1", "0"], False, True)
    numbers, middle = await page(last=2, before=end["startCursor"])
    assert (numbers, middle["hasNextPage"], middle["hasPreviousPage"]) == (["3", "2"], True, True)
    numbers, start = await page(last=2, before=middle["startCursor"])
    assert (numbers, start["hasPreviousPage"]) == (["4"], False)
    assert (await page(last=9, after=start["endCursor"], before=end["startCursor"]))[0] == ["3", "2"]
    assert (await page(last=2, order="OLDEST_FIRST"))[0] == ["3", "4"]


@pytest.mark.slow
async def test_nested_lists_count_and_turn_round_too(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    await api.data("{ viewer { subject } }")
    await _fill(api, 3)
    query = """{ agents { totalCount nodes { pairs(last: 1) { totalCount nodes { response } } } } }"""
    with counted_statements(monkeypatch) as statements:
        found = (await api.data(query))["agents"]
    assert found["totalCount"] == 3
    assert [agent["pairs"] for agent in found["nodes"]] == [
        {"totalCount": 4, "nodes": [{"response": "Answer 0."}]}
    ] * 3
    assert len(statements) == 5, "agents, their number, ids of pairs, pairs, their numbers"


@pytest.mark.parametrize("size", ["last: 0", "last: 101", "first: 0"])
async def test_a_page_has_a_sensible_size(api: Api, size: str) -> None:
    response = await api.graphql(f"{{ agents({size}) {{ totalCount }} }}")
    assert response["errors"][0]["extensions"]["field"] == size.split(":")[0]


async def test_lists_by_status_and_words(api: Api) -> None:
    for name in ("Invoice desk", "Returns"):
        await make_session(api.actor, await make_agent(api.actor, name))
    query = """query ($search: String) { agents(search: $search) { nodes { name } totalCount }
      trainingRuns(status: FAILED) { totalCount } agentVersions(status: LIVE) { totalCount }
      sessions(status: COMPLETED) { totalCount } }"""
    found = await api.data(query, search="INVOICE")
    assert found == {
        "agents": {"nodes": [{"name": "Invoice desk"}], "totalCount": 1},
        "trainingRuns": {"totalCount": 0},
        "agentVersions": {"totalCount": 0},
        "sessions": {"totalCount": 0},
    }


async def test_oldest_first(api: Api) -> None:
    await make_pairs(api.actor, await make_session(api.actor, await make_agent(api.actor)), 3)

    first = (await api.data(PAIRS, first=2, order="OLDEST_FIRST"))["trainingPairs"]
    rest = (await api.data(PAIRS, order="OLDEST_FIRST", after=first["pageInfo"]["endCursor"]))[
        "trainingPairs"
    ]

    assert [edge["node"]["response"] for edge in first["edges"]] == ["Answer 0.", "Answer 1."]
    assert [edge["node"]["response"] for edge in rest["edges"]] == ["Answer 2."]


async def test_filters(api: Api) -> None:
    agent = await make_agent(api.actor)
    session, other = await make_session(api.actor, agent), await make_session(api.actor, agent)
    [one] = await make_pairs(api.actor, session, 1)
    one.pair.category, one.pair.difficulty, one.pair.response = "billing", "hard", "100% sure"
    one.pair.split = "holdout"
    await one.pair.save()
    await make_pairs(api.actor, other, 1, start=1)
    elsewhere = await make_session(api.actor, await make_agent(api.actor, "Elsewhere"))
    await make_pairs(api.actor, elsewhere, 1, start=2)

    async def responses(**filters: str) -> list[str]:
        page = (await api.data(PAIRS, order="OLDEST_FIRST", **filters))["trainingPairs"]
        return [edge["node"]["response"] for edge in page["edges"]]

    only = ["100% sure"]
    assert await responses(agentId=encode("Agent", agent.id)) == ["100% sure", "Answer 1."]
    assert await responses(sessionId=encode("Session", session.id)) == only
    assert await responses(category="BILLING") == only
    assert await responses(difficulty="HARD") == only
    assert await responses(split="HOLDOUT") == only
    assert await responses(search="100% S") == only
    assert await responses(search="%") == only  # not a wildcard
    assert await responses(search="answer") == ["Answer 1.", "Answer 2."]


@pytest.mark.parametrize(
    ("_case", "arguments", "field"),
    [
        ("empty page", {"first": 0}, "first"),
        ("too large a page", {"first": 101}, "first"),
        ("no cursor", {"after": "nonsense"}, "after"),
        ("short cursor", {"after": ""}, "after"),
        ("foreign id", {"agentId": "U2Vzc2lvbjox"}, "agentId"),
        ("long search", {"search": "x" * 201}, "search"),
    ],
)
async def test_arguments_that_are_refused(
    api: Api, _case: str, arguments: dict[str, object], field: str
) -> None:
    response = await api.graphql(PAIRS, **arguments)

    [error] = response["errors"]
    assert (error["extensions"]["code"], error["extensions"]["field"]) == ("INVALID_INPUT", field)


async def test_node_finds_every_kind_by_its_id(api: Api) -> None:
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    [saved] = await make_pairs(api.actor, session, 1)
    query = await GeneratedQuery.filter(session=session).first()
    ids = [
        encode("Agent", agent.id),
        encode("Session", session.id),
        encode("TrainingPair", saved.pair.id),
        encode("GeneratedQuery", query.id),
    ]

    for id in ids:
        data = await api.data("query ($id: ID!) { node(id: $id) { __typename id } }", id=id)
        assert data["node"]["id"] == id


async def test_no_such_thing(api: Api) -> None:
    missing = encode("Agent", "01a20504-b3f7-77a0-ab37-eb732f8db344")

    response = await api.graphql("query ($id: ID!) { agent(id: $id) { name } }", id=missing)

    assert [error["extensions"] for error in response["errors"]] == [{"code": "NOT_FOUND"}]
    assert await api.data("query ($id: ID!) { node(id: $id) { id } }", id=missing) == {"node": None}


async def test_many_nodes_by_their_ids(api: Api) -> None:
    """In the order in which they were asked for; what is no id finds nothing."""
    agent = await make_agent(api.actor)
    session = await make_session(api.actor, agent)
    ids = [
        encode("Session", session.id),
        "junk",
        encode("Agent", agent.id),
        encode("Agent", session.id),
        encode("Nothing", agent.id),
        encode("Session", session.id),
        encode("Viewer", agent.id),
        "",
    ]
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    found = (await api.data(query, ids=ids))["nodes"]
    one = {"__typename": "Session", "id": ids[0]}
    assert found == [one, None, {"__typename": "Agent", "id": ids[2]}, None, None, one, None, None]

    refused = await api.graphql(query, ids=ids * 13)
    assert refused["errors"][0]["extensions"]["field"] == "ids"
    for junk in ("junk", "", "U2Vzc2lvbjo=", encode("Agent", "5")):
        assert await api.data("query ($id: ID!) { node(id: $id) { id } }", id=junk) == {"node": None}


async def test_an_agent_by_its_slug(api: Api) -> None:
    agent = await make_agent(api.actor, "Tidepool")
    query = "query ($id: ID, $slug: String) { agent(id: $id, slug: $slug) { name } viewer { subject } }"
    assert (await api.data(query, slug="tidepool"))["agent"] == {"name": "Tidepool"}
    for arguments in ({}, {"id": encode("Agent", agent.id), "slug": "tidepool"}):
        refused = await api.graphql(query, **arguments)
        assert refused["errors"][0]["extensions"]["field"] == "id"


async def test_what_is_not_there_leaves_the_rest_of_an_answer_alone(api: Api) -> None:
    agent = await make_agent(api.actor)
    query = """query ($agent: ID!, $session: ID!, $run: ID!) {
      viewer { subject } agent(id: $agent) { id } session(id: $session) { id } trainingRun(id: $run) { id } }"""
    missing = {
        name: encode(kind, agent.workspace_id)
        for name, kind in (("agent", "Agent"), ("session", "Session"), ("run", "TrainingRun"))
    }
    response = await api.graphql(query, **missing)
    assert response["data"] == {
        "viewer": {"subject": "local"},
        "agent": None,
        "session": None,
        "trainingRun": None,
    }
    assert [error["extensions"]["code"] for error in response["errors"]] == ["NOT_FOUND"] * 3
