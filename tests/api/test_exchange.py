"""Imports by GraphQL, exports by HTTP."""

import json
from base64 import b64encode

import httpx
import pytest
from strawberry.relay import GlobalID

from app.exchange import formats
from app.models import TrainingPair
from tests.api.conftest import BEARER, Api
from tests.factories import make_agent, unlike_text

PREVIEW = """
query ($agentId: ID!, $file: FileInput!) {
  previewImport(input: {agentId: $agentId, file: $file, first: 1}) {
    __typename
    ... on ImportPreview {
      format rowCount newCount duplicateInFileCount duplicateOfPairCount problemCount notices systemPrompt
      columns { name field reason examples } encoding findings { code message } problems { line field message }
      rows { line status query response category difficulty context draft earlier { role content } }
    }
    ... on Problem { code message }
    ... on InvalidInput { field }
  }
}"""
IMPORT = """
mutation ($agentId: ID!, $file: FileInput!, $skip: Boolean! = false, $accept: [ImportFindingCode!]! = []) {
  importPairs(
    input: {agentId: $agentId, file: $file, skipProblems: $skip, acceptFindings: $accept, idempotencyKey: "k"}
  ) {
    __typename
    ... on PairsImported {
      pairCount duplicateCount skippedCount notices trainingRun { status pairCount }
      session { status pairCount pairs { edges { node { query earlier { role content } } } } }
    }
    ... on Problem { code message }
  }
}"""
CSV = "question;reply;note\nIs it free?;No.;x\nIs it free?;No.;y\nWhy?;;z\n"


async def test_preview_then_import(api: Api) -> None:
    agent = await make_agent(api.actor)
    variables = {
        "agentId": str(GlobalID("Agent", str(agent.id))),
        "file": {"content": CSV, "name": "faq.csv"},
    }

    shown = (await api.data(PREVIEW, **variables))["previewImport"]
    refused = (await api.data(IMPORT, **variables))["importPairs"]
    done = (await api.data(IMPORT, **variables, skip=True))["importPairs"]
    again = (await api.data(IMPORT, **variables, skip=True))["importPairs"]

    assert shown == {
        "__typename": "ImportPreview",
        "format": "CSV",
        "encoding": "utf-8",
        "findings": [],
        "rowCount": 2,
        "newCount": 1,
        "duplicateInFileCount": 1,
        "duplicateOfPairCount": 0,
        "problemCount": 1,
        "notices": [],
        "systemPrompt": None,
        "columns": [
            {
                "name": "question",
                "field": "QUERY",
                "reason": "by its name",
                "examples": ["Is it free?", "Is it free?", "Why?"],
            },
            {"name": "reply", "field": "RESPONSE", "reason": "by its name", "examples": ["No.", "No."]},
            {"name": "note", "field": None, "reason": "", "examples": ["x", "y", "z"]},
        ],
        "problems": [{"line": 4, "field": None, "message": "The answer is missing."}],
        "rows": [
            {
                "line": 2,
                "status": "NEW",
                "query": "Is it free?",
                "response": "No.",
                "category": "GENERAL",
                "difficulty": "MEDIUM",
                "context": "",
                "draft": None,
                "earlier": [],
            }
        ],
    }
    assert refused == {
        "__typename": "InvalidInput",
        "code": "INVALID_INPUT",
        "message": "Nothing was imported. Line 4: The answer is missing.",
    }
    assert done == {
        "__typename": "PairsImported",
        "pairCount": 1,
        "duplicateCount": 1,
        "skippedCount": 1,
        "notices": [
            "1 training pair imported from faq.csv.",
            "1 training pair left out: the same was there already.",
        ],
        "trainingRun": None,
        "session": {
            "status": "COMPLETED",
            "pairCount": 1,
            "pairs": {"edges": [{"node": {"query": "Is it free?", "earlier": []}}]},
        },
    }
    assert again["notices"] == ["This file was imported before."]
    assert again["session"] == done["session"]
    assert await TrainingPair.all().count() == 1


async def test_columns_are_told_and_a_training_starts(api: Api) -> None:
    agent = await make_agent(api.actor)
    rows = "".join(f"{unlike_text(n)},Answer {n}.\n" for n in range(20))
    columns = [{"name": "a", "field": "QUERY"}, {"name": "b", "field": "RESPONSE"}]
    file = {"content": f"a,b\n{rows}", "format": "CSV", "columns": columns}
    done = (await api.data(IMPORT, agentId=str(GlobalID("Agent", str(agent.id))), file=file, skip=True))[
        "importPairs"
    ]
    assert done["trainingRun"] == {"status": "QUEUED", "pairCount": 20}


