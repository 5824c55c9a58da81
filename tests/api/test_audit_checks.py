"""What graphql-cop (github.com/dolevf/graphql-cop) looks for: thirteen checks of a GraphQL API, made here anew.

With `COACHABLE_EXPLORER=false` none finds anything but queries by GET, which are part of the contract: they change
nothing, and a cookie counts on them for our own page only (test_origins.py).
"""

import json

import httpx
import pytest

from app.config import Settings
from app.models import Agent
from tests.api.conftest import BEARER, Api, serving

VIEWER = "{ viewer { subject } }"
CREATE = 'mutation { createAgent(input: {name: "A", description: "B"}) { __typename } }'
INTROSPECTION = "query cop { __schema { types { name fields { name } } } }"
CIRCLE = (
    "query cop { __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }"
)


async def post(api: Api, query: object, **headers: str) -> httpx.Response:
    return await api.http.post("/graphql", json=query, headers=BEARER | headers)


def refused(response: httpx.Response, code: str) -> bool:
    body = response.json()
    return "data" not in body and body["errors"][0]["extensions"]["code"] == code


@pytest.mark.parametrize(
    "query",
    [
        "query cop { " + " ".join(f"alias{n}: __typename" for n in range(101)) + " }",
        "query cop { __typename " + "@aa" * 10 + " }",
        "query cop { " + "__typename " * 500 + "}",
    ],
    ids=["alias overloading", "directive overloading", "field duplication"],
)
async def test_overloading(api: Api, query: str) -> None:
    response = await post(api, {"query": query})
    assert refused(response, "TOO_LARGE") or refused(response, "BAD_REQUEST")


async def test_batches_are_not_offered(api: Api) -> None:
    response = await post(api, [{"query": VIEWER}] * 10)
    assert response.status_code == 400
    assert refused(response, "BAD_REQUEST")


async def test_a_circular_introspection_is_refused(api: Api) -> None:
    assert refused(await post(api, {"query": CIRCLE}), "BAD_REQUEST")


async def test_introspection_and_its_page_are_for_those_who_want_them(api: Api, settings: Settings) -> None:
    assert "data" in (await post(api, {"query": INTROSPECTION})).json()
    assert (await api.http.post("/graphql", json={"query": INTROSPECTION})).status_code == 401
    async with serving(settings.model_copy(update={"explorer": False})) as hidden:
        for query in (INTROSPECTION, CIRCLE, '{ __type(name: "Agent") { name } }'):
            answer = await post(hidden, {"query": query})
            assert refused(answer, "FORBIDDEN"), answer.text
        assert "data" in (await post(hidden, {"query": "{ __typename viewer { __typename } }"})).json()
        for path in ("/graphiql", "/graphql", "/graphiql.html"):
            page = await hidden.http.get(path, headers=BEARER | {"accept": "text/html"})
            assert "graphiql" not in page.text.lower().replace("graphiql is not offered here", "")
        async with hidden.socket() as socket:
            await socket.init()
            await socket.subscribe(INTROSPECTION)
            assert (await socket.receive())["payload"][0]["extensions"] == {"code": "FORBIDDEN"}


async def test_mutations_come_by_post_as_json_only(api: Api) -> None:
    by_get = await api.http.get("/graphql", params={"query": CREATE}, headers=BEARER)
    as_form = await api.http.post("/graphql", data={"query": CREATE}, headers=BEARER)
    query_as_form = await api.http.post("/graphql", data={"query": VIEWER}, headers=BEARER)
    assert (by_get.status_code, as_form.status_code, query_as_form.status_code) == (405, 400, 400)
    assert await Agent.all().count() == 0


async def test_queries_by_get_are_part_of_the_contract(api: Api) -> None:
    response = await api.http.get("/graphql", params={"query": VIEWER}, headers=BEARER)
    assert response.json() == {"data": {"viewer": {"subject": "local"}}}


async def test_names_are_not_suggested(api: Api) -> None:
    for query in (
        "{ viewr { subject } }",
        "{ viewer { subjekt } }",
        "{ agent(idd: 1) { id } }",
        "{ __schema { typ } }",
    ):
        assert "did you mean" not in (await post(api, {"query": query})).text.lower()


async def test_nothing_is_traced(api: Api) -> None:
    response = await post(api, {"query": VIEWER}, **{"x-apollo-tracing": "1"})
    assert response.json() == {"data": {"viewer": {"subject": "local"}}}


async def test_errors_show_no_insides(api: Api) -> None:
    for body in (
        {"query": "qwerty cop { abc }"},
        {"query": "{ a", "extensions": {"tracing": True}},
        {"x": 1},
    ):
        text = json.dumps((await post(api, body)).json())
        assert not any(word in text.lower() for word in ("traceback", "exception", ".py", "stack"))
