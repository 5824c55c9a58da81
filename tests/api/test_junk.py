"""No request, however odd, ends in a 5xx or a masked error; `python -m tests.benchmarks.fuzz` sends 20,000."""

import json
from typing import Any

import pytest

from app.api.ids import encode
from app.config import Settings
from tests.api.conftest import BEARER, Api
from tests.factories import make_agent
from tests.fuzzing import attack, attacked

CREATE = "mutation($i: CreateAgentInput!) { createAgent(input: $i) { __typename ... on Problem { code } } }"
MATERIAL = "mutation($i: AddMaterialInput!) { addMaterial(input: $i) { __typename } }"
PREVIEW = """
query($i: PreviewImportInput!) {
  previewImport(input: $i) { ... on ImportPreview { newCount problems { line message } } }
}"""


@pytest.mark.slow
async def test_junk_to_every_operation_and_path(db: None, settings: Settings) -> None:
    async with attacked(settings) as client:
        outcome = await attack(client, seed=15, count=400)
    assert outcome.wrong == {}
    assert sum(outcome.statuses.values()) + outcome.open == 400
    assert len(outcome.kinds) > 45
    assert {"BAD_REQUEST", "INVALID_INPUT", "NOT_FOUND"} <= set(outcome.codes)


@pytest.mark.parametrize("name", ["%00", "a%00b", "a" * 4_000, "%FF%FE", "%ED%A0%80", "x%409999"])
async def test_odd_names_in_paths_are_not_found(api: Api, name: str) -> None:
    for path in (f"/v1/models/{name}", f"/agents/{name}/export"):
        response = await api.http.get(path, headers=BEARER)
        assert response.status_code == 404


@pytest.mark.parametrize(
    "value", ['"\\ud800"', '"a\\udfffb"', "NaN", "Infinity", "1e999", "1" * 5_000, "[" * 100_000]
)
@pytest.mark.parametrize("path", ["/graphql", "/v1/chat/completions"])
async def test_what_no_json_should_hold_is_refused(api: Api, path: str, value: str) -> None:
    body = '{"query": "{ viewer { subject } }", "model": "x", "variables": {"a": ' + value + "}}"
    response = await api.http.post(path, content=body, headers=BEARER | {"content-type": "application/json"})
    assert response.status_code == 400
    assert "body" in response.text


async def test_whole_characters_in_escapes_are_taken(api: Api) -> None:
    body = json.dumps({"query": CREATE, "variables": {"i": {"name": "🦑", "description": "Sells squid 🦑."}}})
    assert "\\ud83e" in body
    response = await api.http.post(
        "/graphql", content=body, headers=BEARER | {"content-type": "application/json"}
    )
    assert response.json() == {"data": {"createAgent": {"__typename": "AgentCreated"}}}


@pytest.mark.parametrize("name", ["a" * 5_000, "🦑" * 80, "\x00/", "/etc\x00"])
async def test_odd_base_models_are_refused(api: Api, name: str) -> None:
    data = await api.data(CREATE, i={"name": "A", "description": "B", "baseModel": name})
    assert data["createAgent"] == {"__typename": "InvalidInput", "code": "INVALID_INPUT"}


async def preview(api: Api, content: str) -> dict[str, Any]:
    agent = await make_agent(api.actor)
    file = {"content": content, "name": "f"}
    return (await api.data(PREVIEW, i={"agentId": encode("Agent", agent.id), "file": file}))["previewImport"]


async def test_a_huge_cell_costs_its_own_row_alone(api: Api) -> None:
    found = await preview(api, f"question,answer\n{'q' * 131_073},a\nHow are you?,Fine\n")
    problem = {"line": 2, "message": "The question has 131073 characters; 2000 is the most."}
    assert found == {"newCount": 1, "problems": [problem]}


async def test_half_characters_inside_of_material_are_left_out(api: Api) -> None:
    agent = await make_agent(api.actor)
    rows = [{"query": "\ud800 how?", "response": "So."}, {"query": "How do I pay?", "response": "By card."}]
    material = {
        "agentId": encode("Agent", agent.id),
        "text": "\n".join(map(json.dumps, rows)),
        "name": "t.jsonl",
    }
    assert await api.data(MATERIAL, i=material) == {"addMaterial": {"__typename": "MaterialAdded"}}


async def test_a_mistake_in_the_operation_has_a_code(api: Api) -> None:
    for query in (
        "{ nothing }",
        "{",
        "query($a: Int!) { viewer { subject } }",
    ):
        (error,) = (await api.graphql(query))["errors"][:1]
        assert error["extensions"]["code"] == "BAD_REQUEST", query