async def test_an_export_is_a_file_of_the_callers_own(api: Api) -> None:
    agent = await make_agent(api.actor)
    agent_id = str(GlobalID("Agent", str(agent.id)))
    await api.data(IMPORT, agentId=agent_id, file={"content": "query,response\n=Why?,So.\n"})

    by_slug = await api.http.get(f"/agents/{agent.slug}/export", headers=BEARER)
    table = await api.http.get(f"/agents/{agent_id}/export", params={"format": "csv"}, headers=BEARER)

    assert by_slug.headers["content-type"] == "application/jsonl; charset=utf-8"
    assert by_slug.headers["content-disposition"] == f'attachment; filename="{agent.slug}-openai.jsonl"'
    assert by_slug.headers["cache-control"] == "no-store"
    assert json.loads(by_slug.text)["messages"][0]["content"] == agent.system_prompt
    assert table.text == (
        "category,difficulty,context,query,response,draft,split,earlier\r\ngeneral,medium,,'=Why?,So.,,,\r\n"
    )


async def test_an_export_refuses_who_may_not_read(api: Api) -> None:
    agent = await make_agent(api.actor)
    path = f"/agents/{agent.slug}/export"
    cookie = (await api.http.get("/login", params={"token": BEARER["Authorization"][7:]})).cookies

    async def status(path: str, **headers: str) -> int:
        return (await api.http.get(path, headers=headers)).status_code

    api.http.cookies = httpx.Cookies()
    assert await status(path) == 401
    assert await status("/agents/nobody/export", **BEARER) == 404
    assert await status(f"{path}?format=parquet", **BEARER) == 400
    assert await status(f"{path}?split=both", **BEARER) == 400
    own = {"cookie": f"coachable={cookie['coachable']}"}
    assert await status(path, **own, **{"sec-fetch-site": "same-origin"}) == 200
    assert await status(path, **own, **{"sec-fetch-site": "cross-site"}) == 401


async def test_bytes_are_read_and_doubts_accepted(api: Api) -> None:
    agent_id = str(GlobalID("Agent", str((await make_agent(api.actor)).id)))
    data = "<html><body><h2>Où est la clé ?</h2><p>À côté.</p></body></html>".encode("cp1252")
    file = {"base64": b64encode(data).decode(), "name": "faq.html"}

    shown = (await api.data(PREVIEW, agentId=agent_id, file=file))["previewImport"]
    refused = (await api.data(IMPORT, agentId=agent_id, file=file))["importPairs"]
    assert await TrainingPair.all().count() == 0
    done = (await api.data(IMPORT, agentId=agent_id, file=file, accept=["PAGE"]))["importPairs"]

    assert (shown["format"], shown["encoding"]) == ("HTML", "cp1252")
    assert [finding["code"] for finding in shown["findings"]] == ["PAGE"]
    assert (refused["code"], refused["message"][-13:]) == ("INVALID_INPUT", "Accept: page.")
    assert done["pairCount"] == 1
    assert (await TrainingPair.get()).query == "Où est la clé ?"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ({}, "Send the file either as text or in base64."),
        ({"content": "a", "base64": "YQ=="}, "Send the file either as text or in base64."),
        ({"base64": "no"}, "This is not valid Base64."),
        ({"base64": "YQ==", "encoding": "klingon"}, "'klingon' is not a text encoding"),
    ],
)
async def test_a_file_that_is_none_is_refused(api: Api, file: dict[str, str], message: str) -> None:
    agent_id = str(GlobalID("Agent", str((await make_agent(api.actor)).id)))
    for document in (PREVIEW, IMPORT):
        refused = next(iter((await api.data(document, agentId=agent_id, file=file)).values()))
        assert (refused["code"], refused["message"][: len(message)]) == ("INVALID_INPUT", message)


async def test_the_formats_are_told(api: Api) -> None:
    listed = (await api.data("{ exchangeFormats { format title suffixes purpose writes } }"))[
        "exchangeFormats"
    ]
    assert [one["format"] for one in listed] == [format.name.upper() for format in formats.ALL]
    written = [one["format"] for one in listed if one["writes"]]
    assert written == [format.name.upper() for format in formats.WRITTEN]
    assert [one["format"] for one in listed if one["purpose"]] == written
